public import Tensors

/// A rate that falls when a loss has stopped improving.
///
/// ```swift
/// var plateau = Plateau(patience: 3)
/// for epoch in 0..<50 {
///   …
///   optimizer.learningRate = 0.1 * plateau.factor(after: validationLoss)
/// }
/// ```
///
/// For a measure that rises, such as an accuracy, hand in its negative. Either this or a ``Schedule``: whoever
/// sets the rate last wins.
public struct Plateau: Sendable {
  /// The factor on the rate when there is no progress.
  public var gamma: Float
  /// How many measurements without progress are put up with.
  public var patience: Int
  /// The share by which a loss must fall to count as progress.
  public var threshold: Float
  /// How many measurements after a fall of the rate do not count as without progress.
  public var cooldown: Int
  /// The smallest factor.
  public var floor: Float

  /// The best loss so far, the measurements since, the rest of the cooldown, and the factor.
  private var state = Tensor([.infinity, 0, 0, 1])

  /// Makes a schedule that waits for a loss to fall.
  public init(
    gamma: Float = 0.1, patience: Int = 10, threshold: Float = 1e-4, cooldown: Int = 0,
    floor: Float = 0
  ) {
    (self.gamma, self.patience, self.threshold) = (gamma, patience, threshold)
    (self.cooldown, self.floor) = (cooldown, floor)
  }

  /// Takes note of a loss, and gives the factor on the base rate that holds from now on.
  ///
  /// A loss that is not a number is no progress.
  public mutating func factor(after loss: Float) -> Float {
    var (best, waiting, cooling, current) = (
      state.scalars[0], state.scalars[1], state.scalars[2], state.scalars[3]
    )
    // A share of the size, so that a loss below 0 has to fall as well.
    if loss < best && (best == .infinity || loss < best - threshold * Swift.abs(best)) {
      (best, waiting) = (loss, 0)
    } else {
      waiting += 1
    }
    if cooling > 0 {
      cooling -= 1
      waiting = 0
    }
    if waiting > Float(patience) {
      current = max(current * gamma, floor)
      (waiting, cooling) = (0, Float(cooldown))
    }
    state = Tensor([best, waiting, cooling, current])
    return current
  }

  /// Shows what it remembers, for a checkpoint.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitBuffer(&state, "plateau")
  }
}
