import Course
import Foundation

/// `descent export-autograder`: what another service needs to grade with this course.
enum ExportAutograderVerb: Verb {
  static let synopsis = Synopsis(
    verb: "export-autograder", operands: "gradescope|github DIR", operandCount: 2...2,
    summary:
      "Writes an autograder for Gradescope, or a GitHub Actions workflow that shares the work.",
    options: [
      .init("--shards", "N", "github: the number of machines (4)"),
      .init("--chapter", "NN", "grade one chapter only"),
    ])

  static func run(_ arguments: Arguments) throws -> Bool {
    let kind = arguments.operands[0]
    let folder = URL(fileURLWithPath: arguments.operands[1])
    let package = try CoursePackage()
    let chapter = try GradeAllVerb.chapters(arguments["--chapter"])
    let options = arguments["--chapter"] == nil ? "" : " --chapter \(chapter[0].number)"
    switch kind {
    case "gradescope":
      try writeGradescope(to: folder, package, options)
      Console.say(
        "Zip what is in \(folder.path), not the folder itself, and upload it as autograder.")
    case "github":
      let shards = Int(clamping: try arguments.number("--shards") ?? 4)
      guard (1...256).contains(shards) else {
        throw UsageError("--shards takes 1 to 256, not \(shards).", verb: "export-autograder")
      }
      let path = ".github/workflows/grade.yml"
      try write(
        AutograderFiles.workflow(shards: shards, options: options),
        to: folder.appendingPathComponent(path))
      Console.say(
        "Wrote \(folder.appendingPathComponent(path).path). It grades the folder submissions of the "
          + "repository that it lies in, which must hold this course.")
    default:
      throw UsageError(
        "there is no autograder \"\(kind)\".", near: kind, among: ["gradescope", "github"],
        verb: "export-autograder")
    }
    return true
  }

  private static func writeGradescope(
    to folder: URL, _ package: CoursePackage, _ options: String
  ) throws {
    let files = FileManager.default
    let course = folder.appendingPathComponent("course")
    guard !files.fileExists(atPath: course.path) else {
      throw Failure("\(course.path) is there already; name an empty folder")
    }
    try files.createDirectory(at: course, withIntermediateDirectories: true)
    // Everything that builds, but not the solutions: answers run beside it.
    for name in ["Package.swift", "Sources", "Chapters", "Exercises", "Tests"] {
      try files.copyItem(at: package.url(name), to: course.appendingPathComponent(name))
    }
    try write(
      AutograderFiles.setup(options: options), to: folder.appendingPathComponent("setup.sh"))
    try write(
      AutograderFiles.run(options: options), to: folder.appendingPathComponent("run_autograder"))
    for name in ["setup.sh", "run_autograder"] {
      try files.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: folder.appendingPathComponent(name).path)
    }
  }

  private static func write(_ text: String, to file: URL) throws {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file, options: .atomic)
  }
}
