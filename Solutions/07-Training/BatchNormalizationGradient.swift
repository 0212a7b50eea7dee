import Tensors

/// Exercise 07.7: pulls a gradient back through batch normalization, by hand.
///
///     n = (x − mean) / √(variance + epsilon)
///     y = n · scale + shift
///
/// Mean and variance are those of every channel over the m examples of the batch; the variance divides by m. They
/// depend on every `x` of the channel, and that is a part of the gradient. Use no function that computes
/// gradients.
///
/// By hand: a channel `x = -1, -1, 1, 1` has mean 0 and variance 1. With scale 1, epsilon 0 and the gradient
/// `4, 0, 0, 0` the gradient of x is `2, -2, 0, 0`, that of the scale −4, and that of the shift 4.
///
/// - Parameters:
///   - gradient: The gradient of the loss with respect to y, `[batch, channels]`.
///   - x: `[batch, channels]`
///   - scale: `[channels]`
///   - epsilon: Is added to the variance.
/// - Returns: The gradients with respect to x `[batch, channels]`, scale and shift `[channels]`.
public func batchNormalizationGradient(
  _ gradient: Tensor, x: Tensor, scale: Tensor, epsilon: Float
) throws -> (x: Tensor, scale: Tensor, shift: Tensor) {
  let centred = x - x.mean(axis: 0)
  let deviation = sqrt(square(centred).mean(axis: 0) + epsilon)
  let normal = centred / deviation
  let h = gradient * scale
  let slopes = (h - h.mean(axis: 0) - normal * (h * normal).mean(axis: 0)) / deviation
  return (slopes, (gradient * normal).sum(axis: 0), gradient.sum(axis: 0))
}
