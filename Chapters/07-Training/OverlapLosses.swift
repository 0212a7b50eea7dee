public import Tensors

// Losses for regions
//
// A mask says for every pixel whether it belongs to a thing. Where the thing is small, "nothing anywhere" is
// nearly right by any mean over pixels. These losses ask for the overlap instead. With the sums over the pixels
// of one example
//
//     Dice   1 − (2 Σ p t + s) / (Σ p + Σ t + s)
//     IoU    1 − (Σ p t + s) / (Σ p + Σ t − Σ p t + s)
//
// Both are 0 where the regions agree and nearly 1 where they do not meet. `s` decides what happens where there is
// nothing to find: with s = 0 it is 0/0; with s = 1 an empty answer is right.
//
// By hand, s = 0: p = (1, 1, 0, 0) and t = (1, 0, 1, 0) share one pixel of two each. Dice 1 − 2/4 = ½, IoU
// 1 − 1/3. The two order answers the same way, since IoU = D / (2 − D) for the two overlaps.

/// One minus the overlap of two regions (Milletari, Navab and Ahmadi 2016).
///
///     1 − (2 Σ p t + smooth) / (Σ p + Σ t + smooth)
///
/// - Parameters:
///   - probabilities: `[n, …]`, from 0 to 1; the sums run over all axes but the first.
///   - targets: The same shape, from 0 to 1.
///   - smooth: Above 0 where a region may be empty.
/// - Returns: A number, or `[n]` without reduction.
public func diceLoss(
  _ probabilities: Tensor, _ targets: Tensor, smooth: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  let (both, p, t) = overlap("diceLoss", probabilities, targets, smooth)
  return reduction(1 - (2 * both + smooth) / (p + t + smooth))
}

/// One minus intersection over union, for probabilities; also called the Jaccard loss.
///
///     1 − (Σ p t + smooth) / (Σ p + Σ t − Σ p t + smooth)
///
/// - Parameters:
///   - probabilities: `[n, …]`, from 0 to 1; the sums run over all axes but the first.
///   - targets: The same shape, from 0 to 1.
///   - smooth: Above 0 where a region may be empty.
/// - Returns: A number, or `[n]` without reduction.
public func intersectionOverUnionLoss(
  _ probabilities: Tensor, _ targets: Tensor, smooth: Float = 1, reduction: Reduction = .mean
) -> Tensor {
  let (both, p, t) = overlap("intersectionOverUnionLoss", probabilities, targets, smooth)
  return reduction(1 - (both + smooth) / (p + t - both + smooth))
}

/// For every example the sums of `p t`, `p` and `t`.
private func overlap(
  _ name: String, _ probabilities: Tensor, _ targets: Tensor, _ smooth: Float
) -> (both: Tensor, p: Tensor, t: Tensor) {
  requireSameShape(name, probabilities, targets)
  require(probabilities.rank > 1, "\(name): \(probabilities.shape): a shape [n, …] is expected")
  require(smooth >= 0, "\(name): a smooth of \(smooth); at least 0 is expected")
  requireShares(name, "probabilities", probabilities)
  requireShares(name, "targets", targets)
  let n = probabilities.shape[0]
  let rows = [n, probabilities.count / max(n, 1)]
  let (p, t) = (probabilities.reshaped(rows), targets.reshaped(rows))
  return ((p * t).sum(axis: 1), p.sum(axis: 1), t.sum(axis: 1))
}
