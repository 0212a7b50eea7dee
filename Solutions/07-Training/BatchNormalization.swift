import Tensors

/// Exercise 07.6: normalizes every channel over the batch.
///
///     result = (x − mean) / √(variance + epsilon) · scale + shift
///
/// In training, mean and variance are those of the batch, channel by channel; this variance divides by the number
/// of examples m. Gradients must flow through both: compute them in tensor operations. The running values move
/// a share `momentum` of the way to the batch's mean and to its variance, which for this purpose divides by
/// m − 1.
///
/// In evaluation, mean and variance are the running values, and these stay as they are.
///
/// By hand: `[[1], [3]]` with scale 1, shift 0 and epsilon 0 becomes `[[-1], [1]]`. With a momentum of 0.1 the
/// running mean goes from 0 to 0.2 and the running variance from 1 to 1.1.
///
/// - Parameters:
///   - x: `[batch, channels]`; in training at least two examples.
///   - scale: `[channels]`
///   - shift: `[channels]`
///   - runningMean: `[channels]`
///   - runningVariance: `[channels]`
///   - momentum: The share of the batch in the running values.
///   - epsilon: Is added to the variance.
///   - isTraining: Whether this is training; otherwise it is evaluation.
/// - Returns: The result `[batch, channels]`, and both running values after the call.
public func batchNormalization(
  _ x: Tensor, scale: Tensor, shift: Tensor, runningMean: Tensor, runningVariance: Tensor,
  momentum: Float, epsilon: Float, isTraining: Bool
) throws -> (result: Tensor, runningMean: Tensor, runningVariance: Tensor) {
  if !isTraining {
    let normal = (x - runningMean) / sqrt(runningVariance + epsilon)
    return (normal * scale + shift, runningMean, runningVariance)
  }
  let count = Float(x.shape[0])
  let mean = x.mean(axis: 0)
  let variance = square(x - mean).mean(axis: 0)
  let normal = (x - mean) / sqrt(variance + epsilon)
  let estimate = variance * (count / (count - 1))
  return (
    normal * scale + shift, (1 - momentum) * runningMean + momentum * mean,
    (1 - momentum) * runningVariance + momentum * estimate
  )
}
