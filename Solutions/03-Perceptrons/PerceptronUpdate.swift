import Tensors

/// Exercise 03.2: shows a perceptron one example, and lets it learn from a mistake.
///
/// The score is `weights · example + bias`. The perceptron is wrong where `label · score ≤ 0`: on the
/// wrong side of the boundary, or exactly on it. Only then does it move:
///
///     weights ← weights + learningRate · label · example
///     bias    ← bias    + learningRate · label
///
/// With weights `[0.5, -1]`, bias `0.25`, example `[2, 1]`, label `-1` and learning rate `0.1` the score is
/// `0.25`, a mistake; the new weights are `[0.3, -1.1]` and the new bias is `0.15`.
///
/// - Parameters:
///   - weights: `[d]`
///   - bias: The number added to the score.
///   - example: `[d]`
///   - label: +1 or −1.
///   - learningRate: The length of a step, above 0.
/// - Returns: The weights `[d]` and the bias after the example.
public func perceptronUpdate(
  weights: Tensor, bias: Float, example: Tensor, label: Int, learningRate: Float
) throws -> (weights: Tensor, bias: Float) {
  let score = dot(weights, example).scalar + bias
  guard Float(label) * score <= 0 else { return (weights, bias) }
  let step = learningRate * Float(label)
  return (weights + step * example, bias + step)
}
