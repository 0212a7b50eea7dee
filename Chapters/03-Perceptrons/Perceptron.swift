// Learning from mistakes
//
// Rosenblatt's rule changes nothing while the unit is right. When the unit is wrong about the example
// x, whose label y is +1 or −1, the rule moves the weights towards the side that x should be on:
//
//     w ← w + η y x
//     b ← b + η y
//
// The learning rate η > 0 is the length of the step. What does the step do to the score of x itself?
//
//     new score = (w + η y x) · x + b + η y = old score + η y (‖x‖² + 1)
//
// It moves in the direction of y by η (‖x‖² + 1): right for y = +1, right for y = −1. One step need not
// be enough, and it can spoil other examples. The surprise is that it works all the same, see
// Convergence.swift.
//
// The same rule as a descent. The *agreement* y s is positive when the unit is right. Charge the unit
//
//     loss = max(0, −y s)
//
// which is nothing when it is right, and grows with the distance when it is wrong. The slope with
// respect to w is −y x where y s < 0 and 0 where y s > 0; at y s = 0 the loss has a corner, and every
// number between the two slopes, such as −y x, is a *subgradient*. So "w ← w + η y x when y s ≤ 0" is
// subgradient descent on this loss, one example at a time. It is not descent on the number of
// mistakes: that loss is flat wherever it has a slope at all, and a flat loss gives no direction.
//
// The tie. A new perceptron has w = 0 and b = 0, so every score is exactly 0. If a tie were fine
// whenever the answer +1 happens to be right, it would learn from the negative examples alone. So
// **a tie counts as a mistake when learning**: the rule demands y s > 0, a side, not merely an answer.

public import Tensors

/// A unit that answers +1 or −1, and learns from its mistakes.
///
/// ```swift
/// var unit = Perceptron(features: 2)
/// let points = Tensor([[2, 3], [1, 5], [2, 1], [3, 2], [4, 4], [5, 5]])
/// let mistakes = unit.train(points, [1, 1, -1, -1, 1, 1], mostEpochs: 100)
/// // mistakes is [4, 3, 3, 1, 0], the weights are [-3, 5], the bias is -3
/// ```
///
/// Source: F. Rosenblatt, "The perceptron: a probabilistic model for information storage and
/// organization in the brain" (1958).
public struct Perceptron: Sendable, Equatable {
  /// The weights, one per feature: `[features]`.
  public var weights: Tensor
  /// The score of an example whose features are all 0.
  public var bias: Float

  /// Makes a perceptron that knows nothing: weights and bias are 0.
  public init(features: Int) {
    self.init(weights: .zeros([features]), bias: 0)
  }

  /// Makes a perceptron of these weights, `[features]`, and this bias.
  public init(weights: Tensor, bias: Float) {
    require(
      weights.rank == 1,
      "Perceptron: \(weights.shape): weights of shape [features] are expected")
    self.weights = weights
    self.bias = bias
  }

  /// Computes `w · x + b` for every row of a batch: `[n, features] -> [n]`.
  public func scores(_ examples: Tensor) -> Tensor {
    requireExamples("scores", examples, features: weights.count)
    return matmul(examples, weights) + bias
  }

  /// Answers +1 or −1 for every row of a batch: `[n, features] -> [n]`.
  public func predict(_ examples: Tensor) -> [Int] {
    stepActivation(scores(examples))
  }

  /// Learns from one example if it was a mistake, and says whether it was.
  ///
  ///     if y (w · x + b) ≤ 0:    w ← w + η y x,   b ← b + η y
  ///
  /// - Parameters:
  ///   - example: The features x: `[features]`.
  ///   - label: The right answer y, +1 or −1.
  ///   - learningRate: The length η of the step, more than 0.
  /// - Returns: `true` when the score was on the wrong side or exactly 0.
  @discardableResult
  public mutating func update(
    example: Tensor, label: Int, learningRate: Float = 1
  ) -> Bool {
    requireSign("update", label)
    require(
      example.shape == weights.shape,
      "update: an example of shape \(weights.shape) is expected, not \(example.shape)")
    let target = Float(label)
    let score = dot(weights, example).scalar + bias
    // Written so that a score that is not a number counts as a mistake too.
    if target * score > 0 { return false }
    weights += learningRate * target * example
    bias += learningRate * target
    return true
  }

  /// Goes through the examples once, in their order, and learns from each mistake.
  ///
  /// - Parameters:
  ///   - examples: `[n, features]`
  ///   - labels: `[n]`, +1 or −1
  ///   - learningRate: The length of the steps, more than 0.
  /// - Returns: The number of mistakes: examples that were wrong, or undecided, *when they came up*.
  ///   It is not the number that the final weights get wrong.
  @discardableResult
  public mutating func trainEpoch(
    _ examples: Tensor, _ labels: [Int], learningRate: Float = 1
  ) -> Int {
    requireBatch("trainEpoch", examples, labels, features: weights.count)
    var mistakes = 0
    for (row, label) in labels.enumerated()
    where update(example: examples[row], label: label, learningRate: learningRate) {
      mistakes += 1
    }
    return mistakes
  }

  // Until no mistake is left
  //
  // An epoch without a mistake changed nothing, so every later epoch would be the same: the unit is
  // done. If a hyperplane separates the examples, this happens after finitely many mistakes. If none
  // does, it never happens; `mostEpochs` is there for that case.

  /// Repeats epochs until one passes without a mistake.
  ///
  /// - Parameters:
  ///   - examples: `[n, features]`
  ///   - labels: `[n]`, +1 or −1
  ///   - learningRate: The length of the steps, more than 0.
  ///   - mostEpochs: The number of epochs after which training gives up.
  /// - Returns: The mistakes of each epoch. The last number is 0 if and only if every example is now
  ///   on its side.
  @discardableResult
  public mutating func train(
    _ examples: Tensor, _ labels: [Int], learningRate: Float = 1, mostEpochs: Int
  ) -> [Int] {
    var history: [Int] = []
    while history.count < mostEpochs, history.last != 0 {
      history.append(trainEpoch(examples, labels, learningRate: learningRate))
    }
    return history
  }
}

/// Averages the loss that the perceptron's rule descends: `mean of max(0, −y s)`.
///
/// - Parameters:
///   - scores: `[n]`
///   - labels: `[n]`, +1 or −1
/// - Returns: 0 when no example is on the wrong side.
public func perceptronLoss(scores: Tensor, labels: [Int]) -> Float {
  require(
    scores.shape == [labels.count] && !labels.isEmpty,
    "perceptronLoss: \(scores.shape): one score for each of \(labels.count) labels is expected")
  for label in labels { requireSign("perceptronLoss", label) }
  return maximum(-scores * Tensor(labels.map { Float($0) }), 0).mean().scalar
}
