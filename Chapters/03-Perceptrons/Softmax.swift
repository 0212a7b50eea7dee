// Softmax: a soft decision among many
//
// With k classes there are k scores. They become probabilities when they are made positive and then
// divided by their sum:
//
//     softmax(s)ⱼ = e^sⱼ / Σₘ e^sₘ
//
// For k = 2 this is the sigmoid of the difference: e^a / (e^a + e^b) = σ(a − b). In general only
// differences matter: adding a constant to all scores multiplies above and below by the same factor.
//
// That is also the remedy for overflow. Subtract the largest score first: every exponent is then 0 or
// negative, the largest term is e⁰ = 1, and the sum lies between 1 and k.
//
// Cross-entropy is the loss: minus the logarithm of the probability of the true class.
//
//     −log softmax(s)_y = log(Σₘ e^sₘ) − s_y = max + log(Σₘ e^(sₘ − max)) − s_y
//
// As with the sigmoid, the loss is computed from the scores, never from the probabilities.

public import Tensors

/// Turns every row of scores into probabilities: `[n, classes] -> [n, classes]`.
///
///     softmax(s)ⱼ = e^sⱼ / Σₘ e^sₘ
///
/// Each row is positive, apart from what underflows, and sums to 1. Adding a number to a row changes
/// nothing.
///
/// ```swift
/// softmax(Tensor([[0, 1, 2]]))    // [[0.0900, 0.2447, 0.6652]]
/// ```
///
/// Source: J. S. Bridle, "Probabilistic interpretation of feedforward classification network outputs"
/// (1990), who named it.
public func softmax(_ logits: Tensor) -> Tensor {
  requireLogits("softmax", logits)
  let powers = exp(logits - logits.max(axis: 1, keepDimensions: true))
  return powers / powers.sum(axis: 1, keepDimensions: true)
}

/// Averages minus the logarithm of the true class's probability, from the scores.
///
/// Natural logarithms; equal scores for `k` classes cost `log k`.
///
/// - Parameters:
///   - logits: The scores before softmax: `[n, classes]`, at least one row.
///   - labels: The true classes, from 0: `[n]`.
@_disfavoredOverload  // Chapter 07 has one that gradients flow through.
public func crossEntropy(logits: Tensor, labels: [Int]) -> Float {
  requireLogits("crossEntropy", logits)
  require(
    logits.shape[0] == labels.count && !labels.isEmpty,
    "crossEntropy: \(logits.shape): one row for each of \(labels.count) labels is expected")
  requireClasses("crossEntropy", labels, classes: logits.shape[1])
  let shifted = logits - logits.max(axis: 1, keepDimensions: true)
  let logarithmOfSum = log(exp(shifted).sum(axis: 1))
  let ofTrueClass = Tensor(labels.enumerated().map { shifted[$0.offset, $0.element] })
  return (logarithmOfSum - ofTrueClass).mean().scalar
}

private func requireLogits(_ operation: String, _ logits: Tensor) {
  require(
    logits.rank == 2 && logits.shape[1] > 0,
    "\(operation): \(logits.shape): scores of shape [n, classes] are expected")
}
