import Tensors

/// Exercise 06.2: takes one step of AdaGrad.
///
/// Every number has a sum of its squared slopes, and divides by the root of it:
///
///     sum       ← sum + gradient²
///     parameter ← parameter − learningRate · gradient / (√sum + epsilon)
///
/// With parameter `[1]`, sum `[16]`, gradient `[3]`, learning rate `0.5` and epsilon 0 the new sum is `[25]` and
/// the new parameter `[0.7]`.
///
/// - Parameters:
///   - parameter: any shape
///   - sum: of the parameter's shape; zeros before the first step.
///   - gradient: of the parameter's shape
///   - learningRate: The length of a step.
///   - epsilon: Is added to the root, so that nothing is divided by zero.
/// - Returns: The parameter and the sum after the step.
public func adaGradStep(
  parameter: Tensor, sum: Tensor, gradient: Tensor, learningRate: Float, epsilon: Float
) throws -> (parameter: Tensor, sum: Tensor) {
  let sum = sum + gradient * gradient
  return (parameter - learningRate * gradient / (sqrt(sum) + epsilon), sum)
}
