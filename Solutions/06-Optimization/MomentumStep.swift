import Tensors

/// Exercise 06.1: takes one step of gradient descent with momentum.
///
/// The velocity is what is left of earlier steps, plus the gradient. The parameter moves along it:
///
///     velocity  ← momentum · velocity + gradient
///     parameter ← parameter − learningRate · velocity
///
/// Nesterov's variant moves along `gradient + momentum · velocity` instead, with the velocity that is already
/// new: it looks where the velocity will have carried it.
///
/// With parameter `[1]`, velocity `[2]`, gradient `[4]`, learning rate `0.1` and momentum `0.5` the new velocity
/// is `[5]` and the new parameter `[0.5]`; with Nesterov's variant the parameter is `[0.35]`.
///
/// - Parameters:
///   - parameter: any shape
///   - velocity: of the parameter's shape; zeros before the first step.
///   - gradient: of the parameter's shape
///   - learningRate: The length of a step.
///   - momentum: The share of the velocity that stays, from 0 to 1.
///   - nesterov: Whether to look ahead.
/// - Returns: The parameter and the velocity after the step.
public func momentumStep(
  parameter: Tensor, velocity: Tensor, gradient: Tensor, learningRate: Float, momentum: Float,
  nesterov: Bool
) throws -> (parameter: Tensor, velocity: Tensor) {
  let velocity = momentum * velocity + gradient
  let direction = nesterov ? gradient + momentum * velocity : velocity
  return (parameter - learningRate * direction, velocity)
}
