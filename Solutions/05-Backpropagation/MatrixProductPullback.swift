import Tensors

/// Exercise 05.7: pulls a gradient back through a matrix product `y = a · b`.
///
/// With a = `[[1, 2]]`, b = `[[3, 4], [5, 6]]` and gradient = `[[1, -1]]` the gradients are `[[-1, -1]]`
/// and `[[1, -1], [2, -2]]`.
///
/// - Parameters:
///   - a: `[m, k]`
///   - b: `[k, n]`
///   - gradient: The gradient of the product, `[m, n]`.
/// - Returns: The gradient of `a`, `[m, k]`, and that of `b`, `[k, n]`.
public func matmulPullback(
  _ a: Tensor, _ b: Tensor, gradient: Tensor
) throws -> (a: Tensor, b: Tensor) {
  (matmul(gradient, b.transposed()), matmul(a.transposed(), gradient))
}
