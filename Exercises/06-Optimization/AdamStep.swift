import Course
import Tensors

/// Exercise 06.4: takes one step of Adam.
///
///     mean      ← beta1 · mean + (1 − beta1) · gradient
///     square    ← beta2 · square + (1 − beta2) · gradient²
///     parameter ← parameter − learningRate · mean′ / (√square′ + epsilon)
///
/// `mean′ = mean / (1 − beta1ᵗ)` and `square′ = square / (1 − beta2ᵗ)` are the means of step `t`, corrected for
/// their start at zero. What is handed back are the means without the correction.
///
/// In step 1 the corrected means are the gradient and its square, so every number moves by the learning rate:
/// parameter `[1, 1]` and gradient `[5, -0.01]` give `[0.9, 1.1]` with a learning rate of `0.1` and epsilon 0.
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
/// - Returns: The parameter and both means after the step.
public func adamStep(
  parameter: Tensor, mean: Tensor, square: Tensor, gradient: Tensor, step: Int,
  learningRate: Float, beta1: Float, beta2: Float, epsilon: Float
) throws -> (parameter: Tensor, mean: Tensor, square: Tensor) {
  throw NotImplemented()
}
