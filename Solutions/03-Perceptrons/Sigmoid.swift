import Tensors

/// Exercise 03.5, first part: squashes scores into probabilities.
///
///     σ(x) = 1 / (1 + exp(−x))
///
/// `σ(0) = 0.5`, and `σ(ln 3) = 0.75`. Large inputs must work too: σ(100) is 1 and σ(−100) is 0 to the
/// precision of a `Float`, not "not a number". (`exp(x)` of a tensor is in `Tensors`; `exp(100)` is
/// infinite.)
///
/// - Parameter x: Any shape.
/// - Returns: The shape of `x`, every element between 0 and 1.
public func sigmoid(_ x: Tensor) throws -> Tensor {
  // exp(−|x|) never overflows. For x ≥ 0 it is the exp(−x) of the formula; for x < 0 multiply the
  // fraction's top and bottom by exp(x), which is exp(−|x|) there.
  let small = exp(-abs(x))
  let right = 1 / (1 + small)
  let left = small / (1 + small)
  return Tensor(
    zip(x.scalars, zip(left.scalars, right.scalars)).map { $0 < 0 ? $1.0 : $1.1 }, shape: x.shape)
}

/// Exercise 03.5, second part: the slope of the sigmoid at `x`.
///
/// `σ′(0) = 0.25`, the steepest place, and the slope goes to 0 on both sides. Note that `x` is the input
/// of the sigmoid, not its output.
///
/// - Parameter x: Any shape, also with elements as large as ±100.
/// - Returns: The shape of `x`.
public func sigmoidDerivative(_ x: Tensor) throws -> Tensor {
  let s = try sigmoid(x)
  return s * (1 - s)
}
