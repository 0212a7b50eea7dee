import Tensors

/// Exercise 06.7: shortens gradients so that all of them together are no longer than a limit.
///
/// Their *global norm* is the Euclidean length of all numbers of all tensors, as if they were one long vector. If
/// it is above the limit, every gradient is multiplied by `limit / norm`; otherwise they stay as they are.
///
/// The gradients `[[3, 0]]` and `[4]` have the global norm 5. Cut to 1 they are `[[0.6, 0]]` and `[0.8]`.
///
/// - Parameters:
///   - gradients: tensors of any shapes
///   - limit: The largest length, above 0.
/// - Returns: The gradients, cut if necessary, and the norm before.
public func clipGlobalNorm(
  _ gradients: [Tensor], to limit: Float
) throws -> (gradients: [Tensor], norm: Float) {
  let norm = gradients.reduce(Float(0)) { $0 + ($1 * $1).sum().scalar }.squareRoot()
  if norm <= limit { return (gradients, norm) }
  return (gradients.map { $0 * (limit / norm) }, norm)
}
