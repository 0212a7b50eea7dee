import Course
import Dispatch
import Foundation

/// Builds and runs a chapter's project on somebody's functions.
struct ProjectRun {
  let package: CoursePackage
  let chapter: ChapterCard
  /// The folder with the functions: `Exercises` or `Solutions`.
  let submission: String

  /// The exit code by which the project's program says that exercises are missing.
  private static let exercisesMissing: Int32 = 3

  /// How long the functions may take to show that they are not stubs, in seconds.
  private static let patience = 10.0

  /// Runs the project.
  ///
  /// - Returns: Whether it ran to its end.
  func run(seed: UInt64, output: URL, isReduced: Bool, json: String?) throws -> Bool {
    guard let project = chapter.project else {
      throw Failure("chapter \(chapter.number) has no project")
    }
    try package.require(submission)
    Console.step("building chapter \(chapter.number) with \(submission) …")
    let swift = SwiftCommand(package: package, submission: submission, chapter: chapter.number)
    let build = try swift.build(["--product", "ProjectRunner"])
    Console.endStep()
    guard build.status == 0 else {
      explain(build.output)
      return false
    }
    let program = try swift.binaries().appendingPathComponent("ProjectRunner")
    let results = package.notes.appendingPathComponent("project-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: results) }
    try FileManager.default.createDirectory(at: package.notes, withIntermediateDirectories: true)

    let missing = try missingExercises(program)
    guard missing.isEmpty else {
      Console.say("Project \(chapter.number), \(project.title), runs on your own functions.")
      Console.say("It still needs:")
      for id in missing {
        let title = Catalogue.exercise(id)?.title ?? ""
        let file = Catalogue.exercise(id)?.file ?? ""
        Console.say("  \(id) \(title)  Exercises/\(chapter.folder)/\(file)")
      }
      Console.say("See it on the reference: swift run descent demo \(chapter.number) --solutions")
      return false
    }
    Console.say(Console.paint("Project \(chapter.number): \(project.title)", .strong))
    let start = ContinuousClock.now
    let status = try swift.show(
      program,
      [chapter.number, "--seed", "\(seed)", "--output", output.path, "--json", results.path]
        + (isReduced ? ["--reduced"] : []))
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    guard status == 0 else {
      Console.say()
      Console.say(
        status < 0
          ? "The project crashed. swift run descent grade \(chapter.number) says where."
          : "The project did not reach its end (exit code \(status)).")
      return false
    }
    Console.say("Goal: \(project.goal)")
    if let json, let data = try? Data(contentsOf: results) {
      let outcome = try JSONDecoder().decode(Outcome.self, from: data)
      try writeJSON(
        DemoFile(
          demo: chapter.demo, seed: seed, seconds: seconds, metrics: outcome.metrics,
          figures: outcome.figures), to: json)
    }
    return true
  }

  private struct Outcome: Decodable {
    let metrics: [String: Double]
    let figures: [String]
  }

  /// The ids of the exercises that the project needs and that are stubs.
  private func missingExercises(_ program: URL) throws -> [String] {
    let process = Process()
    process.executableURL = program
    process.arguments = [chapter.number, "--missing"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try Interruption.run(process)
    // Each function is called once, on almost nothing: what takes longer does not end.
    let watch = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: watch)
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    watch.cancel()
    Interruption.forget(process)
    if process.terminationReason == .uncaughtSignal {
      throw Failure(
        process.terminationStatus == SIGKILL
          ? "one of your functions does not finish. swift run descent grade \(chapter.number) says which."
          : "one of your functions crashes. swift run descent grade \(chapter.number) says where.")
    }
    guard process.terminationStatus == Self.exercisesMissing else { return [] }
    return String(decoding: data, as: UTF8.self).split { $0 == " " || $0 == "\n" }.map(String.init)
  }

  private func explain(_ output: String) {
    let errors = CompilerError.all(in: output)
    Console.say("Your functions do not compile:")
    for error in errors.prefix(5) { Console.say("  \(error.place): \(error.message)") }
    if errors.isEmpty {
      Console.say(output.split(separator: "\n").suffix(10).joined(separator: "\n"))
    }
  }
}
