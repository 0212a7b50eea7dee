import Tensors

/// A multilayer perceptron whose gradient comes from recording.
///
/// For one output: tanh between the layers and the mean squared error. For several: ReLU and the mean
/// cross-entropy. The peers do the same. What the tensors have no operation for is composed here.
struct RecordedNetwork: Parameterized {
  var weights: [Tensor] = []
  var biases: [Tensor] = []

  /// Makes a network of these layer sizes, inputs first.
  init(_ sizes: [Int], using generator: inout RandomGenerator) {
    let start = HandWrittenNetwork(sizes, using: &generator)
    (weights, biases) = (start.weights, start.biases)
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&weights, "weights")
    visitor.visit(&biases, "biases")
  }

  /// Computes the loss for inputs `[batch, inputs]` and what is to come out, `[batch, outputs]`.
  func loss(_ x: Tensor, _ truth: Tensor) -> Tensor {
    let hasOneOutput = truth.shape[1] == 1
    var h = x
    for i in weights.indices {
      h = matmul(h, weights[i]) + biases[i]
      if i + 1 < weights.count {
        // tanh x = 1 − 2 / (e^2x + 1)
        h = hasOneOutput ? 1 - 2 / (exp(2 * h) + 1) : maximum(h, 0)
      }
    }
    if hasOneOutput {
      let difference = h - truth
      return (difference * difference).mean()
    }
    let shifted = h - stopGradient(h.max(axis: 1, keepDimensions: true))
    return (log(exp(shifted).sum(axis: 1)) - (shifted * truth).sum(axis: 1)).mean()
  }

  /// Takes one step downhill.
  ///
  /// - Returns: The loss before the step.
  mutating func step(_ x: Tensor, _ truth: Tensor, learningRate: Float) -> Tensor {
    let (loss, gradient) = valueWithGradient(at: self) { $0.loss(x, truth) }
    for i in weights.indices {
      weights[i] -= learningRate * gradient.weights[i]
      biases[i] -= learningRate * gradient.biases[i]
    }
    return loss
  }
}
