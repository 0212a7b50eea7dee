import Tensors

/// Exercise 04.3, first part: a rectifier that lets a little of a negative score through.
///
/// `x` where `x > 0`, otherwise `slope · x`. With slope 0.1 the scores `[-2, 3]` become `[-0.2, 3]`.
///
/// - Parameters:
///   - x: Any shape.
///   - slope: What is left of a negative score; any number, also a negative one or one above 1.
/// - Returns: The shape of `x`.
public func leakyReLU(_ x: Tensor, slope: Float) throws -> Tensor {
  maximum(x, 0) + slope * minimum(x, 0)
}

/// Exercise 04.3, second part: the derivative of ``leakyReLU(_:slope:)`` at `x`, the input.
///
/// At exactly 0 it is `slope`. With slope 0.1, `[-2, 3]` gives `[0.1, 1]`.
public func leakyReLUDerivative(_ x: Tensor, slope: Float) throws -> Tensor {
  slope + (1 - slope) * isPositive(x)
}

/// Exercise 04.3, third part: a rectifier that ends in a smooth floor.
///
/// `x` where `x > 0`, otherwise `alpha · (exp(x) − 1)`. With alpha 1, `[-1, 2]` becomes `[-0.6321, 2]`. Large
/// inputs must work too: `exp(100)` is infinite, the elu of 100 is 100.
///
/// - Parameters:
///   - x: Any shape, also with elements as large as ±200.
///   - alpha: How deep the floor is, above 0.
/// - Returns: The shape of `x`.
public func elu(_ x: Tensor, alpha: Float) throws -> Tensor {
  // Only negative numbers go into the exponential; for x > 0 the second term is 0.
  maximum(x, 0) + alpha * (exp(minimum(x, 0)) - 1)
}

/// Exercise 04.3, fourth part: the derivative of ``elu(_:alpha:)`` at `x`, the input.
///
/// At exactly 0 it is `alpha`. With alpha 1, `[-1, 2]` gives `[0.3679, 1]`.
public func eluDerivative(_ x: Tensor, alpha: Float) throws -> Tensor {
  isPositive(x) + (1 - isPositive(x)) * alpha * exp(minimum(x, 0))
}

/// 1 where an element is above 0, otherwise 0.
private func isPositive(_ x: Tensor) -> Tensor { maximum(sign(x), 0) }
