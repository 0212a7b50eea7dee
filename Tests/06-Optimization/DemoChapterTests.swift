import Foundation
import Optimization
import Plots
import Testing

@Suite("06 Demo: its result holds, and depends on nothing but the seed")
struct DemoChapterTests {
  static let isLong = ProcessInfo.processInfo.environment["DESCENT_LONG"] == "1"

  func run(
    seed: UInt64, isReduced: Bool = true, folder: URL? = nil, isQuiet: Bool = true
  ) throws -> Report {
    let report = Report(
      seed: seed, outputDirectory: folder, isReduced: isReduced, isQuiet: isQuiet,
      progressOutput: .discarded)
    try optimizationDemo(report)
    return report
  }

  func metrics(_ report: Report) -> [String: Double] {
    // `measured` as text, because not a number is not equal to itself.
    Dictionary(uniqueKeysWithValues: report.metrics.map { ($0.name, $0.value) })
  }

  @Test("the same seed gives the same metrics; figures are saved, each below 100 KB")
  func reduced() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try run(seed: 5, folder: folder)
    let names = ["rosenbrock", "beale", "ravine", "race", "schedules", "rate-finder"]
    #expect(report.figures.map(\.lastPathComponent) == names.map { $0 + ".svg" })
    for url in report.figures { #expect(try Data(contentsOf: url).count < 100_000) }
    let first = metrics(report).mapValues { "\($0)" }
    #expect(metrics(try run(seed: 5)).mapValues { "\($0)" } == first)
    let gaps = metrics(report)
    #expect(Swift.abs(try #require(gaps["decay_outside_gap"])) < 0.3)
    #expect(try #require(gaps["ravine_lbfgs_steps"]) < 20)
    #expect(try #require(gaps["ravine_newton_steps"]) <= 2)
  }

  @Test("the whole demo, three seeds", .enabled(if: isLong), arguments: [1, 2, 3] as [UInt64])
  func whole(seed: UInt64) throws {
    let results = metrics(try run(seed: seed, isReduced: false, isQuiet: seed != 1))
    for name in ["momentum", "adamw", "lion", "adam", "muonadam", "schedule-free"] {
      let accuracy = try #require(results["race_\(name)_test_accuracy"])
      #expect(accuracy > 0.95, "\(name): \(accuracy)")
    }
    #expect(
      try #require(results["clipping_clipped_to_1_test_accuracy"])
        > #require(results["clipping_unclipped_test_accuracy"]) + 0.3)
    #expect(
      try #require(results["race_lion_rate"]) < #require(results["race_adam_rate"]))
    #expect(
      try #require(results["ravine_momentum_steps"]) < #require(results["ravine_descent_steps"]))
  }
}
