import Tensors

/// Exercise 07.3: the focal loss, which cares less about what is already right.
///
/// A logit `z` says yes with the probability `σ(z)`. Write `p` for the probability of the *right* answer:
/// `σ(z)` where the target is 1, and `1 − σ(z) = σ(−z)` where it is 0. Each element costs
///
///     weight · (1 − p)ᵍ · (−ln p)       weight: alpha for a target of 1, 1 − alpha for a target of 0
///
/// where ᵍ is the power `gamma`, and the result is the mean over all elements. With `gamma` 0 and `alpha` ½ it is
/// half the binary cross-entropy.
///
/// It must be right for logits of ±1000, and so must its gradient: compute `−ln p` and `1 − p` from the logit.
/// With `s = ±z`, the score of the right answer, `−ln p = softplus(−s)`.
///
/// The logit 0, target 1, `gamma` 2 and `alpha` 0.25 cost `0.25 · 0.5² · 0.6931 = 0.0433`. Target 0 costs
/// `0.1300`.
///
/// - Parameters:
///   - logits: any shape
///   - targets: 0 or 1, the same shape
///   - gamma: How fast the interest in easy examples falls, at least 0.
///   - alpha: The weight of a target of 1, from 0 to 1.
/// - Returns: A number, of shape `[]`, that can be differentiated.
public func focalLoss(
  logits: Tensor, targets: Tensor, gamma: Float, alpha: Float
) throws -> Tensor {
  let score = logits * (2 * targets - 1)
  let weight = alpha * targets + (1 - alpha) * (1 - targets)
  // 1 − p = σ(−s) = exp(−softplus(s))
  let focus = exp(-gamma * softplus(score))
  return (weight * focus * softplus(-score)).mean()
}
