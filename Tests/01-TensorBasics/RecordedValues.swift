import Foundation
import Tensors

/// What NumPy, SciPy and scikit-learn gave, see Tests/Fixtures/tensor-basics/record.py.
struct RecordedValues: Decodable {
  struct Array: Decodable {
    let shape: [Int]
    let elements: [Float]

    var tensor: Tensor { Tensor(elements, shape: shape) }
  }

  struct View: Decodable {
    let shape: [Int]
    let elements: [Float]
    let strides: [Int]
  }

  struct Reshape: Decodable {
    let shape: [Int]
    let axes: [Int]
    let step: Int
    let target: [Int]
    let strides: [Int]?
  }

  struct Broadcast: Decodable {
    let a: [Int]
    let b: [Int]
    let shape: [Int]?
  }

  struct Einsums: Decodable {
    struct Case: Decodable {
      let equation: String
      let operands: [String]
      let value: Array
    }

    let operands: [String: Array]
    let cases: [Case]
  }

  struct Norms: Decodable {
    let x: [Float]
    let norms: [Double]
  }

  struct Decompositions: Decodable {
    let matrix: Array
    let singularValues: [Float]
    let condition: Double
    let rank2Error: Double
    let data: Array
    let mean: [Float]
    let variances: [Float]
    let directions: Array
    let explained: Double
    let reconstructionError: Double
    let symmetric: Array
    let eigenvalues: [Double]
    let targets: [Float]
    let weights: [Float]
    let bias: Double
  }

  struct Numbers: Decodable {
    struct Sum: Decodable {
      let x: [Float]
      let sum: Double
    }

    struct Moments: Decodable {
      let x: [Float]
      let mean: Double
      let variance: Double
    }

    struct Roots: Decodable {
      let coefficients: [Float]
      let roots: [Double]
    }

    struct Exponentials: Decodable {
      let x: [Float]
      let value: Double
    }

    let sums: [Sum]
    let moments: [Moments]
    let roots: [Roots]
    let logSumExp: [Exponentials]
  }

  let views: [String: View]
  let reshapes: [Reshape]
  let broadcasts: [Broadcast]
  let einsums: Einsums
  let norms: [Norms]
  let decompositions: Decompositions
  let numbers: Numbers

  /// Read once.
  static let recorded: Result<RecordedValues, any Error> = Result {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/tensor-basics/values.json")
    return try JSONDecoder().decode(RecordedValues.self, from: Data(contentsOf: file))
  }

  static func read() throws -> RecordedValues { try recorded.get() }
}

/// Whether a Float is as near to a recorded Double as rounding allows.
func isNear(
  _ value: Float, _ expected: Double, relative: Double = 2e-6, absolute: Double = 1e-37
) -> Bool {
  Swift.abs(Double(value) - expected) <= absolute + relative * Swift.abs(expected)
}
