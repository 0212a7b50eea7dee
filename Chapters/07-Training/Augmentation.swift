public import Tensors

// Training data that is made harder: mixtures, cut-outs, wrong labels.

/// A batch with targets that are distributions over the classes.
public struct MixedBatch: Sendable {
  /// The examples, `[n, …]`.
  public var inputs: Tensor
  /// `[n, classes]`; each row adds up to 1.
  public var targets: Tensor
}

/// Mixes every example with another one, and their targets in the same proportion (Zhang et al.: mixup, 2018).
///
/// - Parameters:
///   - inputs: `[n, …]`
///   - targets: `[n, classes]`
///   - alpha: The proportion is drawn from Beta(alpha, alpha), once for the batch: small values mix little.
public func mixup(
  _ inputs: Tensor, _ targets: Tensor, alpha: Float = 0.2, using generator: inout RandomGenerator
) -> MixedBatch {
  let share = Tensor.beta([1], alpha: alpha, beta: alpha, using: &generator).scalars[0]
  let partners = generator.permutation(inputs.shape[0])
  return MixedBatch(
    inputs: share * inputs + (1 - share) * inputs[partners],
    targets: share * targets + (1 - share) * targets[partners])
}

/// Pastes a rectangle of another picture into every picture, and mixes the targets by area (Yun et al.: CutMix,
/// 2019).
///
/// - Parameters:
///   - inputs: `[n, channels, height, width]`
///   - targets: `[n, classes]`
///   - alpha: The area that is kept is drawn from Beta(alpha, alpha).
public func cutMix(
  _ inputs: Tensor, _ targets: Tensor, alpha: Float = 1, using generator: inout RandomGenerator
) -> MixedBatch {
  require(
    inputs.rank == 4, "cutMix: \(inputs.shape): a shape [n, channels, height, width] is expected")
  let (height, width) = (inputs.shape[2], inputs.shape[3])
  let share = Tensor.beta([1], alpha: alpha, beta: alpha, using: &generator).scalars[0]
  let side = (1 - share).squareRoot()
  func span(_ extent: Int) -> Range<Int> {
    let half = Int(side * Float(extent)) / 2
    let middle = generator.integer(in: 0..<extent)
    return max(0, middle - half)..<min(extent, middle + half)
  }
  let (rows, columns) = (span(height), span(width))
  let partners = generator.permutation(inputs.shape[0])
  var mixed = inputs
  if !rows.isEmpty && !columns.isEmpty {
    mixed[.all, .all, rows, columns] = inputs[partners][.all, .all, rows, columns]
  }
  // The rectangle may have been cut at the border: count what is really kept.
  let kept = 1 - Float(rows.count * columns.count) / Float(height * width)
  return MixedBatch(
    inputs: mixed, targets: kept * targets + (1 - kept) * targets[partners])
}

/// Replaces a share of the labels by others, at random, to see how a model copes.
public func withLabelNoise(
  _ labels: [Int], classes: Int, rate: Float, using generator: inout RandomGenerator
) -> [Int] {
  require(classes > 1, "withLabelNoise: \(classes) classes; at least two are expected")
  return labels.map { label in
    guard generator.uniform() < rate else { return label }
    return (label + generator.integer(in: 1..<classes)) % classes
  }
}
