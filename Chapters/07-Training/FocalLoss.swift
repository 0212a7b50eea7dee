public import Tensors

// The focal loss
//
// One pixel in a thousand shows a cat. A model that says "no cat" everywhere with 99.9 % is right on 999 of
// them, at a loss of 0.001 each: as much in sum as one cat that is found with probability 0.37. The many easy
// ones drown the few hard ones. Lin et al. (2017) multiply cross-entropy by how wrong the answer is:
//
//     (1 − p)ᵍ (−ln p)        p: the probability of the right answer
//
// With g = 2, an answer with p = 0.9 counts a hundredth, one with p = 0.1 still 0.81. And g = 0 is plain
// cross-entropy. A weight alpha for the rare yes (and 1 − alpha for the no) comes on top. It *looks* too small
// at 0.25 for a rare class: the focus has already quieted the many, and alpha tunes what is left.
//
// Both factors come from the score, never from p. With s = z for a yes and −z for a no, p = σ(s),
//
//     −ln p = softplus(−s)        1 − p = σ(−s) = e^−softplus(s)

/// Cross-entropy of yes or no that cares less about what is already right.
///
/// Lin et al. (2017), "Focal Loss for Dense Object Detection", equation 5.
///
///     alpha (1 − p)ᵍ (−ln p)      p: the probability of the right answer
///
/// - Parameters:
///   - logits: Any shape, a score for each yes or no.
///   - targets: 0 or 1, the same shape.
///   - gamma: How fast the interest in easy examples falls; 0 is plain cross-entropy, 2 is usual.
///   - alpha: The weight of a yes; a no weighs `1 − alpha`. `nil` for 1 and 1.
public func focalLoss(
  logits: Tensor, targets: Tensor, gamma: Float = 2, alpha: Float? = 0.25,
  reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("focalLoss", logits, targets)
  requireBits("focalLoss", targets)
  requireFocus(gamma)
  require(
    alpha.map { $0 >= 0 && $0 <= 1 } ?? true,
    "focalLoss: an alpha of \(alpha ?? 0); from 0 to 1 is expected")
  let score = logits * (2 * targets - 1)
  var losses = exp(-gamma * softplus(score)) * softplus(-score)
  if let alpha { losses = losses * (alpha * targets + (1 - alpha) * (1 - targets)) }
  return reduction(losses)
}

/// Cross-entropy of several classes that cares less about what is already right.
///
///     w_y (1 − p_y)ᵍ (−ln p_y)
///
/// `1 − p_y` is the share of the other classes in the sum of the exponentials, so its logarithm is a difference of
/// two sums of exponentials as well.
///
/// - Parameters:
///   - logits: `[…, classes]`, at least two classes.
///   - labels: One class for each row; a negative label leaves its row out.
///   - gamma: How fast the interest in easy examples falls; 0 is plain cross-entropy.
///   - weights: What an example of each class counts, `[classes]`; the mean is weighted as well.
/// - Returns: A number, or one for each label without reduction.
public func focalLoss(
  logits: Tensor, labels: [Int], gamma: Float = 2, weights: Tensor? = nil,
  reduction: Reduction = .mean
) -> Tensor {
  let rows = requireRows("focalLoss", logits, labels)
  let classes = rows.shape[1]
  require(
    classes > 1, "focalLoss: logits of shape \(logits.shape); at least two classes are expected")
  requireWeights("focalLoss", weights, classes: classes)
  requireFocus(gamma)
  let losses = softmaxCrossEntropy(logits: rows, labels: labels)
  let isRight = Tensor.oneHot(labels.map { max($0, 0) }, classes: classes) .> 0.5
  let others = logSumExp(rows.filled(with: -.infinity, where: isRight), axis: 1)
  let focus = exp(gamma * (others - logSumExp(rows, axis: 1)))
  let counts = importance(of: labels, weights)
  return reduction(counts * focus * losses, counting: counts)
}

private func requireFocus(_ gamma: Float) {
  require(gamma >= 0, "focalLoss: a gamma of \(gamma); at least 0 is expected")
}
