public import Tensors

// Margins
//
// Cross-entropy is never content: a probability of 0.99 still has a slope. A *margin* is. What is right by more
// than the margin costs nothing and teaches nothing, so only the examples near the border count (in a
// support-vector machine they are the support vectors). The pieces are straight, max(0, margin − lead), or
// squared, which makes the beginning smooth and large errors dear.

/// What a score lacks to be on the right side by 1: `max(0, 1 − t s)`, for labels −1 and 1.
///
/// - Parameters:
///   - scores: Any shape.
///   - targets: −1 or 1, the same shape.
public func hingeLoss(
  scores: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("hingeLoss", scores, targets)
  requireSigns("hingeLoss", targets)
  return reduction(maximum(1 - targets * scores, 0))
}

/// The square of the hinge loss: smooth where it begins.
///
/// - Parameters:
///   - scores: Any shape.
///   - targets: −1 or 1, the same shape.
public func squaredHingeLoss(
  scores: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("squaredHingeLoss", scores, targets)
  requireSigns("squaredHingeLoss", targets)
  return reduction(square(maximum(1 - targets * scores, 0)))
}

/// What the right class lacks to lead the best wrong one by 1 (Crammer and Singer 2001).
///
/// Best wrong classes that are equal share the slope.
///
/// - Parameters:
///   - scores: `[n, classes]`, at least two classes.
///   - labels: `n` classes.
public func categoricalHingeLoss(
  scores: Tensor, labels: [Int], reduction: Reduction = .mean
) -> Tensor {
  let (right, isRight) = rightScores("categoricalHingeLoss", scores, labels)
  let wrong = scores.filled(with: -.infinity, where: isRight).max(axis: 1)
  return reduction(maximum(1 + wrong - right.reshaped([labels.count]), 0))
}

/// The mean over the classes of what the right class lacks to lead each wrong one by `margin`, PyTorch's
/// `MultiMarginLoss`.
///
/// - Parameters:
///   - scores: `[n, classes]`, at least two classes.
///   - labels: `n` classes.
///   - margin: The lead that is enough.
///   - isSquared: Whether what is lacking is squared.
///   - weights: What an example of each class counts, `[classes]`. The mean is not weighted.
public func multiMarginLoss(
  scores: Tensor, labels: [Int], margin: Float = 1, isSquared: Bool = false,
  weights: Tensor? = nil, reduction: Reduction = .mean
) -> Tensor {
  let (right, isRight) = rightScores("multiMarginLoss", scores, labels)
  requireWeights("multiMarginLoss", weights, classes: scores.shape[1])
  let lacks = maximum(margin - right + scores, 0).filled(with: 0, where: isRight)
  let losses = (isSquared ? square(lacks) : lacks).sum(axis: 1) / Float(scores.shape[1])
  return reduction(weights == nil ? losses : importance(of: labels, weights) * losses)
}

/// The scores of the right classes, `[n, 1]`, and where they are.
private func rightScores(
  _ name: String, _ scores: Tensor, _ labels: [Int]
) -> (right: Tensor, isRight: Mask) {
  require(
    scores.rank == 2 && scores.shape[1] > 1,
    "\(name): scores of shape \(scores.shape); [n, classes] with at least two classes is expected")
  _ = requireRows(name, scores, labels, allowsIgnored: false)
  let isRight = Tensor.oneHot(labels, classes: scores.shape[1]) .> 0.5
  return (scores.takeAlong(labels, axis: 1), isRight)
}

/// `ln(1 + exp(−t s))`, for labels −1 and 1, PyTorch's `SoftMarginLoss`.
///
/// It is binary cross-entropy in other labels: a margin without a border.
public func softMarginLoss(
  scores: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("softMarginLoss", scores, targets)
  requireSigns("softMarginLoss", targets)
  return reduction(softplus(-targets * scores))
}

/// What each wrong label lacks to stay below each right one by 1, over the number of labels, PyTorch's
/// `MultiLabelMarginLoss`.
///
/// - Parameters:
///   - scores: `[n, labels]`
///   - targets: 0 or 1, `[n, labels]`
public func multiLabelMarginLoss(
  scores: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("multiLabelMarginLoss", scores, targets)
  require(
    scores.rank == 2,
    "multiLabelMarginLoss: scores of shape \(scores.shape); [n, labels] is expected")
  requireBits("multiLabelMarginLoss", targets)
  let (n, labels) = (scores.shape[0], scores.shape[1])
  let right = scores.reshaped([n, labels, 1])
  let wrong = scores.reshaped([n, 1, labels])
  let pairs = targets.reshaped([n, labels, 1]) * (1 - targets.reshaped([n, 1, labels]))
  let lacks = maximum(1 - right + wrong, 0) * pairs
  return reduction(lacks.sum(axis: 2).sum(axis: 1) / Float(labels))
}

/// What the one that should rank higher lacks: `max(0, −t (a − b) + margin)`, for t = 1 or −1, PyTorch's
/// `MarginRankingLoss`.
///
/// - Parameters:
///   - a: Scores of any shape.
///   - b: Scores of the same shape.
///   - targets: 1 where `a` should be higher, −1 where `b` should.
public func marginRankingLoss(
  _ a: Tensor, _ b: Tensor, targets: Tensor, margin: Float = 0, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("marginRankingLoss", a, b)
  requireSameShape("marginRankingLoss", a, targets)
  requireSigns("marginRankingLoss", targets)
  return reduction(maximum(margin - targets * (a - b), 0))
}
