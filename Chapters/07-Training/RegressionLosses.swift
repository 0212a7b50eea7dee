public import Tensors

// Losses for numbers
//
// How bad is an error d = p − t? The square and the size are the two oldest answers, and they want different
// things. Let one constant p answer for all targets. The slope of Σ (p − tᵢ)² is 2 Σ (p − tᵢ); it is zero at
// the *mean*. The slope of Σ |p − tᵢ| is the number of targets below p less the number above; it is zero at the
// *median*. For the targets 0, 0, 0, 0, 100 these are 20 and 0: one outlier moves the mean, and the median does
// not see it.
//
// How much an outlier counts is the slope of the loss there, the *influence*:
//
//     loss           slope for large |d|
//     square         2d             grows: the worst example leads
//     Huber          ±δ             stays
//     log-cosh       ±1             stays
//     Cauchy         c²/d           fades
//     Tukey          0              gone: beyond c an example is given up
//
// The last two have a price: they are not convex, and far from the data their slope is no help.

/// The mean of the squared differences: `(p − t)²`, PyTorch's `MSELoss`.
///
/// There is no ½. Its minimum over a constant prediction is the mean of the targets; one outlier can pull it
/// far.
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

/// The mean of the differences without sign: `|p − t|`, PyTorch's `L1Loss`.
///
/// Its minimum over a constant prediction is the median of the targets. The slope is as large for a tiny error
/// as for a large one, and 0 for none.
public func meanAbsoluteError(
  _ predictions: Tensor, _ targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("meanAbsoluteError", predictions, targets)
  return reduction(abs(predictions - targets))
}

/// Squared near zero, straight further away (Huber 1964), PyTorch's `HuberLoss`.
///
///     d²/2                   for |d| ≤ delta
///     delta (|d| − delta/2)  otherwise
///
/// The ½ and the −delta/2 make value and slope of the two pieces meet at delta.
///
/// - Parameters:
///   - predictions: Any shape.
///   - targets: The same shape.
///   - delta: Where the line begins, in the unit of the targets. 1.345 standard deviations of the noise cost
///     5 % of the precision if there are no outliers at all.
public func huberLoss(
  _ predictions: Tensor, _ targets: Tensor, delta: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("huberLoss", predictions, targets)
  require(delta > 0, "huberLoss: a delta of \(delta); more than 0 is expected")
  return reduction(huber(abs(predictions - targets), delta))
}

/// Both pieces at once: with m = min(|d|, δ) they are m (|d| − m/2).
private func huber(_ size: Tensor, _ delta: Float) -> Tensor {
  let near = minimum(size, delta)
  return near * (size - 0.5 * near)
}

/// Huber's loss divided by `beta`, PyTorch's `SmoothL1Loss` (Girshick 2015).
///
/// The slope far away is 1, whatever `beta` is; with Huber's own it is `delta`. A `beta` of 0 gives the mean
/// absolute error.
public func smoothAbsoluteError(
  _ predictions: Tensor, _ targets: Tensor, beta: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("smoothAbsoluteError", predictions, targets)
  require(beta >= 0, "smoothAbsoluteError: a beta of \(beta); at least 0 is expected")
  let size = abs(predictions - targets)
  return reduction(beta == 0 ? size : huber(size, beta) / beta)
}

/// The logarithm of the hyperbolic cosine of the difference: nearly squared near zero, nearly straight further
/// away, and smooth everywhere.
///
/// `cosh d` overflows at 89. Its largest part can be taken out:
///
///     ln ½ (eᵈ + e⁻ᵈ) = |d| + ln ½ (1 + e^−2|d|)
///
/// The slope is `tanh d`.
public func logCoshLoss(
  _ predictions: Tensor, _ targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("logCoshLoss", predictions, targets)
  let losses = differentiable(
    predictions - targets,
    value: { d in
      let size = abs(d)
      return size + log1p(0.5 * expm1(-2 * size))
    },
    // Derived by hand: the |d| above has no second derivative at 0, cosh has.
    pullback: { d, gradient in gradient * tanh(d) })
  return reduction(losses)
}

/// Cauchy's loss, also called Lorentz's: `c²/2 ln(1 + (d/c)²)`.
///
/// Outliers count less the further they are, and never nothing.
///
/// - Parameter c: Where the influence is largest, in the unit of the targets.
public func cauchyLoss(
  _ predictions: Tensor, _ targets: Tensor, c: Float = 2.385, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("cauchyLoss", predictions, targets)
  require(c > 0, "cauchyLoss: a c of \(c); more than 0 is expected")
  return reduction(c * c / 2 * log1p(square((predictions - targets) / c)))
}

/// Tukey's biweight: beyond `c` an outlier costs the same however far it is (Beaton and Tukey 1974).
///
///     c²/6 (1 − (1 − (d/c)²)³)   for |d| ≤ c
///     c²/6                        otherwise
///
/// - Parameter c: Where the influence ends, in the unit of the targets; 4.685 standard deviations of the noise
///   are usual. Start from a fit with another loss: what begins beyond `c` has no slope.
public func tukeyLoss(
  _ predictions: Tensor, _ targets: Tensor, c: Float = 4.685, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("tukeyLoss", predictions, targets)
  require(c > 0, "tukeyLoss: a c of \(c); more than 0 is expected")
  let share = square(minimum(abs(predictions - targets) / c, 1))
  // 1 − (1 − s)³ = s (3 − 3s + s²), without the difference of nearly equal numbers.
  return reduction(c * c / 6 * share * (3 - 3 * share + share * share))
}

/// The loss whose minimum is a quantile of the targets, the *pinball* loss (Koenker and Bassett 1978).
///
///     max(q (t − p), (q − 1) (t − p))
///
/// With `q` = 0.9 too low a prediction costs nine times as much as one that is as much too high. So the best
/// constant has nine targets below it for every one above.
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

// MARK: Ratios

/// The mean of the squared differences of `ln(1 + x)`: ratios count, not differences.
///
/// Predictions and targets must be above −1. Too low a prediction costs more than one that is as much too high.
public func meanSquaredLogError(
  _ predictions: Tensor, _ targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("meanSquaredLogError", predictions, targets)
  return reduction(square(log1p(predictions) - log1p(targets)))
}

/// The mean of the differences as a share of the target, in percent: `100 |p − t| / |t|`.
///
/// Targets smaller than `epsilon` count as `epsilon`: one target of 0 outweighs all others. A prediction of 0
/// is never worse than 100 %, so the loss prefers predictions that are too low.
public func meanAbsolutePercentageError(
  _ predictions: Tensor, _ targets: Tensor, epsilon: Float = 1e-7, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("meanAbsolutePercentageError", predictions, targets)
  require(
    epsilon > 0, "meanAbsolutePercentageError: an epsilon of \(epsilon); more than 0 is expected")
  return reduction(100 * abs((predictions - targets) / maximum(abs(targets), epsilon)))
}
