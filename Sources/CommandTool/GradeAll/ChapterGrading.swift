import Course
import Foundation
import Grading
import Gradebook

/// Grades what a submission answers in one chapter, around the files that cannot be used.
struct ChapterGrading {
  let bench: GradingBench
  let chapter: ChapterCard
  let submission: Submission
  let includesProject: Bool

  /// What is built: the answers that are used, by file name, and the helpers beside them.
  private struct Selection {
    var answers: [String: Data] = [:]
    var helpers: [String: Data] = [:]
    /// Why a file is not used, by its name.
    var losses: [String: (status: Status, note: String)] = [:]

    var isEmpty: Bool { answers.isEmpty }
  }

  /// How often files are taken out by what the compiler says, before each is tried alone.
  private static let mostRounds = 4

  /// The grades of the chapter's exercises, and of its project if it was asked for.
  func grades() throws -> [Grade] {
    let stubs = try ChapterStubs(chapter, bench.package)
    var selection = Selection()
    for (path, answer) in submission.answers where path.hasPrefix(chapter.folder + "/") {
      let file = String(path.dropFirst(chapter.folder.count + 1))
      switch answer {
      case .refused(let reason): selection.losses[file] = (.refused, "\(file) \(reason).")
      case .text(let data):
        if data != stubs.texts[file] { selection.answers[file] = data }
      }
    }
    for (path, data) in submission.helpers where path.hasPrefix(chapter.folder + "/") {
      selection.helpers[String(path.dropFirst(chapter.folder.count + 1))] = data
    }
    var grades: [Grade] = []
    if !selection.isEmpty {
      let stage = try settle(&selection, stubs)
      defer { stage.map { try? FileManager.default.removeItem(at: $0.url) } }
      let asked = chapter.exercises.filter { selection.answers[$0.file] != nil }
      if let stage, !asked.isEmpty {
        grades = try bench.test(chapter, asked, includesProject: includesProject, stage)
      }
    }
    let exercises = chapter.exercises.map { exercise in
      if let loss = selection.losses[exercise.file] {
        return Grade(exercise, loss.status, note: loss.note)
      }
      guard selection.answers[exercise.file] != nil else {
        return Grade(exercise, .notAttempted, note: "not attempted: nothing was handed in")
      }
      return grades.first { $0.id == exercise.id }
        ?? Grade(exercise, .crashed, note: "The test run ended before this exercise was graded.")
    }
    return exercises + grades.filter { $0.id == chapter.number }
  }

  /// Builds the chapter, and takes out what does not compile until it builds.
  ///
  /// - Returns: The stage that was built, or `nil` where no answer is left.
  private func settle(_ selection: inout Selection, _ stubs: ChapterStubs) throws
    -> GradingBench.Stage?
  {
    for _ in 0..<Self.mostRounds {
      if selection.isEmpty { return nil }
      let (stage, build) = try attempt(selection, stubs)
      if build.status == 0 { return stage }
      defer { try? FileManager.default.removeItem(at: stage.url) }
      guard !build.timedOut, takeOut(&selection, build.output, stage, stubs) else { break }
    }
    try tryEach(&selection, stubs)
    if selection.isEmpty { return nil }
    let (stage, build) = try attempt(selection, stubs)
    if build.status == 0 { return stage }
    try? FileManager.default.removeItem(at: stage.url)
    for file in selection.answers.keys {
      selection.losses[file] = (
        .doesNotCompile,
        "\(file) compiles alone, but not together with the other files: "
          + firstError(build.output, stage)
      )
    }
    selection.answers = [:]
    return nil
  }

  private func attempt(
    _ selection: Selection, _ stubs: ChapterStubs
  ) throws -> (stage: GradingBench.Stage, build: BoundedCommand.Outcome) {
    let stage = try bench.makeStage()
    let folder = stage.url.appendingPathComponent(chapter.folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let files = stubs.texts.merging(selection.helpers) { stub, _ in stub }
      .merging(selection.answers) { _, answer in answer }
    for (name, data) in files { try data.write(to: folder.appendingPathComponent(name)) }
    return (stage, try bench.build(chapter, stage))
  }

  /// Takes out the files that the compiler complains about.
  ///
  /// - Returns: Whether there was one.
  private func takeOut(
    _ selection: inout Selection, _ output: String, _ stage: GradingBench.Stage,
    _ stubs: ChapterStubs
  ) -> Bool {
    let errors = CompilerError.all(in: output)
    let own = errors.filter { $0.path.contains("/\(stage.path)/\(chapter.folder)/") }
    var taken = false
    // Where two files declare the same function, the compiler may complain about the one to which it
    // belongs.
    for error in own where error.message.contains("redeclaration") {
      for (file, name) in stubs.intruders(selection.answers, among: stubs.words(error.message)) {
        selection.answers[file] = nil
        selection.losses[file] = (
          .doesNotCompile, "\(file) declares \(name), which belongs to another exercise."
        )
        taken = true
      }
    }
    if taken { return true }
    for (file, errors) in Dictionary(grouping: own, by: \.file) {
      let note = errors.prefix(3).map { "\($0.place): \($0.message)" }.joined(separator: "\n  ")
      if selection.answers.removeValue(forKey: file) != nil {
        selection.losses[file] = (.doesNotCompile, note)
        taken = true
      } else if selection.helpers.removeValue(forKey: file) != nil {
        taken = true
      }
    }
    if taken || !own.isEmpty { return taken }
    // The answers compile, but their callers do not: a declaration was changed.
    let callers = errors.filter {
      $0.path.contains("/Tests/\(chapter.folder)/") || $0.path.contains("/Projects/")
    }
    for error in callers {
      for file in stubs.filesDeclaring(anyOf: stubs.words(in: error, bench.package))
      where selection.answers.removeValue(forKey: file) != nil {
        selection.losses[file] = (.doesNotCompile, changedDeclaration(error))
        taken = true
      }
    }
    return taken
  }

  private func changedDeclaration(_ error: CompilerError) -> String {
    "A function no longer has the name, the parameters or the result that the tests call:\n"
      + "  \(error.place): \(error.message)\n"
      + "  Compare the declarations with those of a fresh copy of the file."
  }

  /// Builds every answer alone among stubs, where the compiler's words name no culprit: when it does not
  /// come to an end, or the fault shows only when everything is linked.
  private func tryEach(_ selection: inout Selection, _ stubs: ChapterStubs) throws {
    let plain = try attempt(Selection(), stubs)
    try? FileManager.default.removeItem(at: plain.stage.url)
    guard plain.build.status == 0 else {
      let tail = plain.build.output.split(separator: "\n").suffix(20).joined(separator: "\n")
      throw Failure("chapter \(chapter.number) cannot be built with the stubs:\n\(tail)")
    }
    for (file, data) in selection.answers.sorted(by: { $0.key < $1.key }) {
      let alone = Selection(answers: [file: data], helpers: selection.helpers)
      let (stage, build) = try attempt(alone, stubs)
      try? FileManager.default.removeItem(at: stage.url)
      guard build.status != 0 else { continue }
      selection.answers[file] = nil
      selection.losses[file] = (
        .doesNotCompile,
        build.timedOut
          ? "The compiler did not come to an end with \(file) within "
            + "\(Int(GradingBench.buildLimit)) seconds. Is an expression very long?"
          : "\(file) cannot be built: \(firstError(build.output, stage))"
      )
    }
  }

  private func firstError(_ output: String, _ stage: GradingBench.Stage) -> String {
    if let error = CompilerError.all(in: output).first { return "\(error.place): \(error.message)" }
    let line =
      output.split(separator: "\n").first { $0.contains("error:") } ?? "no reason was given"
    return String(line.prefix(300)).replacingOccurrences(of: stage.url.path, with: "")
  }
}

extension Grade {
  /// The grade of an exercise that no test was run for.
  init(_ exercise: ExerciseCard, _ status: Status, note: String) {
    self.init(
      id: exercise.id, title: exercise.title, points: exercise.points, status: status, note: note)
  }
}

extension CompilerError {
  /// The file's name.
  var file: String { URL(fileURLWithPath: path).lastPathComponent }
}
