import Tensors

/// Exercise 05.9: pulls a gradient back through softmax and cross-entropy in one step.
///
/// The loss is the mean over n rows of `−log softmax(logits)[label]`. With the logits `[[0, 0, ln 2]]`,
/// the label 0 and upstream = 1 the gradient is `[[-0.75, 0.25, 0.5]]`.
///
/// - Parameters:
///   - logits: `[n, k]`; logits of ±1000 must not give "not a number".
///   - labels: `n` classes in `0..<k`.
///   - upstream: The gradient of the loss, one number.
/// - Returns: The gradient of the logits, `[n, k]`.
public func crossEntropyPullback(
  logits: Tensor, labels: [Int], upstream: Float
) throws -> Tensor {
  let powers = exp(logits - logits.max(axis: 1, keepDimensions: true))
  let probabilities = powers / powers.sum(axis: 1, keepDimensions: true)
  let targets = Tensor.oneHot(labels, classes: logits.shape[1])
  return (upstream / Float(labels.count)) * (probabilities - targets)
}
