// e to the power of x, and its inverse, for a whole vector at once.

/// 1.5 · 2²³: a float near it has no fraction bits, so adding it rounds a small number to an integer,
/// which then stands in the low bits.
@inline(__always) var roundingShift: Float { 12_582_912 }

/// Raises e to the power of every lane.
///
/// With `n = round(x / ln 2)` and `r = x - n ln 2`, `eˣ = 2ⁿ eʳ` and |r| ≤ 0.347, where a polynomial of
/// degree 7 is exact to the last bit. ln 2 is subtracted in two parts, of which the first has so few
/// digits that its product with `n` is exact. The coefficients are those of S. Moshier's Cephes library
/// (1992). A result outside the range of floats becomes infinity or 0 by the final scaling, which is
/// done in two halves so that the range limits are reached gradually.
@inline(__always) func exponential(_ argument: Vector) -> Vector {
  // Beyond these limits the result is 0 or infinity anyway. NaN passes through.
  let x = smaller(larger(argument, Vector(repeating: -104)), Vector(repeating: 89))
  return scaledExponential(x)
}

/// Raises e to the power of every lane that is not above 0.
///
/// The result is made 2⁶⁴ times as large, where no float is too small, and then scaled back: that is less
/// work than two halves.
@inline(__always) func exponentialOfNegative(_ x: Vector) -> Vector {
  let (power, exponent) = exponentialParts(larger(x, Vector(repeating: -104)))
  return (power + 1) * powerOfTwo(exponent &+ 64) * 0x1p-64
}

/// Raises e to the power of lanes between -104 and 89.
@inline(__always) private func scaledExponential(_ x: Vector) -> Vector {
  let (power, exponent) = exponentialParts(x)
  let half = exponent &>> 1
  return (power + 1) * powerOfTwo(half) * powerOfTwo(exponent &- half)
}

/// Writes `eˣ` as `(1 + power) · 2ⁿ` with |power| < 0.42, for |x| < 10⁶.
@inline(__always)
func exponentialParts(_ x: Vector) -> (power: Vector, exponent: IntVector) {
  let shifted = multiplyAdd(x, 1.442_695_04, Vector(repeating: roundingShift))
  let n = shifted - roundingShift
  var r = multiplyAdd(n, -0.693_359_375, x)
  r = multiplyAdd(n, 2.121_944_4e-4, r)
  var p = Vector(repeating: 1.987_569_15e-4)
  p = multiplyAdd(p, r, Vector(repeating: 1.398_199_950_7e-3))
  p = multiplyAdd(p, r, Vector(repeating: 8.333_451_907_3e-3))
  p = multiplyAdd(p, r, Vector(repeating: 4.166_579_589_4e-2))
  p = multiplyAdd(p, r, Vector(repeating: 1.666_666_545_9e-1))
  p = multiplyAdd(p, r, Vector(repeating: 5.000_000_120_1e-1))
  return (multiplyAdd(p, r * r, r), bits(shifted) &- bits(Vector(repeating: roundingShift)))
}

/// Computes 2ⁿ for -126 ≤ n ≤ 127, by writing n where a float keeps its exponent.
@inline(__always) func powerOfTwo(_ n: IntVector) -> Vector {
  float((n &+ 127) &<< 23)
}

/// Takes the natural logarithm of every lane.
///
/// With `x = 2ᵉ (1 + m)` and `1 + m` between √½ and √2, `ln x = e ln 2 + ln(1 + m)`, the last term a
/// polynomial of degree 11 (coefficients of S. Moshier's Cephes library, 1992).
@inline(__always) func logarithm(_ x: Vector) -> Vector {
  let (m, e) = logarithmParts(x)
  let low = multiplyAdd(e, -2.121_944_4e-4, logarithmRest(m))
  return specialLogarithms(x, multiplyAdd(e, 0.693_359_375, m + low))
}

/// Writes a positive x as `(1 + m) · 2ᵉ` with 1 + m between √½ and √2.
@inline(__always) func logarithmParts(_ argument: Vector) -> (m: Vector, e: Vector) {
  // Numbers below 2⁻¹²⁶ have leading zeros; scaling by 2²³ makes them ordinary. All bits of `isTiny` are
  // ones for them and zeros otherwise.
  let isTiny = (bits(argument) &- 0x0080_0000) &>> 31
  let x = argument * float((isTiny & (23 << 23)) &+ 0x3f80_0000)
  let (m, exponent) = splitAtRootOfHalf(x)
  return (m, integerFloat(exponent &- (isTiny & 23)))
}

/// Writes a positive x, at least 2⁻¹²⁶, as `(1 + m) · 2ⁿ` with 1 + m between √½ and √2.
@inline(__always) func splitAtRootOfHalf(_ x: Vector) -> (m: Vector, exponent: IntVector) {
  // Subtracting the bits of √½ makes the exponent field count from there.
  let shifted = bits(x) &- 0x3f35_04f3
  let m = float((shifted & 0x007f_ffff) &+ 0x3f35_04f3) - Vector(repeating: 1)
  return (m, shifted &>> 23)
}

/// Converts small integers.
@inline(__always) func integerFloat(_ n: IntVector) -> Vector {
  float(n &+ bits(Vector(repeating: roundingShift))) - Vector(repeating: roundingShift)
}

/// Computes `ln(1 + m) - m` for 1 + m between √½ and √2.
@inline(__always) func logarithmRest(_ m: Vector) -> Vector {
  let square = m * m
  // Even and odd powers apart: two short chains of operations instead of a long one.
  var even = Vector(repeating: 7.037_683_629_2e-2)
  even = multiplyAdd(even, square, Vector(repeating: 1.167_699_874_0e-1))
  even = multiplyAdd(even, square, Vector(repeating: 1.424_932_278_7e-1))
  even = multiplyAdd(even, square, Vector(repeating: 2.000_071_476_5e-1))
  even = multiplyAdd(even, square, Vector(repeating: 3.333_333_117_4e-1))
  var odd = Vector(repeating: -1.151_461_031_0e-1)
  odd = multiplyAdd(odd, square, Vector(repeating: -1.242_014_084_6e-1))
  odd = multiplyAdd(odd, square, Vector(repeating: -1.666_805_766_5e-1))
  odd = multiplyAdd(odd, square, Vector(repeating: -2.499_999_399_3e-1))
  let p = multiplyAdd(odd, m, even)
  return multiplyAdd(square, -0.5, (p * m) * square)
}

/// Replaces the lanes for which the logarithm is not a finite number.
///
/// The lanes are told apart by their bits, with masks of all ones or all zeros: a mask of a comparison
/// that is used twice makes the compiler split the vectors.
@inline(__always) func specialLogarithms(_ x: Vector, _ y: Vector) -> Vector {
  let pattern = bits(x)
  // Infinity and NaN are their own logarithms. They have the largest patterns of the positive floats.
  let isFinite = (pattern &- 0x7f80_0000) &>> 31
  let result = select(isFinite, y, x)
  // -infinity for 0, NaN for negative numbers, whose sign bit is set. A number other than 0 has a bit
  // that is not the sign, so that it or its negative sets the highest bit.
  let magnitude = pattern &<< 1
  let isNotZero = (magnitude | (IntVector() &- magnitude)) &>> 31
  let special = float((isNotZero & 0x0040_0000) | Int32(bitPattern: 0xff80_0000))
  return select((pattern &>> 31) | ~isNotZero, special, result)
}

/// Takes `a` where the bits of the mask are ones, `b` where they are zeros.
@inline(__always) func select(_ mask: IntVector, _ a: Vector, _ b: Vector) -> Vector {
  float((bits(a) & mask) | (bits(b) & ~mask))
}
