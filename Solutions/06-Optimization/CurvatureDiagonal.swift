import Tensors

/// Exercise 06.11: estimates the diagonal of a Hessian from products with random signs.
///
/// For a vector `v` whose elements are +1 or −1, the element-wise product `v · (H v)` has the diagonal of `H` as its
/// mean: `vᵢ Σⱼ Hᵢⱼ vⱼ = Hᵢᵢ + Σ Hᵢⱼ vᵢ vⱼ`, and the signs of the second part cancel in the long run.
///
/// With `H = [[2, 1], [1, 3]]` the signs `[1, 1]` give `[3, 4]` and the signs `[1, -1]` give `[1, 2]`. The mean is
/// `[2, 3]`.
///
/// - Parameters:
///   - signs: At least one vector of +1 and −1, `[n]` each.
///   - product: Multiplies the Hessian by a vector: `[n] -> [n]`.
/// - Returns: The estimate, `[n]`.
public func curvatureDiagonal(
  signs: [Tensor], product: (Tensor) throws -> Tensor
) throws -> Tensor {
  var sum = Tensor.zeros(signs[0].shape)
  for v in signs { sum = sum + v * (try product(v)) }
  return sum / Float(signs.count)
}
