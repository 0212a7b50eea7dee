import Course
import GradingSuites
import OptimizationProject
import Plots
import XCTest

/// Chapter 06's project on the student's functions: it must reach its goal for five seeds, within the steps that
/// `run` takes by default.
final class OptimizationProjectTests: GradedTestCase {
  func testTrainsANetwork() throws {
    try graded(project: "06") {
      for seed: UInt64 in 1...5 {
        let result = try RaceProject.run(report: Report(seed: seed, isQuiet: true))
        XCTAssertGreaterThan(
          result.momentumAccuracy, 0.91, "momentum, seed \(seed): accuracy on held-out digits")
        XCTAssertGreaterThan(
          result.adamAccuracy, 0.94, "AdamW, seed \(seed): accuracy on held-out digits")
      }
      // How long twenty steps of both take with these functions.
      measure {
        _ = try? RaceProject.run(steps: 20, report: Report(seed: 1, isQuiet: true))
      }
    }
  }
}
