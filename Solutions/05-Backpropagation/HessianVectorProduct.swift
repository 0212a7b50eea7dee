import Tensors

/// Exercise 05.12: multiplies the Hessian of the logistic loss by a vector, without building the Hessian.
///
/// The gradient of the mean logistic loss is `Xᵀ (p − y) / n` with `p = σ(X w)`. The product with a vector
/// `v` is the change of this gradient when `w` moves along `v`. The labels `y` do not move.
///
/// With X = `[[1, 0], [0, 2]]`, w = `[0, 0]` and v = `[1, 1]` every p is 1/2, and the product is
/// `[0.125, 0.5]`.
///
/// - Parameters:
///   - examples: X, `[n, d]`
///   - weights: w, `[d]`
///   - vector: v, `[d]`
/// - Returns: `[d]`. A million features must be possible: no `[d, d]` matrix.
public func logisticCurvature(
  examples: Tensor, weights: Tensor, times vector: Tensor
) throws -> Tensor {
  let p = sigmoid(matmul(examples, weights))
  let movement = p * (1 - p) * matmul(examples, vector)
  return matmul(examples.transposed(), movement) / Float(examples.shape[0])
}
