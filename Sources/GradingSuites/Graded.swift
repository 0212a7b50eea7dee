import Course
import Grading
public import Testing

/// Grades a test in a process of its own.
///
///     @Test("03.1 Step activation", .graded("03.1"))
///     func stepActivation() {
///       GradingProcess.grade(StepActivation.exercise, with: PerceptronsExercises.stepActivation)
///     }
///
/// The body runs in the other process. Here, the grade is read and reported: a stub as a skipped test, a
/// wrong answer as one issue that carries the whole report.
public struct Graded: TestTrait, TestScoping {
  let id: String
  let limits: Limits

  /// Runs before the test is counted as started, which is why a stub can still be skipped here.
  public func prepare(for test: Test) async throws {
    Records.prepare()
    guard Records.wants(id) else {
      try Test.cancel("not asked for", sourceLocation: test.sourceLocation)
    }
    guard ChildRole.current == nil, ChildProcess.isAvailable else { return }
    let grade = try IsolatedRun.grade(
      arguments(for: test), limits: limits, fallback: (id, test.displayName ?? test.name))
    Records.append(grade)
    await GradeBoard.shared.put(grade, for: test.id)
    if grade.status == .notAttempted {
      try Test.cancel(Comment(rawValue: grade.note ?? ""), sourceLocation: test.sourceLocation)
    }
  }

  /// Runs the body where it is to be graded, and reports the grade everywhere else.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    if let role = ChildRole.current {
      role.begin()
      return try await body()
    }
    if let grade = await GradeBoard.shared.take(test.id) {
      return report(grade, at: test.sourceLocation)
    }
    // No processes of their own on this platform: a crash ends the run.
    if let grade = try await GradingProcess.collecting(body) {
      Records.append(grade)
      if grade.status == .notAttempted {
        try Test.cancel(Comment(rawValue: grade.note ?? ""), sourceLocation: test.sourceLocation)
      }
      report(grade, at: test.sourceLocation)
    }
  }

  private func report(_ grade: Grade, at location: SourceLocation) {
    if grade.status != .passed {
      Issue.record(Comment(rawValue: grade.report), sourceLocation: location)
    }
  }

  /// What makes this program run one test and nothing else.
  private func arguments(for test: Test) -> [String] {
    let name = ([test.id.moduleName] + [test.id.nameComponents.joined(separator: "/")])
      .joined(separator: ".")
    let pattern = name.map { character in
      character.isLetter || character.isNumber || "_/".contains(character)
        ? String(character) : "\\\(character)"
    }.joined()
    return ["--testing-library", "swift-testing", "--no-parallel", "--filter", "^\(pattern)/"]
  }
}

extension Trait where Self == Graded {
  /// Grades the test in a process of its own, within the given limits.
  ///
  /// - Parameters:
  ///   - id: The exercise, as in `03.1`.
  ///   - seconds: The wall-clock time allowed.
  ///   - megabytes: The memory allowed.
  public static func graded(_ id: String, seconds: Int = 10, megabytes: Int = 4096) -> Self {
    Graded(id: id, limits: Limits(seconds: seconds, megabytes: megabytes))
  }
}

/// Grades on their way from the preparation of a test to its report.
actor GradeBoard {
  static let shared = GradeBoard()
  private var grades: [Test.ID: Grade] = [:]

  func put(_ grade: Grade, for id: Test.ID) { grades[id] = grade }
  func take(_ id: Test.ID) -> Grade? { grades.removeValue(forKey: id) }
}
