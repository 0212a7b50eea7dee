import Course
import GradingSuites
import Plots
import TensorBasicsProject
import XCTest

/// Chapter 01's project on the student's functions: it must reach its goal for three seeds, with the rank
/// that it takes by default.
final class TensorBasicsProjectTests: GradedTestCase {
  func testCompresses() throws {
    try graded(project: "01") {
      for seed: UInt64 in 1...3 {
        let result = try CompressionProject.run(report: Report(seed: seed, isQuiet: true))
        XCTAssertLessThan(
          result.pictureShare, 0.25, "seed \(seed): the share of the picture's numbers kept")
        XCTAssertLessThan(result.pictureError, 0.045, "seed \(seed): the error of the picture")
        XCTAssertGreaterThan(
          result.digitAccuracy, 0.9,
          "seed \(seed): held-out digits read right from 12 numbers each")
      }
      // How long one picture takes with these functions.
      measure { _ = try? CompressionProject.compressPicture(rank: 4, report: quiet()) }
    }
  }

  private func quiet() -> Report { Report(seed: 1, isQuiet: true) }
}
