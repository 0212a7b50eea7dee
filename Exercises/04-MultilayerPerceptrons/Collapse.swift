import Course
import Tensors

/// Exercise 04.6: makes one linear layer of two that have no bend between them.
///
/// For every `x` the result must say what the two say one after the other:
///
///     x · weight + bias  =  (x · W₁ + b₁) · W₂ + b₂
///
/// With `W₁ = [[2]]`, `b₁ = [1]`, `W₂ = [[3]]`, `b₂ = [-4]` the weight is `[[6]]` and the bias `[-1]`.
///
/// - Parameters:
///   - first: `W₁`, `[d, h]`, and `b₁`, `[h]`.
///   - second: `W₂`, `[h, k]`, and `b₂`, `[k]`.
/// - Returns: The weight, `[d, k]`, and the bias, `[k]`.
public func collapse(
  first: (weight: Tensor, bias: Tensor), second: (weight: Tensor, bias: Tensor)
) throws -> (weight: Tensor, bias: Tensor) {
  throw NotImplemented()
}
