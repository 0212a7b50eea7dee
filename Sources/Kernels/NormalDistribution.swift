// Functions of the normal distribution: the error function and GELU.

/// Beyond this many standard deviations the tail counts as empty; it is 1.3 · 10⁻¹².
private let tailEnd: Float = 7

/// Computes the probability that a normal variable is above a, for 0 ≤ a ≤ 7.
///
/// Its fourth root is so smooth that a polynomial of degree 11 follows it all the way. One root of the
/// polynomial is 7, so that the tail ends in an exact 0. The coefficients minimize the largest error
/// relative to the tail or to 0.001 (own fit by iteratively reweighted least squares; error 2⁻²³).
@inline(__always) private func normalTail(_ a: Vector) -> Vector {
  var p = Vector(repeating: 7.424_832_748_6e-9)
  p = multiplyAdd(p, a, Vector(repeating: -1.787_013_133_0e-7))
  p = multiplyAdd(p, a, Vector(repeating: 1.502_380_541_8e-6))
  p = multiplyAdd(p, a, Vector(repeating: -3.213_830_496_0e-6))
  p = multiplyAdd(p, a, Vector(repeating: -1.891_221_654_7e-5))
  p = multiplyAdd(p, a, Vector(repeating: 3.922_629_548_5e-5))
  p = multiplyAdd(p, a, Vector(repeating: 4.895_593_156_1e-4))
  p = multiplyAdd(p, a, Vector(repeating: -5.067_480_378_8e-4))
  p = multiplyAdd(p, a, Vector(repeating: -8.141_360_245_6e-3))
  p = multiplyAdd(p, a, Vector(repeating: -6.800_865_288_8e-3))
  p = multiplyAdd(p, a, Vector(repeating: 1.201_280_578_97e-1))
  let root = p * (tailEnd - a)
  let square = root * root
  return square * square
}

/// Computes the error function of every lane.
@inline(__always) func errorFunction(_ x: Vector) -> Vector {
  let a = magnitude(x)
  // Up to 1: `erf a = a + a p(a²)` (own fit, error 2⁻²⁹).
  let s = a * a
  var p = Vector(repeating: 7.853_860_734e-5)
  p = multiplyAdd(p, s, Vector(repeating: -8.010_193_705_6e-4))
  p = multiplyAdd(p, s, Vector(repeating: 5.188_327_748_3e-3))
  p = multiplyAdd(p, s, Vector(repeating: -2.685_381_285_8e-2))
  p = multiplyAdd(p, s, Vector(repeating: 1.128_358_542_9e-1))
  p = multiplyAdd(p, s, Vector(repeating: -3.761_262_595_7e-1))
  p = multiplyAdd(p, s, Vector(repeating: 1.283_791_661_3e-1))
  let near = multiplyAdd(p, a, a)
  // From there on: 1 minus both tails of the normal distribution.
  let tail = normalTail(smaller(a * 1.414_213_56, Vector(repeating: tailEnd)))
  let far = multiplyAdd(tail, -2, Vector(repeating: 1))
  return withSign(of: x, near.replacing(with: far, where: a .> 1))
}

/// Computes `x Φ(x)` for every lane, as `max(x, 0) - |x| Q(|x|)` with the tail Q.
@inline(__always) func gelu(_ x: Vector) -> Vector {
  let a = smaller(magnitude(x), Vector(repeating: tailEnd))
  // The result has the sign of x, also where it is 0.
  return withSign(of: x, multiplyAdd(-a, normalTail(a), rectified(x)))
}

/// Computes the derivative of `gelu`: `Φ(x) + x φ(x)`.
@inline(__always) func geluSlope(_ argument: Vector) -> Vector {
  // Beyond the limits the density φ is 0.
  let a = smaller(magnitude(argument), Vector(repeating: 15))
  let x = withSign(of: argument, a)
  let tail = normalTail(smaller(a, Vector(repeating: tailEnd)))
  let probability = select(signs(x), tail, 1 - tail)
  let density = exponentialOfNegative(x * x * -0.5) * 0.398_942_28
  return multiplyAdd(x, density, probability)
}
