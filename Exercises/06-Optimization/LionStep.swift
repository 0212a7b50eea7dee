import Course
import Tensors

/// Exercise 06.6: takes one step of Lion.
///
///     direction = sign(beta1 · mean + (1 − beta1) · gradient)
///     parameter ← parameter − learningRate · (direction + weightDecay · parameter)
///     mean      ← beta2 · mean + (1 − beta2) · gradient
///
/// Two mixtures of the old mean and the gradient: the first decides where to go, the second is remembered. The
/// sign of zero is zero.
///
/// With parameter `[1]`, mean `[1]`, gradient `[-2]`, learning rate `0.1`, beta1 `0.5`, beta2 `0.75` and no decay
/// the direction is −1, the new parameter `[1.1]` and the new mean `[0.25]`.
///
/// - Parameters:
///   - parameter: any shape
///   - mean: of the parameter's shape; zeros before the first step.
///   - gradient: of the parameter's shape
///   - learningRate: How far every number moves.
///   - beta1: The part of the mean in the direction.
///   - beta2: The share of the mean that stays.
///   - weightDecay: The pull towards zero.
/// - Returns: The parameter and the mean after the step.
public func lionStep(
  parameter: Tensor, mean: Tensor, gradient: Tensor, learningRate: Float, beta1: Float,
  beta2: Float, weightDecay: Float
) throws -> (parameter: Tensor, mean: Tensor) {
  throw NotImplemented()
}
