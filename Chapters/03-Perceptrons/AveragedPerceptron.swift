// When no line exists: let all the weights vote
//
// The other remedy forgets nothing. Every example that passes votes for the weights it left behind:
//
//     w̄ = (w₁ + w₂ + … + w_T) / T          wₜ: the weights after example t, changed by it or not
//
// Weights that survived many examples count often, weights that the next example threw out count
// once. A unit that is still being pushed to and fro averages out to the middle of its swings.
//
// Adding up all the weights after every example would cost more than the learning itself. But weights
// change only at mistakes. If mistake s adds Δₛ (s counts examples, Δₛ = 0 where there was no mistake),
// then
//
//     wₜ = w₀ + Σ_{s ≤ t} Δₛ
//
//     Σₜ wₜ = T w₀ + Σₛ (T − s + 1) Δₛ = T w_T − Σₛ (s − 1) Δₛ
//
// since T w_T = T w₀ + T Σₛ Δₛ. So one more sum is enough, and it too changes only at mistakes:
//
//     late = Σₛ (s − 1) Δₛ          w̄ = w_T − late / T
//
// It holds for weights of any shape, so the units of OneVersusRest.swift use it as well.

public import Tensors

/// The running average of weights and biases that change now and then.
///
/// Source of the lazy sum: H. Daumé III, "Practical structured learning techniques for natural language
/// processing" (2006).
public struct WeightAverage: Sendable {
  /// Σ (s − 1) Δₛ of the weights, in their shape.
  private var lateWeights: Tensor
  /// Σ (s − 1) Δₛ of the bias or biases, in their shape.
  private var lateBiases: Tensor
  /// The number of examples that have passed, T.
  public private(set) var count = 0

  /// Makes the average of weights and biases of these shapes, with no example passed.
  public init(weights: [Int], biases: [Int]) {
    lateWeights = .zeros(weights)
    lateBiases = .zeros(biases)
  }

  /// Lets an example pass that changed nothing.
  public mutating func pass() { count += 1 }

  /// Lets an example pass that added `weights` to the weights and `biases` to the biases.
  public mutating func pass(adding weights: Tensor, _ biases: Tensor) {
    lateWeights += Float(count) * weights
    lateBiases += Float(count) * biases
    count += 1
  }

  /// Averages the weights and biases over all examples that have passed, given where they ended.
  ///
  /// Before the first example, the average is where they are.
  public func average(
    weights: Tensor, biases: Tensor
  ) -> (weights: Tensor, biases: Tensor) {
    guard count > 0 else { return (weights, biases) }
    let share = 1 / Float(count)
    return (weights - lateWeights * share, biases - lateBiases * share)
  }
}

/// A perceptron that answers with the average of all the weights it has had.
///
/// Source: Y. Freund and R. E. Schapire, "Large margin classification using the perceptron algorithm"
/// (1999), where the average stands in for a vote of all the weight vectors.
public struct AveragedPerceptron: Sendable {
  /// The perceptron that learns.
  public private(set) var current: Perceptron
  private var record: WeightAverage

  /// Makes a perceptron that knows nothing.
  public init(features: Int) {
    current = Perceptron(features: features)
    record = WeightAverage(weights: [features], biases: [])
  }

  /// The perceptron of the averaged weights and bias.
  public var averaged: Perceptron {
    let mean = record.average(weights: current.weights, biases: Tensor(current.bias))
    return Perceptron(weights: mean.weights, bias: mean.biases.scalar)
  }

  /// Answers +1 or −1 for every row with the averaged weights: `[n, features] -> [n]`.
  public func predict(_ examples: Tensor) -> [Int] { averaged.predict(examples) }

  /// Learns from one example if it was a mistake, and lets it vote in either case.
  ///
  /// - Parameters:
  ///   - example: `[features]`
  ///   - label: +1 or −1
  ///   - learningRate: The length of the step, more than 0.
  /// - Returns: `true` when the score was on the wrong side or exactly 0.
  @discardableResult
  public mutating func update(
    example: Tensor, label: Int, learningRate: Float = 1
  ) -> Bool {
    guard current.update(example: example, label: label, learningRate: learningRate) else {
      record.pass()
      return false
    }
    let step = learningRate * Float(label)
    record.pass(adding: step * example, Tensor(step))
    return true
  }

  /// Goes through the examples once, in their order.
  ///
  /// - Parameters:
  ///   - examples: `[n, features]`
  ///   - labels: `[n]`, +1 or −1
  ///   - learningRate: The length of the steps, more than 0.
  /// - Returns: The mistakes made on the way.
  @discardableResult
  public mutating func trainEpoch(
    _ examples: Tensor, _ labels: [Int], learningRate: Float = 1
  ) -> Int {
    requireBatch("trainEpoch", examples, labels, features: current.weights.count)
    var mistakes = 0
    for (row, label) in labels.enumerated()
    where update(example: examples[row], label: label, learningRate: learningRate) {
      mistakes += 1
    }
    return mistakes
  }
}
