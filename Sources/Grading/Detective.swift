import Course

/// Finds the misconception behind a wrong answer: the one that gives the same values on the same input.
final class Detective<Implementation: Sendable> {
  private let exercise: Exercise<Implementation>
  /// What the answer did in the checks so far.
  private var seen: [CheckRun] = []
  /// Whether a misconception did the same, once it is known.
  private var known: [Question: Bool] = [:]

  private struct Question: Hashable {
    let misconception: Int
    let check: Int
  }

  init(exercise: Exercise<Implementation>) {
    self.exercise = exercise
  }

  /// Takes note of what the answer did in one check.
  func see(_ run: CheckRun) { seen.append(run) }

  /// The misconception whose values in a failed check are the answer's, if there is one.
  ///
  /// Several misconceptions can agree on one input. The most specific is named: the one that agrees with
  /// the answer in the most checks.
  func misconception(behind run: CheckRun) -> Exercise<Implementation>.Misconception? {
    let suspects = exercise.misconceptions.indices.filter { agrees($0, with: run) }
    let agreements = suspects.map { suspect in seen.filter { agrees(suspect, with: $0) }.count }
    guard let most = agreements.max(), let index = agreements.firstIndex(of: most) else {
      return nil
    }
    return exercise.misconceptions[suspects[index]]
  }

  private func agrees(_ misconception: Int, with run: CheckRun) -> Bool {
    let question = Question(misconception: misconception, check: run.check)
    if let answer = known[question] { return answer }
    let wrong = exercise.misconceptions[misconception].implementation
    let other = try? exercise.gather(
      exercise.checks[run.check], wrong, variation: run.variation)
    let answer = other.map { run.evidence.resembles($0) } ?? false
    known[question] = answer
    return answer
  }
}
