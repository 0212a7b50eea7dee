import Course
import Tensors

/// Exercise 06.3: takes one step of RMSprop.
///
/// AdaGrad with a memory that fades: a running mean of the squared slopes takes the place of their sum.
///
///     square    ← decay · square + (1 − decay) · gradient²
///     parameter ← parameter − learningRate · gradient / (√square + epsilon)
///
/// With parameter `[1]`, square `[4]`, gradient `[6]`, learning rate `0.5`, decay `0.75` and epsilon `0` the new
/// mean square is `[12]` and the new parameter `[0.134]`, rounded.
///
/// - Parameters:
///   - parameter: any shape
///   - square: of the parameter's shape; zeros before the first step.
///   - gradient: of the parameter's shape
///   - learningRate: The length of a step.
///   - decay: The share of the mean square that stays, from 0 to 1.
///   - epsilon: Is added to the root, so that nothing is divided by zero.
/// - Returns: The parameter and the mean square after the step.
public func rmspropStep(
  parameter: Tensor, square: Tensor, gradient: Tensor, learningRate: Float, decay: Float,
  epsilon: Float
) throws -> (parameter: Tensor, square: Tensor) {
  throw NotImplemented()
}
