/// What is done to one element.
///
/// Errors are in units in the last place (ulp) of the right result. Where nothing is said, the result is
/// the nearest float. NaN gives NaN.
public enum ElementOperation: Sendable {
  // MARK: Signs and integers

  /// Changes the sign.
  case negate
  /// Removes the sign.
  case absolute
  /// Takes -1 below 0, 1 above 0; a zero stays as it is.
  case sign
  /// Takes 1 above 0, and 0 elsewhere; also 0 for NaN, which is not above 0.
  case step
  /// Takes the largest integer that is not larger.
  case floor
  /// Takes the smallest integer that is not smaller.
  case ceiling
  /// Takes the nearest integer, the even one of two.
  case round

  // MARK: Powers and roots

  /// Multiplies by itself.
  case square
  /// Divides 1 by the element.
  case reciprocal
  /// Takes the square root; NaN below 0.
  case squareRoot
  /// Divides 1 by the square root, to within 1.5 ulp; infinity at 0, NaN below.
  case reciprocalSquareRoot

  // MARK: Exponentials and logarithms

  /// Raises e to the power of the element, to within 1.5 ulp.
  case exponential
  /// Raises 2 to the power of the element, to within 1.5 ulp.
  case exponentialBase2
  /// Raises e to the power of the element and subtracts 1, to within 2 ulp also near 0.
  case exponentialMinusOne
  /// Takes the natural logarithm, to within 1.5 ulp; NaN below 0.
  case logarithm
  /// Takes the logarithm to base 2, to within 2 ulp; NaN below 0.
  case logarithmBase2
  /// Takes the natural logarithm of 1 plus the element, to within 2 ulp also near 0; NaN below -1.
  case logarithmOnePlus

  // MARK: Circles and hyperbolas

  /// Takes the sine of an angle in radians, to within 3 ulp; NaN for infinity.
  case sine
  /// Takes the cosine of an angle in radians, to within 3 ulp; NaN for infinity.
  case cosine
  /// Takes the tangent of an angle in radians, to within 5 ulp; NaN for infinity.
  case tangent
  /// Takes the hyperbolic tangent, to within 3 ulp.
  case hyperbolicTangent

  // MARK: Activations

  /// Takes the larger of the element and 0.
  case rectifier
  /// Computes `1 / (1 + exp(-x))`, to within 3 ulp also where the result is close to 0.
  case sigmoid
  /// Computes `log(1 + exp(x))`, to within 3 ulp.
  case softplus
  /// Computes the error function, to within 4 ulp.
  case errorFunction
  /// Computes `x Φ(x)` with the normal distribution's Φ (Hendrycks and Gimpel, 2016).
  ///
  /// The error is below 10 ulp above -1, and 3e-7 everywhere; the result is exact beyond ±7.
  case gelu
  /// Computes GELU with tanh in place of Φ (Hendrycks and Gimpel, 2016).
  ///
  /// The error is below 8 ulp above -1, and below 20 ulp above -3.
  case geluTanh
  /// Computes `x sigmoid(x)`, to within 4 ulp; 0 at negative infinity, which is the limit.
  case silu
}

/// The derivative of which operation a gradient is multiplied by.
public enum ElementGradient: Sendable {
  /// That of the hyperbolic tangent, computed from its result: `g (1 - y²)`.
  case hyperbolicTangentOfResult
  /// That of the sigmoid, computed from its result: `g y (1 - y)`.
  case sigmoidOfResult
  /// That of the rectifier, from its operand or result: `g` above 0, and 0 elsewhere whatever `g` is.
  case rectifier
  /// That of softplus, computed from its operand: `g sigmoid(x)`.
  case softplus
  /// That of GELU, computed from its operand.
  case gelu
  /// That of GELU with tanh, computed from its operand.
  case geluTanh
  /// That of SiLU, computed from its operand.
  case silu
}

/// What is done to two elements.
public enum PairOperation: Sendable {
  /// Adds.
  case add
  /// Subtracts the second element from the first.
  case subtract
  /// Multiplies.
  case multiply
  /// Divides the first element by the second.
  case divide
  /// Takes the larger element; NaN if either is NaN.
  case maximum
  /// Takes the smaller element; NaN if either is NaN.
  case minimum
  /// Raises the first element to the power of the second, to within 1 ulp, as C's `pow` does.
  ///
  /// A negative base has a result for integer exponents only; exponent 0 and base 1 give 1 even for NaN.
  case power
}

/// Which of several elements is looked for; a NaN among them wins.
public enum Extreme: Sendable {
  /// The largest one.
  case largest
  /// The smallest one.
  case smallest
}
