import Tensors

/// What becomes of the losses of single examples.
public enum Reduction: Sendable {
  /// They are left as they are.
  case none
  /// They are added up.
  case sum
  /// Their mean is taken; it does not depend on the size of the batch.
  case mean

  /// The losses as this reduction leaves them.
  func callAsFunction(_ losses: Tensor) -> Tensor {
    switch self {
    case .none: losses
    case .sum: losses.sum()
    case .mean: losses.mean()
    }
  }
}

func requireSameShape(_ name: String, _ a: Tensor, _ b: Tensor) {
  require(
    a.shape == b.shape,
    "\(name): \(a.shape) and \(b.shape): predictions and targets must have the same shape; a target of "
      + "shape [n] for predictions of shape [n, 1] would silently broadcast to [n, n]")
}
