public import MultilayerPerceptrons
public import Tensors

// Layers that bring their inputs to mean 0 and variance 1, each over other axes.

/// Normalizes every channel over the batch (Ioffe and Szegedy 2015): `[batch, channels, …]`.
///
///     y = (x − mean) / √(variance + epsilon) · scale + shift
///
/// In training mean and variance are the batch's, and gradients flow through them. On the way the layer notes
/// running values of both. In evaluation it uses those, so that the answer for one example does not depend
/// on its neighbours.
///
/// The running variance is the estimate that divides by the count less one; the normalization itself divides
/// by the count.
public struct BatchNormalization: Layer {
  /// The factor of each channel, `[channels]`.
  public var scale: Tensor
  /// What is added to each channel, `[channels]`.
  public var shift: Tensor
  /// The running mean of each channel, `[channels]`; not trained.
  public var runningMean: Tensor
  /// The running variance of each channel, `[channels]`; not trained.
  public var runningVariance: Tensor
  /// The share of a batch in the running values.
  public var momentum: Float
  /// Added to the variance.
  public var epsilon: Float

  /// Makes a layer for a number of channels, which changes nothing but the size of the signal.
  public init(_ channels: Int, momentum: Float = 0.1, epsilon: Float = 1e-5) {
    (scale, shift) = (.ones([channels]), .zeros([channels]))
    (runningMean, runningVariance) = (.zeros([channels]), .ones([channels]))
    (self.momentum, self.epsilon) = (momentum, epsilon)
  }

  /// Shows scale and shift, and the running values as buffers.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&scale, "scale")
    visitor.visit(&shift, "shift")
    visitor.visitBuffer(&runningMean, "runningMean")
    visitor.visitBuffer(&runningVariance, "runningVariance")
  }

  /// Normalizes: the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training else {
      return batchNorm(
        x, mean: runningMean, variance: runningVariance, scale: scale, shift: shift,
        epsilon: epsilon)
    }
    let count = x.count / max(1, x.shape[1])
    require(
      count > 1,
      "BatchNormalization: \(x.shape): one number for each channel has no variance; train on larger "
        + "batches")
    let (y, mean, variance) = batchNorm(x, scale: scale, shift: shift, epsilon: epsilon)
    runningMean.postUpdate { $0 + momentum * (mean - $0) }
    let unbiased = variance * (Float(count) / Float(count - 1))
    runningVariance.postUpdate { $0 + momentum * (unbiased - $0) }
    return y
  }
}

/// Normalizes the last axis of every example on its own (Ba, Kiros and Hinton 2016): `[…, width]`.
///
/// Nothing depends on the batch, so training and evaluation are the same.
public struct LayerNormalization: Layer {
  /// The factor of each position, `[width]`.
  public var scale: Tensor
  /// What is added to each position, `[width]`.
  public var shift: Tensor
  /// Added to the variance.
  public var epsilon: Float

  /// Makes a layer for a width.
  public init(_ width: Int, epsilon: Float = 1e-5) {
    (scale, shift, self.epsilon) = (.ones([width]), .zeros([width]), epsilon)
  }

  /// Shows scale and shift.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&scale, "scale")
    visitor.visit(&shift, "shift")
  }

  /// Normalizes: the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    layerNorm(x, scale: scale, shift: shift, epsilon: epsilon)
  }
}

/// Divides the last axis by its root mean square (Zhang and Sennrich 2019): `[…, width]`.
///
/// It is layer normalization without the mean: half the work, and in transformers as good.
public struct RootMeanSquareNormalization: Layer {
  /// The factor of each position, `[width]`.
  public var scale: Tensor
  /// Added to the mean square.
  public var epsilon: Float

  /// Makes a layer for a width.
  public init(_ width: Int, epsilon: Float = 1e-6) {
    (scale, self.epsilon) = (.ones([width]), epsilon)
  }

  /// Shows the scale.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&scale, "scale")
  }

  /// Normalizes: the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    rootMeanSquareNorm(x, scale: scale, epsilon: epsilon)
  }
}

/// Normalizes groups of channels of every example on its own (Wu and He 2018): `[batch, channels, …]`.
///
/// One group is layer normalization over the whole example; as many groups as channels is instance
/// normalization (Ulyanov, Vedaldi and Lempitsky 2016).
public struct GroupNormalization: Layer {
  /// The factor of each channel, `[channels]`.
  public var scale: Tensor
  /// What is added to each channel, `[channels]`.
  public var shift: Tensor
  /// The number of groups.
  public let groups: Int
  /// Added to the variance.
  public var epsilon: Float

  /// Makes a layer for a number of channels, which the number of groups must divide.
  public init(_ channels: Int, groups: Int, epsilon: Float = 1e-5) {
    require(
      groups > 0 && channels % groups == 0,
      "GroupNormalization: \(channels) channels do not divide into \(groups) groups")
    (scale, shift) = (.ones([channels]), .zeros([channels]))
    (self.groups, self.epsilon) = (groups, epsilon)
  }

  /// Makes a layer with one group for each channel: instance normalization.
  public static func instance(_ channels: Int, epsilon: Float = 1e-5) -> GroupNormalization {
    GroupNormalization(channels, groups: channels, epsilon: epsilon)
  }

  /// Shows scale and shift.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&scale, "scale")
    visitor.visit(&shift, "shift")
  }

  /// Normalizes: the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let channels = scale.count
    require(
      x.rank >= 2 && x.shape[1] == channels,
      "GroupNormalization: \(x.shape): a shape [batch, \(channels), …] is expected")
    let normal = layerNorm(x.reshaped([x.shape[0], groups, -1]), epsilon: epsilon)
    let spread = [channels] + Array(repeating: 1, count: x.rank - 2)
    return normal.reshaped(x.shape) * scale.reshaped(spread) + shift.reshaped(spread)
  }
}

/// Divides every number by the strength of its neighbours in other channels (Krizhevsky, Sutskever and Hinton
/// 2012): `[batch, channels, …]`.
///
///     y = x / (k + alpha / size · Σ x²)ᵇ      over `size` neighbouring channels
public struct LocalResponseNormalization: Layer {
  /// The number of neighbouring channels, the number itself included.
  public let size: Int
  /// The weight of their mean square.
  public let alpha: Float
  /// The power.
  public let beta: Float
  /// Keeps the division from blowing up.
  public let k: Float

  /// Makes a layer.
  public init(size: Int, alpha: Float = 1e-4, beta: Float = 0.75, k: Float = 1) {
    (self.size, self.alpha, self.beta, self.k) = (size, alpha, beta, k)
  }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Normalizes: the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    require(x.rank >= 2, "LocalResponseNormalization: \(x.shape): [batch, channels, …] is expected")
    let channels = x.shape[1]
    let squares = square(x)
    let sums = (0..<channels).map { channel in
      let first = max(0, channel - size / 2)
      let end = min(channels, channel + (size - 1) / 2 + 1)
      return squares.slice(first..<end, axis: 1).sum(axis: 1, keepDimensions: true)
    }
    let strength = Tensor.concatenate(sums, axis: 1)
    return x * pow(k + alpha / Float(size) * strength, -beta)
  }
}
