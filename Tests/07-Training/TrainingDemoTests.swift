import Foundation
import Plots
import Testing
import Training

@Suite("07 Demo: its result holds, and depends on nothing but the seed")
struct TrainingDemoTests {
  static let isLong = ProcessInfo.processInfo.environment["DESCENT_LONG"] == "1"

  func run(
    seed: UInt64, isReduced: Bool = true, folder: URL? = nil, isQuiet: Bool = true,
    _ demo: (Report) throws -> Void = trainingDemo
  ) throws -> Report {
    let report = Report(
      seed: seed, outputDirectory: folder, isReduced: isReduced, isQuiet: isQuiet,
      progressOutput: .discarded)
    try demo(report)
    return report
  }

  func metrics(_ report: Report) -> [String: String] {
    // As text, because not a number is not equal to itself.
    Dictionary(uniqueKeysWithValues: report.metrics.map { ($0.name, "\($0.value)") })
  }

  @Test("the same seed gives the same metrics; figures are saved, each below 100 KB")
  func reduced() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try run(seed: 5, folder: folder)
    let names = [
      "losses", "outliers", "signal", "recipe", "calibration", "false-labels", "roc",
    ]
    #expect(report.figures.map(\.lastPathComponent) == names.map { $0 + ".svg" })
    for url in report.figures { #expect(try Data(contentsOf: url).count < 100_000) }
    #expect(metrics(try run(seed: 5)) == metrics(report))
    #expect(
      metrics(try run(seed: 6, trainingLossesDemo)) != metrics(try run(seed: 5, trainingLossesDemo))
    )
    // Some of what it shows holds for a short run too.
    #expect(report.metric(named: "resume_different_numbers") == 0)
    let squared = try #require(report.metric(named: "line_squared_slope_error"))
    #expect(try #require(report.metric(named: "line_tukey_slope_error")) < squared / 2)
    #expect(try #require(report.metric(named: "signal_large_ratio")) > 1e10)
    #expect(try #require(report.metric(named: "signal_small_ratio")) < 1e-10)
    #expect(try #require(report.metric(named: "signal_small_normalized_ratio")) > 0.1)
  }

  @Test(
    "the stated result, fifteen seeds", .enabled(if: isLong), arguments: [1, 6, 11] as [UInt64])
  func whole(seed: UInt64) throws {
    let report = try run(seed: seed, isReduced: false, isQuiet: seed != 1)
    func result(_ name: String) throws -> Double { try #require(report.metric(named: name)) }
    // The goal is 0.97. Other instruction sets round in another order, and one digit of 359 is 0.003.
    #expect(try result("digits_worst_test_accuracy") >= 0.965)
    #expect(try result("tumours_worst_auc") >= 0.99)
    #expect(try result("resume_different_numbers") == 0)
    #expect(
      try result("noise_accuracy_with_dropout") > result("noise_accuracy_without_remedy") + 0.04)
    #expect(
      try result("noise_accuracy_with_early_stop") > result("noise_accuracy_without_remedy") + 0.02)
    #expect(try result("deep_accuracy_small_weights") < 0.2)
    #expect(try result("deep_accuracy_small_weights_batch_norm") > 0.9)
    #expect(
      try result("batches_of_2_accuracy_layer_norm")
        > result("batches_of_2_accuracy_batch_norm") + 0.05)
    #expect(try result("mistake_training_phase_accuracy") < 0.9)
  }
}
