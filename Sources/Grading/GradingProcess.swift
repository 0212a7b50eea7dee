import Course
import Synchronization

/// The entrance for the test suites: runs an exercise where the process was started to grade it, and
/// collects the events otherwise.
public enum GradingProcess {
  /// The grades of exercises that ran in this process, for platforms without isolation.
  @TaskLocal static var collector: Collector?

  /// Grades `implementation`.
  ///
  /// In a process that was started to grade one exercise, every verdict is written as soon as it is
  /// known. Elsewhere the grade is kept for whoever called ``collecting(_:)``.
  public static func grade<Implementation>(
    _ exercise: Exercise<Implementation>, with implementation: Implementation
  ) {
    // The salt leaves the environment before any code under test runs.
    let salt = PrivateNumbers.salt
    if let role = ChildRole.current {
      role.prepareThread()
      exercise.run(implementation, from: role.firstCheck, salt: salt) { role.write($0) }
    } else {
      collector?.grade = exercise.grade(implementation, salt: salt)
    }
  }

  /// Runs `body` in this process and returns what it graded.
  package static func collecting(_ body: () async throws -> Void) async rethrows -> Grade? {
    let collector = Collector()
    try await $collector.withValue(collector) { try await body() }
    return collector.grade
  }
}

/// Holds the grade that a body without a process of its own has produced.
final class Collector: Sendable {
  private let stored = Mutex<Grade?>(nil)

  var grade: Grade? {
    get { stored.withLock { $0 } }
    set { stored.withLock { $0 = newValue } }
  }
}
