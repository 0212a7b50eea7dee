import Foundation

/// What PyTorch, SciPy and scikit-learn gave, see Tests/Fixtures/perceptrons/record.py.
struct RecordedValues: Decodable {
  struct Sigmoid: Decodable {
    let x: [Float]
    let sigmoid: [Double]
    let derivative: [Double]
    let softplus: [Double]
  }

  struct LogisticLoss: Decodable {
    let logits: [Float]
    let labels: [Int]
    let loss: Double
  }

  struct Softmax: Decodable {
    let logits: [[Float]]
    let labels: [Int]
    let softmax: [[Double]]
    let crossEntropy: Double
  }

  struct Gradients: Decodable {
    struct Logistic: Decodable {
      let labels: [Int]
      let weights: [Float]
      let bias: Float
      let loss: Double
      let weightGradient: [Float]
      let biasGradient: Float
    }

    struct Softmax: Decodable {
      let labels: [Int]
      let weights: [[Float]]
      let biases: [Float]
      let loss: Double
      let weightGradient: [[Float]]
      let biasGradient: [Float]
    }

    let examples: [[Float]]
    let logistic: Logistic
    let softmax: Softmax
  }

  struct Fitted: Decodable {
    let examples: [[Float]]
    let labels: [Int]
    let loss: Double
    let accuracy: Double
  }

  struct Trace: Decodable {
    let mistakes: [Int]
    let weights: [Float]
    let bias: Float
  }

  let sigmoid: Sigmoid
  let logisticLoss: [LogisticLoss]
  let softmax: [Softmax]
  let gradients: Gradients
  let fitted: [String: Fitted]
  let trace: [String: Trace]

  static func read() throws -> RecordedValues {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/perceptrons/values.json")
    return try JSONDecoder().decode(RecordedValues.self, from: Data(contentsOf: file))
  }
}

/// Whether a Float is as near to a recorded Double as rounding allows.
func isNear(
  _ value: Float, _ expected: Double, relative: Double = 2e-6, absolute: Double = 1e-37
) -> Bool {
  Swift.abs(Double(value) - expected) <= absolute + relative * Swift.abs(expected)
}
