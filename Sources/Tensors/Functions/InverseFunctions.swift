#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// Angles from ratios, hyperbolic functions and their inverses, other logarithms. They are rare in networks:
// each element is computed by the system's mathematics library, in double precision, and rounded once.

/// Takes the angle whose sine every element is: `[−1, 1] -> [−π/2, π/2]`; NaN outside.
@_disfavoredOverload
public func asin(_ x: Tensor) -> Tensor {
  let y = eachInDouble(x) { asin($0) }
  return x.isTracked ? y.recorded(from: x) { g in g * reciprocalSquareRoot(1 - x * x) } : y
}

/// Takes the angle whose cosine every element is: `[−1, 1] -> [0, π]`; NaN outside.
@_disfavoredOverload
public func acos(_ x: Tensor) -> Tensor {
  let y = eachInDouble(x) { acos($0) }
  return x.isTracked ? y.recorded(from: x) { g in -g * reciprocalSquareRoot(1 - x * x) } : y
}

/// Takes the angle whose tangent every element is, between −π/2 and π/2.
@_disfavoredOverload
public func atan(_ x: Tensor) -> Tensor {
  let y = eachInDouble(x) { atan($0) }
  return x.isTracked ? y.recorded(from: x) { g in g / (1 + x * x) } : y
}

/// Takes the angle of the point `(x, y)`, from −π to π, broadcasting the shapes.
@_disfavoredOverload
public func atan2(_ y: Tensor, _ x: Tensor) -> Tensor {
  let angle = pairsInDouble("atan2", y, x) { atan2($0, $1) }
  guard y.isTracked || x.isTracked else { return angle }
  return angle.recorded(
    from: y, { g in (g * slopeOfAngle(y, x, x) { $1 }).summed(to: y.shape) },
    and: x, { g in (-g * slopeOfAngle(y, x, y) { y, _ in y }).summed(to: x.shape) })
}

/// One of the two over the square of the distance from the origin, where the slope counts as 0.
private func slopeOfAngle(
  _ y: Tensor, _ x: Tensor, _ above: Tensor, _ choose: (Double, Double) -> Double
) -> Tensor {
  if Recording.isNested { return above / (x * x + y * y) }
  return pairsInDouble("atan2", y, x) { y, x in
    let square = x * x + y * y
    return square == 0 ? 0 : choose(y, x) / square
  }
}

/// Computes the hyperbolic sine of every element: `(exp x − exp −x) / 2`.
@_disfavoredOverload
public func sinh(_ x: Tensor) -> Tensor {
  let y = eachInDouble(x) { sinh($0) }
  return x.isTracked ? y.recorded(from: x) { g in g * cosh(x) } : y
}

/// Computes the hyperbolic cosine of every element: `(exp x + exp −x) / 2`.
@_disfavoredOverload
public func cosh(_ x: Tensor) -> Tensor {
  let y = eachInDouble(x) { cosh($0) }
  return x.isTracked ? y.recorded(from: x) { g in g * sinh(x) } : y
}

/// Takes the number whose hyperbolic sine every element is.
@_disfavoredOverload
public func asinh(_ x: Tensor) -> Tensor {
  let y = eachInDouble(x) { asinh($0) }
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in
    // In double precision, where the square of a large number has room.
    g
      * (Recording.isNested
        ? reciprocalSquareRoot(x * x + 1) : eachInDouble(x) { 1 / ($0 * $0 + 1).squareRoot() })
  }
}

/// Takes the number, not negative, whose hyperbolic cosine every element is; NaN below 1.
@_disfavoredOverload
public func acosh(_ x: Tensor) -> Tensor {
  let y = eachInDouble(x) { acosh($0) }
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in
    g
      * (Recording.isNested
        ? reciprocalSquareRoot(x * x - 1) : eachInDouble(x) { 1 / ($0 * $0 - 1).squareRoot() })
  }
}

/// Takes the number whose hyperbolic tangent every element is; infinite at ±1, NaN outside.
@_disfavoredOverload
public func atanh(_ x: Tensor) -> Tensor {
  let y = eachInDouble(x) { atanh($0) }
  return x.isTracked ? y.recorded(from: x) { g in g / (1 - x * x) } : y
}

/// Takes the logarithm to base 10 of every element; −infinity for 0, NaN for negative elements.
@_disfavoredOverload
public func log10(_ x: Tensor) -> Tensor {
  let y = eachInDouble(x) { log10($0) }
  return x.isTracked ? y.recorded(from: x) { g in g / (2.302_585_1 * x) } : y
}

/// Takes the number whose error function every element is: infinite at ±1, NaN outside.
@_disfavoredOverload
public func inverseErf(_ x: Tensor) -> Tensor {
  let y = eachInDouble(x, inverseErf)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in g * (0.886_226_95 * exp(square(replay(y) { inverseErf(x) }))) }
}

/// Newton's method for `erf y = x`, from a start with a relative error of about 2e-3 (Winitzki 2008).
private func inverseErf(_ x: Double) -> Double {
  if x.magnitude >= 1 { return x.magnitude == 1 ? x * .infinity : .nan }
  if x == 0 || x.isNaN { return x }
  let a = 0.147
  let l = log1p(-x * x)
  let b = 2 / (.pi * a) + l / 2
  var y = ((b * b - l / a).squareRoot() - b).squareRoot()
  if y == 0 { return x * 0.886226925452758 }  // so small that the function is a straight line
  for _ in 0..<3 {
    // With erfc where erf is near 1 and has lost its digits.
    let error = y < 1 ? erf(y) - x.magnitude : (1 - x.magnitude) - erfc(y)
    y -= error * 0.886226925452758 * exp(y * y)
  }
  return x < 0 ? -y : y
}

/// Computes `ln(exp a + exp b)` without overflow, broadcasting the shapes.
@_disfavoredOverload
public func logAddExp(_ a: Tensor, _ b: Tensor) -> Tensor {
  let y = pairsInDouble("logAddExp", a, b) { a, b in
    let (large, small) = a > b || a.isNaN ? (a, b) : (b, a)
    return large.isInfinite ? large + (small.isNaN ? small : 0) : large + log1p(exp(small - large))
  }
  guard a.isTracked || b.isTracked else { return y }
  return y.recorded(
    from: a, { g in (g * sigmoid(a - b)).summed(to: a.shape) },
    and: b, { g in (g * sigmoid(b - a)).summed(to: b.shape) })
}

/// Takes what is left of every element after a division with a rounded-down quotient, broadcasting the shapes.
///
/// The result has the sign of the divisor, as in Python: `remainder(−7, 3)` is 2.
@_disfavoredOverload
public func remainder(_ a: Tensor, _ b: Tensor) -> Tensor {
  let rest = pairsInDouble("remainder", a, b, flooredRemainder)
  guard a.isTracked || b.isTracked else { return rest }
  return rest.recorded(
    from: a, { g in g.summed(to: a.shape) },
    and: b, { g in (-g * floorDivided(a, b)).summed(to: b.shape) })
}

/// Divides and rounds down, broadcasting the shapes; the slope is 0 everywhere.
@_disfavoredOverload
public func floorDivided(_ a: Tensor, _ b: Tensor) -> Tensor {
  pairsInDouble("floorDivided", a, b) { a, b in
    if b == 0 { return a / b }
    // The quotient may have been rounded up to a whole number; what is left over knows better.
    let rest = fmod(a, b)
    let quotient = (a - rest) / b - (rest != 0 && (rest < 0) != (b < 0) ? 1 : 0)
    return quotient == 0 ? Double(signOf: a / b, magnitudeOf: 0) : quotient.rounded()
  }
}

private func flooredRemainder(_ a: Double, _ b: Double) -> Double {
  let rest = fmod(a, b)
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
}

// MARK: Loops

/// A function of every element, in double precision.
private func eachInDouble(_ x: Tensor, _ function: (Double) -> Double) -> Tensor {
  Tensor.make(x.shape, count: x.count) { result in
    x.withPointer { x, count in
      inParallelRanges(count) { start, count in
        for i in start..<start + count { result[i] = Float(function(Double(x[i]))) }
      }
    }
  }
}

/// A function of every pair of elements, in double precision.
private func pairsInDouble(
  _ name: String, _ a: Tensor, _ b: Tensor, _ function: (Double, Double) -> Double
) -> Tensor {
  let shape = Shape.broadcast(a.shape, b.shape, in: name)
  let (a, b) = (stopGradient(a).broadcasted(to: shape), stopGradient(b).broadcasted(to: shape))
  return Tensor.make(shape, count: Shape.count(shape)) { result in
    a.withPointer { a, count in
      b.withPointer { b, _ in
        inParallelRanges(count) { start, count in
          for i in start..<start + count {
            result[i] = Float(function(Double(a[i]), Double(b[i])))
          }
        }
      }
    }
  }
}
