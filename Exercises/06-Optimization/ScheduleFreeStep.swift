import Course
import Tensors

/// Exercise 06.10: takes one schedule-free step of gradient descent.
///
/// Three points: `z` takes the steps, `x` is the mean of all `z` so far and the answer, and the gradient is taken at
/// `y`, between the two:
///
///     z ← z − learningRate · gradient
///     x ← (1 − 1/t) · x + z / t
///     y = (1 − blend) · z + blend · x
///
/// `t` is the number of the step. In step 2, with z `[3]`, x `[3]`, gradient `[10]`, learning rate `0.1` and blend
/// `0.75` the new points are z `[2]`, x `[2.5]` and y `[2.375]`.
///
/// - Parameters:
///   - z: any shape
///   - x: of the shape of `z`
///   - gradient: The gradient at the last `y`.
///   - step: The number of this step, from 1.
///   - learningRate: The length of a step.
///   - blend: The share of `x` in `y`.
/// - Returns: All three points after the step.
public func scheduleFreeStep(
  z: Tensor, x: Tensor, gradient: Tensor, step: Int, learningRate: Float, blend: Float
) throws -> (z: Tensor, x: Tensor, y: Tensor) {
  throw NotImplemented()
}
