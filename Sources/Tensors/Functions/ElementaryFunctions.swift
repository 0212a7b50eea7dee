import KernelInterface

// Powers, logarithms and circles, element by element.

/// Multiplies every element by itself.
@_disfavoredOverload
public func square(_ x: Tensor) -> Tensor {
  let y = apply(.square, x)
  return x.isTracked ? y.recorded(from: x) { g in 2 * g * x } : y
}

/// Divides 1 by every element.
@_disfavoredOverload
public func reciprocal(_ x: Tensor) -> Tensor {
  let y = apply(.reciprocal, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in -g * square(replay(y) { reciprocal(x) }) }
}

/// Divides 1 by the square root of every element.
@_disfavoredOverload
public func reciprocalSquareRoot(_ x: Tensor) -> Tensor {
  let y = apply(.reciprocalSquareRoot, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in
    let y = replay(y) { reciprocalSquareRoot(x) }
    return -0.5 * g * y * y * y
  }
}

/// Raises 2 to the power of every element.
@_disfavoredOverload
public func exp2(_ x: Tensor) -> Tensor {
  let y = apply(.exponentialBase2, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in g * (0.6931472 * replay(y) { exp2(x) }) }
}

/// Computes `exp(x) − 1` of every element, exactly also near 0.
@_disfavoredOverload
public func expm1(_ x: Tensor) -> Tensor {
  let y = apply(.exponentialMinusOne, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in g * (replay(y) { expm1(x) } + 1) }
}

/// Takes the logarithm of every element to base 2.
@_disfavoredOverload
public func log2(_ x: Tensor) -> Tensor {
  let y = apply(.logarithmBase2, x)
  return x.isTracked ? y.recorded(from: x) { g in g / (x * 0.6931472) } : y
}

/// Computes `log(1 + x)` of every element, exactly also near 0.
@_disfavoredOverload
public func log1p(_ x: Tensor) -> Tensor {
  let y = apply(.logarithmOnePlus, x)
  return x.isTracked ? y.recorded(from: x) { g in g / (x + 1) } : y
}

/// Takes the sine of every element, in radians.
@_disfavoredOverload
public func sin(_ x: Tensor) -> Tensor {
  let y = apply(.sine, x)
  return x.isTracked ? y.recorded(from: x) { g in g * cos(x) } : y
}

/// Takes the cosine of every element, in radians.
@_disfavoredOverload
public func cos(_ x: Tensor) -> Tensor {
  let y = apply(.cosine, x)
  return x.isTracked ? y.recorded(from: x) { g in -g * sin(x) } : y
}

/// Takes the tangent of every element, in radians.
@_disfavoredOverload
public func tan(_ x: Tensor) -> Tensor {
  let y = apply(.tangent, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in g * (1 + square(replay(y) { tan(x) })) }
}

/// Computes the error function of every element: `2 / √π` times the integral of `exp(−t²)` from 0.
@_disfavoredOverload
public func erf(_ x: Tensor) -> Tensor {
  let y = apply(.errorFunction, x)
  return x.isTracked ? y.recorded(from: x) { g in g * (1.1283792 * exp(-square(x))) } : y
}

/// Takes −1, 0 or 1 by the sign of every element; the slope is 0 everywhere.
@_disfavoredOverload
public func sign(_ x: Tensor) -> Tensor { apply(.sign, x) }

/// Takes the largest integer that is not larger; the slope is 0 everywhere.
@_disfavoredOverload
public func floor(_ x: Tensor) -> Tensor { apply(.floor, x) }

/// Takes the smallest integer that is not smaller; the slope is 0 everywhere.
@_disfavoredOverload
public func ceil(_ x: Tensor) -> Tensor { apply(.ceiling, x) }

/// Takes the nearest integer, the even one of two; the slope is 0 everywhere.
@_disfavoredOverload
public func round(_ x: Tensor) -> Tensor { apply(.round, x) }

/// Raises every element to the power of its partner, broadcasting the shapes.
///
/// A negative base has a result for whole exponents only, and no slope by the exponent. 0 to the power of
/// anything that is not negative has slope 0 by the exponent; so has anything to the power of 0 by the base.
@_disfavoredOverload
public func pow(_ base: Tensor, _ exponent: Tensor) -> Tensor {
  let y = combine(.power, "pow", base, exponent)
  guard base.isTracked || exponent.isTracked else { return y }
  return y.recorded(
    from: base,
    { g in
      // Where 0 or NaN to the power of -1 would spoil a factor 0, the base is replaced.
      let isConstant = (exponent .== 0) .& ((base .== 0) .| base.isNaN)
      let base1 = isConstant.any() ? select(isConstant, 1, base) : base
      return (g * (exponent * pow(base1, exponent - 1))).summed(to: base.shape)
    },
    and: exponent,
    { g in
      // 0 to the power of a positive number stays 0, whatever log 0 is.
      let isZero = (base .== 0) .& (exponent .>= 0)
      let logarithm = log(isZero.any() ? select(isZero, 1, base) : base)
      return (g * (replay(y) { pow(base, exponent) } * logarithm)).summed(to: exponent.shape)
    })
}

/// Raises every element to one power.
///
/// A negative base has a result for a whole exponent only.
@_disfavoredOverload
public func pow(_ base: Tensor, _ exponent: Float) -> Tensor {
  let y = combine(.power, base, exponent)
  guard base.isTracked else { return y }
  return y.recorded(from: base) { g in
    exponent == 0 ? Tensor.zeros(like: g) : g * (exponent * pow(base, exponent - 1))
  }
}

/// Raises one number to the power of every element.
@_disfavoredOverload
public func pow(_ base: Float, _ exponent: Tensor) -> Tensor { pow(Tensor(base), exponent) }
