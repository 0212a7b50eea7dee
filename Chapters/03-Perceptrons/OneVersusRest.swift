// One against the rest
//
// A perceptron says yes or no; a digit has ten answers. Train one perceptron per class: perceptron c
// is asked "is it c?", its label is +1 for the examples of class c and −1 for the rest. They do not
// know of each other. Side by side their weights are the columns of W: [d, k], their biases b: [k], and
//
//     scores of one example: x W + b: [k]
//     error of unit c:       y_c sᶜ ≤ 0     →     column c of W gets + η y_c x
//
// All columns change at once by an outer product: W ← W + x ⊗ t, b ← b + t, where t_c is η y_c for the
// units that were wrong and 0 for the rest.
//
// Who answers? Several units may say yes, or none. So ask not for the signs but for the scores: the
// largest one wins.

public import Tensors

/// One perceptron per class, each trained to tell its class from the rest.
public struct OneVersusRest: Sendable, Equatable {
  /// The weights, one column per class: `[features, classes]`.
  public var weights: Tensor
  /// One bias per class: `[classes]`.
  public var biases: Tensor

  /// Makes units that know nothing: weights and biases are 0.
  public init(features: Int, classes: Int) {
    self.init(weights: .zeros([features, classes]), biases: .zeros([classes]))
  }

  /// Makes units of these weights, `[features, classes]`, and biases, `[classes]`.
  public init(weights: Tensor, biases: Tensor) {
    requireColumns("OneVersusRest", weights, biases)
    self.weights = weights
    self.biases = biases
  }

  /// Computes the score of every class, `X W + b`: `[n, features] -> [n, classes]`.
  public func scores(_ examples: Tensor) -> Tensor {
    requireExamples("scores", examples, features: weights.shape[0])
    return matmul(examples, weights) + biases
  }

  /// Answers with the class of the largest score, the first of equals: `[n, features] -> [n]`.
  public func predict(_ examples: Tensor) -> [Int] {
    scores(examples).argmax(axis: 1)
  }

  /// What the units that are wrong about an example add to their biases, 0 for the others.
  ///
  /// - Returns: η y_c where unit c is wrong or undecided, `[classes]`; `nil` when none is.
  func corrections(example: Tensor, label: Int, learningRate: Float) -> Tensor? {
    require(
      example.shape == [weights.shape[0]],
      "update: an example of shape [\(weights.shape[0])] is expected, not \(example.shape)")
    requireClasses("update", [label], classes: biases.count)
    let scores = (matmul(example, weights) + biases).scalars
    var anyMistake = false
    let corrections = scores.enumerated().map { unit, score -> Float in
      let target: Float = unit == label ? 1 : -1
      if target * score > 0 { return 0 }
      anyMistake = true
      return learningRate * target
    }
    return anyMistake ? Tensor(corrections) : nil
  }

  /// Lets every unit that is wrong about an example learn from it.
  ///
  /// - Parameters:
  ///   - example: `[features]`
  ///   - label: The true class, from 0.
  ///   - learningRate: The length of the steps, more than 0.
  /// - Returns: The number of units that were wrong or undecided.
  @discardableResult
  public mutating func update(
    example: Tensor, label: Int, learningRate: Float = 1
  ) -> Int {
    guard
      let corrections = corrections(example: example, label: label, learningRate: learningRate)
    else { return 0 }
    weights += outer(example, corrections)
    biases += corrections
    return corrections.scalars.count { $0 != 0 }
  }

  /// Goes through the examples once, in their order.
  ///
  /// - Parameters:
  ///   - examples: `[n, features]`
  ///   - labels: `[n]`, classes from 0
  ///   - learningRate: The length of the steps, more than 0.
  /// - Returns: The mistakes of all units together: up to `n · classes`.
  @discardableResult
  public mutating func trainEpoch(
    _ examples: Tensor, _ labels: [Int], learningRate: Float = 1
  ) -> Int {
    requireBatch("trainEpoch", examples, labels, features: weights.shape[0])
    var mistakes = 0
    for (row, label) in labels.enumerated() {
      mistakes += update(example: examples[row], label: label, learningRate: learningRate)
    }
    return mistakes
  }

  /// Repeats epochs until one passes without a mistake of any unit, or `mostEpochs` are over.
  ///
  /// - Returns: The mistakes of each epoch.
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

/// One averaged perceptron per class: it answers with the average of all the weights it has had.
public struct AveragedOneVersusRest: Sendable {
  /// The units that learn.
  public private(set) var current: OneVersusRest
  private var record: WeightAverage

  /// Makes units that know nothing.
  public init(features: Int, classes: Int) {
    current = OneVersusRest(features: features, classes: classes)
    record = WeightAverage(weights: [features, classes], biases: [classes])
  }

  /// The units of the averaged weights and biases.
  public var averaged: OneVersusRest {
    let mean = record.average(weights: current.weights, biases: current.biases)
    return OneVersusRest(weights: mean.weights, biases: mean.biases)
  }

  /// Answers with the class of the largest averaged score: `[n, features] -> [n]`.
  public func predict(_ examples: Tensor) -> [Int] { averaged.predict(examples) }

  /// Goes through the examples once, in their order, and lets each vote for the weights it leaves.
  ///
  /// - Parameters:
  ///   - examples: `[n, features]`
  ///   - labels: `[n]`, classes from 0
  ///   - learningRate: The length of the steps, more than 0.
  /// - Returns: The mistakes of all units together.
  @discardableResult
  public mutating func trainEpoch(
    _ examples: Tensor, _ labels: [Int], learningRate: Float = 1
  ) -> Int {
    requireBatch("trainEpoch", examples, labels, features: current.weights.shape[0])
    var mistakes = 0
    for (row, label) in labels.enumerated() {
      let example = examples[row]
      let corrections = current.corrections(
        example: example, label: label, learningRate: learningRate)
      guard let corrections else {
        record.pass()
        continue
      }
      let change = outer(example, corrections)
      current.weights += change
      current.biases += corrections
      record.pass(adding: change, corrections)
      mistakes += corrections.scalars.count { $0 != 0 }
    }
    return mistakes
  }
}
