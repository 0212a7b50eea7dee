import Course
import GradingSuites
import Plots
import TrainingProject
import XCTest

/// Chapter 07's project on the student's functions: it must reach its goal for five seeds, within the epochs that
/// `run` takes by default.
final class TrainingProjectTests: GradedTestCase {
  func testTrainsANetwork() throws {
    try graded(project: "07") {
      for seed: UInt64 in 1...5 {
        let result = try TrainingLoopProject.run(report: Report(seed: seed, isQuiet: true))
        XCTAssertGreaterThan(result.accuracy, 0.96, "seed \(seed): accuracy on held-out digits")
        XCTAssertEqual(
          result.differencesAfterResume, 0,
          "seed \(seed): numbers of the network that differ when the run was interrupted")
      }
      // How long one epoch takes with these functions.
      measure {
        _ = try? TrainingLoopProject.run(epochs: 1, report: Report(seed: 1, isQuiet: true))
      }
    }
  }
}
