import Foundation
import Tensors

/// What PyTorch computed in double precision, recorded by the scripts in `Tests/Fixtures/operations` and
/// `Tests/Fixtures/linear-algebra`.
struct OperationFixture: Decodable {
  let operation: String
  /// The parameters: lists of integers, and a text.
  let lists: [[Int]]
  let text: String
  let inputs, outputs: [Fixture.Recorded]
  /// The positions that the operation finds.
  let indices: [Int]
  /// What the outputs are weighed with, and the gradients of the weighed sum.
  let cotangents, gradients: [Fixture.Recorded]
  /// What the gradients are weighed with, and the gradients of that sum.
  let directions, second: [Fixture.Recorded]
  /// Whether the inputs hold infinities, NaN and zeros of both signs.
  let isSpecial: Bool

  /// What a failed expectation prints.
  var title: String { "\(operation) \(text) \(lists) of \(inputs.map(\.shape))" }

  private enum Key: CodingKey {
    case operation, lists, text, inputs, outputs, indices, cotangents, gradients, directions, second
    case special
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func numbers(_ key: Key) throws -> [Fixture.Recorded] {
      try container.decodeIfPresent([Fixture.Recorded].self, forKey: key) ?? []
    }
    operation = try container.decode(String.self, forKey: .operation)
    lists = try container.decodeIfPresent([[Int]].self, forKey: .lists) ?? []
    text = try container.decodeIfPresent(String.self, forKey: .text) ?? ""
    indices = try container.decodeIfPresent([Int].self, forKey: .indices) ?? []
    inputs = try numbers(.inputs)
    outputs = try numbers(.outputs)
    cotangents = try numbers(.cotangents)
    gradients = try numbers(.gradients)
    directions = try numbers(.directions)
    second = try numbers(.second)
    isSpecial = try container.decodeIfPresent(Bool.self, forKey: .special) ?? false
  }

  /// All cases.
  ///
  /// Every test makes its suite anew; the files are read once.
  static func all() throws -> [OperationFixture] { try files.get() }

  private static let files = Result {
    try ["functions", "shapes", "layers"].flatMap {
      try read("operations/\($0)", as: [OperationFixture].self)
    } + read("linear-algebra/torch", as: LinearAlgebra.self).cases
  }

  private struct LinearAlgebra: Decodable {
    let cases: [OperationFixture]
  }

  private static func read<Contents: Decodable>(
    _ name: String, as type: Contents.Type
  ) throws -> Contents {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/\(name).json")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(Contents.self, from: Data(contentsOf: file))
  }
}
