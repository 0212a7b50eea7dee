// Powers: `xʸ = 2^(y log₂ x)`. The exponent may be as large as 128, and every unit of its last place
// counts, so it is computed in double precision, half a vector at a time.

#if AVX512
  private typealias HalfVector = SIMD8<Float>
  private typealias DoubleVector = SIMD8<Double>
  private typealias LongVector = SIMD8<Int64>
#elseif AVX2
  private typealias HalfVector = SIMD4<Float>
  private typealias DoubleVector = SIMD4<Double>
  private typealias LongVector = SIMD4<Int64>
#else
  private typealias HalfVector = SIMD2<Float>
  private typealias DoubleVector = SIMD2<Double>
  private typealias LongVector = SIMD2<Int64>
#endif

/// Raises lanes of `x` to the powers in `y`, with the special cases of the C standard (annex F.10.4.4).
@inline(__always) func power(_ x: Vector, _ y: Vector) -> Vector {
  let a = magnitude(x)
  let (m, finite) = logarithmParts(a)
  // The logarithm of infinity and NaN is their own, that of 0 is negative infinity.
  let e = finite.replacing(with: a, where: .!(a .< Float.infinity))
    .replacing(with: Vector(repeating: -.infinity), where: a .== 0)
  var result = Vector(
    lowHalf: powerOfTwo(m.lowHalf, e.lowHalf, y.lowHalf),
    highHalf: powerOfTwo(m.highHalf, e.highHalf, y.highHalf))
  result.replace(with: Vector(repeating: 1), where: a .== 1)
  // The sign is the base's, if the exponent is an odd integer: one whose half is no integer.
  let half = y * 0.5
  let whole = roundedDown(y)
  let sign = Vector().replacing(with: Vector(repeating: -0.0), where: roundedDown(half) .!= half)
    .replacing(with: Vector(), where: whole .!= y)
  result = float(bits(result) ^ (bits(sign) & bits(x)))
  // A finite negative base must have an integer exponent.
  let base = x.replacing(with: Vector(), where: x .== -Float.infinity)
    .replacing(with: Vector(), where: whole .== y)
  result.replace(with: Vector(repeating: .nan), where: base .< 0)
  result.replace(with: Vector(repeating: 1), where: y .== 0)
  result.replace(with: Vector(repeating: 1), where: x .== 1)
  return result
}

/// Computes `2^(y (e + log₂(1 + m)))` for 1 + m between √½ and √2.
@inline(__always)
private func powerOfTwo(_ m: HalfVector, _ e: HalfVector, _ y: HalfVector) -> HalfVector {
  let m = widened(m)
  // log₂(1 + m) = 2 / ln 2 · (s + s³/3 + s⁵/5 + …) with s = m / (2 + m), |s| < 0.172.
  let s = m / (m + 2)
  let square = s * s
  var p = DoubleVector(repeating: 2.885_390_081_777_926_8 / 13)
  p = multiplyAdd(p, square, 2.885_390_081_777_926_8 / 11)
  p = multiplyAdd(p, square, 2.885_390_081_777_926_8 / 9)
  p = multiplyAdd(p, square, 2.885_390_081_777_926_8 / 7)
  p = multiplyAdd(p, square, 2.885_390_081_777_926_8 / 5)
  p = multiplyAdd(p, square, 2.885_390_081_777_926_8 / 3)
  p = multiplyAdd(p, square, 2.885_390_081_777_926_8)
  var t = widened(y) * (widened(e) + p * s)
  t.replace(with: DoubleVector(repeating: -200), where: t .< -200)
  t.replace(with: DoubleVector(repeating: 200), where: t .> 200)
  // As for floats: adding 1.5 · 2⁵² rounds to an integer, which then stands in the low bits.
  let shifted = t + 6_755_399_441_055_744
  let r = t - (shifted - 6_755_399_441_055_744)
  // 2ʳ for |r| ≤ ½: the Taylor series, whose next term is below 2⁻³².
  var q = DoubleVector(repeating: 1.321_548_679_014_431e-6)
  q = multiplyAdd(q, r, 1.525_273_380_405_984e-5)
  q = multiplyAdd(q, r, 1.540_353_039_338_161e-4)
  q = multiplyAdd(q, r, 1.333_355_814_642_844_3e-3)
  q = multiplyAdd(q, r, 9.618_129_107_628_477e-3)
  q = multiplyAdd(q, r, 5.550_410_866_482_158e-2)
  q = multiplyAdd(q, r, 2.402_265_069_591_007e-1)
  q = multiplyAdd(q, r, 6.931_471_805_599_453e-1)
  q = multiplyAdd(q, r, 1)
  let scaled =
    unsafeBitCast(q, to: LongVector.self) &+ (unsafeBitCast(shifted, to: LongVector.self) &<< 52)
  return narrowed(unsafeBitCast(scaled, to: DoubleVector.self))
}

@inline(__always) private func widened(_ x: HalfVector) -> DoubleVector {
  var result = DoubleVector()
  for lane in 0..<HalfVector.scalarCount { result[lane] = Double(x[lane]) }
  return result
}

@inline(__always) private func narrowed(_ x: DoubleVector) -> HalfVector {
  var result = HalfVector()
  for lane in 0..<HalfVector.scalarCount { result[lane] = Float(x[lane]) }
  return result
}

@inline(__always)
private func multiplyAdd(_ a: DoubleVector, _ b: DoubleVector, _ c: Double) -> DoubleVector {
  #if AVX512 || AVX2 || arch(arm64)
    DoubleVector(repeating: c).addingProduct(a, b)
  #else
    a * b + DoubleVector(repeating: c)
  #endif
}
