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
  let t = tanh(root * (x + cubic * x * x * x))
  return 0.5 * x * (1 + t)
}

/// Exercise 04.4, second part: the derivative of ``approximateGELU(_:)`` at `x`, the input.
///
/// Derive it on paper; `u` depends on `x` as well. At 0 it is 0.5, at 1 it is 1.0830, at −1 it is −0.0830.
///
/// - Parameter x: Any shape.
/// - Returns: The shape of `x`.
public func approximateGELUDerivative(_ x: Tensor) throws -> Tensor {
  // The product rule: the slope of x/2 times the bracket, and x/2 times the slope of the bracket, which is
  // tanh′ u times the slope of u.
  let t = tanh(root * (x + cubic * x * x * x))
  let inner = root * (1 + 3 * cubic * x * x)
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner
}

/// √(2/π).
private let root: Float = 0.797884561

/// The factor of the cube.
private let cubic: Float = 0.044715
