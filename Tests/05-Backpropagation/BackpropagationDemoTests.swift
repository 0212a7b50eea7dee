import Backpropagation
import Foundation
import Plots
import Testing

@Suite("05 Demo: its result holds, and depends on nothing but the seed")
struct BackpropagationDemoTests {
  func run(seed: UInt64, isReduced: Bool, folder: URL? = nil) throws -> Report {
    let report = Report(
      seed: seed, outputDirectory: folder, isReduced: isReduced, isQuiet: true,
      output: .discarded, progressOutput: .discarded)
    try backpropagationDemo(report)
    return report
  }

  @Test("what must hold whatever the seed", arguments: [1, 2] as [UInt64])
  func reduced(seed: UInt64) throws {
    let report = try run(seed: seed, isReduced: true)
    func metric(_ name: String) throws -> Double { try #require(report.metric(named: name)) }
    #expect(try metric("gradient_a") == -2 && metric("gradient_b") == 4)
    #expect(try metric("tape_library_difference") < 1e-4)
    #expect(try metric("right_pullback_error") < 1e-8)
    #expect(try metric("hessian_product_difference") < 1e-2)
    #expect(try metric("first_to_last_weight_sigmoid") < 1e-6)
    #expect(try metric("first_to_last_sigmoid") < 1e-9)
    #expect(try metric("first_to_last_relu_3") > 1e4)
    #expect(try (0.02...50).contains(metric("first_to_last_relu_he")))
    #expect(try metric("without_zeroing_loss") > 1)
    #expect(try metric("without_adding_gradient_a") == -6)
    #expect(try metric("without_order_slope") == 6)
    #expect(try metric("without_slope_error") > 0.2)
    #expect(try metric("without_transpose_error") > 0.1)
  }

  @Test(
    "the stated result",
    .enabled(if: ProcessInfo.processInfo.environment["DESCENT_LONG"] != nil),
    arguments: [1, 2, 3, 4, 5] as [UInt64])
  func full(seed: UInt64) throws {
    let report = try run(seed: seed, isReduced: false)
    func metric(_ name: String) throws -> Double { try #require(report.metric(named: name)) }
    #expect(try metric("tape_test_accuracy") > 0.93)
    #expect(try metric("without_slope_test_accuracy") > 0.9)
    #expect(try metric("moons_test_accuracy") > 0.9)
  }

  @Test("figures are saved under their names, each below 100 KB")
  func figures() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try run(seed: 3, isReduced: true, folder: folder)
    let names = ["graph", "moons", "tape", "step-size", "gradient-norms"]
    #expect(report.figures.map(\.lastPathComponent) == names.map { $0 + ".svg" })
    for url in report.figures { #expect(try Data(contentsOf: url).count < 100_000) }
  }
}
