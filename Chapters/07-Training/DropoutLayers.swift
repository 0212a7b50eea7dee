public import MultilayerPerceptrons
public import Tensors

// Layers that disturb the signal in training and leave it alone in evaluation.
//
// They draw from the default generator: `withSeed` makes a training run repeatable.

/// Sets numbers to zero at random, in training (Srivastava et al.: Dropout, 2014).
///
/// What is kept is divided by the chance of being kept, so that every sum stays the same on average: evaluation
/// needs no correction ("inverted dropout").
public struct Dropout: Layer {
  /// The chance that a number is dropped.
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
    require(rate >= 0 && rate < 1, "Dropout: a rate of \(rate); from 0 to below 1 is expected")
    (self.rate, self.unit) = (rate, unit)
  }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Drops numbers in training; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training, rate > 0 else { return x }
    let shared = unit == .element ? x.rank : unit == .channel ? 2 : 1
    let shape = x.shape.enumerated().map { axis, extent in axis < shared ? extent : 1 }
    let kept = Tensor.bernoulli(shape, probability: 1 - rate)
    return x * (kept / (1 - rate))
  }
}

/// Dropout for self-normalizing networks: what is dropped becomes SELU's lowest value, and the result is
/// stretched back to mean 0 and variance 1 (Klambauer et al.: SELU, 2017).
public struct AlphaDropout: Layer {
  /// The chance that a number is dropped.
  public var rate: Float

  /// Makes a layer.
  public init(_ rate: Float) {
    require(rate >= 0 && rate < 1, "AlphaDropout: a rate of \(rate); from 0 to below 1 is expected")
    self.rate = rate
  }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Drops numbers in training; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training, rate > 0 else { return x }
    let lowest: Float = -1.758_099_3  // −scale · alpha of SELU
    let keep = 1 - rate
    let kept = Tensor.bernoulli(x.shape, probability: keep)
    let factor = 1 / (keep * (1 + rate * lowest * lowest)).squareRoot()
    return (x * kept + lowest * (1 - kept)) * factor - factor * rate * lowest
  }
}

/// Multiplies every number by a normal one with mean 1, in training (Srivastava et al.: Dropout, 2014, section
/// 10).
public struct GaussianDropout: Layer {
  /// The rate of a dropout that disturbs as much: the variance is `rate / (1 − rate)`.
  public var rate: Float

  /// Makes a layer.
  public init(_ rate: Float) {
    require(
      rate >= 0 && rate < 1, "GaussianDropout: a rate of \(rate); from 0 to below 1 is expected")
    self.rate = rate
  }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Disturbs in training; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training, rate > 0 else { return x }
    let deviation = (rate / (1 - rate)).squareRoot()
    return x * Tensor.normal(x.shape, mean: 1, standardDeviation: deviation)
  }
}

/// Adds normal numbers, in training.
public struct GaussianNoise: Layer {
  /// Their standard deviation.
  public var standardDeviation: Float

  /// Makes a layer.
  public init(standardDeviation: Float) { self.standardDeviation = standardDeviation }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Disturbs in training; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training, standardDeviation > 0 else { return x }
    return x + Tensor.normal(x.shape, standardDeviation: standardDeviation)
  }
}

/// A linear layer that drops weights instead of units, in training (Wan et al.: DropConnect, 2013).
public struct DropConnectLinear: Layer {
  /// The layer.
  public var linear: Linear
  /// The chance that a weight is dropped.
  public var rate: Float

  /// Makes a layer from a linear one.
  public init(_ linear: Linear, rate: Float) {
    require(
      rate >= 0 && rate < 1, "DropConnectLinear: a rate of \(rate); from 0 to below 1 is expected")
    (self.linear, self.rate) = (linear, rate)
  }

  /// Shows the parameters of the layer.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    linear.visitParameters(&visitor)
  }

  /// Computes `[…, inputs] -> […, outputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training, rate > 0 else { return linear(x) }
    let kept = Tensor.bernoulli(linear.weight.shape, probability: 1 - rate)
    return Linear(weight: linear.weight * (kept / (1 - rate)), bias: linear.bias)(x)
  }
}

/// A residual branch that is left out for some examples, in training (Huang et al.: Stochastic Depth, 2016).
///
///     y = x + kept / (1 − rate) · branch(x)
public struct StochasticDepth<Branch: Layer<Tensor, Tensor>>: Layer {
  /// What may be left out.
  public var branch: Branch
  /// The chance that it is.
  public var rate: Float

  /// Makes a layer around a branch whose output has the shape of its input.
  public init(_ branch: Branch, rate: Float) {
    require(
      rate >= 0 && rate < 1, "StochasticDepth: a rate of \(rate); from 0 to below 1 is expected")
    (self.branch, self.rate) = (branch, rate)
  }

  /// The usual rates of `count` layers: from 0 in the first to `most` in the last, in even steps.
  public static func rates(_ count: Int, most: Float) -> [Float] {
    (0..<count).map { count < 2 ? most : most * Float($0) / Float(count - 1) }
  }

  /// Shows the parameters of the branch.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&branch, "branch")
  }

  /// Computes `[batch, …] -> [batch, …]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x + Dropout(rate, unit: .example)(branch(x))
  }
}
