// One step of learning
//
// With the gradient in hand, learning is one line for every parameter:
//
//     θ ← θ − η ∂L/∂θ
//
// The gradient of a network is a value of the network's own type, so the two are walked over together.
// Chapter 06 has better steps than this one. The shape of the loop stays the same.

public import Tensors

extension Layer {
  /// Takes one step of plain gradient descent.
  ///
  /// ```swift
  /// for _ in 0..<1000 {
  ///   network.descend(rate: 0.5) { network in square(network(x) - y).mean() }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - rate: The length of the step, η.
  ///   - loss: What is to become small: a single number, computed from the layer it is given.
  /// - Returns: The loss before the step.
  @discardableResult
  public mutating func descend(rate: Float, _ loss: (Self) throws -> Tensor) rethrows -> Float {
    let (value, gradient) = try valueWithGradient(at: &self, of: loss)
    updateParameters(with: gradient) { parameter, slope in parameter -= rate * slope }
    return value.scalar
  }

  /// Goes through `count` examples once, in a random order and in batches, with one step for each batch.
  ///
  /// - Parameters:
  ///   - count: The number of examples.
  ///   - batchSize: The examples per step; the last batch may be smaller.
  ///   - rate: The length of a step.
  ///   - generator: Draws the order.
  ///   - loss: The mean loss of the examples at some positions.
  /// - Returns: The mean of the losses before each step, weighted by the size of the batch.
  @discardableResult
  public mutating func descendEpoch(
    over count: Int, batchSize: Int, rate: Float, using generator: inout RandomGenerator,
    _ loss: (Self, [Int]) throws -> Tensor
  ) rethrows -> Float {
    require(
      count > 0 && batchSize > 0,
      "descendEpoch: \(count) examples in batches of \(batchSize); both must be at least 1")
    let order = generator.permutation(count)
    var total: Float = 0
    for start in stride(from: 0, to: count, by: batchSize) {
      let batch = Array(order[start..<min(start + batchSize, count)])
      total += try descend(rate: rate) { try loss($0, batch) } * Float(batch.count)
    }
    return total / Float(count)
  }
}
