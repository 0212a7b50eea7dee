import Course
import GradingSuites
import MultilayerPerceptronsProject
import Plots
import XCTest

/// Chapter 04's project on the student's functions: it must reach its goal for three seeds, within the
/// epochs that `train` takes by default.
final class MultilayerPerceptronsProjectTests: GradedTestCase {
  func testLearnsMoonsAndDigits() throws {
    try graded(project: "04") {
      for seed: UInt64 in 1...3 {
        let result = try MoonsAndDigitsProject.train(report: Report(seed: seed, isQuiet: true))
        XCTAssertGreaterThan(
          result.moonsAccuracy, 0.94, "two moons, seed \(seed): accuracy on fresh points")
        XCTAssertGreaterThan(
          result.digitsAccuracy, 0.93, "digits, seed \(seed): accuracy on held-out digits")
      }
      // How long two epochs of each take with these functions.
      measure {
        _ = try? MoonsAndDigitsProject.train(
          moonsEpochs: 2, digitsEpochs: 2, report: Report(seed: 1, isQuiet: true))
      }
    }
  }
}
