public import Foundation

/// The file in which a test run leaves its grades for the command-line tool: one line of JSON each.
public enum Records {
  /// The environment variable that names the file.
  public static let variable = "DESCENT_RECORDS"

  /// The environment variable that names the exercises to grade, separated by spaces; all if it is unset.
  public static let selection = "DESCENT_ONLY"

  /// Whether an exercise is to be graded in this run.
  package static func wants(_ id: String) -> Bool {
    guard let ids = ProcessInfo.processInfo.environment[selection] else { return true }
    return ids.split(separator: " ").contains(Substring(id))
  }

  /// Appends a grade, if this process was asked to keep records.
  package static func append(_ grade: Grade) {
    guard let path = ProcessInfo.processInfo.environment[variable],
      var line = try? JSONEncoder().encode(grade)
    else { return }
    line.append(UInt8(ascii: "\n"))
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    guard let file = FileHandle(forWritingAtPath: path) else { return }
    defer { try? file.close() }
    _ = try? file.seekToEnd()
    try? file.write(contentsOf: line)
  }

  /// Reads the grades that a test run left; of two for the same id, the later one counts.
  public static func read(from file: URL) -> [Grade] {
    guard let data = try? Data(contentsOf: file) else { return [] }
    var grades: [Grade] = []
    for line in data.split(separator: UInt8(ascii: "\n")) {
      guard let grade = try? JSONDecoder().decode(Grade.self, from: line) else { continue }
      grades.removeAll { $0.id == grade.id }
      grades.append(grade)
    }
    return grades
  }
}
