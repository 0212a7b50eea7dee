import Tensors

/// Exercise 05.11: pushes a movement of the input forward through a network.
///
///     output = tanh(x · w1 + b1) · w2
///
/// If `x` moves along `direction`, how far does the output move, for each unit of the movement? In other
/// words: the Jacobian of the output times the direction, without building the Jacobian.
///
/// With x = `[[0]]`, w1 = `[[2]]`, b1 = `[0]`, w2 = `[[3]]` and direction = `[[1]]` the output is `[[0]]`
/// and the movement `[[6]]`.
///
/// - Parameters:
///   - x: `[n, d]`
///   - w1: `[d, h]`
///   - b1: `[h]`
///   - w2: `[h, k]`
///   - direction: `[n, d]`, any length.
/// - Returns: The output `[n, k]` and its movement `[n, k]`.
public func pushForward(
  x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, direction: Tensor
) throws -> (output: Tensor, movement: Tensor) {
  let hidden = tanh(matmul(x, w1) + b1)
  let hiddenMovement = (1 - hidden * hidden) * matmul(direction, w1)
  return (matmul(hidden, w2), matmul(hiddenMovement, w2))
}
