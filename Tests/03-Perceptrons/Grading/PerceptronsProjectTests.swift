import Course
import GradingSuites
import PerceptronsProject
import Plots
import XCTest

/// Chapter 03's project on the student's functions: it must reach its goal for three seeds, within the
/// steps that `train` takes by default.
final class PerceptronsProjectTests: GradedTestCase {
  func testReadsDigits() throws {
    try graded(project: "03") {
      for seed: UInt64 in 1...3 {
        let result = try DigitsProject.train(report: Report(seed: seed, isQuiet: true))
        XCTAssertGreaterThan(
          result.perceptronAccuracy, 0.88, "perceptrons, seed \(seed): accuracy on held-out digits")
        XCTAssertGreaterThan(
          result.softmaxAccuracy, 0.93,
          "softmax regression, seed \(seed): accuracy on held-out digits")
      }
      // How long fifty steps of softmax regression take with these functions.
      measure {
        _ = try? DigitsProject.train(epochs: 0, steps: 50, report: Report(seed: 1, isQuiet: true))
      }
    }
  }
}
