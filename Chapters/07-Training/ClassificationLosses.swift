public import Tensors

// Cross-entropy
//
// A network gives every class a score z. Softmax makes probabilities of them, and the loss is minus the
// logarithm of the one that belongs to the right class y:
//
//     −ln p_y = ln Σ e^zₖ − z_y             (logits)
//
// Never compute p first. With z = (1000, 0) and y = 1, p is 0 and its logarithm −∞; the formula above gives
// 1000, which is the truth, and its slope p − y is finite. Two classes need one score: with z = z₁ − z₀,
//
//     −ln p₁ = ln(1 + e^−z) = softplus(−z)        −ln p₀ = softplus(z)
//
// *Label smoothing* asks for less than certainty. The target keeps 1 − ε and spreads ε evenly over all K
// classes, so the right one has 1 − ε + ε/K and each other ε/K; together that is 1. (Giving ε/(K − 1) to the
// others *and* 1 − ε + ε/K to the right one is more than 1.) The loss is then linear in the target:
//
//     (1 − ε) (−ln p_y) + ε · mean over the classes of (−ln pₖ)
//
// *Class weights* w multiply what an example of each class counts, and the mean is a weighted mean: divided by
// Σ w_y, not by n. So doubling all weights changes nothing.

/// Minus the logarithm of the probability of the right class, PyTorch's `CrossEntropyLoss`.
///
///     ln Σ e^zₖ − z_y
///
/// ```swift
/// crossEntropy(logits: Tensor([[1, 1, 1, 1]]), labels: [2])    // ln 4 = 1.3863: no idea
/// ```
///
/// Chapter 03 has a function of the same name that gives a `Float`; where a tensor is asked for, as in a
/// gradient, this one is meant.
///
/// - Parameters:
///   - logits: `[…, classes]`: scores, not probabilities.
///   - labels: One class in `0..<classes` for each row, in row-major order. A negative label leaves its row out
///     of sum and mean; where all are left out, the mean is 0.
///   - weights: What an example of each class counts, `[classes]`; the mean is weighted as well.
///   - smoothing: The share of the target that is spread evenly over all classes (Szegedy et al. 2016): the
///     target of the right class is `1 − smoothing + smoothing / classes`. 0.1 is usual.
/// - Returns: A number, or `[…]` without reduction.
public func crossEntropy(
  logits: Tensor, labels: [Int], weights: Tensor? = nil, smoothing: Float = 0,
  reduction: Reduction = .mean
) -> Tensor {
  let rows = requireRows("crossEntropy", logits, labels)
  requireWeights("crossEntropy", weights, classes: rows.shape[1])
  requireSmoothing(smoothing)
  let counts = importance(of: labels, weights)
  var losses = softmaxCrossEntropy(logits: rows, labels: labels)
  if weights != nil { losses = losses * counts }
  if smoothing > 0 {
    let all = -logSoftmax(rows, axis: 1)
    let spread = (weights.map { all * $0 } ?? all).mean(axis: 1)
    let isIgnored = Mask(labels.map { $0 < 0 })
    losses = (1 - smoothing) * losses + smoothing * spread.filled(with: 0, where: isIgnored)
  }
  return shaped(reduction(losses, counting: counts), as: logits, reduction)
}

/// Cross-entropy with a whole distribution as the target: `−Σ t ln p`.
///
/// For targets that are mixed (mixup), or another model's answers. Its least value is the entropy of the
/// target, not 0.
///
/// - Parameters:
///   - logits: `[…, classes]`
///   - targets: `[…, classes]`; each row adds up to 1.
///   - weights: What each class counts, `[classes]`. The mean is over the rows, whatever the weights.
///   - smoothing: The share of the target that is spread evenly over all classes.
public func crossEntropy(
  logits: Tensor, targets: Tensor, weights: Tensor? = nil, smoothing: Float = 0,
  reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("crossEntropy", logits, targets)
  requireShares("crossEntropy", "targets", targets)
  requireWeights("crossEntropy", weights, classes: logits.shape.last ?? 0)
  requireSmoothing(smoothing)
  var all = logSoftmax(logits, axis: -1)
  if let weights { all = all * weights }
  var losses = -(targets * all).sum(axis: -1)
  if smoothing > 0 { losses = (1 - smoothing) * losses - smoothing * all.mean(axis: -1) }
  return reduction(losses)
}

/// Minus the logarithm of the probability of the label, for rows that already hold log-probabilities, PyTorch's
/// `NLLLoss`.
///
/// After `logSoftmax` it is cross-entropy. Given probabilities instead of their logarithms, it is a wrong loss
/// that still falls.
///
/// - Parameters:
///   - logProbabilities: `[…, classes]`
///   - labels: One class for each row; a negative label leaves its row out.
///   - weights: What an example of each class counts, `[classes]`; the mean is weighted as well.
public func negativeLogLikelihood(
  logProbabilities: Tensor, labels: [Int], weights: Tensor? = nil, reduction: Reduction = .mean
) -> Tensor {
  let rows = requireRows("negativeLogLikelihood", logProbabilities, labels)
  requireWeights("negativeLogLikelihood", weights, classes: rows.shape[1])
  let counts = importance(of: labels, weights)
  let chosen = rows.takeAlong(labels.map { max($0, 0) }, axis: 1).reshaped([labels.count])
  let isIgnored = Mask(labels.map { $0 < 0 })
  let losses = (-counts * chosen).filled(with: 0, where: isIgnored)
  return shaped(reduction(losses, counting: counts), as: logProbabilities, reduction)
}

/// What each row counts: nothing if its label is negative, else what its class counts.
func importance(of labels: [Int], _ weights: Tensor?) -> Tensor {
  let weights = weights?.scalars
  return Tensor(labels.map { label in label < 0 ? 0 : weights.map { $0[label] } ?? 1 })
}

func requireWeights(_ name: String, _ weights: Tensor?, classes: Int) {
  guard let weights else { return }
  require(
    weights.shape == [classes],
    "\(name): weights of shape \(weights.shape) for \(classes) classes; [\(classes)] is expected")
  requireNotNegative(name, "weights", weights)
}

private func requireSmoothing(_ smoothing: Float) {
  require(
    smoothing >= 0 && smoothing <= 1,
    "crossEntropy: a smoothing of \(smoothing); from 0 to 1 is expected")
}

/// Losses of rows in the shape that the rows had.
private func shaped(_ result: Tensor, as scores: Tensor, _ reduction: Reduction) -> Tensor {
  guard case .none = reduction, scores.rank > 2 else { return result }
  return result.reshaped(Array(scores.shape.dropLast()))
}

// MARK: Yes or no

/// Minus the logarithm of the probability of yes or no, from logits, PyTorch's `BCEWithLogitsLoss`.
///
///     t softplus(−z) + (1 − t) softplus(z)
///
/// The slope is `σ(z) − t`: what was said minus what is true.
///
/// - Parameters:
///   - logits: Any shape: scores, not probabilities.
///   - targets: The same shape, from 0 to 1.
///   - positiveWeight: What a yes counts where a no counts 1, for rare yeses. The mean is not weighted.
public func binaryCrossEntropy(
  logits: Tensor, targets: Tensor, positiveWeight: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("binaryCrossEntropy", logits, targets)
  requireShares("binaryCrossEntropy", "targets", targets)
  require(
    positiveWeight >= 0,
    "binaryCrossEntropy: a positive weight of \(positiveWeight); at least 0 is expected")
  return reduction(
    positiveWeight * targets * softplus(-logits) + (1 - targets) * softplus(logits))
}

/// The same from probabilities, PyTorch's `BCELoss`, for what is not a logit.
///
/// The logarithm of 0 counts as −100 and has no slope: a model that is sure and wrong stays so. That is why the
/// one from logits is better.
///
/// - Parameters:
///   - probabilities: Any shape, from 0 to 1.
///   - targets: The same shape, from 0 to 1.
public func binaryCrossEntropy(
  probabilities: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("binaryCrossEntropy", probabilities, targets)
  requireShares("binaryCrossEntropy", "probabilities", probabilities)
  requireShares("binaryCrossEntropy", "targets", targets)
  let (yes, no) = (cutLogarithm(probabilities), cutLogarithm(1 - probabilities))
  return reduction(-(targets * yes + (1 - targets) * no))
}

/// The logarithm, at least −100.
///
/// A 0 is replaced before the logarithm is taken: its slope 1/0, times 0 because it is cut off, would not be a
/// number.
private func cutLogarithm(_ p: Tensor) -> Tensor {
  let isZero = p .<= 0
  if !isZero.any() { return maximum(log(p), -100) }
  return maximum(log(p.filled(with: 1, where: isZero)).filled(with: -100, where: isZero), -100)
}

/// The mean of binary cross-entropy over the labels of each example, of which several may hold, PyTorch's
/// `MultiLabelSoftMarginLoss`: `[n, labels] -> [n]`.
public func multiLabelSoftMarginLoss(
  logits: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("multiLabelSoftMarginLoss", logits, targets)
  return reduction(
    binaryCrossEntropy(logits: logits, targets: targets, reduction: .none).mean(axis: -1))
}
