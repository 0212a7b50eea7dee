public import Tensors

// Losses for numbers: how far a prediction is from its target, element by element.

/// The mean of the squared differences: `(p − t)²`.
///
/// Its minimum over a constant prediction is the mean of the targets; one outlier can pull it far.
///
/// - Parameters:
///   - predictions: Any shape.
///   - targets: The same shape.
public func meanSquaredError(
  _ predictions: Tensor, _ targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("meanSquaredError", predictions, targets)
  return reduction(square(predictions - targets))
}

/// The mean of the differences without sign: `|p − t|`.
///
/// Its minimum over a constant prediction is the median of the targets.
public func meanAbsoluteError(
  _ predictions: Tensor, _ targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("meanAbsoluteError", predictions, targets)
  return reduction(abs(predictions - targets))
}

/// Squared near zero, straight further away (Huber 1964).
///
///     d²/2                for |d| ≤ delta
///     delta (|d| − delta/2)  otherwise
public func huberLoss(
  _ predictions: Tensor, _ targets: Tensor, delta: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("huberLoss", predictions, targets)
  require(delta > 0, "huberLoss: a delta of \(delta); more than 0 is expected")
  let size = abs(predictions - targets)
  let near = minimum(size, delta)
  return reduction(near * (size - 0.5 * near))
}

/// Huber's loss divided by `beta`: the slope far away is 1, whatever `beta` is (Girshick 2015).
public func smoothAbsoluteError(
  _ predictions: Tensor, _ targets: Tensor, beta: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  huberLoss(predictions, targets, delta: beta, reduction: reduction) / beta
}

/// The logarithm of the hyperbolic cosine of the difference: nearly squared near zero, nearly straight
/// further away, and smooth everywhere.
///
/// It is computed as `|d| + softplus(−2|d|) − ln 2`, which does not overflow.
public func logCoshLoss(
  _ predictions: Tensor, _ targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("logCoshLoss", predictions, targets)
  let d = predictions - targets
  // Without |d|, whose slope jumps at 0: d + softplus(−2d) is the same for both signs.
  return reduction(d + softplus(-2 * d) - 0.693_147_18)
}

/// Tukey's biweight: beyond `c` an outlier costs the same however far it is (Beaton and Tukey 1974).
///
///     c²/6 (1 − (1 − (d/c)²)³)   for |d| ≤ c
///     c²/6                        otherwise
public func tukeyLoss(
  _ predictions: Tensor, _ targets: Tensor, c: Float = 4.685, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("tukeyLoss", predictions, targets)
  let rest = 1 - square(minimum(abs(predictions - targets) / c, 1))
  return reduction(c * c / 6 * (1 - rest * rest * rest))
}

/// The loss whose minimum is a quantile of the targets (Koenker and Bassett 1978).
///
///     max(q (t − p), (q − 1) (t − p))
///
/// With `q` = 0.9 too low a prediction costs nine times as much as one that is as much too high.
public func quantileLoss(
  _ predictions: Tensor, _ targets: Tensor, quantile: Float, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("quantileLoss", predictions, targets)
  require(
    quantile > 0 && quantile < 1,
    "quantileLoss: a quantile of \(quantile); between 0 and 1 is expected")
  let d = targets - predictions
  return reduction(maximum(quantile * d, (quantile - 1) * d))
}

/// The mean of the squared differences of `ln(1 + x)`: ratios count, not differences.
///
/// Predictions and targets must be above −1.
public func meanSquaredLogError(
  _ predictions: Tensor, _ targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("meanSquaredLogError", predictions, targets)
  return reduction(square(log1p(predictions) - log1p(targets)))
}

/// The mean of the differences as a share of the target, in percent: `100 |p − t| / |t|`.
///
/// Targets near 0 count as `epsilon`.
public func meanAbsolutePercentageError(
  _ predictions: Tensor, _ targets: Tensor, epsilon: Float = 1e-7, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("meanAbsolutePercentageError", predictions, targets)
  return reduction(100 * abs((predictions - targets) / maximum(abs(targets), epsilon)))
}

/// The loss of counts: minus the logarithm of the Poisson probability of the target, without the part that
/// does not depend on the prediction.
///
/// - Parameter logRates: The logarithms of the expected counts, so that every prediction is allowed.
public func poissonLoss(
  logRates: Tensor, counts: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("poissonLoss", logRates, counts)
  return reduction(exp(logRates) - counts * logRates)
}

/// Minus the logarithm of a normal density, with the spread predicted too, without the constant `½ ln 2π`
/// (Nix and Weigend 1994).
///
///     ½ (ln v + (p − t)² / v)
///
/// - Parameters:
///   - predictions: The means.
///   - variances: Positive; what is smaller than `epsilon` counts as `epsilon`.
public func gaussianLoss(
  _ predictions: Tensor, variances: Tensor, _ targets: Tensor, epsilon: Float = 1e-6,
  reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("gaussianLoss", predictions, targets)
  requireSameShape("gaussianLoss", variances, targets)
  let v = maximum(variances, epsilon)
  return reduction(0.5 * (log(v) + square(predictions - targets) / v))
}
