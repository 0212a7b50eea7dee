import Foundation
import Tensors

/// What PyTorch gave, see Tests/Fixtures/multilayer-perceptrons/record.py.
struct RecordedValues: Decodable {
  struct Array: Decodable {
    let shape: [Int]
    let scalars: [Float]

    var tensor: Tensor { Tensor(scalars, shape: shape) }
  }

  struct Activations: Decodable {
    struct Curve: Decodable {
      let value: [Double]
      let slope: [Double]
    }

    let places: [Float]
    let functions: [String: Curve]
  }

  struct LayerCase: Decodable {
    let inputs: [Array]
    let cotangent: Array
    let value: [Double]
    let gradients: [[Double]]
  }

  struct Network: Decodable {
    let x: Array
    let labels: [Int]
    let start: [Array]
    let losses: [Double]
    let end: [Array]
  }

  struct TwoLayers: Decodable {
    let x: Array
    let y: Array
    let parameters: [Array]
    let loss: Double
    let gradients: [Array]
  }

  let activations: Activations
  let layers: [String: LayerCase]
  let network: Network
  let twoLayers: TwoLayers

  static let recorded = Result {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/multilayer-perceptrons/values.json")
    return try JSONDecoder().decode(RecordedValues.self, from: Data(contentsOf: file))
  }

  static func read() throws -> RecordedValues { try recorded.get() }
}

/// The first place where numbers are not as near to recorded ones as rounding allows, if there is one.
func firstDifference(
  _ values: [Float], _ expected: [Double], relative: Double = 4e-6, absolute: Double = 2e-6
) -> String? {
  guard values.count == expected.count else {
    return "\(values.count) numbers, \(expected.count) expected"
  }
  for (place, (value, expected)) in zip(values, expected).enumerated()
  where !(abs(Double(value) - expected) <= absolute + relative * abs(expected)) {
    return "[\(place)]: \(value), expected \(expected)"
  }
  return nil
}
