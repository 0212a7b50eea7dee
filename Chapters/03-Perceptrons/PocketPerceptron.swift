// When no line exists: keep the best one in your pocket
//
// On examples that no hyperplane separates, the perceptron never stops: each mistake repairs one
// example and may spoil others, and the weights at the moment you stop are as good or as bad as the
// last example made them. Gallant's remedy is a pocket. Train as before, but keep a copy of the best
// weights met so far, and answer with the copy.
//
// "Best" means: fewest mistakes over all the training examples. Weights change only at a mistake, so
// they need to be counted only then. That costs one pass over the examples per mistake. Gallant saves
// most of it by counting only after a longer run of right answers than the pocket's; for the sizes of
// this chapter the plain version is fast enough, and it has a simple promise: **no weights that training
// visited are better on the training examples than those in the pocket.**
//
// What training never visits, the pocket cannot hold. In the order of its table, exclusive or leads the
// weights round a circle of four, and each of the four is wrong twice. When every example is drawn at
// random, the weights wander, and soon meet a line that is wrong only once. So chance is part of the
// remedy.

public import Tensors

/// A perceptron that remembers the best weights it has met.
///
/// Source: S. I. Gallant, "Perceptron-based learning algorithms" (1990), the pocket algorithm with
/// ratchet. Here the pocket is compared at every change of the weights.
public struct PocketPerceptron: Sendable {
  /// The perceptron that learns.
  public private(set) var current: Perceptron
  /// The best perceptron met so far.
  public private(set) var pocket: Perceptron
  /// The training examples that `pocket` gets wrong; `nil` before training.
  public private(set) var pocketMistakes: Int?

  /// Makes a perceptron that knows nothing, with itself in its pocket.
  public init(features: Int) {
    current = Perceptron(features: features)
    pocket = current
  }

  /// Answers +1 or −1 for every row with the weights in the pocket: `[n, features] -> [n]`.
  public func predict(_ examples: Tensor) -> [Int] { pocket.predict(examples) }

  /// Learns from examples drawn at random, again and again, keeping the best weights.
  ///
  /// - Parameters:
  ///   - examples: `[n, features]`, the same on every call: the pocket remembers a count.
  ///   - labels: `[n]`, +1 or −1
  ///   - learningRate: The length of the steps, more than 0.
  ///   - draws: The number of examples to draw. Training ends sooner when the pocket is never wrong.
  ///   - generator: Draws the examples.
  /// - Returns: The examples that the pocket gets wrong.
  @discardableResult
  public mutating func train(
    _ examples: Tensor, _ labels: [Int], learningRate: Float = 1, draws: Int,
    using generator: inout RandomGenerator
  ) -> Int {
    requireBatch("train", examples, labels, features: current.weights.count)
    require(!labels.isEmpty, "train: there must be at least one example")
    keepIfBetter(examples, labels)
    for _ in 0..<draws where pocketMistakes != 0 {
      let row = generator.integer(in: 0..<labels.count)
      learn(row, examples, labels, learningRate)
    }
    return pocketMistakes ?? labels.count
  }

  /// Goes through the examples once, in their order, keeping the best weights.
  ///
  /// - Parameters:
  ///   - examples: `[n, features]`, the same on every call, in any order.
  ///   - labels: `[n]`, +1 or −1
  ///   - learningRate: The length of the steps, more than 0.
  /// - Returns: The number of mistakes made on the way.
  @discardableResult
  public mutating func trainEpoch(
    _ examples: Tensor, _ labels: [Int], learningRate: Float = 1
  ) -> Int {
    requireBatch("trainEpoch", examples, labels, features: current.weights.count)
    keepIfBetter(examples, labels)
    return labels.indices.count { learn($0, examples, labels, learningRate) }
  }

  @discardableResult
  private mutating func learn(
    _ row: Int, _ examples: Tensor, _ labels: [Int], _ learningRate: Float
  ) -> Bool {
    let wasMistake = current.update(
      example: examples[row], label: labels[row], learningRate: learningRate)
    if wasMistake { keepIfBetter(examples, labels) }
    return wasMistake
  }

  private mutating func keepIfBetter(_ examples: Tensor, _ labels: [Int]) {
    let wrong = zip(current.predict(examples), labels).count { $0 != $1 }
    if let pocketMistakes, wrong >= pocketMistakes { return }
    pocket = current
    pocketMistakes = wrong
  }
}
