// Functions that go from one level to another: tanh, the sigmoid, and their relatives.

/// Takes the hyperbolic tangent of every lane.
///
/// With `t = exp(2|x|) - 1`, `tanh |x| = t / (t + 2)`, which keeps its digits near 0.
@inline(__always) func hyperbolicTangent(_ x: Vector) -> Vector {
  // From 9.02 on the result is 1.
  let a = smaller(magnitude(x), Vector(repeating: 9.1))
  let t = exponentialMinusOneOfPositive(a + a)
  return withSign(of: x, t / (t + 2))
}

/// Computes `1 / (1 + exp(-x))` for every lane.
///
/// Only the exponential of a negative number is taken, which cannot overflow. With `z = exp(-|x|)`, the
/// result is `1 / (1 + z)` or `z / (1 + z)`.
@inline(__always) func sigmoid(_ x: Vector) -> Vector {
  let z = exponentialOfDistance(x)
  return select(signs(x), z, Vector(repeating: 1)) / (1 + z)
}

/// Computes `exp(-|x|)` for every lane.
@inline(__always) private func exponentialOfDistance(_ x: Vector) -> Vector {
  exponentialOfNegative(float(bits(x) | Int32.min))
}

/// Computes `log(1 + exp(x))` for every lane as `max(x, 0) + log(1 + exp(-|x|))`.
@inline(__always) func softplus(_ x: Vector) -> Vector {
  let z = exponentialOfDistance(x)
  return rectified(x) + finiteLogarithmOnePlus(z)
}

/// Computes `x sigmoid(x)` for every lane, as `x / (1 + z)` or `x z / (1 + z)` with `z = exp(-|x|)`.
@inline(__always) func silu(_ x: Vector) -> Vector {
  // The limit keeps infinity from meeting 0. The result is 0 there.
  let a = larger(float(bits(x) | Int32.min), Vector(repeating: -104))
  let z = exponentialOfNegative(a)
  return select(signs(x), a * z, x) / (1 + z)
}

/// Computes `0.5 x (1 + tanh(v)) = x sigmoid(2 v)` with `v = √(2/π) (x + 0.044715 x³)` for every lane.
@inline(__always) func geluTanh(_ argument: Vector) -> Vector {
  let x = larger(argument, Vector(repeating: -50))
  return x * sigmoid(geluTanhArgument(x))
}

@inline(__always) private func geluTanhArgument(_ x: Vector) -> Vector {
  x * multiplyAdd(x * x, 0.071_354_816, Vector(repeating: 1.595_769_1))
}

/// Computes the derivative of `geluTanh`.
@inline(__always) func geluTanhSlope(_ argument: Vector) -> Vector {
  // Beyond the limits the slope is 0 or 1.
  let x = withSign(of: argument, smaller(magnitude(argument), Vector(repeating: 12)))
  let (s, product) = sigmoidAndSlope(geluTanhArgument(x))
  let inner = multiplyAdd(x * x, 0.214_064_45, Vector(repeating: 1.595_769_1))
  return multiplyAdd(x * inner, product, s)
}

/// Computes the derivative of `silu`.
@inline(__always) func siluSlope(_ argument: Vector) -> Vector {
  let x = withSign(of: argument, smaller(magnitude(argument), Vector(repeating: 110)))
  let (s, product) = sigmoidAndSlope(x)
  return multiplyAdd(x, product, s)
}

/// Computes the sigmoid s and its derivative `s (1 - s)`, which has all digits also where s is close to 1.
@inline(__always)
private func sigmoidAndSlope(_ x: Vector) -> (sigmoid: Vector, slope: Vector) {
  let z = exponentialOfDistance(x)
  let inverse = 1 / (1 + z)
  let tail = z * inverse
  return (select(signs(x), tail, inverse), tail * inverse)
}
