import Tensors

/// Exercise 03.8: takes one step of gradient descent on softmax regression.
///
/// The logits are `examples · weights + biases`, `[n, k]`. Softmax turns each row into probabilities `p`,
/// and the loss is the mean of `−ln p[label]`. Its gradient is short:
///
///     δ = (p − oneHot(labels)) / n               [n, k]
///     gradient of the weights = examplesᵀ · δ    [d, k]
///     gradient of the biases  = δ summed over the examples    [k]
///
/// With zero weights and biases every class is equally likely, and the loss is `ln k`.
///
/// - Parameters:
///   - weights: `[d, k]`
///   - biases: `[k]`
///   - examples: `[n, d]`
///   - labels: `n` classes, each in `0..<k`.
///   - learningRate: The length of the step.
/// - Returns: The new weights `[d, k]`, the new biases `[k]`, and the loss **before** the step. Logits as
///   large as 1000 must not turn it into "not a number".
public func softmaxRegressionStep(
  weights: Tensor, biases: Tensor, examples: Tensor, labels: [Int], learningRate: Float
) throws -> (weights: Tensor, biases: Tensor, loss: Float) {
  let n = Float(labels.count)
  let logits = matmul(examples, weights) + biases
  // Softmax does not change when a row is shifted; with a largest logit of 0 nothing overflows.
  let shifted = logits - logits.max(axis: 1, keepDimensions: true)
  let logTotals = log(exp(shifted).sum(axis: 1, keepDimensions: true))
  let logProbabilities = shifted - logTotals
  let targets = Tensor.oneHot(labels, classes: biases.count)
  let loss = -(targets * logProbabilities).sum().scalar / n

  let delta = (exp(logProbabilities) - targets) / n
  return (
    weights - learningRate * matmul(examples.transposed(), delta),
    biases - learningRate * delta.sum(axis: 0),
    loss
  )
}
