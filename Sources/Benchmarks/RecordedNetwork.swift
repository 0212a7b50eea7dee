import Tensors

/// A multilayer perceptron whose gradient comes from recording.
///
/// For one output: tanh between the layers and the mean squared error. For several: ReLU and the mean
/// cross-entropy. The peers do the same.
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

  /// Computes the scores `[batch, outputs]` for inputs `[batch, inputs]`.
  func scores(_ x: Tensor) -> Tensor {
    let hasOneOutput = biases.last?.count == 1
    var h = x
    for i in weights.indices {
      h = matmul(h, weights[i]) + biases[i]
      if i + 1 < weights.count { h = hasOneOutput ? tanh(h) : relu(h) }
    }
    return h
  }

  /// Computes the loss for inputs `[batch, inputs]`: the mean squared error or the mean cross-entropy.
  func loss(_ x: Tensor, _ truth: Truth) -> Tensor {
    switch truth {
    case .numbers(let numbers): square(scores(x) - numbers).mean()
    case .classes(let labels): softmaxCrossEntropy(logits: scores(x), labels: labels).mean()
    }
  }

  /// Takes one step downhill.
  ///
  /// - Returns: The loss before the step.
  mutating func step(_ x: Tensor, _ truth: Truth, learningRate: Float) -> Tensor {
    let (loss, gradient) = valueWithGradient(at: self) { $0.loss(x, truth) }
    for i in weights.indices {
      weights[i] -= learningRate * gradient.weights[i]
      biases[i] -= learningRate * gradient.biases[i]
    }
    return loss
  }
}

/// What is to come out of a network.
enum Truth {
  /// One number per example, `[batch, 1]`.
  case numbers(Tensor)
  /// The class of each example.
  case classes([Int])
}
