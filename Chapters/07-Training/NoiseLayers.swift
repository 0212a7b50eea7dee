public import MultilayerPerceptrons
public import Tensors

// Relatives of dropout: other disturbances in training. All of them leave the signal alone in evaluation.

/// Dropout for self-normalizing networks: what is dropped becomes SELU's lowest value, and the result is
/// stretched and moved back to mean 0 and variance 1; the shape stays.
///
/// Zero is SELU's middle, not its off. With the lowest value `a ≈ −1.758`, for inputs of mean 0 and variance 1
/// the result has the mean `r · a` and the variance `(1 − r) (1 + r a²)`, which the last step takes back.
///
/// Klambauer et al., "Self-Normalizing Neural Networks" (2017).
public struct AlphaDropout: Layer, CustomStringConvertible {
  /// The chance that a number is dropped, from 0 to below 1.
  public var rate: Float

  /// Makes a layer.
  public init(_ rate: Float) {
    requireRate(rate, "AlphaDropout")
    self.rate = rate
  }

  /// The kind of layer and its rate, such as `AlphaDropout 0.1`.
  public var description: String { "AlphaDropout \(rate)" }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Drops numbers in training.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training, rate > 0 else { return x }
    let lowest: Float = -1.758_099_3  // −scale · alpha of SELU
    let keep = 1 - rate
    let factor = 1 / (keep * (1 + rate * lowest * lowest)).squareRoot()
    let disturbed = select(Tensor.uniform(x.shape) .>= rate, x, lowest)
    return factor * (disturbed - rate * lowest)
  }
}

/// Multiplies every number by a normal one with mean 1, in training; the shape stays.
///
/// Srivastava et al., "Dropout" (2014), section 10.
public struct GaussianDropout: Layer, CustomStringConvertible {
  /// The rate of a dropout that disturbs as much: the variance is `rate / (1 − rate)`.
  public var rate: Float

  /// Makes a layer.
  public init(_ rate: Float) {
    requireRate(rate, "GaussianDropout")
    self.rate = rate
  }

  /// The kind of layer and its rate, such as `GaussianDropout 0.5`.
  public var description: String { "GaussianDropout \(rate)" }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Disturbs in training.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training, rate > 0 else { return x }
    let deviation = (rate / (1 - rate)).squareRoot()
    return x * Tensor.normal(x.shape, mean: 1, standardDeviation: deviation)
  }
}

/// Adds normal numbers, in training; the shape stays.
///
/// In front of a linear layer it works like a penalty on the squares of the weights (Bishop, "Training with
/// noise is equivalent to Tikhonov regularization", 1995).
public struct GaussianNoise: Layer, CustomStringConvertible {
  /// The standard deviation of the noise.
  public var standardDeviation: Float

  /// Makes a layer.
  public init(standardDeviation: Float) {
    require(
      standardDeviation >= 0,
      "GaussianNoise: a standard deviation of \(standardDeviation); at least 0 is expected")
    self.standardDeviation = standardDeviation
  }

  /// The kind of layer and its strength, such as `GaussianNoise 0.1`.
  public var description: String { "GaussianNoise \(standardDeviation)" }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Disturbs in training.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training, standardDeviation > 0 else { return x }
    return x + Tensor.normal(x.shape, standardDeviation: standardDeviation)
  }
}

/// A linear layer that drops weights instead of units, in training: `[…, inputs] -> […, outputs]`.
///
/// One mask is drawn for the whole batch. What is kept is divided by the chance of being kept; the bias is never
/// dropped.
///
/// Wan et al., "Regularization of Neural Networks using DropConnect" (2013), who draw a mask for each example.
public struct DropConnectLinear: Layer, CustomStringConvertible {
  /// The layer.
  public var linear: Linear
  /// The chance that a weight is dropped, from 0 to below 1.
  public var rate: Float

  /// Makes a layer from a linear one.
  public init(_ linear: Linear, rate: Float) {
    requireRate(rate, "DropConnectLinear")
    (self.linear, self.rate) = (linear, rate)
  }

  /// The kind of layer, its shape and its rate, such as `DropConnectLinear 784 → 128, 0.5`.
  public var description: String {
    "DropConnectLinear \(linear.inputs) → \(linear.outputs), \(rate)"
  }

  /// Shows the parameters of the layer, under the names they have there.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    linear.visitParameters(&visitor)
  }

  /// Computes the scores; in training with some of the weights.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training, rate > 0 else { return linear(x) }
    let weight = invertedDropout(linear.weight, rate: rate, uniform: .uniform(linear.weight.shape))
    return Linear(weight: weight, bias: linear.bias)(x)
  }
}
