import BackpropagationProject
import Course
import GradingSuites
import Plots
import XCTest

/// Chapter 05's project on the student's functions: it must reach its goal for three seeds, within the
/// steps that `train` takes by default.
final class BackpropagationProjectTests: GradedTestCase {
  func testEngineLearns() throws {
    try graded(project: "05") {
      for seed: UInt64 in 1...3 {
        let result = try EngineProject.train(report: Report(seed: seed, isQuiet: true))
        XCTAssertEqual(result.cornersRight, 4, "exclusive or, seed \(seed): corners right")
        XCTAssertGreaterThan(
          result.digitAccuracy, 0.9, "digits, seed \(seed): accuracy on held-out digits")
      }
      // How long twenty steps of each take with these functions.
      measure {
        _ = try? EngineProject.train(
          scalarSteps: 20, steps: 20, report: Report(seed: 1, isQuiet: true))
      }
    }
  }
}
