// Softmax regression: the logistic unit for many classes
//
// One column of weights per class, S = X W + b, P = softmax(S) row by row, and the mean cross-entropy
// as the loss. Shapes: X [n, d], W [d, k], b [k], S and P [n, k].
//
// The gradient. For one row with true class y, the loss is log(Σₘ e^sₘ) − s_y, so
//
//     ∂L/∂sⱼ = e^sⱼ / Σₘ e^sₘ − [j = y] = pⱼ − [j = y]
//
// the error again: what was said minus what is true. With Y the one-hot rows, E = (P − Y) / n: [n, k],
//
//     ∂L/∂W = Xᵀ E: [d, k]          ∂L/∂b = the column sums of E: [k]
//
// Each row of E sums to 0: what one class gains, the others lose.

public import Tensors

/// A layer of scores, one per class, trained with cross-entropy by gradient descent.
///
/// Also called multinomial logistic regression, the many-class form of ``LogisticUnit``.
public struct SoftmaxRegression: Sendable, Equatable {
  /// The weights, one column per class: `[features, classes]`.
  public var weights: Tensor
  /// One bias per class: `[classes]`.
  public var biases: Tensor

  /// Makes a model that finds all classes equally likely: weights and biases are 0.
  ///
  /// Zeros are a fine start here: the classes have different labels, so their columns part at the
  /// first step, and the loss has a single valley.
  public init(features: Int, classes: Int) {
    self.init(weights: .zeros([features, classes]), biases: .zeros([classes]))
  }

  /// Makes a model of these weights, `[features, classes]`, and biases, `[classes]`.
  public init(weights: Tensor, biases: Tensor) {
    requireColumns("SoftmaxRegression", weights, biases)
    self.weights = weights
    self.biases = biases
  }

  /// Computes the scores before softmax, `X W + b`: `[n, features] -> [n, classes]`.
  public func logits(_ examples: Tensor) -> Tensor {
    requireExamples("logits", examples, features: weights.shape[0])
    return matmul(examples, weights) + biases
  }

  /// Computes the probability of every class: `[n, features] -> [n, classes]`.
  public func probabilities(_ examples: Tensor) -> Tensor {
    softmax(logits(examples))
  }

  /// Answers with the most probable class, the first of equals: `[n, features] -> [n]`.
  public func predict(_ examples: Tensor) -> [Int] {
    // Softmax keeps the order of the scores, so it can be left out.
    logits(examples).argmax(axis: 1)
  }

  /// Averages the cross-entropy over a batch: `[n, features]` and `n` classes.
  public func loss(_ examples: Tensor, _ labels: [Int]) -> Float {
    requireBatch("loss", examples, labels, features: weights.shape[0])
    return crossEntropy(logits: logits(examples), labels: labels)
  }

  /// Computes the gradient of the mean loss, by hand.
  ///
  /// - Parameters:
  ///   - examples: `[n, features]`, at least one.
  ///   - labels: `[n]`, classes from 0.
  /// - Returns: `Xᵀ (P − Y) / n`, `[features, classes]`, and the column means of `P − Y`, `[classes]`.
  public func gradient(
    _ examples: Tensor, _ labels: [Int]
  ) -> (weights: Tensor, biases: Tensor) {
    requireBatch("gradient", examples, labels, features: weights.shape[0])
    return gradient(examples, labels, logits: logits(examples))
  }

  private func gradient(
    _ examples: Tensor, _ labels: [Int], logits: Tensor
  ) -> (weights: Tensor, biases: Tensor) {
    let truth = Tensor.oneHot(labels, classes: biases.count)
    let errors = (softmax(logits) - truth) / Float(labels.count)
    return (matmul(examples.transposed(), errors), errors.sum(axis: 0))
  }

  /// Takes one step downhill on a batch.
  ///
  ///     W ← W − η ∂L/∂W,   b ← b − η ∂L/∂b
  ///
  /// - Returns: The mean loss before the step.
  @discardableResult
  public mutating func step(
    _ examples: Tensor, _ labels: [Int], learningRate: Float
  ) -> Float {
    requireBatch("step", examples, labels, features: weights.shape[0])
    let logits = logits(examples)
    let gradient = gradient(examples, labels, logits: logits)
    weights -= learningRate * gradient.weights
    biases -= learningRate * gradient.biases
    return crossEntropy(logits: logits, labels: labels)
  }

  /// Goes through the examples once, in a random order and in batches, with one step per batch.
  ///
  /// - Parameters:
  ///   - examples: `[n, features]`
  ///   - labels: `[n]`, classes from 0
  ///   - batchSize: The examples per step; the last batch may be smaller.
  ///   - learningRate: The length of the steps.
  ///   - generator: Draws the order.
  /// - Returns: The mean of the losses before each step, weighted by the size of the batch.
  @discardableResult
  public mutating func trainEpoch(
    _ examples: Tensor, _ labels: [Int], batchSize: Int, learningRate: Float,
    using generator: inout RandomGenerator
  ) -> Float {
    requireBatch("trainEpoch", examples, labels, features: weights.shape[0])
    require(batchSize > 0, "trainEpoch: the batch size \(batchSize) must be at least 1")
    let order = generator.permutation(labels.count)
    var total: Float = 0
    for start in stride(from: 0, to: order.count, by: batchSize) {
      let rows = Array(order[start..<min(start + batchSize, order.count)])
      let loss = step(examples[rows], rows.map { labels[$0] }, learningRate: learningRate)
      total += loss * Float(rows.count)
    }
    return total / Float(max(labels.count, 1))
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
