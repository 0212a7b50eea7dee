import Foundation
import Tensors

/// What PyTorch computed, recorded by `Tests/Fixtures/operations/record_shapes.py`.
struct ShapeFixture: Decodable {
  let operation: String
  let lists: [[Int]]
  let text: String
  let inputs, outputs, cotangents, gradients: [Fixture.Recorded]
  let indices: [Int]

  /// What a failed expectation prints.
  var title: String { "\(operation) \(text) \(lists) of \(inputs.map(\.shape))" }

  static func load() throws -> [ShapeFixture] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/operations/shapes.json")
    return try JSONDecoder().decode([ShapeFixture].self, from: Data(contentsOf: file))
  }
}
