public import Course

/// What the author's audit of one exercise found, whatever the submission.
public struct Audit: Sendable {
  /// The exercise's id.
  public let id: String
  /// How many checks it has.
  public let checks: Int
  /// How many misconceptions it lists.
  public let misconceptions: Int
  /// How many of them a check rejects.
  public let rejected: Int
  /// What is wrong with the exercise, in sentences.
  public let problems: [String]
}

extension Audit {
  /// The audit of an exercise that is in the catalogue but has no checks.
  public init(missing id: String) {
    self.init(
      id: id, checks: 0, misconceptions: 0, rejected: 0,
      problems: ["\(id): is in the catalogue, but no checks are registered for it"])
  }
}

extension Exercise {
  /// Grades the reference and every misconception: the reference must pass, and every misconception must
  /// fail under its own name.
  public func audit() -> Audit {
    var problems: [String] = []
    var rejected = 0
    func complain(_ text: String) { problems.append("\(card.id): \(text)") }

    let right = grade(reference)
    if right.status != .passed {
      complain("the reference is rejected:\n\(right.report)")
    }
    for wrong in misconceptions {
      let grade = grade(wrong.implementation)
      if grade.status != .failed {
        complain("\"\(wrong.name)\" is not rejected")
        continue
      }
      rejected += 1
      let named = Set(grade.checks.compactMap(\.misconception?.name))
      if named != [wrong.name] {
        complain("\"\(wrong.name)\" is taken for \(named.sorted())")
      }
    }
    if misconceptions.count < 3 { complain("lists \(misconceptions.count) misconceptions, not 3") }
    if Set(misconceptions.map(\.name)).count != misconceptions.count {
      complain("two misconceptions have the same name")
    }
    if Set(checks.map(\.name)).count != checks.count {
      complain("two checks have the same name")
    }
    if card.hints.count != 3 { complain("has \(card.hints.count) hints, not 3") }
    return Audit(
      id: card.id, checks: checks.count, misconceptions: misconceptions.count, rejected: rejected,
      problems: problems)
  }
}

/// An exercise whose kind of implementation does not matter: what a list of exercises holds.
public protocol AuditableExercise: Sendable {
  /// The exercise's entry in the catalogue.
  var card: ExerciseCard { get }
  /// Audits the exercise.
  func audit() -> Audit
}

extension Exercise: AuditableExercise {}
