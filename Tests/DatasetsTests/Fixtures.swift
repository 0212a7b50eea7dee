import Foundation
import Testing

import Datasets

/// Recorded numbers and files, made by Tests/Fixtures/datasets/export.py.
enum Fixtures {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/datasets")

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(path)))
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(try bytes(path)))
  }

  static func recorded() throws -> Recorded { try decode(Recorded.self, from: "recorded.json") }
}

/// `recorded.json`.
struct Recorded: Decodable {
  struct Summary: Decodable {
    let shape: [Int]
    let means: [Double]
    let minima: [Double]
    let maxima: [Double]
    let firstRow: [Float]
    let lastRow: [Float]
    let labelCounts: [Int]
    let labelsFirst: [Int]
    let labelsLast: [Int]
    let classNames: [String]
    let featureNames: [String]?
    let firstImage: [[Float]]?
  }
  struct Scaler: Decodable {
    let mean: [Float]
    let scale: [Float]
    let rows: [Int]
    let standardized: [[Float]]
  }
  struct Points: Decodable {
    let points: [Float]
    let labels: [Int]
    let factor: Float?
    let centers: [[Float]]?
  }
  let digits: Summary
  let iris: Summary
  let breastCancer: Summary
  let standardScalerOnIris: Scaler
  let moons: Points
  let circles: Points
  let blobs: Points
}

/// A folder for the files of one test, removed with it.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-datasets-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  @discardableResult
  func write(_ bytes: some Sequence<UInt8>, as name: String) throws -> URL {
    let file = url.appendingPathComponent(name)
    try Data(Array(bytes)).write(to: file)
    return file
  }
}

/// Runs `body` and returns the fault it throws; none is a failure of the test.
func fault<Value>(
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws(DataFileError) -> Value
) -> DataFileError? {
  do {
    let value = try body()
    Issue.record("no fault, but \(value)", sourceLocation: sourceLocation)
    return nil
  } catch {
    return error
  }
}
