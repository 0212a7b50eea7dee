import Foundation
import Plots
import TensorBasics
import Tensors
import Testing

@Suite("01 Demo: its result holds, and depends on nothing but the seed")
struct DemoChapterTests {
  func metrics(seed: UInt64, isReduced: Bool = true) throws -> [String: Double] {
    let report = Report(
      seed: seed, isReduced: isReduced, isQuiet: true, output: .discarded,
      progressOutput: .discarded)
    try tensorBasicsDemo(report)
    return Dictionary(uniqueKeysWithValues: report.metrics.map { ($0.name, $0.value) })
  }

  @Test("what the text states holds for other seeds")
  func result() throws {
    let metrics = try metrics(seed: 3)
    let error = try #require(metrics["picture_error_rank_12"])
    let best = try #require(metrics["picture_best_error_rank_12"])
    #expect(error < 0.04 && error < 1.02 * best)
    #expect(metrics["without_equal_shapes_loss"] == 2.5)
    #expect(metrics["without_normalization_steps"] == 69)
    #expect(try #require(metrics["sum_error_running"]) > 1e-3)
    #expect(try #require(metrics["sum_error_compensated"]) < 1e-7)
    #expect(try #require(metrics["regression_worst_error"]) < 0.1)
    #expect(try #require(metrics["without_modified_order_overlap"]) > 0.4)
  }

  @Test("the same seed gives the same metrics, another seed others")
  func repeatable() throws {
    let first = try metrics(seed: 5)
    #expect(try metrics(seed: 5) == first)
    #expect(try Threads.with(1) { try metrics(seed: 5) } == first)
    #expect(try metrics(seed: 6) != first)
  }

  @Test("figures are saved under their names, each below 100 KB")
  func figures() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = Report(
      seed: 1, outputDirectory: folder, isReduced: true, isQuiet: true, output: .discarded,
      progressOutput: .discarded)
    try tensorBasicsDemo(report)
    try matrixProductDemo(report)
    let names = [
      "difference-quotients", "power-iteration", "picture", "singular-values", "digits", "ladder",
    ]
    #expect(report.figures.map(\.lastPathComponent) == names.map { $0 + ".svg" })
    for url in report.figures { #expect(try Data(contentsOf: url).count < 100_000) }
  }

  @Test("the ladder has a speed for every rung")
  func ladder() throws {
    let report = Report(
      seed: 1, isReduced: true, isQuiet: true, output: .discarded, progressOutput: .discarded)
    try matrixProductDemo(report)
    for rung in ProductRung.allCases {
      #expect(try #require(report.metric(named: "gflops_\(rung.rawValue)")) > 0)
    }
  }
}
