import Course
import Tensors

/// Exercise 07.8: normalizes groups of channels of every example on its own.
///
/// Neighbouring channels form a group: 6 channels in 3 groups are 0–1, 2–3 and 4–5. Mean and variance of a group
/// are taken over its channels and everything behind the second axis, in one example; the variance divides by
/// the count.
///
///     result = (x − mean) / √(variance + epsilon) · scale + shift
///
/// Scale and shift belong to channels, not to groups.
///
/// By hand: the example `1, 3, 10, 30` of four channels in 2 groups becomes `-1, 1, -1, 1` with scale 1, shift 0
/// and epsilon 0.
///
/// - Parameters:
///   - x: `[batch, channels, …]`, such as images `[batch, channels, height, width]`.
///   - groups: The number of groups, which divides the number of channels.
///   - scale: `[channels]`
///   - shift: `[channels]`
///   - epsilon: Is added to the variance.
/// - Returns: The shape of `x`.
public func groupNormalization(
  _ x: Tensor, groups: Int, scale: Tensor, shift: Tensor, epsilon: Float
) throws -> Tensor {
  throw NotImplemented()
}
