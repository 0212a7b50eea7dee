import Foundation
import Tensors

/// What PyTorch computed, recorded by the scripts in `Tests/Fixtures/operations`.
struct OperationFixture: Decodable {
  let operation: String
  let lists: [[Int]]
  let text: String
  let inputs, outputs, cotangents, gradients: [Fixture.Recorded]
  let indices: [Int]

  /// What a failed expectation prints.
  var title: String { "\(operation) \(text) \(lists) of \(inputs.map(\.shape))" }

  // Every test makes its suite anew; the files are read once.
  private static let shapes = Result { try read("shapes") }
  private static let functions = Result { try read("functions") }

  static func load(_ name: String = "shapes") throws -> [OperationFixture] {
    try (name == "functions" ? functions : shapes).get()
  }

  private static func read(_ name: String) throws -> [OperationFixture] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/operations/\(name).json")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode([OperationFixture].self, from: Data(contentsOf: file))
  }
}
