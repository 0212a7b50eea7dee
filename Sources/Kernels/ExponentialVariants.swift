// Exponentials and logarithms to base 2, and those that keep their digits near 0 and 1.

/// Raises 2 to the power of every lane.
///
/// The distance from the nearest integer goes into a polynomial of degree 6 (coefficients of S. Moshier's
/// Cephes library, 1992).
@inline(__always) func exponentialBase2(_ argument: Vector) -> Vector {
  let x = smaller(larger(argument, Vector(repeating: -151)), Vector(repeating: 129))
  let shifted = x + roundingShift
  let r = x - (shifted - roundingShift)
  var p = Vector(repeating: 1.535_336_188_3e-4)
  p = multiplyAdd(p, r, Vector(repeating: 1.339_887_440_3e-3))
  p = multiplyAdd(p, r, Vector(repeating: 9.618_437_357_7e-3))
  p = multiplyAdd(p, r, Vector(repeating: 5.550_332_471_2e-2))
  p = multiplyAdd(p, r, Vector(repeating: 2.402_264_791_4e-1))
  p = multiplyAdd(p, r, Vector(repeating: 6.931_472_028_6e-1))
  p = multiplyAdd(p, r, Vector(repeating: 1))
  let exponent = bits(shifted) &- bits(Vector(repeating: roundingShift))
  let half = exponent &>> 1
  return p * powerOfTwo(half) * powerOfTwo(exponent &- half)
}

/// Computes `eˣ - 1` for every lane.
///
/// From `eˣ = (1 + p) 2ⁿ` follows `eˣ - 1 = p 2ⁿ + (2ⁿ - 1)`, where the 1 that would swallow the digits of
/// a small p never was added. Half of it is computed first, because 2ⁿ may be just too large.
@inline(__always) func exponentialMinusOne(_ argument: Vector) -> Vector {
  let x = smaller(larger(argument, Vector(repeating: -18)), Vector(repeating: 89))
  let (power, exponent) = exponentialParts(x)
  let half = powerOfTwo(exponent &- 1)
  let y = 2 * multiplyAdd(power, half, half - 0.5)
  // So close to 0 the result is x, with its sign and all digits.
  return y.replacing(with: argument, where: magnitude(argument) .< 1e-8)
}

/// Computes `eˣ - 1` for lanes between 0 and 80.
@inline(__always) func exponentialMinusOneOfPositive(_ x: Vector) -> Vector {
  let (power, exponent) = exponentialParts(x)
  let scale = powerOfTwo(exponent)
  return multiplyAdd(power, scale, scale - 1)
}

/// Takes the logarithm of every lane to base 2.
///
/// `log₂ e` is 1 plus a fraction: the 1 needs no multiplication, hence no rounding.
@inline(__always) func logarithmBase2(_ x: Vector) -> Vector {
  let (m, e) = logarithmParts(x)
  let rest = logarithmRest(m)
  let low = multiplyAdd(m, 0.442_695_04, multiplyAdd(rest, 0.442_695_04, rest))
  return specialLogarithms(x, e + (m + low))
}

/// Takes the natural logarithm of 1 plus every lane.
@inline(__always) func logarithmOnePlus(_ x: Vector) -> Vector {
  let y = specialLogarithms(1 + x, finiteLogarithmOnePlus(x))
  return y.replacing(with: x, where: magnitude(x) .< 1e-8)
}

/// Takes the natural logarithm of 1 plus every lane, for lanes above -1 and below infinity.
///
/// What rounding cuts off the sum 1 + x is computed too, and joins the polynomial's argument.
@inline(__always) func finiteLogarithmOnePlus(_ x: Vector) -> Vector {
  let sum = 1 + x
  // Knuth's exact error of a sum; it does not matter which of the two is the larger one.
  let part = sum - 1
  let cut = (1 - (sum - part)) + (x - part)
  let (rounded, exponent) = splitAtRootOfHalf(sum)
  // 1 + m and 1 + x have the same digits: their quotient is 2⁻ⁿ. No fused multiplication here: chains of
  // more than about a dozen of them are torn into single lanes by the compiler.
  let m = rounded + cut * ((1 + rounded) / sum)
  let e = integerFloat(exponent)
  let low = multiplyAdd(e, -2.121_944_4e-4, logarithmRest(m))
  return multiplyAdd(e, 0.693_359_375, m + low)
}
