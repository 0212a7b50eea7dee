import Course
public import Grading
public import XCTest

/// A test case whose tests run in processes of their own: the base class of the projects' tests.
///
///     final class PerceptronsProjectTests: GradedTestCase {
///       func testClassifiesDigits() throws {
///         try graded(project: "03") {
///           XCTAssertGreaterThan(try classifyDigits(seed: 1).accuracy, 0.9)
///         }
///       }
///     }
open class GradedTestCase: XCTestCase {
  private var failures: [String] = []

  /// Runs `body` in a process of its own and reports its grade here: skipped while an exercise that it
  /// needs is a stub, failed with everything that went wrong, or passed.
  ///
  /// - Parameters:
  ///   - number: The chapter whose project it is, as in `03`.
  ///   - limits: The time and memory allowed.
  ///   - file: Where a failure is reported.
  ///   - line: Where a failure is reported.
  ///   - body: Runs the project and asserts what it must reach. It may use `measure`.
  public func graded(
    project number: String, limits: Limits = Limits(seconds: 60),
    file: StaticString = #filePath, line: UInt = #line, _ body: () throws -> Void
  ) throws {
    let title = Catalogue.chapter(number)?.project?.title ?? number
    if let role = ChildRole.current {
      role.begin()
      return gradeHere(number, title, body) { role.write($0) }
    }
    Records.prepare()
    let grade: Grade
    if ChildProcess.isAvailable {
      let method = name.split(separator: ".").last ?? ""
      grade = try IsolatedRun.grade(
        ["\(String(reflecting: type(of: self)))/\(method)"], limits: limits,
        fallback: (number, title))
    } else {
      var assembly = GradeAssembly()
      gradeHere(number, title, body) { assembly.add($0) }
      grade = assembly.grade
    }
    Records.append(grade)
    switch grade.status {
    case .notAttempted: throw XCTSkip(grade.note ?? "not attempted")
    case .passed: grade.output.map { print($0) }
    default: XCTFail("\n" + grade.report, file: file, line: line)
    }
  }

  private func gradeHere(
    _ number: String, _ title: String, _ body: () throws -> Void, report: (GradeEvent) -> Void
  ) {
    var verdict = Verdict(name: "reaches its goal", points: 0, passed: false)
    report(.started(id: number, title: title, checks: [verdict]))
    report(.entered(check: 0))
    failures = []
    do {
      try body()
      verdict.passed = failures.isEmpty
      verdict.message = failures.isEmpty ? nil : failures.joined(separator: "\n    ")
      report(.finished(check: 0, verdict: verdict))
    } catch let stub as NotImplemented {
      report(.notAttempted(check: 0, reason: stub.description))
    } catch {
      verdict.message = "threw an error: \(error)"
      report(.finished(check: 0, verdict: verdict))
    }
    report(.completed)
  }

  // What an assertion says becomes part of the grade; here XCTest tells a test case about it. Without this
  // a missed goal would be recorded as reached.
  #if canImport(Darwin)
    /// Keeps what an assertion says for the grade.
    open override func record(_ issue: XCTIssue) {
      failures.append(plainWords(issue.compactDescription))
      super.record(issue)
    }
  #else
    /// Keeps what an assertion says for the grade, also for the process that asked for it.
    open override func recordFailure(
      withDescription description: String, inFile filePath: String, atLine lineNumber: Int,
      expected: Bool
    ) {
      failures.append(plainWords(description))
      super.recordFailure(
        withDescription: description, inFile: filePath, atLine: lineNumber, expected: expected)
    }
  #endif
}
