import Foundation
import Perceptrons
import Plots
import Testing

@Suite("03 Demo: its result holds, and depends on nothing but the seed")
struct DemoChapterTests {
  func metrics(seed: UInt64, isReduced: Bool = false) throws -> [String: Double] {
    let report = Report(
      seed: seed, isReduced: isReduced, isQuiet: true, output: .discarded,
      progressOutput: .discarded)
    try perceptronsDemo(report)
    return Dictionary(uniqueKeysWithValues: report.metrics.map { ($0.name, $0.value) })
  }

  @Test("over three seeds: the accuracies on the test part", arguments: [1, 2, 3] as [UInt64])
  func result(seed: UInt64) throws {
    let metrics = try metrics(seed: seed)
    let last = try #require(metrics["perceptron_test_accuracy"])
    let averaged = try #require(metrics["averaged_perceptron_test_accuracy"])
    let softmax = try #require(metrics["softmax_test_accuracy"])
    #expect(last > 0.9 && averaged > 0.93 && softmax > 0.94)
    #expect(metrics["six_points_mistakes"] == 11)
    #expect(metrics["boolean_functions_represented"] == 14)
    #expect(metrics["exclusive_or_pocket_mistakes"] == 1)
    let sorted = try #require(metrics["without_shuffling_test_accuracy"])
    #expect(sorted < last - 0.2)
    let loss = try #require(metrics["softmax_test_loss"])
    let unscaled = try #require(metrics["without_scaling_test_loss"])
    #expect(unscaled > 1.5 * loss)
  }

  @Test("the same seed gives the same metrics, another seed others")
  func repeatable() throws {
    let first = try metrics(seed: 5, isReduced: true)
    #expect(try metrics(seed: 5, isReduced: true) == first)
    #expect(try metrics(seed: 6, isReduced: true) != first)
  }

  @Test("an empty data directory is an error that says which files are missing")
  func missingData() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = Report(
      seed: 1, dataDirectory: folder, isReduced: true, isQuiet: true, output: .discarded,
      progressOutput: .discarded)
    do {
      try perceptronsDemo(report)
      Issue.record("no error")
    } catch {
      #expect("\(error)".contains("t10k-images"))
    }
  }

  /// Writes images of 3 × 3 pixels with one bright pixel each, whose place is the label.
  func writeIDX(_ name: String, count: Int, to folder: URL) throws {
    func header(_ axes: [Int]) -> [UInt8] {
      [0, 0, 8, UInt8(axes.count)]
        + axes.flatMap { axis in [24, 16, 8, 0].map { UInt8(axis >> $0 & 255) } }
    }
    let labels = (0..<count).map { $0 % 9 }
    let pixels = labels.flatMap { label in (0..<9).map { UInt8($0 == label ? 255 : 0) } }
    try Data(header([count, 3, 3]) + pixels)
      .write(to: folder.appendingPathComponent("\(name)-images-idx3-ubyte"))
    try Data(header([count]) + labels.map { UInt8($0) })
      .write(to: folder.appendingPathComponent("\(name)-labels-idx1-ubyte"))
  }

  @Test("files in MNIST's form take the digits' place, with or without a training part")
  func ownData() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func run() throws -> (text: String, accuracy: Double?) {
      let text = TextRecorder()
      let report = Report(
        seed: 1, dataDirectory: folder, isReduced: true, output: text.output(),
        progressOutput: .discarded, style: .plain)
      try perceptronsDemo(report)
      return (text.text, report.metric(named: "averaged_perceptron_test_accuracy"))
    }
    try writeIDX("t10k", count: 90, to: folder)
    let alone = try run()
    #expect(alone.text.contains("MNIST: 72 digits to learn, 18 to be tested on, 9 pixels each"))
    #expect(alone.accuracy == 1)
    try writeIDX("train", count: 180, to: folder)
    let both = try run()
    #expect(both.text.contains("MNIST: 180 digits to learn, 90 to be tested on, 9 pixels each"))
    #expect(both.accuracy == 1)
  }

  @Test("figures are saved under their names, each below 100 KB")
  func figures() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = Report(
      seed: 1, outputDirectory: folder, isReduced: true, isQuiet: true, output: .discarded,
      progressOutput: .discarded)
    try perceptronsDemo(report)
    let names = [
      "six-points", "exclusive-or", "losses", "loss", "confusion", "weights", "misread",
    ]
    #expect(report.figures.map(\.lastPathComponent) == names.map { $0 + ".svg" })
    for url in report.figures { #expect(try Data(contentsOf: url).count < 100_000) }
  }
}
