public import Tensors

// Losses from distributions
//
// A model can predict a distribution instead of a number. Its loss is then minus the logarithm of the density
// that it gave to what happened, the *negative log-likelihood*. Most losses are one of these:
//
//     the target given the prediction    minus the logarithm of its density
//     normal, spread 1                   (p − t)²/2, the square
//     Laplace, spread 1                  |p − t|
//     normal, spread predicted           ½ (ln v + (p − t)²/v)
//     Poisson                            rate − t ln rate
//     a class                            −ln of its probability, cross-entropy
//
// Parts that do not depend on the prediction, such as ½ ln 2π, are left out: they change no gradient.

/// The loss of counts, from the logarithm of the expected count: `e^z − t z`, PyTorch's `PoissonNLLLoss`.
///
/// The logarithm of the factorial of the count is left out. Above z = 88 the loss is infinite, as nearly as a
/// `Float` can say it.
///
/// - Parameters:
///   - logRates: The logarithms of the expected counts, so that every prediction is allowed.
///   - counts: The same shape, at least 0.
public func poissonLoss(
  logRates: Tensor, counts: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("poissonLoss", logRates, counts)
  requireNotNegative("poissonLoss", "counts", counts)
  return reduction(exp(logRates) - counts * logRates)
}

/// The loss of counts, from the expected count: `r − t ln(r + epsilon)`.
///
/// - Parameters:
///   - rates: The expected counts, at least 0.
///   - counts: The same shape, at least 0.
///   - epsilon: Keeps the logarithm of a rate of 0 finite.
public func poissonLoss(
  rates: Tensor, counts: Tensor, epsilon: Float = 1e-8, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("poissonLoss", rates, counts)
  requireNotNegative("poissonLoss", "rates", rates)
  requireNotNegative("poissonLoss", "counts", counts)
  return reduction(rates - counts * log(rates + epsilon))
}

/// Minus the logarithm of a normal density whose spread is predicted too, PyTorch's `GaussianNLLLoss`
/// (Nix and Weigend 1994).
///
///     ½ (ln v + (p − t)² / v)
///
/// A large error is cheaper where the model has said that it is unsure, and being unsure costs `½ ln v`.
///
/// - Parameters:
///   - predictions: The means.
///   - variances: At least 0; what is smaller than `epsilon` counts as `epsilon` and has no slope.
public func gaussianLoss(
  _ predictions: Tensor, variances: Tensor, _ targets: Tensor, epsilon: Float = 1e-6,
  reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("gaussianLoss", predictions, targets)
  requireSameShape("gaussianLoss", variances, targets)
  requireNotNegative("gaussianLoss", "variances", variances)
  require(epsilon > 0, "gaussianLoss: an epsilon of \(epsilon); more than 0 is expected")
  let v = maximum(variances, epsilon)
  return reduction(0.5 * (log(v) + square(predictions - targets) / v))
}

/// The Kullback-Leibler divergence of two distributions: `Σ t (ln t − ln p)`, PyTorch's `KLDivLoss`.
///
/// The direction matters: it is large where the target is and the prediction is not.
///
/// - Parameters:
///   - logProbabilities: The logarithms of the predicted distribution, `[…, classes]`.
///   - targets: The target distribution, `[…, classes]`; 0 counts nothing.
/// - Returns: A number. The mean is taken over the *rows*, which PyTorch calls `batchmean`: over all elements,
///   as its `mean` does, the divergence would shrink with the number of classes. Without reduction `[…]`.
public func divergenceLoss(
  logProbabilities: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("divergenceLoss", logProbabilities, targets)
  requireShares("divergenceLoss", "targets", targets)
  let logTargets = log(maximum(targets, Float.leastNormalMagnitude))
  return reduction((targets * (logTargets - logProbabilities)).sum(axis: -1))
}

/// The same divergence, for targets that are logarithms as well: those of another model, for example.
public func divergenceLoss(
  logProbabilities: Tensor, logTargets: Tensor, reduction: Reduction = .mean
) -> Tensor {
  requireSameShape("divergenceLoss", logProbabilities, logTargets)
  return reduction((exp(logTargets) * (logTargets - logProbabilities)).sum(axis: -1))
}
