import Course

/// Finds the misconception behind a wrong answer: the one that gives the same values on the same input.
final class Detective<Implementation: Sendable> {
  private let exercise: Exercise<Implementation>
  /// What the answer did in the checks so far.
  private var seen: [CheckRun] = []
  /// What a misconception did in a check, once it is known.
  private var known: [Question: Testimony] = [:]

  private struct Question: Hashable {
    let misconception: Int
    let check: Int
  }

  private struct Testimony {
    /// Whether it gave the same values as the answer.
    let agrees: Bool
    let passes: Bool
  }

  init(exercise: Exercise<Implementation>) {
    self.exercise = exercise
  }

  /// Takes note of what the answer did in one check.
  func see(_ run: CheckRun) { seen.append(run) }

  /// The misconception whose values in a failed check are the answer's, if there is one.
  ///
  /// A misconception that fails a check which the answer passes is hardly what the answer suffers from: it
  /// is named only where many numbers agree, and no other does. Of several the most specific is named: the
  /// one that agrees with the answer in the most checks.
  func misconception(behind run: CheckRun) -> Exercise<Implementation>.Misconception? {
    let alike = exercise.misconceptions.indices.filter { testimony($0, on: run).agrees }
    var suspects = alike.filter { !hasAlibi($0) }
    if suspects.isEmpty, run.evidence.isTelling { suspects = alike }
    let agreements = suspects.map { suspect in
      seen.filter { testimony(suspect, on: $0).agrees }.count
    }
    guard let most = agreements.max(), let index = agreements.firstIndex(of: most) else {
      return nil
    }
    return exercise.misconceptions[suspects[index]]
  }

  private func hasAlibi(_ misconception: Int) -> Bool {
    seen.contains { $0.evidence.failure == nil && !testimony(misconception, on: $0).passes }
  }

  private func testimony(_ misconception: Int, on run: CheckRun) -> Testimony {
    let question = Question(misconception: misconception, check: run.check)
    if let answer = known[question] { return answer }
    let wrong = exercise.misconceptions[misconception].implementation
    let other = try? exercise.gather(
      exercise.checks[run.check], wrong, variation: run.variation)
    let answer = Testimony(
      agrees: other.map { run.evidence.resembles($0) } ?? false,
      passes: other.map { $0.failure == nil } ?? true)
    known[question] = answer
    return answer
  }
}
