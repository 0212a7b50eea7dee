import Tensors

// What all losses of this chapter have in common
//
// A loss compares predictions with targets and gives a number per example, or per element. Training wants one
// number, so they are reduced, usually to their mean. The mean does not depend on the size of the batch, and
// so the learning rate does not either. With the sum, twice the batch makes steps twice as long.
//
// Three rules hold for all losses:
//
// - Predictions come first, targets second. Their shapes must be equal: a target `[n]` would broadcast with a
//   prediction `[n, 1]` to `[n, n]`, every prediction would be compared with every target, and the model
//   would learn their mean. It looks like training.
// - Whoever can gives scores (*logits*), not probabilities. From a score of 1000 the loss is right; the
//   probability is 1, and its logarithm has lost everything.
// - At a kink the slope is the mean of the slopes on both sides: that of |d| is 0 at 0, that of max(0, x) ½.

/// What becomes of the losses of single examples.
public enum Reduction: Sendable {
  /// They are left as they are.
  case none
  /// They are added up.
  case sum
  /// Their mean is taken; it does not depend on the size of the batch. That of an empty batch is NaN.
  case mean

  /// The losses as this reduction leaves them.
  func callAsFunction(_ losses: Tensor) -> Tensor {
    switch self {
    case .none: losses
    case .sum: losses.sum()
    case .mean: losses.mean()
    }
  }

  /// The losses as this reduction leaves them, where some count more than others.
  ///
  /// - Parameters:
  ///   - losses: Already multiplied by what they count.
  ///   - counts: What each counts, of the same shape. The mean is divided by their sum; where nothing counts,
  ///     it is 0, so that a batch of nothing but padding changes no parameter.
  func callAsFunction(_ losses: Tensor, counting counts: Tensor) -> Tensor {
    guard case .mean = self else { return self(losses) }
    let total = counts.sum().scalar
    return total == 0 ? 0 * losses.sum() : losses.sum() / total
  }
}

// MARK: What is refused

func requireSameShape(_ name: String, _ a: Tensor, _ b: Tensor) {
  require(
    a.shape == b.shape,
    "\(name): \(a.shape) and \(b.shape): predictions and targets must have the same shape; a target of "
      + "shape [n] for predictions of shape [n, 1] would silently broadcast to [n, n]")
}

/// Stops where a probability, or a target that is one, is not between 0 and 1.
///
/// Rounding may take it a little over. Not-a-number passes: it shows in the loss.
func requireShares(_ name: String, _ what: String, _ values: Tensor) {
  requireValues(name, what, values, "from 0 to 1") { low, high in !(low < -1e-4) && !(high > 1.0001)
  }
}

/// Stops where a value is negative.
func requireNotNegative(_ name: String, _ what: String, _ values: Tensor) {
  requireValues(name, what, values, "at least 0") { low, _ in !(low < 0) }
}

private func requireValues(
  _ name: String, _ what: String, _ values: Tensor, _ expected: String,
  _ holds: (_ low: Float, _ high: Float) -> Bool
) {
  if values.count == 0 { return }
  let values = stopGradient(values)
  let (low, high) = (values.min().scalar, values.max().scalar)
  require(holds(low, high), "\(name): \(what) from \(low) to \(high); \(expected) is expected")
}

/// Stops where a target is neither −1 nor 1.
func requireSigns(_ name: String, _ targets: Tensor) {
  if targets.count == 0 { return }
  let sizes = abs(stopGradient(targets))
  require(
    sizes.min().scalar == 1 && sizes.max().scalar == 1,
    "\(name): targets from \(targets.min().scalar) to \(targets.max().scalar); only -1 and 1 are expected"
  )
}

/// Stops where a target is neither 0 nor 1.
func requireBits(_ name: String, _ targets: Tensor) {
  if targets.count == 0 { return }
  let sizes = abs(2 * stopGradient(targets) - 1)
  require(
    sizes.min().scalar == 1 && sizes.max().scalar == 1,
    "\(name): targets from \(targets.min().scalar) to \(targets.max().scalar); only 0 and 1 are expected"
  )
}

/// Scores as rows, one for each label: `[…, classes] -> [n, classes]`.
///
/// - Parameter allowsIgnored: Whether a negative label stands for "leave this row out".
func requireRows(
  _ name: String, _ scores: Tensor, _ labels: [Int], allowsIgnored: Bool = true
) -> Tensor {
  require(
    scores.rank > 1 && scores.shape.dropLast().reduce(1, *) == labels.count,
    "\(name): scores of shape \(scores.shape) for \(labels.count) labels; a row of scores for each label "
      + "is expected")
  let classes = scores.shape[scores.rank - 1]
  for (position, label) in labels.enumerated() {
    require(
      label < classes && (allowsIgnored || label >= 0),
      "\(name): label \(label) at position \(position) is outside 0..<\(classes)")
  }
  return scores.rank == 2 ? scores : scores.reshaped([labels.count, classes])
}
