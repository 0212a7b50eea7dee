public import Tensors

// Examples between examples
//
// Two pictures and what lies between them: mixup lays one over the other, CutMix pastes a piece of one into the
// other. The targets are mixed in the same proportion, with the *same* partners. If the labels were permuted
// in another way than the pictures, nobody would complain; the network would learn noise.

/// A batch with targets that are distributions over the classes.
public struct MixedBatch: Sendable {
  /// The examples, `[n, …]`.
  public var inputs: Tensor
  /// `[n, classes]`; each row adds up to 1 if those before did.
  public var targets: Tensor
}

/// Mixes every example with another one, and their targets in the same proportion.
///
/// Zhang et al., "mixup: Beyond Empirical Risk Minimization" (2018).
///
/// - Parameters:
///   - inputs: `[n, …]`
///   - targets: `[n, classes]`
///   - alpha: The share that stays is drawn from Beta(alpha, alpha), once for the batch: small values mix little.
///   - generator: Where share and partners come from.
public func mixup(
  _ inputs: Tensor, _ targets: Tensor, alpha: Float = 0.2, using generator: inout RandomGenerator
) -> MixedBatch {
  let share = generator.beta(alpha: alpha, beta: alpha)
  return mixup(
    inputs, targets, partners: generator.permutation(inputs.shape[0]), share: share)
}

/// Mixes every example with a given partner: `share` of itself, and the rest of the partner.
///
/// - Parameters:
///   - inputs: `[n, …]`
///   - targets: `[n, classes]`
///   - partners: For each example the number of its partner.
///   - share: What stays of the example, from 0 to 1.
public func mixup(
  _ inputs: Tensor, _ targets: Tensor, partners: [Int], share: Float
) -> MixedBatch {
  requirePairs(inputs, targets, partners, "mixup")
  return MixedBatch(
    inputs: share * inputs + (1 - share) * inputs[partners],
    targets: share * targets + (1 - share) * targets[partners])
}

/// Pastes a rectangle of another picture into every picture, and mixes the targets by area.
///
/// Yun et al., "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features" (2019).
///
/// - Parameters:
///   - inputs: `[n, channels, height, width]`
///   - targets: `[n, classes]`
///   - alpha: The share of the area that is kept is drawn from Beta(alpha, alpha), once for the batch.
///   - generator: Where share, place and partners come from.
public func cutMix(
  _ inputs: Tensor, _ targets: Tensor, alpha: Float = 1, using generator: inout RandomGenerator
) -> MixedBatch {
  requireImages(inputs, "cutMix")
  let share = generator.beta(alpha: alpha, beta: alpha)
  let (row, column) = (
    generator.integer(in: 0..<inputs.shape[2]), generator.integer(in: 0..<inputs.shape[3])
  )
  return cutMix(
    inputs, targets, partners: generator.permutation(inputs.shape[0]), share: share, row: row,
    column: column)
}

/// Pastes a rectangle of a given partner around a given place.
///
/// The rectangle is `√(1 − share)` of the picture in both directions, so `1 − share` of its area. What would
/// stick out is cut off; the targets are mixed by the area that was really pasted.
///
/// - Parameters:
///   - inputs: `[n, channels, height, width]`
///   - targets: `[n, classes]`
///   - partners: For each picture the number of its partner.
///   - share: The share of the picture that would be kept if the rectangle were inside.
///   - row: The row of the middle of the rectangle.
///   - column: The column of the middle.
@_disfavoredOverload
public func cutMix(
  _ inputs: Tensor, _ targets: Tensor, partners: [Int], share: Float, row: Int, column: Int
) -> MixedBatch {
  requireImages(inputs, "cutMix")
  requirePairs(inputs, targets, partners, "cutMix")
  let (height, width) = (inputs.shape[2], inputs.shape[3])
  require(
    (0..<height).contains(row) && (0..<width).contains(column),
    "cutMix: row \(row), column \(column) are outside of \(inputs.shape)")
  require(share >= 0 && share <= 1, "cutMix: a share of \(share); 0 to 1 is expected")
  let side = (1 - share).squareRoot()
  let rows = span(around: row, length: Int(side * Float(height)), in: height)
  let columns = span(around: column, length: Int(side * Float(width)), in: width)
  var mixed = inputs
  mixed[.all, .all, rows, columns] = inputs[partners][.all, .all, rows, columns]
  let kept = 1 - Float(rows.count * columns.count) / Float(height * width)
  return MixedBatch(
    inputs: mixed, targets: kept * targets + (1 - kept) * targets[partners])
}

/// The places that are at most half of `length` away from the middle and not outside: half of `length`, rounded
/// down, before the middle, and as many from the middle on.
func span(around middle: Int, length: Int, in extent: Int) -> Range<Int> {
  let (first, end) = (max(0, middle - length / 2), min(extent, middle + length / 2))
  return first..<max(first, end)
}

func requireImages(_ inputs: Tensor, _ name: String) {
  require(
    inputs.rank == 4 && !inputs.shape[2...].contains(0),
    "\(name): \(inputs.shape): a shape [n, channels, height, width] is expected")
}

private func requirePairs(_ inputs: Tensor, _ targets: Tensor, _ partners: [Int], _ name: String) {
  require(
    inputs.rank >= 1 && targets.rank == 2 && inputs.shape[0] == targets.shape[0]
      && partners.count == targets.shape[0],
    "\(name): inputs \(inputs.shape), targets \(targets.shape) and \(partners.count) partners; [n, …], "
      + "[n, classes] and n are expected")
}
