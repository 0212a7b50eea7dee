import Tensors

/// Exercise 01.8: finds the eigenvalue of largest absolute value of a symmetric matrix.
///
/// Scale the start to length 1. Then, `steps` times: multiply by the matrix, scale to length 1. At the end the
/// eigenvalue is the Rayleigh quotient of the last vector, `v · (a v)` for v of length 1.
///
/// For `[[2, 1], [1, 3]]` and the start `[1, 1]`, one step gives the vector `[0.6, 0.8]` and the value 3.6; no
/// step at all gives the value 3.5.
///
/// - Parameters:
///   - a: `[n, n]`, symmetric. A step never gives 0.
///   - start: `[n]`, of any length but 0.
///   - steps: At least 0.
/// - Returns: The value, with its sign, and the vector `[n]` of length 1.
public func powerIteration(
  _ a: Tensor, start: Tensor, steps: Int
) throws -> (value: Float, vector: Tensor) {
  var vector = start / norm(start)
  for _ in 0..<steps {
    let image = matmul(a, vector)
    vector = image / norm(image)
  }
  return (dot(vector, matmul(a, vector)).scalar, vector)
}
