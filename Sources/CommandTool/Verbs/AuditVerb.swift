import Course
import Foundation
import Grading

/// `descent audit`: what an author checks before a chapter goes to its readers.
enum AuditVerb: Verb {
  static let synopsis = Synopsis(
    verb: "audit", operands: "[CHAPTER]", operandCount: 0...1,
    summary:
      "Checks the course itself: misconceptions rejected, solutions right, stubs empty, texts whole.",
    options: [
      .init("--mutants", "also try small changes of every solution (DESCENT_LONG=1 does too)"),
      .init("--json", "FILE", "write the findings to FILE as JSON"),
    ])

  private static var isLong: Bool { ProcessInfo.processInfo.environment["DESCENT_LONG"] == "1" }

  static func run(_ arguments: Arguments) throws -> Bool {
    let package = try CoursePackage()
    let selection = try Selection.resolve(arguments.operands)
    let triesMutants = try triesMutants(arguments)
    var findings = AuditFile()
    for (chapter, exercises) in selection.chapters {
      for exercise in exercises { findings.add(auditOf(exercise)) }
      if triesMutants {
        try findings.add(MutantAudit(package: package, chapter: chapter, exercises: exercises))
      }
      findings.problems += ChapterText(chapter: chapter, package: package).problems
      findings.problems += Stubs(chapter: chapter, package: package).problems
    }
    let solutions = try grade("Solutions", selection, package)
    findings.solutionsPassed = solutions.exercises.filter { $0.status == .passed }.count
    for grade in solutions.exercises + solutions.projects where grade.status != .passed {
      findings.problems.append("\(grade.id): the solution does not pass:\n\(grade.report)")
    }
    for grade in try grade("Exercises", selection, package).exercises
    where grade.status != .notAttempted {
      findings.problems.append("\(grade.id): the stub is not \"not attempted\": \(grade.result)")
    }

    for line in findings.mutationScores { Console.say(line) }
    for problem in findings.problems { Console.say(Console.paint("✘ ", .bad) + problem) }
    Console.say(
      "\(findings.exercises) exercises, \(findings.checks) checks; "
        + "\(findings.rejected) of \(findings.misconceptions) misconceptions rejected and named, "
        + "\(findings.accepted) of \(findings.alternatives) other right answers accepted, "
        + "\(findings.solutionsPassed) of \(findings.exercises) solutions passed, "
        + "\(findings.problems.count) problems.")
    if findings.mutants > 0 {
      Console.say(
        "\(findings.mutantsKilled) of \(findings.mutants) mutants killed "
          + "(\(percent(findings.mutantsKilled, of: findings.mutants))).")
    }
    if let file = arguments["--json"] { try writeJSON(findings, to: file) }
    return findings.problems.isEmpty
  }

  /// Whether mutants are asked for; a mutant may crash or hang, so each needs a process of its own.
  private static func triesMutants(_ arguments: Arguments) throws -> Bool {
    guard arguments.has("--mutants") || isLong else { return false }
    if ChildProcess.isAvailable { return true }
    let reason = "mutants need a process each, which this platform does not have. Use Linux."
    if arguments.has("--mutants") { throw Failure(reason) }
    Console.complain("note: \(reason)")
    return false
  }

  static func percent(_ part: Int, of whole: Int) -> String {
    String(format: "%.1f %%", whole == 0 ? 100 : 100 * Double(part) / Double(whole))
  }

  private static func auditOf(_ card: ExerciseCard) -> Audit {
    guard let exercise = Registry.exercises.first(where: { $0.card.id == card.id }) else {
      return Audit(missing: card.id)
    }
    return exercise.audit(variations: isLong ? 20 : 2)
  }

  private static func grade(
    _ submission: String, _ selection: Selection, _ package: CoursePackage
  ) throws -> GradingRun.Outcome {
    try GradingRun(
      package: package, submission: submission, selection: selection.chapters,
      includesProjects: true
    ).run()
  }
}

/// What `audit --json` writes.
struct AuditFile: Encodable {
  var exercises = 0
  var checks = 0
  var misconceptions = 0
  var rejected = 0
  var alternatives = 0
  var accepted = 0
  var mutants = 0
  var mutantsKilled = 0
  /// What each exercise's mutants came to, one line an exercise.
  var mutationScores: [String] = []
  /// How good the grader of each exercise is.
  var scores: [Score] = []
  var solutionsPassed = 0
  var problems: [String] = []

  struct Score: Encodable {
    let id: String
    let checks: Int
    let misconceptions: Int
    let rejected: Int
    let alternatives: Int
    let accepted: Int
    var mutants: Int?
    var mutantsKilled: Int?
  }

  mutating func add(_ audit: Audit) {
    scores.append(
      Score(
        id: audit.id, checks: audit.checks, misconceptions: audit.misconceptions,
        rejected: audit.rejected, alternatives: audit.alternatives, accepted: audit.accepted))
    exercises += 1
    checks += audit.checks
    misconceptions += audit.misconceptions
    rejected += audit.rejected
    alternatives += audit.alternatives
    accepted += audit.accepted
    problems += audit.problems
    // Not a matter for the tests: the copy that a class receives comes without them.
    if audit.alternatives < 2 {
      problems.append("\(audit.id): lists \(audit.alternatives) other right answers, not 2")
    }
  }

  mutating func add(_ audit: MutantAudit) throws {
    let report = try audit.report()
    mutants += report.tried
    mutantsKilled += report.killed
    mutationScores += report.lines
    for index in scores.indices {
      guard let outcome = report.outcomes[scores[index].id] else { continue }
      scores[index].mutants = outcome.tried
      scores[index].mutantsKilled = outcome.killed
    }
    problems += report.problems
  }
}
