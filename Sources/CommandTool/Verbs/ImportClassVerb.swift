import Foundation

/// `descent import-class`: sorts a learning platform's download into submissions.
enum ImportClassVerb: Verb {
  static let synopsis = Synopsis(
    verb: "import-class", operands: "DIR", operandCount: 1...1,
    summary:
      "Sorts a download from Moodle, Canvas, Blackboard or Brightspace into one folder a student.",
    options: [.init("--into", "FOLDER", "where to (DIR-submissions)")])

  static func run(_ arguments: Arguments) throws -> Bool {
    let download = URL(fileURLWithPath: arguments.operands[0])
    let target =
      arguments["--into"].map { URL(fileURLWithPath: $0) }
      ?? download.deletingLastPathComponent()
      .appendingPathComponent("\(download.lastPathComponent)-submissions")
    let found = try ClassImport(of: download)
    guard !found.students.isEmpty else {
      throw Failure(
        "\(download.path) holds no Swift file that belongs to an exercise. "
          + "Name the folder that the platform's download was unpacked to.")
    }
    try found.write(from: download, to: target)
    let files = found.students.reduce(0) { $0 + $1.files.count }
    Console.say("\(found.students.count) students, \(files) files: \(target.path)")
    for (path, reason) in found.leftovers { Console.say("  left out: \(path): \(reason)") }
    return found.leftovers.isEmpty
  }
}
