import Foundation
import MultilayerPerceptrons
import Plots
import Testing

@Suite("04 Demo: its result holds, and depends on nothing but the seed")
struct DemoChapterTests {
  func run(
    seed: UInt64, isReduced: Bool = true, output: URL? = nil, data: URL? = nil
  ) throws -> Report {
    let report = Report(
      seed: seed, outputDirectory: output, dataDirectory: data, isReduced: isReduced,
      isQuiet: true, output: .discarded, progressOutput: .discarded)
    try multilayerPerceptronsDemo(report)
    return report
  }

  func metrics(seed: UInt64, isReduced: Bool = true) throws -> [String: Double] {
    let report = try run(seed: seed, isReduced: isReduced)
    return Dictionary(uniqueKeysWithValues: report.metrics.map { ($0.name, $0.value) })
  }

  static let isLong = ProcessInfo.processInfo.environment["DESCENT_LONG"] != nil

  @Test("the stated result, over five seeds", .enabled(if: isLong), arguments: 1...5)
  func result(seed: Int) throws {
    let metrics = try metrics(seed: UInt64(seed), isReduced: false)
    #expect(try #require(metrics["moons_worst_test_accuracy"]) >= 0.95)
    #expect(try #require(metrics["cancer_test_auc"]) >= 0.99)
    #expect(try #require(metrics["digits_test_accuracy"]) >= 0.97)
    #expect(
      try #require(metrics["area_network_test_r2"]) > #require(metrics["area_line_test_r2"]))
    #expect(try #require(metrics["exclusive_or_tanh_4_solved"]) >= 38)
    #expect(metrics["exclusive_or_straight_16_solved"] == 0)
    #expect(metrics["without_patience_dead_units"] == 64)
  }

  @Test("reduced: the same seed gives the same metrics, another seed others; what must hold, holds")
  func repeatable() throws {
    let first = try metrics(seed: 5)
    #expect(try metrics(seed: 5) == first)
    #expect(try metrics(seed: 6) != first)
    #expect(first["parameters_784_128_64_10"] == 109_386)
    #expect(try #require(first["gradient_by_hand_gap"]) < 1e-6)
    #expect(try #require(first["collapse_difference"]) < 1e-5)
    #expect(first["exclusive_or_straight_8_solved"] == 0)
    #expect(first["exclusive_or_tanh_1_solved"] == 0)
    #expect(try #require(first["cancer_test_auc"]) > 0.97)
    #expect(try #require(first["digits_test_accuracy"]) > 0.7)
  }

  @Test("figures are saved under their names, each below 100 KB")
  func figures() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try run(seed: 1, output: folder)
    let names = ["exclusive-or", "bends", "curves", "moons", "digits-loss"]
    #expect(report.figures.map(\.lastPathComponent) == names.map { $0 + ".svg" })
    for url in report.figures { #expect(try Data(contentsOf: url).count < 100_000) }
  }

  @Test("an empty data directory is an error that says which files are missing")
  func missingData() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      _ = try run(seed: 1, data: folder)
      Issue.record("no error")
    } catch {
      #expect("\(error)".contains("t10k-images"))
    }
  }
}
