import Course
import Foundation
import Grading
import Synchronization

/// Tries whether the checks of a chapter notice small changes of its solutions.
///
/// All mutants of all exercises of a chapter are built at once, each behind a number. Then every one is
/// graded in a process of its own.
struct MutantRun {
  let package: CoursePackage
  let chapter: ChapterCard
  let exercises: [ExerciseCard]

  /// The time that a mutant may take; the solution takes a small part of it.
  static let limits = Limits(seconds: 4)

  /// What became of the mutants, by exercise.
  func run() throws -> [String: MutantOutcome] {
    let cache = MutantCache(package: package)
    var outcomes: [String: MutantOutcome] = [:]
    var missing: [ExerciseCard] = []
    for exercise in exercises {
      if let known = cache.outcome(exercise.id, key: try key(exercise)) {
        outcomes[exercise.id] = known
      } else {
        missing.append(exercise)
      }
    }
    guard !missing.isEmpty else { return outcomes }
    for (id, outcome) in try tryOut(missing) {
      outcomes[id] = outcome
      if let exercise = Catalogue.exercise(id) {
        try cache.save(outcome, id, key: try key(exercise))
      }
    }
    return outcomes
  }

  /// What decides an exercise's result: its solution, the chapter's checks, and how values are compared.
  private func key(_ exercise: ExerciseCard) throws -> String {
    func swiftFiles(_ folder: String) throws -> [URL] {
      try FileManager.default.contentsOfDirectory(
        at: package.url(folder), includingPropertiesForKeys: nil
      ).filter { $0.pathExtension == "swift" }
    }
    let decisive = ["Evidence.swift", "Evidence+Expect.swift", "Comparison.swift", "Grader.swift"]
    let grading = try swiftFiles("Sources/Grading").filter {
      decisive.contains($0.lastPathComponent)
    }
    return MutantCache.key(
      of: [package.file(of: exercise, in: "Solutions")] + grading
        + (try swiftFiles("Sources/Checks/\(chapter.folder)")))
  }

  // MARK: Building

  private struct Trial {
    let exercise: String
    let mutant: Mutant
    let number: Int
  }

  private func tryOut(_ exercises: [ExerciseCard]) throws -> [String: MutantOutcome] {
    var outcomes = Dictionary(uniqueKeysWithValues: exercises.map { ($0.id, MutantOutcome()) })
    let sources = try exercises.map { exercise in
      let file = package.file(of: exercise, in: "Solutions")
      return (
        exercise,
        MutatedSource(exercise: exercise.id, text: try String(contentsOf: file, encoding: .utf8))
      )
    }
    var trials = sources.flatMap { exercise, source in source.mutants.map { (exercise.id, $0) } }
      .enumerated().map { Trial(exercise: $1.0, mutant: $1.1, number: $0 + 1) }
    let bundle = try build(sources, &trials) { outcomes[$0]?.refused += 1 }

    for (exercise, _) in sources where try end(exercise.id, 0, bundle) != .passed {
      throw Failure(
        "\(exercise.id): the solution does not pass when its mutants are built around it")
    }
    let results = Mutex<[Int: End]>([:])
    let waiting = trials
    let done = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: waiting.count) { index in
      let trial = waiting[index]
      // A process that cannot be started tells nothing about the mutant: count it as survived.
      let end = (try? end(trial.exercise, trial.number, bundle)) ?? .passed
      results.withLock { $0[trial.number] = end }
      let count = done.withLock {
        $0 += 1
        return $0
      }
      if count % 20 == 0 {
        Console.step("chapter \(chapter.number): \(count) of \(waiting.count) mutants tried …")
      }
    }
    Console.endStep()
    let ends = results.withLock { $0 }
    for trial in trials {
      outcomes[trial.exercise]?.tried += 1
      switch ends[trial.number] {
      case .failed: outcomes[trial.exercise]?.killed += 1
      case .timedOut:
        outcomes[trial.exercise]?.killed += 1
        outcomes[trial.exercise]?.timedOut += 1
      case .passed, nil:
        outcomes[trial.exercise]?.survivors[trial.mutant.id] = trial.mutant.description
      }
    }
    return outcomes
  }

  /// Builds the mutants, without those that the compiler refuses, and returns the test program.
  private func build(
    _ sources: [(ExerciseCard, MutatedSource)], _ trials: inout [Trial],
    refuse: (String) -> Void
  ) throws -> String {
    let files = FileManager.default
    for round in 1...6 {
      Console.step("chapter \(chapter.number): building \(trials.count) mutants, round \(round) …")
      // A fresh path each time: a compiler that has seen the path before may not look again.
      let stage = ".grade/mutants-\(UUID().uuidString)"
      defer { try? files.removeItem(at: package.url(stage)) }
      let folder = package.url("\(stage)/\(chapter.folder)")
      try files.createDirectory(
        at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
      try files.copyItem(at: package.url("Solutions/\(chapter.folder)"), to: folder)
      var programs: [String: MutantProgram] = [:]
      let numbers = Dictionary(uniqueKeysWithValues: trials.map { ($0.mutant.id, $0.number) })
      for (exercise, source) in sources {
        let program = MutantProgram(source, numbers: numbers)
        programs[exercise.file] = program
        try Data(program.text.utf8).write(to: folder.appendingPathComponent(exercise.file))
      }
      let swift = SwiftCommand(package: package, submission: stage, chapter: chapter.number)
      let outcome = try swift.build(["--build-tests"])
      Console.endStep()
      if outcome.status == 0 {
        return try swift.binaries().appendingPathComponent("DescentPackageTests.xctest").path
      }
      var refused: Set<Int> = []
      for error in CompilerError.all(in: outcome.output) {
        let file = URL(fileURLWithPath: error.path).lastPathComponent
        if let number = programs[file]?.number(at: error.line) { refused.insert(number) }
      }
      guard !refused.isEmpty else {
        throw Failure(
          "the mutants of chapter \(chapter.number) cannot be built:\n"
            + outcome.output.split(separator: "\n").suffix(20).joined(separator: "\n"))
      }
      for trial in trials where refused.contains(trial.number) { refuse(trial.exercise) }
      trials.removeAll { refused.contains($0.number) }
    }
    throw Failure("the mutants of chapter \(chapter.number) do not compile after six rounds")
  }

  // MARK: Trying

  /// How a mutant ended.
  private enum End {
    case passed
    case failed
    case timedOut
  }

  /// Grades a mutant with every check of its exercise.
  private func end(_ exercise: String, _ number: Int, _ bundle: String) throws -> End {
    let suite = "^\(chapter.name)Grading\\.\(chapter.name)Grades/"
    let child = try ChildProcess.run(
      ["--testing-library", "swift-testing", "--no-parallel", "--filter", suite],
      limits: Self.limits, program: bundle,
      variables: [Records.selection: exercise, ActiveMutant.variable: "\(number)"])
    var assembly = GradeAssembly()
    for event in child.events { assembly.add(event) }
    if assembly.grade.status == .passed { return .passed }
    let hasFailed = child.events.contains { event in
      if case .finished(_, let verdict) = event { return !verdict.passed }
      return false
    }
    return child.ending == .timedOut && !hasFailed ? .timedOut : .failed
  }
}
