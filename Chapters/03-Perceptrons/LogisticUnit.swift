// A unit that learns by descent
//
// The logistic loss is smooth and has a single valley (it is *convex*), so a unit can simply walk
// downhill. The slope, one example at a time: with s = w · x + b and p = σ(s),
//
//     ∂L/∂s = −y (1 − p) + (1 − y) p = p − y              since σ′ = p (1 − p) cancels
//     ∂L/∂w = (p − y) x            ∂L/∂b = p − y          by the chain rule: ∂s/∂w = x, ∂s/∂b = 1
//
// The gradient of the loss is the *error* p − y times the input. For a batch X: [n, d] the errors are
// e = p − y: [n], and the averages are
//
//     ∂L/∂w = Xᵀ e / n: [d]        ∂L/∂b = mean of e
//
// Compare the perceptron: it, too, adds a multiple of x, but its error is all or nothing. Here every
// example pulls, by as much as it is surprising.

public import Tensors

/// A unit that gives the probability of "yes" and learns by gradient descent.
///
/// Source: D. R. Cox, "The regression analysis of binary sequences" (1958).
public struct LogisticUnit: Sendable, Equatable {
  /// The weights, one per feature: `[features]`.
  public var weights: Tensor
  /// The logit of an example whose features are all 0.
  public var bias: Float

  /// Makes a unit that says ½ to everything: weights and bias are 0.
  public init(features: Int) {
    self.init(weights: .zeros([features]), bias: 0)
  }

  /// Makes a unit of these weights, `[features]`, and this bias.
  public init(weights: Tensor, bias: Float) {
    require(
      weights.rank == 1,
      "LogisticUnit: \(weights.shape): weights of shape [features] are expected")
    self.weights = weights
    self.bias = bias
  }

  /// Computes the scores before the sigmoid: `[n, features] -> [n]`.
  public func logits(_ examples: Tensor) -> Tensor {
    requireExamples("logits", examples, features: weights.count)
    return matmul(examples, weights) + bias
  }

  /// Computes the probability of the answer 1: `[n, features] -> [n]`.
  public func probabilities(_ examples: Tensor) -> Tensor {
    sigmoid(logits(examples))
  }

  /// Answers 1 where the probability is at least ½, otherwise 0: `[n, features] -> [n]`.
  public func predict(_ examples: Tensor) -> [Int] {
    // p ≥ ½ exactly when the logit is at least 0.
    logits(examples).scalars.map { $0 >= 0 ? 1 : 0 }
  }

  /// Averages the logistic loss over a batch: `[n, features]` and `n` labels, 0 or 1.
  public func loss(_ examples: Tensor, _ labels: [Int]) -> Float {
    requireBatch("loss", examples, labels, features: weights.count)
    return logisticLoss(logits: logits(examples), labels: labels)
  }

  /// Computes the gradient of the mean loss, by hand.
  ///
  /// - Parameters:
  ///   - examples: `[n, features]`, at least one.
  ///   - labels: `[n]`, 0 or 1.
  /// - Returns: `Xᵀ (p − y) / n`, `[features]`, and the mean of `p − y`.
  public func gradient(
    _ examples: Tensor, _ labels: [Int]
  ) -> (weights: Tensor, bias: Float) {
    requireBatch("gradient", examples, labels, features: weights.count)
    requireClasses("gradient", labels, classes: 2)
    let errors = probabilities(examples) - Tensor(labels.map { Float($0) })
    return (matmul(examples.transposed(), errors) / Float(labels.count), errors.mean().scalar)
  }

  /// Takes one step downhill on a batch.
  ///
  ///     w ← w − η ∂L/∂w,   b ← b − η ∂L/∂b
  ///
  /// - Returns: The mean loss before the step.
  @discardableResult
  public mutating func step(
    _ examples: Tensor, _ labels: [Int], learningRate: Float
  ) -> Float {
    let before = loss(examples, labels)
    let gradient = gradient(examples, labels)
    weights -= learningRate * gradient.weights
    bias -= learningRate * gradient.bias
    return before
  }

  /// Takes `steps` steps downhill, each on all the examples.
  ///
  /// - Returns: The mean loss before each step.
  @discardableResult
  public mutating func train(
    _ examples: Tensor, _ labels: [Int], learningRate: Float, steps: Int
  ) -> [Float] {
    (0..<steps).map { _ in step(examples, labels, learningRate: learningRate) }
  }
}
