import Course
import Tensors

/// Exercise 04.4, first part: GELU, computed with tanh instead of the normal distribution.
///
///     gelu(x) ≈ x/2 · (1 + tanh u)          u = √(2/π) · (x + 0.044715 x³)
///
/// At 0 it is 0, at 1 it is 0.8412, at −1 it is −0.1588.
///
/// - Parameter x: Any shape.
/// - Returns: The shape of `x`.
public func approximateGELU(_ x: Tensor) throws -> Tensor {
  throw NotImplemented()
}

/// Exercise 04.4, second part: the derivative of ``approximateGELU(_:)`` at `x`, the input.
///
/// Derive it on paper; `u` depends on `x` as well. At 0 it is 0.5, at 1 it is 1.0830, at −1 it is −0.0830.
///
/// - Parameter x: Any shape.
/// - Returns: The shape of `x`.
public func approximateGELUDerivative(_ x: Tensor) throws -> Tensor {
  throw NotImplemented()
}
