public import MultilayerPerceptrons
public import Tensors

// Dropout: a network that may not rely on any single number
//
// In training every number is dropped with the chance r, anew in every step. If the rest stayed as it is, a sum
// of many of them would shrink to the share 1 − r, and evaluation, where nothing is dropped, would see sums
// that are larger than any the network was trained for. So what is kept is divided by 1 − r:
//
//     mean of the result = r · 0 + (1 − r) · x / (1 − r) = x
//
// Evaluation then needs no correction ("inverted dropout": the correction is on the training side). The
// variance is the price: x² · r / (1 − r), which is x² at r = ½.
//
// The layers of this chapter that disturb the signal draw from the default generator: `withSeed` makes a
// training run repeatable.

/// Sets numbers to zero at random, in training; the shape stays.
///
/// Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting" (2014).
public struct Dropout: Layer, CustomStringConvertible {
  /// The chance that a number is dropped, from 0 to below 1.
  public var rate: Float
  /// Which numbers are dropped together.
  public var unit: Unit

  /// What is dropped or kept as a whole.
  public enum Unit: Sendable {
    /// Every number for itself.
    case element
    /// A whole channel of `[batch, channels, …]`: neighbouring pixels say nearly the same, and dropping some
    /// of them hides nothing (Tompson et al. 2015).
    case channel
    /// A whole example.
    case example
  }

  /// Makes a layer.
  public init(_ rate: Float, unit: Unit = .element) {
    requireRate(rate, "Dropout")
    (self.rate, self.unit) = (rate, unit)
  }

  /// The kind of layer and its rate, such as `Dropout 0.5`.
  public var description: String {
    switch unit {
    case .element: "Dropout \(rate)"
    case .channel: "Dropout \(rate) of channels"
    case .example: "Dropout \(rate) of examples"
    }
  }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Drops numbers in training, and does nothing in evaluation.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training, rate > 0 else { return x }
    let shared = unit == .element ? x.rank : unit == .channel ? 2 : 1
    let shape = x.shape.enumerated().map { axis, extent in axis < shared ? extent : 1 }
    return invertedDropout(x, rate: rate, uniform: .uniform(shape))
  }
}

/// Drops what has drawn a number below the rate, and divides the rest by the chance of being kept.
///
/// - Parameters:
///   - x: any shape
///   - rate: The chance of being dropped, from 0 to below 1.
///   - uniform: Numbers from 0 to below 1, of the shape of `x` or one that broadcasts to it: what shares a
///     number is dropped together.
/// - Returns: The shape of `x`.
@_disfavoredOverload
public func invertedDropout(_ x: Tensor, rate: Float, uniform: Tensor) -> Tensor {
  x * select(uniform .>= rate, Tensor(1 / (1 - rate)), 0)
}

/// Traps if a rate is no chance, or 1: nothing would be left to divide by.
func requireRate(_ rate: Float, _ name: String) {
  require(rate >= 0 && rate < 1, "\(name): a rate of \(rate); from 0 to below 1 is expected")
}
