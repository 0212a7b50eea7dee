import Tensors

/// Exercise 06.12: computes the direction in which L-BFGS goes.
///
/// Of the last steps it knows the moves `s` of the parameters and the changes `y` of the gradient. The direction is
/// minus the approximate inverse Hessian times the gradient, built in two loops:
///
///     q ← gradient
///     newest pair first:   αᵢ = (sᵢ · q) / (sᵢ · yᵢ),  q ← q − αᵢ yᵢ
///     with the newest pair: q ← q · (s · y) / (y · y)
///     oldest pair first:   β = (yᵢ · q) / (sᵢ · yᵢ),   q ← q + (αᵢ − β) sᵢ
///     direction = −q
///
/// Without pairs it is minus the gradient. With the move `[1, 0]`, the change `[2, 0]` and the gradient `[4, 6]` it
/// is `[-2, -3]`.
///
/// - Parameters:
///   - gradient: `[n]`
///   - moves: The moves of the parameters, oldest first, `[n]` each.
///   - changes: The changes of the gradient over the same steps, `[n]` each; `moves[i] · changes[i]` is above 0.
/// - Returns: The direction, `[n]`.
public func limitedMemoryDirection(
  gradient: Tensor, moves: [Tensor], changes: [Tensor]
) throws -> Tensor {
  var q = gradient
  var shares = Array(repeating: Float(0), count: moves.count)
  for i in moves.indices.reversed() {
    shares[i] = dot(moves[i], q).scalar / dot(moves[i], changes[i]).scalar
    q = q - shares[i] * changes[i]
  }
  if let move = moves.last, let change = changes.last {
    q = q * (dot(move, change).scalar / dot(change, change).scalar)
  }
  for i in moves.indices {
    let share = dot(changes[i], q).scalar / dot(moves[i], changes[i]).scalar
    q = q + (shares[i] - share) * moves[i]
  }
  return -q
}
