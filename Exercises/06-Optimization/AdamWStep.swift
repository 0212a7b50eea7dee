import Course
import Tensors

/// Exercise 06.5: takes one step of AdamW: Adam, with a weight decay of its own.
///
/// First the parameter shrinks by the factor `1 − learningRate · weightDecay`. Then it takes the step of Adam, from
/// means that have seen the gradient alone:
///
///     mean      ← beta1 · mean + (1 − beta1) · gradient
///     square    ← beta2 · square + (1 − beta2) · gradient²
///     parameter ← (1 − learningRate · weightDecay) · parameter
///                 − learningRate · mean / (1 − beta1ᵗ) / (√(square / (1 − beta2ᵗ)) + epsilon)
///
/// In step 1, parameter `[2]`, gradient `[5]`, learning rate `0.1`, weight decay `0.5` and epsilon 0 give
/// `[1.8]`: `0.95 · 2 − 0.1`.
///
/// - Parameters:
///   - parameter: any shape
///   - mean: The running mean of the gradient, of the parameter's shape; zeros before the first step.
///   - square: The running mean of the squared gradient; zeros before the first step.
///   - gradient: of the parameter's shape
///   - step: The number of this step, from 1.
///   - learningRate: The length of a step.
///   - beta1: The share of the mean that stays.
///   - beta2: The share of the mean square that stays.
///   - epsilon: Is added to the root, so that nothing is divided by zero.
///   - weightDecay: The pull towards zero.
/// - Returns: The parameter and both means after the step.
public func adamWStep(
  parameter: Tensor, mean: Tensor, square: Tensor, gradient: Tensor, step: Int,
  learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float
) throws -> (parameter: Tensor, mean: Tensor, square: Tensor) {
  throw NotImplemented()
}
