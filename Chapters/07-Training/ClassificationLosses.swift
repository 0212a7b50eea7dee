public import Tensors

// Losses for decisions. All of them take *logits*, the scores before softmax or sigmoid: then nothing
// overflows and no probability is rounded to 0 before its logarithm is taken.

/// Minus the logarithm of the probability of the right class.
///
/// - Parameters:
///   - logits: `[n, classes]`
///   - labels: `n` classes in `0..<classes`. A negative label leaves its row out of sum and mean.
///   - weights: What an example of each class counts, `[classes]`; the mean is weighted as well.
///   - smoothing: The share of the target that is spread evenly over all classes (Szegedy et al. 2016): the
///     target of the right class is `1 − smoothing + smoothing / classes`.
/// - Returns: A number, or `[n]` without reduction.
public func crossEntropy(
  logits: Tensor, labels: [Int], weights: Tensor? = nil, smoothing: Float = 0,
  reduction: Reduction = .mean
) -> Tensor {
  require(
    logits.rank == 2 && logits.shape[0] == labels.count,
    "crossEntropy: logits of shape \(logits.shape) for \(labels.count) labels; one row for each label is "
      + "expected")
  let classes = logits.shape[1]
  let right = softmaxCrossEntropy(logits: logits, labels: labels)
  let factors = Tensor(
    labels.map { label in label < 0 ? 0 : weights.map { $0[label].scalar } ?? 1 })
  var losses = weights == nil ? right : right * factors
  if smoothing > 0 {
    let kept = Tensor(labels.map { $0 < 0 ? 0 : 1 })
    let all = -logSoftmax(logits, axis: 1)
    let spread = (weights.map { all * $0 } ?? all).sum(axis: 1) * kept
    losses = (1 - smoothing) * losses + smoothing / Float(classes) * spread
  }
  switch reduction {
  case .none: return losses
  case .sum: return losses.sum()
  case .mean: return losses.sum() / factors.sum().scalar
  }
}

/// Minus the logarithm of the probability of a whole distribution as the target: `−Σ t ln p`.
///
/// - Parameters:
///   - logits: `[n, classes]`
///   - targets: `[n, classes]`; each row adds up to 1.
public func crossEntropy(
  logits: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("crossEntropy", logits, targets)
  return reduction(-(targets * logSoftmax(logits, axis: -1)).sum(axis: -1))
}

/// Minus the logarithm of the probability of the label, for rows that already hold log-probabilities.
public func negativeLogLikelihood(
  logProbabilities: Tensor, labels: [Int], reduction: Reduction = .mean
) -> Tensor {
  require(
    logProbabilities.rank == 2 && logProbabilities.shape[0] == labels.count,
    "negativeLogLikelihood: a shape of \(logProbabilities.shape) for \(labels.count) labels; one row for "
      + "each label is expected")
  return reduction(-logProbabilities.takeAlong(labels, axis: 1).reshaped([labels.count]))
}

/// Minus the logarithm of the probability of yes or no, from logits.
///
///     softplus(z) − t z
///
/// - Parameters:
///   - logits: Any shape.
///   - targets: The same shape, from 0 to 1.
///   - positiveWeight: What a yes counts where a no counts 1, for rare yeses.
public func binaryCrossEntropy(
  logits: Tensor, targets: Tensor, positiveWeight: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("binaryCrossEntropy", logits, targets)
  // −t w ln σ(z) − (1 − t) ln(1 − σ(z)), with −ln σ(z) = softplus(−z) and −ln(1 − σ(z)) = softplus(z).
  return reduction(
    positiveWeight * targets * softplus(-logits) + (1 - targets) * softplus(logits))
}

/// The same from probabilities, for what is not a logit; their logarithms are cut off at −100.
public func binaryCrossEntropy(
  probabilities: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("binaryCrossEntropy", probabilities, targets)
  let yes = maximum(log(probabilities), -100)
  let no = maximum(log(1 - probabilities), -100)
  return reduction(-(targets * yes + (1 - targets) * no))
}

/// Cross-entropy that cares less about what is already right.
///
/// Lin et al. 2017.
///
///     alpha (1 − p)ᵍ (−ln p)      p: the probability of the right answer
///
/// - Parameters:
///   - logits: Any shape, one for each yes or no.
///   - targets: 0 or 1.
///   - gamma: How fast the interest in easy examples falls; 0 is plain cross-entropy.
///   - alpha: The weight of a yes; a no weighs `1 − alpha`. `nil` for 1 and 1.
public func focalLoss(
  logits: Tensor, targets: Tensor, gamma: Float = 2, alpha: Float? = 0.25,
  reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("focalLoss", logits, targets)
  // With s = ±z the probability of the right answer is σ(s), and 1 − σ(s) = σ(−s).
  let score = logits * (2 * targets - 1)
  var losses = exp(-gamma * softplus(score)) * softplus(-score)
  if let alpha { losses = losses * (alpha * targets + (1 - alpha) * (1 - targets)) }
  return reduction(losses)
}

/// One minus the overlap of two regions (Milletari, Navab and Ahmadi 2016).
///
///     1 − (2 Σ p t + smooth) / (Σ p + Σ t + smooth)
///
/// - Parameters:
///   - probabilities: `[n, …]`, from 0 to 1.
///   - targets: The same shape, 0 or 1.
public func diceLoss(
  _ probabilities: Tensor, _ targets: Tensor, smooth: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  let (both, p, t) = overlap("diceLoss", probabilities, targets)
  return reduction(1 - (2 * both + smooth) / (p + t + smooth))
}

/// One minus intersection over union, for probabilities.
///
///     1 − (Σ p t + smooth) / (Σ p + Σ t − Σ p t + smooth)
public func intersectionOverUnionLoss(
  _ probabilities: Tensor, _ targets: Tensor, smooth: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  let (both, p, t) = overlap("intersectionOverUnionLoss", probabilities, targets)
  return reduction(1 - (both + smooth) / (p + t - both + smooth))
}

/// For every example the sums of `p t`, `p` and `t`.
private func overlap(
  _ name: String, _ probabilities: Tensor, _ targets: Tensor
) -> (both: Tensor, p: Tensor, t: Tensor) {
  requireSameShape(name, probabilities, targets)
  require(probabilities.rank > 1, "\(name): \(probabilities.shape): a shape [n, …] is expected")
  let rows = [probabilities.shape[0], -1]
  let (p, t) = (probabilities.reshaped(rows), targets.reshaped(rows))
  return ((p * t).sum(axis: 1), p.sum(axis: 1), t.sum(axis: 1))
}

// MARK: Margins

/// What a score lacks to be on the right side by 1: `max(0, 1 − t s)`, for labels −1 and 1.
public func hingeLoss(
  scores: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("hingeLoss", scores, targets)
  return reduction(maximum(1 - targets * scores, 0))
}

/// The square of the hinge loss: smooth where it begins.
public func squaredHingeLoss(
  scores: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("squaredHingeLoss", scores, targets)
  return reduction(square(maximum(1 - targets * scores, 0)))
}

/// What the right class lacks to lead the best wrong one by 1 (Crammer and Singer 2001).
///
/// - Parameters:
///   - scores: `[n, classes]`
///   - labels: `n` classes.
public func categoricalHingeLoss(
  scores: Tensor, labels: [Int], reduction: Reduction = .mean
) -> Tensor {
  let (right, isRight) = rightScores("categoricalHingeLoss", scores, labels)
  let wrong = scores.filled(with: -Float.greatestFiniteMagnitude, where: isRight).max(axis: 1)
  return reduction(maximum(1 + wrong - right.reshaped([labels.count]), 0))
}

/// The mean over the classes of what the right class lacks to lead each wrong one by `margin`.
public func multiMarginLoss(
  scores: Tensor, labels: [Int], margin: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  let (right, isRight) = rightScores("multiMarginLoss", scores, labels)
  let lacks = maximum(margin - right + scores, 0).filled(with: 0, where: isRight)
  return reduction(lacks.sum(axis: 1) / Float(scores.shape[1]))
}

private func rightScores(
  _ name: String, _ scores: Tensor, _ labels: [Int]
) -> (right: Tensor, isRight: Mask) {
  require(
    scores.rank == 2 && scores.shape[0] == labels.count,
    "\(name): scores of shape \(scores.shape) for \(labels.count) labels; one row for each label is "
      + "expected")
  let isRight = Tensor.oneHot(labels, classes: scores.shape[1]) .> 0.5
  return (scores.takeAlong(labels, axis: 1), isRight)
}

/// `ln(1 + exp(−t s))`, for labels −1 and 1.
public func softMarginLoss(
  scores: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("softMarginLoss", scores, targets)
  return reduction(softplus(-targets * scores))
}

/// The mean of binary cross-entropy over the labels of each example, of which several may hold:
/// `[n, labels] -> [n]`.
public func multiLabelSoftMarginLoss(
  logits: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  reduction(
    binaryCrossEntropy(logits: logits, targets: targets, reduction: .none).mean(axis: -1))
}

/// What each wrong label lacks to stay below each right one by 1, over the number of labels.
///
/// - Parameters:
///   - scores: `[n, labels]`
///   - targets: 0 or 1, `[n, labels]`
public func multiLabelMarginLoss(
  scores: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("multiLabelMarginLoss", scores, targets)
  let (n, labels) = (scores.shape[0], scores.shape[1])
  let right = scores.reshaped([n, labels, 1])
  let wrong = scores.reshaped([n, 1, labels])
  let pairs = targets.reshaped([n, labels, 1]) * (1 - targets.reshaped([n, 1, labels]))
  let lacks = maximum(1 - right + wrong, 0) * pairs
  return reduction(lacks.sum(axis: 2).sum(axis: 1) / Float(labels))
}
