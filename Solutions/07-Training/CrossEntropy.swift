import Tensors

/// Exercise 07.2: cross-entropy from logits, with class weights and label smoothing.
///
/// Write `z` for a row of logits, `y` for its label and `K` for the number of classes. The logarithm of the
/// probability of class `k` is
///
///     ln pₖ = zₖ − ln Σⱼ exp(zⱼ)
///
/// Smoothing moves a share `s` of the target from the label to all classes evenly, the label's own included:
///
///     qₖ = (1 − s) · [k = y] + s / K
///
/// With the weights `w` (all 1 if there are none) and the sums over the rows,
///
///     loss = Σ over rows, Σₖ qₖ · wₖ · (−ln pₖ)   /   Σ over rows, w_y
///
/// It must be right for logits of ±1000, where `exp` alone gives infinity, and so must its gradient.
///
/// Logits `[[0, 0]]` and label 0 cost `ln 2 = 0.6931`. Logits `[[2, 0]]` and label 0 cost `0.1269`, and with a
/// smoothing of 0.1 `0.2269`: the target is `[0.95, 0.05]`.
///
/// - Parameters:
///   - logits: `[n, classes]`
///   - labels: `n` classes in `0..<classes`
///   - weights: What an example of each class counts, `[classes]`, or `nil`.
///   - smoothing: The share of the target that is spread over all classes, from 0 to 1.
/// - Returns: A number, of shape `[]`, that can be differentiated.
public func crossEntropy(
  logits: Tensor, labels: [Int], weights: Tensor?, smoothing: Float
) throws -> Tensor {
  let minusLog = -logSoftmax(logits, axis: 1)
  let classes = logits.shape[1]
  let weights = weights ?? .ones([classes])
  let target =
    (1 - smoothing) * Tensor.oneHot(labels, classes: classes)
    + smoothing / Float(classes)
  let counted = labels.reduce(Float(0)) { $0 + weights.scalars[$1] }
  return (target * weights * minusLog).sum() / counted
}
