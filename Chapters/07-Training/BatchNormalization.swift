public import MultilayerPerceptrons
public import Tensors

/// Normalizes every channel over the batch: `[batch, channels, …] -> [batch, channels, …]`.
///
///     y = (x − mean) / √(variance + epsilon) · scale + shift
///
/// **In training** mean and variance are the batch's, over all axes but the second, and gradients flow
/// through them. On the way the layer notes running values of both:
///
///     running ← (1 − momentum) · running + momentum · the batch's
///
/// **In evaluation** it uses those, so that the answer for one example does not depend on its neighbours.
///
/// The variance that normalizes divides by the count `m`. The running variance takes the estimate for numbers
/// that are not in the batch, which divides by `m − 1`.
///
/// The running values change only in `valueWithGradient(at: &model)`: see `Tensor.postUpdate`.
///
/// Ioffe and Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
/// Shift" (2015).
public struct BatchNormalization: Layer, CustomStringConvertible {
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

  /// Makes a layer with scale 1 and shift 0, running mean 0 and running variance 1.
  public init(_ channels: Int, momentum: Float = 0.1, epsilon: Float = 1e-5) {
    require(channels > 0, "BatchNormalization: \(channels) channels; at least one is expected")
    (scale, shift) = (.ones([channels]), .zeros([channels]))
    (runningMean, runningVariance) = (.zeros([channels]), .ones([channels]))
    (self.momentum, self.epsilon) = (momentum, epsilon)
  }

  /// The number of channels.
  public var channels: Int { scale.count }

  /// The kind of layer and its size, such as `BatchNormalization 64`.
  public var description: String { "BatchNormalization \(channels)" }

  /// Shows scale and shift, and the running values as buffers.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&scale, "scale")
    visitor.visit(&shift, "shift")
    visitor.visitBuffer(&runningMean, "runningMean")
    visitor.visitBuffer(&runningVariance, "runningVariance")
  }

  /// Normalizes: the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    require(
      x.rank >= 2 && x.shape[1] == channels,
      "BatchNormalization: \(x.shape): a shape [batch, \(channels), …] is expected")
    guard Phase.current == .training else {
      return batchNorm(
        x, mean: runningMean, variance: runningVariance, scale: scale, shift: shift,
        epsilon: epsilon)
    }
    let count = x.count / channels
    require(
      count > 1,
      "BatchNormalization: \(x.shape): one number for each channel has no variance; train on larger "
        + "batches, or normalize over something else than the batch")
    let (y, mean, variance) = batchNorm(x, scale: scale, shift: shift, epsilon: epsilon)
    runningMean.postUpdate { $0 + momentum * (mean - $0) }
    let unbiased = variance * (Float(count) / Float(count - 1))
    runningVariance.postUpdate { $0 + momentum * (unbiased - $0) }
    return y
  }
}

// The gradient of batch normalization, by hand
//
// Let n = (x − mean) / σ with σ = √(variance + epsilon): the normalized numbers of one channel, m of them.
// y = scale · n + shift, and g is the gradient that arrives at y.
//
// - shift is added to every number:              ∂shift = Σ g
// - scale is multiplied with every n:            ∂scale = Σ g · n
// - x moves y in three ways: itself, through the mean, and through the variance. If x₁ grows a little, the
//   mean grows by 1/m of it and all numbers of the channel sink; the variance changes, and all numbers are
//   divided by something else. The three together (with h = scale · g):
//
//       ∂x = (h − mean(h) − n · mean(h · n)) / σ
//
// In words: from the gradient are taken its mean and its share in the direction of n. Those are the
// two changes of x that the layer takes back anyway, a shift and a stretch. So ∂x adds up to zero, and is at
// right angles to n (but for epsilon). Who treats mean and variance as constants gets h / σ: training then
// pushes in directions in which nothing can move.

/// Computes the gradients of batch normalization from that of its result.
///
/// - Parameters:
///   - gradient: The gradient at the result, `[batch, channels]`.
///   - x: What was normalized, `[batch, channels]`.
///   - scale: `[channels]`
///   - epsilon: Added to the variance.
/// - Returns: The gradients of `x`, scale and shift.
@_disfavoredOverload
public func batchNormalizationGradient(
  _ gradient: Tensor, x: Tensor, scale: Tensor, epsilon: Float = 1e-5
) -> (x: Tensor, scale: Tensor, shift: Tensor) {
  require(
    x.rank == 2 && gradient.shape == x.shape && scale.shape == [x.shape[1]],
    "batchNormalizationGradient: \(gradient.shape), \(x.shape) and \(scale.shape): [batch, channels], "
      + "[batch, channels] and [channels] are expected")
  let centred = x - x.mean(axis: 0)
  let deviation = sqrt(square(centred).mean(axis: 0) + epsilon)
  let normal = centred / deviation
  let h = gradient * scale
  return (
    (h - h.mean(axis: 0) - normal * (h * normal).mean(axis: 0)) / deviation,
    (gradient * normal).sum(axis: 0), gradient.sum(axis: 0)
  )
}
