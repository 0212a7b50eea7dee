import Course
import Grading
import GradingSuites
import XCTest

/// The base class of the projects' tests, on projects that fail in every way.
///
/// Each test is started again in a process of its own, where it is the project; here it looks at the
/// grade that comes back.
final class GradedTestCaseTests: GradedTestCase {
  func testGoalMissed() throws {
    let grade = try grade { XCTAssertGreaterThan(0.5, 0.9, "accuracy, seed 1") }
    XCTAssertEqual(grade?.status, isChild ? nil : .failed)
    XCTAssertEqual(
      grade?.checks[0].message, isChild ? nil : "accuracy, seed 1: expected more than 0.9, got 0.5")
    let advice = "It runs on your answers to 03.2, 03.7 and 03.8."
    XCTAssertEqual(grade?.report.contains(advice), isChild ? nil : true)
  }

  func testWhatXCTestMeasuresIsNoOutput() throws {
    let grade = try grade {
      print("mine")
      measure {}
      XCTAssertLessThanOrEqual(2.25, 1, "steps")
    }
    XCTAssertEqual(grade?.output, isChild ? nil : "mine")
    XCTAssertEqual(
      grade?.checks[0].message, isChild ? nil : "steps: expected at most 1, got 2.25")
  }

  func testStub() throws {
    let grade = try grade { throw NotImplemented() }
    XCTAssertEqual(grade?.status, isChild ? nil : .notAttempted)
  }

  func testCrash() throws {
    let numbers = [1]
    let grade = try grade { print(numbers[numbers.count]) }
    XCTAssertEqual(grade?.status, isChild ? nil : .crashed)
  }

  func testEndlessLoop() throws {
    let grade = try grade(seconds: 1) { while true {} }
    XCTAssertEqual(grade?.status, isChild ? nil : .timedOut)
  }

  func testPass() throws {
    let grade = try grade { XCTAssertEqual(1 + 1, 2) }
    XCTAssertEqual(grade?.status, isChild ? nil : .passed)
  }

  private var isChild: Bool { ChildRole.current != nil }

  private func grade(seconds: Int = 10, _ body: () throws -> Void) throws -> Grade? {
    if isChild {
      try graded(project: "03", body)
      return nil
    }
    guard ChildProcess.isAvailable else { throw XCTSkip("needs processes of their own") }
    let method = name.split(separator: ".").last ?? ""
    return try IsolatedRun.grade(
      ["GradingTests.GradedTestCaseTests/\(method)"], limits: Limits(seconds: seconds),
      fallback: ("03", "project"))
  }
}
