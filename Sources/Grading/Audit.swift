public import Course

/// What the author's audit of one exercise found, whatever the submission.
public struct Audit: Sendable {
  /// The exercise's id.
  public let id: String
  /// How many checks it has.
  public let checks: Int
  /// How many misconceptions it lists.
  public let misconceptions: Int
  /// How many of them a check rejects, and every message names for what they are.
  public let rejected: Int
  /// How many right answers it lists beside the reference.
  public let alternatives: Int
  /// How many of them the checks accept.
  public let accepted: Int
  /// What is wrong with the exercise, in sentences.
  public let problems: [String]
}

extension Audit {
  /// The audit of an exercise that is in the catalogue but has no checks.
  public init(missing id: String) {
    self.init(
      id: id, checks: 0, misconceptions: 0, rejected: 0, alternatives: 0, accepted: 0,
      problems: ["\(id): is in the catalogue, but no checks are registered for it"])
  }
}

extension Exercise {
  /// Grades the right answers and every misconception: the reference and the alternatives must pass, and
  /// every misconception must fail under its own name, in every check that it fails.
  ///
  /// - Parameter variations: With how many sets of private random numbers to repeat this. A check that
  ///   only works with its public seed would grade differently for every class.
  public func audit(variations: Int) -> Audit {
    var findings = Findings(exercise: self)
    findings.examine(salt: nil)
    for number in 0..<variations { findings.examine(salt: "audit \(number)") }
    findings.examineShape()
    return findings.audit
  }
}

/// Collects what an audit finds.
private struct Findings<Implementation: Sendable> {
  let exercise: Exercise<Implementation>
  private var problems: [String] = []
  private var survivors: Set<String> = []
  private var refused: Set<String> = []

  init(exercise: Exercise<Implementation>) {
    self.exercise = exercise
  }

  var audit: Audit {
    Audit(
      id: exercise.card.id, checks: exercise.checks.count,
      misconceptions: exercise.misconceptions.count,
      rejected: exercise.misconceptions.count - survivors.count,
      alternatives: exercise.alternatives.count,
      accepted: exercise.alternatives.count - refused.count, problems: problems)
  }

  private mutating func complain(_ text: String) {
    let problem = "\(exercise.card.id): \(text)"
    if !problems.contains(problem) { problems.append(problem) }
  }

  mutating func examine(salt: String?) {
    let numbers = salt.map { ", with the private numbers of \"\($0)\"" } ?? ""
    let right = exercise.grade(exercise.reference, salt: salt)
    if right.status != .passed {
      complain("the reference is rejected\(numbers):\n\(right.report)")
    }
    for other in exercise.alternatives {
      let grade = exercise.grade(other.implementation, salt: salt)
      guard grade.status != .passed else { continue }
      refused.insert(other.name)
      complain("the right answer \"\(other.name)\" is rejected\(numbers):\n\(grade.report)")
    }
    for wrong in exercise.misconceptions {
      let grade = exercise.grade(wrong.implementation, salt: salt)
      guard grade.status == .failed else {
        survivors.insert(wrong.name)
        complain("\"\(wrong.name)\" is not rejected\(numbers)")
        continue
      }
      let named = Set(grade.checks.filter { !$0.passed }.map(\.misconception?.name))
      if named != [wrong.name] || !grade.report.contains(wrong.name) {
        survivors.insert(wrong.name)
        complain("\"\(wrong.name)\" is taken for \(named.map { $0 ?? "nothing" }.sorted())")
      }
    }
  }

  mutating func examineShape() {
    if exercise.misconceptions.count < 3 {
      complain("lists \(exercise.misconceptions.count) misconceptions, not 3")
    }
    for (kind, names) in [
      ("misconceptions", exercise.misconceptions.map(\.name)),
      ("right answers", exercise.alternatives.map(\.name)),
      ("checks", exercise.checks.map(\.name)),
    ] where Set(names).count != names.count {
      complain("two \(kind) have the same name")
    }
    if exercise.card.hints.count != 3 {
      complain("has \(exercise.card.hints.count) hints, not 3")
    }
  }
}

/// An exercise whose kind of implementation does not matter: what a list of exercises holds.
public protocol AuditableExercise: Sendable {
  /// The exercise's entry in the catalogue.
  var card: ExerciseCard { get }
  /// Audits the exercise, also with some sets of private random numbers.
  func audit(variations: Int) -> Audit
}

extension AuditableExercise {
  /// Audits the exercise, also with one set of private random numbers.
  public func audit() -> Audit { audit(variations: 1) }
}

extension Exercise: AuditableExercise {}
