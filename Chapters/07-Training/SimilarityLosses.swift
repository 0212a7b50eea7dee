public import Tensors

// Losses for comparisons: what belongs together shall be near, what does not shall be far.

/// The Kullback-Leibler divergence of two distributions: `Σ t (ln t − ln p)`.
///
/// The direction matters: it is large where the target is and the prediction is not.
///
/// - Parameters:
///   - logProbabilities: The logarithms of the predicted distribution, `[n, classes]`.
///   - targets: The target distribution, `[n, classes]`; 0 counts nothing.
/// - Returns: A number; the mean is taken over the `n` rows. Without reduction `[n]`.
public func divergenceLoss(
  logProbabilities: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("divergenceLoss", logProbabilities, targets)
  let logTargets = log(maximum(targets, Float.leastNormalMagnitude))
  return reduction((targets * (logTargets - logProbabilities)).sum(axis: -1))
}

/// The cosine of the angle between corresponding rows: `[…, d], […, d] -> […]`.
///
/// A length smaller than `epsilon` counts as `epsilon`.
public func cosineSimilarity(_ a: Tensor, _ b: Tensor, epsilon: Float = 1e-8) -> Tensor {
  requireSameShape("cosineSimilarity", a, b)
  let limit = epsilon * epsilon
  let lengths = maximum(square(a).sum(axis: -1), limit) * maximum(square(b).sum(axis: -1), limit)
  return (a * b).sum(axis: -1) * reciprocalSquareRoot(lengths)
}

/// The distance of corresponding rows: `[…, d], […, d] -> […]`.
///
/// - Parameter epsilon: Added to every difference, so that the slope at distance 0 is finite.
public func pairwiseDistance(_ a: Tensor, _ b: Tensor, epsilon: Float = 1e-6) -> Tensor {
  requireSameShape("pairwiseDistance", a, b)
  return sqrt(square(a - b + epsilon).sum(axis: -1))
}

/// `1 − cos` for pairs that belong together (1), `max(0, cos − margin)` for those that do not (−1).
public func cosineEmbeddingLoss(
  _ a: Tensor, _ b: Tensor, targets: Tensor, margin: Float = 0, reduction: Reduction = .mean
) -> Tensor {
  let cosine = cosineSimilarity(a, b)
  requireSameShape("cosineEmbeddingLoss", cosine, targets)
  let together = maximum(targets, 0)
  return reduction(together * (1 - cosine) + (1 - together) * maximum(cosine - margin, 0))
}

/// The distance for pairs that belong together (1), `max(0, margin − distance)` for those that do not (−1).
public func hingeEmbeddingLoss(
  distances: Tensor, targets: Tensor, margin: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("hingeEmbeddingLoss", distances, targets)
  let together = maximum(targets, 0)
  return reduction(together * distances + (1 - together) * maximum(margin - distances, 0))
}

/// The squared distance of pairs that belong together, and the square of what the others lack to be `margin`
/// apart (Hadsell, Chopra and LeCun 2006).
///
/// - Parameters:
///   - a: `[n, d]`
///   - b: `[n, d]`
///   - isSame: 1 where a pair belongs together, 0 where not, `[n]`.
public func contrastiveLoss(
  _ a: Tensor, _ b: Tensor, isSame: Tensor, margin: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  let distance = pairwiseDistance(a, b)
  requireSameShape("contrastiveLoss", distance, isSame)
  let lacks = maximum(margin - distance, 0)
  return reduction(0.5 * (isSame * square(distance) + (1 - isSame) * square(lacks)))
}

/// What the stranger lacks to be `margin` further from the anchor than the relative is (Schroff, Kalenichenko
/// and Philbin 2015).
///
///     max(0, ‖anchor − positive‖ − ‖anchor − negative‖ + margin)
public func tripletLoss(
  anchor: Tensor, positive: Tensor, negative: Tensor, margin: Float = 1,
  reduction: Reduction = .mean
) -> Tensor {
  let near = pairwiseDistance(anchor, positive)
  let far = pairwiseDistance(anchor, negative)
  return reduction(maximum(near - far + margin, 0))
}

/// What the one that should rank higher lacks: `max(0, −t (a − b) + margin)`, for t = 1 or −1.
public func marginRankingLoss(
  _ a: Tensor, _ b: Tensor, targets: Tensor, margin: Float = 0, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("marginRankingLoss", a, b)
  requireSameShape("marginRankingLoss", a, targets)
  return reduction(maximum(margin - targets * (a - b), 0))
}

/// How hard it is to find each example's partner among all others by the angle: InfoNCE (van den Oord, Li
/// and Vinyals 2018).
///
/// Row `i` of `b` is the partner of row `i` of `a`; all other rows of `b` are strangers. It is cross-entropy
/// over the similarities, so its value at random is `ln n`.
///
/// - Parameters:
///   - a: `[n, d]`
///   - b: `[n, d]`
///   - temperature: Divides the similarities; smaller means stricter.
public func informationNoiseContrastiveLoss(
  _ a: Tensor, _ b: Tensor, temperature: Float = 0.1, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("informationNoiseContrastiveLoss", a, b)
  require(a.rank == 2, "informationNoiseContrastiveLoss: \(a.shape): a shape [n, d] is expected")
  func unit(_ x: Tensor) -> Tensor {
    x * reciprocalSquareRoot(maximum(square(x).sum(axis: 1, keepDimensions: true), 1e-16))
  }
  let similarities = matmul(unit(a), unit(b).transposed()) / temperature
  return reduction(
    softmaxCrossEntropy(logits: similarities, labels: Array(0..<a.shape[0])))
}
