import Foundation
import Tensors

/// What PyTorch gave in double precision, see Tests/Fixtures/backpropagation/record.py.
struct BackpropagationRecordedValues: Decodable {
  struct Numbers: Decodable {
    let shape: [Int]
    let scalars: [Double]

    var tensor: Tensor { Tensor(scalars.map { Float($0) }, shape: shape) }
  }

  struct Case: Decodable {
    let inputs: [Numbers]
    let value: Numbers
    let seed: Numbers
    let gradients: [Numbers]
  }

  struct Scalar: Decodable {
    let inputs: [Double]
    let value: Double
    let gradient: [Double]
  }

  let labels: [Int]
  let cases: [String: Case]
  let scalar: Scalar
  let hessian: [[Double]]

  static func read() throws -> BackpropagationRecordedValues {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/backpropagation/values.json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }
}
