import Course
import Foundation
import Gradebook
import Grading

/// `descent grade-all`: grades a folder of submissions.
enum GradeAllVerb: Verb {
  static let synopsis = Synopsis(
    verb: "grade-all", operands: "FOLDER", operandCount: 1...1,
    summary: "Grades a class: every subfolder of FOLDER is one submission.",
    options: [
      .init("--output", "DIR", "write results, tables and feedback to DIR (FOLDER-grades)"),
      .init("--chapter", "NN", "grade one chapter only"),
      .init("--projects", "run the chapters' projects too"),
      .init("--roster", "FILE", "names and ids: the gradebook that Canvas or Moodle exports"),
      .init("--shard", "I/N", "grade every N-th submission, from the I-th on; see merge"),
      .init("--jobs", "N", "grade N submissions at a time (the number of cores)"),
      .init("--sandbox", "no network, read-only files: needs bwrap or unshare"),
      .init("--again", "grade everything anew, also what has a result"),
    ])

  static func run(_ arguments: Arguments) throws -> Bool {
    let package = try CoursePackage()
    let path = arguments.operands[0]
    guard let folder = ClassFolder(path: path) else {
      throw UsageError("there is no folder \(path).", verb: "grade-all")
    }
    let chapters = try chapters(arguments["--chapter"])
    let shard = try Shard(arguments["--shard"])
    let roster = try Self.roster(arguments["--roster"])
    let sandbox = arguments.has("--sandbox") ? try requiredSandbox() : nil
    let submissions = folder.submissions.enumerated()
      .filter { shard.contains($0.offset) }.map(\.element)
    if !ChildProcess.isAvailable {
      Console.complain(
        "note: this platform has no process for every exercise: an answer that crashes or never ends "
          + "takes its submission along. Grade on Linux.")
    }
    for note in folder.notes { Console.complain("note: \(note)") }
    guard !submissions.isEmpty else {
      throw Failure(
        "no submissions in \(path): every subfolder is one, and there is none"
          + (shard.count > 1 ? " in this shard" : ""))
    }
    let output = URL(fileURLWithPath: arguments["--output"] ?? Self.defaultOutput(for: path))
    let jobs = try arguments.number("--jobs").map { Int(clamping: max(1, $0)) }
    let run = ClassRun(
      package: package, submissions: submissions, chapters: chapters,
      includesProjects: arguments.has("--projects"), sandbox: sandbox,
      store: ResultStore(output.appendingPathComponent("results")),
      // A place for grading costs a build of the course: few submissions are not worth many.
      jobs: jobs
        ?? min(ProcessInfo.processInfo.activeProcessorCount, (submissions.count + 3) / 4),
      resumes: !arguments.has("--again"))
    let start = ContinuousClock.now
    let outcome = try run.run()
    try ClassReports(outcome.results, roster: roster).write(to: output)
    say(outcome, (ContinuousClock.now - start) / .seconds(1), output)
    return outcome.failures.isEmpty
  }

  private static func defaultOutput(for path: String) -> String {
    var path = path
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    return path + "-grades"
  }

  static func chapters(_ name: String?) throws(UsageError) -> [ChapterCard] {
    guard let name else { return Catalogue.chapters }
    guard let chapter = Catalogue.chapter(name) else {
      throw UsageError(
        "there is no chapter \"\(name)\".", near: name, among: Catalogue.chapters.map(\.number),
        verb: "grade-all")
    }
    return [chapter]
  }

  static func roster(_ path: String?) throws -> Roster {
    guard let path else { return Roster() }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw Failure("cannot read the roster \(path): a file of comma-separated values in UTF-8")
    }
    return try Roster(csv: text)
  }

  private static func requiredSandbox() throws -> Sandbox {
    guard let sandbox = Sandbox.detect() else {
      throw Failure(
        "--sandbox: neither bwrap nor unshare works here. Install bubblewrap, allow user namespaces, "
          + "or leave --sandbox away and read Sources/Grading/README.md about what then holds.")
    }
    Console.complain("sandbox: \(sandbox.rawValue)")
    return sandbox
  }

  private static func say(_ outcome: ClassRun.Outcome, _ seconds: Double, _ output: URL) {
    for failure in outcome.failures { Console.complain(Console.paint("✘ ", .bad) + failure) }
    let analysis = Analysis(outcome.results)
    let fresh = outcome.results.count - outcome.kept
    Console.say(
      "\(outcome.results.count) submissions"
        + (outcome.kept > 0 ? " (\(outcome.kept) graded before)" : "")
        + String(format: ", mean %.1f of %d points.", analysis.mean, analysis.maximum))
    if fresh > 0 {
      Console.say(
        String(
          format: "%.1f seconds, %.1f submissions a minute.", seconds,
          60 * Double(fresh) / seconds))
    }
    Console.say("Gradebook, feedback and analysis: \(output.path)")
  }
}

/// A part of a class: every so many submissions, so that several machines can share the work.
struct Shard: Equatable {
  let index: Int
  let count: Int

  /// Reads `2/5`; nothing is the whole.
  init(_ text: String?) throws(UsageError) {
    guard let text else {
      (index, count) = (1, 1)
      return
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], count >= 1,
      (1...count).contains(index)
    else {
      throw UsageError(
        "--shard takes I/N with I from 1 to N, as in 2/5, not \"\(text)\".", verb: "grade-all")
    }
    self.index = index
    self.count = count
  }

  /// Whether the submission at `place`, counted from 0, belongs to this part.
  func contains(_ place: Int) -> Bool { place % count == index - 1 }
}
