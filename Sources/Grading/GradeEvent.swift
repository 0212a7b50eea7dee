/// What a grading process reports while it runs: one line of JSON each.
///
/// Events are written as things happen. What was written before a crash counts; what a dead process
/// could not write is not guessed.
package enum GradeEvent: Codable, Sendable {
  /// Grading began; `checks` lists all of them, none passed yet.
  case started(id: String, title: String, checks: [Verdict])
  /// How points are given, and whether private random numbers are used too.
  case terms(scoring: Scoring, isPrivate: Bool)
  /// A check is about to call the implementation.
  case entered(check: Int)
  /// A check was decided. A later event for the same check replaces it.
  case finished(check: Int, verdict: Verdict)
  /// A check met a stub.
  case notAttempted(check: Int, reason: String)
  /// Every check that was to run has run.
  case completed
}

/// Puts a grade together from the events of one or more processes.
package struct GradeAssembly {
  package private(set) var grade = Grade(id: "", title: "", points: 0, status: .failed)
  private var stubs: [Int: String] = [:]
  private var decided: Set<Int> = []

  /// The check that was entered last.
  private(set) var current: Int?
  /// Whether the last process ran all the checks it was given.
  private(set) var isComplete = false

  package init() {}

  init(_ header: GradeEvent) {
    add(header)
  }

  package mutating func add(_ event: GradeEvent) {
    switch event {
    case .started(let id, let title, let checks):
      if grade.id.isEmpty {
        grade = Grade(
          id: id, title: title, points: checks.reduce(0) { $0 + $1.points }, status: .failed,
          checks: checks)
      }
    case .terms(let scoring, let isPrivate):
      grade.scoring = scoring
      grade.isPrivate = isPrivate
    case .entered(let check):
      current = check
    case .finished(let check, let verdict):
      grade.checks[check] = verdict
      decided.insert(check)
    case .notAttempted(let check, let reason):
      stubs[check] = reason
      grade.checks[check].message = reason
    case .completed:
      isComplete = true
      settle()
    }
  }

  /// Charges the end of the process to the check that was running, and says how the exercise ended.
  mutating func end(as status: Status, because reason: String) {
    isComplete = false
    if let current, !decided.contains(current) {
      grade.checks[current].message = reason
      decided.insert(current)
    }
    if grade.note == nil { grade.note = reason }
    if grade.status == .failed || grade.status == .passed { grade.status = status }
  }

  /// Says of the checks that never ran why they did not.
  mutating func abandon(because reason: String) {
    for index in grade.checks.indices where !decided.contains(index) && stubs[index] == nil {
      grade.checks[index].message = reason
    }
  }

  mutating func addOutput(_ text: String) {
    guard !text.isEmpty else { return }
    grade.output = [grade.output, text].compactMap(\.self).joined(separator: "\n")
  }

  private mutating func settle() {
    if decided.isEmpty, let reason = stubs.min(by: { $0.key < $1.key })?.value {
      grade.status = .notAttempted
      grade.note = reason
    } else if grade.status == .failed, grade.checks.allSatisfy(\.passed) {
      grade.status = .passed
    }
  }
}
