import Course
import GradingSuites
import MultilayerPerceptronsProject
import Plots
import XCTest

/// Chapter 04's project on the student's functions.
final class MultilayerPerceptronsProjectTests: GradedTestCase {
  func testComputesExclusiveOr() throws {
    try graded(project: "04") {
      let answers = try MoonsProject.run(report: Report(seed: 1, isQuiet: true))
      XCTAssertEqual(answers, [0, 1, 1, 0])
    }
  }
}
