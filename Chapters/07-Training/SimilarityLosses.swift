public import Tensors

// Losses for comparisons
//
// Sometimes there is no right answer, only a right neighbourhood: two pictures of one person, a picture and its
// caption. The network maps each to a point, an *embedding*. What belongs together shall be near, what does
// not shall be far. "Near" alone is not enough: the shortest way to bring everything near is to map everything
// to one point. Every loss here has a part that pushes apart:
//
//     contrastive    pairs: together, or at least `margin` apart
//     triplet        an anchor: nearer to its relative than to a stranger, by `margin`
//     InfoNCE        an anchor: its partner among n − 1 strangers, as a classification
//
// The first two have a margin, so most pairs soon cost nothing, and the hard ones have to be searched for. The
// third compares with all others of the batch at once, and it grows better with the batch.

/// The cosine of the angle between corresponding rows: `[…, d], […, d] -> […]`.
///
/// A length smaller than `epsilon` counts as `epsilon`.
public func cosineSimilarity(_ a: Tensor, _ b: Tensor, epsilon: Float = 1e-8) -> Tensor {
  requireSameShape("cosineSimilarity", a, b)
  return (a * b).sum(axis: -1) * reciprocalLengths(a, epsilon) * reciprocalLengths(b, epsilon)
}

private func reciprocalLengths(
  _ x: Tensor, _ epsilon: Float, keepDimensions: Bool = false
) -> Tensor {
  reciprocalSquareRoot(
    maximum(square(x).sum(axis: -1, keepDimensions: keepDimensions), epsilon * epsilon))
}

/// The distance of corresponding rows: `[…, d], […, d] -> […]`, PyTorch's `PairwiseDistance`.
///
/// - Parameter epsilon: Added to every difference, so that the slope at distance 0 is finite.
public func pairwiseDistance(_ a: Tensor, _ b: Tensor, epsilon: Float = 1e-6) -> Tensor {
  requireSameShape("pairwiseDistance", a, b)
  let squares = square(a - b + epsilon).sum(axis: -1)
  // A sum of exactly 0, where the difference is −epsilon, has no slope instead of an infinite one.
  return sqrt(maximum(squares, 1e-30))
}

// MARK: Pairs

/// `1 − cos` for pairs that belong together (1), `max(0, cos − margin)` for those that do not (−1), PyTorch's
/// `CosineEmbeddingLoss`.
///
/// - Parameters:
///   - a: `[n, d]`
///   - b: `[n, d]`
///   - targets: 1 or −1, `[n]`
public func cosineEmbeddingLoss(
  _ a: Tensor, _ b: Tensor, targets: Tensor, margin: Float = 0, reduction: Reduction = .mean
) -> Tensor {
  let cosine = cosineSimilarity(a, b)
  requireSameShape("cosineEmbeddingLoss", cosine, targets)
  requireSigns("cosineEmbeddingLoss", targets)
  let together = maximum(targets, 0)
  return reduction(together * (1 - cosine) + (1 - together) * maximum(cosine - margin, 0))
}

/// The distance for pairs that belong together (1), `max(0, margin − distance)` for those that do not (−1),
/// PyTorch's `HingeEmbeddingLoss`.
///
/// - Parameters:
///   - distances: Any shape.
///   - targets: 1 or −1, the same shape.
public func hingeEmbeddingLoss(
  distances: Tensor, targets: Tensor, margin: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("hingeEmbeddingLoss", distances, targets)
  requireSigns("hingeEmbeddingLoss", targets)
  let together = maximum(targets, 0)
  return reduction(together * distances + (1 - together) * maximum(margin - distances, 0))
}

/// The squared distance of pairs that belong together, and the square of what the others lack to be `margin`
/// apart, each halved (Hadsell, Chopra and LeCun 2006).
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
  requireBits("contrastiveLoss", isSame)
  let lacks = maximum(margin - distance, 0)
  return reduction(0.5 * (isSame * square(distance) + (1 - isSame) * square(lacks)))
}

// MARK: Triplets

/// What the stranger lacks to be `margin` further from the anchor than the relative is (Schroff, Kalenichenko
/// and Philbin 2015), PyTorch's `TripletMarginLoss` and `TripletMarginWithDistanceLoss`.
///
///     max(0, d(anchor, positive) − d(anchor, negative) + margin)
///
/// ```swift
/// tripletLoss(anchor: a, positive: p, negative: n, margin: 0.2) { 1 - cosineSimilarity($0, $1) }
/// ```
///
/// - Parameters:
///   - anchor: `[…, d]`
///   - positive: What belongs to the anchor, the same shape.
///   - negative: What does not, the same shape.
///   - margin: The lead that is enough.
///   - isSwapped: Whether the stranger may be measured from the relative where that is nearer (Balntas et al.
///     2016): a harder task.
///   - distance: How far apart corresponding rows are, `[…, d], […, d] -> […]`.
public func tripletLoss(
  anchor: Tensor, positive: Tensor, negative: Tensor, margin: Float = 1, isSwapped: Bool = false,
  reduction: Reduction = .mean,
  distance: (Tensor, Tensor) -> Tensor = { pairwiseDistance($0, $1) }
) -> Tensor {
  requireSameShape("tripletLoss", anchor, positive)
  requireSameShape("tripletLoss", anchor, negative)
  let near = distance(anchor, positive)
  var far = distance(anchor, negative)
  if isSwapped { far = minimum(far, distance(positive, negative)) }
  return reduction(maximum(near - far + margin, 0))
}

// MARK: All against all

/// How hard it is to find each example's partner among all others by the angle: InfoNCE (van den Oord, Li
/// and Vinyals 2018).
///
/// Row `i` of `b` is the partner of row `i` of `a`; all other rows of `b` are strangers. It is cross-entropy
/// over the similarities, with the diagonal as the labels, so its value at random is about `ln n`.
///
/// - Parameters:
///   - a: `[n, d]`
///   - b: `[n, d]`
///   - temperature: Divides the similarities, which lie between −1 and 1; smaller means stricter. 0.05 to 0.5
///     is usual.
///   - isSymmetric: Whether partners are sought in both directions and the two losses averaged, as for pictures
///     and captions (Radford et al. 2021).
/// - Returns: A number, or `[n]` without reduction.
public func informationNoiseContrastiveLoss(
  _ a: Tensor, _ b: Tensor, temperature: Float = 0.1, isSymmetric: Bool = false,
  reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("informationNoiseContrastiveLoss", a, b)
  require(a.rank == 2, "informationNoiseContrastiveLoss: \(a.shape): a shape [n, d] is expected")
  require(
    temperature > 0,
    "informationNoiseContrastiveLoss: a temperature of \(temperature); more than 0 is expected")
  func unit(_ x: Tensor) -> Tensor { x * reciprocalLengths(x, 1e-8, keepDimensions: true) }
  let similarities = matmul(unit(a), unit(b).transposed()) / temperature
  let partners = Array(0..<a.shape[0])
  var losses = softmaxCrossEntropy(logits: similarities, labels: partners)
  if isSymmetric {
    let back = softmaxCrossEntropy(logits: similarities.transposed(), labels: partners)
    losses = 0.5 * (losses + back)
  }
  return reduction(losses)
}
