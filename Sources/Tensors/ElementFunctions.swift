import KernelInterface

// Functions of every element, each with its pullback.

/// Raises e to the power of every element.
///
/// The result is within 1.5 units in the last place. Above 88.73 it is infinity.
public func exp(_ x: Tensor) -> Tensor {
  let y = apply(.exponential, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in g * replay(y) { exp(x) } }
}

/// Takes the natural logarithm of every element.
///
/// The result is within 1.5 units in the last place; -infinity for 0, NaN for negative elements.
public func log(_ x: Tensor) -> Tensor {
  let y = apply(.logarithm, x)
  return x.isTracked ? y.recorded(from: x) { g in g / x } : y
}

/// Takes the square root of every element; NaN for negative elements.
public func sqrt(_ x: Tensor) -> Tensor {
  let y = apply(.squareRoot, x)
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in g * (0.5 / replay(y) { sqrt(x) }) }
}

/// Removes the sign of every element; the slope at 0 counts as 0.
public func abs(_ x: Tensor) -> Tensor {
  let y = apply(.absolute, x)
  guard x.isTracked else { return y }
  let slope = x.mapped { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }
  return y.recorded(from: x) { g in g * slope }
}

/// Takes the larger of two elements, broadcasting the shapes; NaN if either is NaN.
///
/// Where two elements are equal, each gets half of the gradient; where one is NaN, each gets all of it.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { extreme(.maximum, "maximum", a, b) }

/// Takes the larger of every element and a number.
public func maximum(_ a: Tensor, _ b: Float) -> Tensor { extreme(.maximum, a, b) }

/// Takes the larger of a number and every element.
public func maximum(_ a: Float, _ b: Tensor) -> Tensor { extreme(.maximum, b, a) }

/// Takes the smaller of two elements, broadcasting the shapes; NaN if either is NaN.
///
/// Where two elements are equal, each gets half of the gradient; where one is NaN, each gets all of it.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { extreme(.minimum, "minimum", a, b) }

/// Takes the smaller of every element and a number.
public func minimum(_ a: Tensor, _ b: Float) -> Tensor { extreme(.minimum, a, b) }

/// Takes the smaller of a number and every element.
public func minimum(_ a: Float, _ b: Tensor) -> Tensor { extreme(.minimum, b, a) }

private func extreme(
  _ operation: PairOperation, _ name: String, _ a: Tensor, _ b: Tensor
) -> Tensor {
  let chosen = combine(operation, name, a, b)
  guard a.isTracked || b.isTracked else { return chosen }
  let shape = chosen.shape
  let (x, y) = (stopGradient(a).broadcasted(to: shape), stopGradient(b).broadcasted(to: shape))
  let shares =
    operation == .maximum
    ? (share(of: x, above: y), share(of: y, above: x))
    : (share(of: y, above: x), share(of: x, above: y))
  return chosen.recorded(
    from: a, { g in (g * shares.0).summed(to: a.shape) },
    and: b, { g in (g * shares.1).summed(to: b.shape) })
}

private func extreme(_ operation: PairOperation, _ a: Tensor, _ number: Float) -> Tensor {
  let chosen = combine(operation, a, number)
  guard a.isTracked else { return chosen }
  let share = a.mapped { x in
    let (high, low) = operation == .maximum ? (x, number) : (number, x)
    return high < low ? 0 : high == low ? 0.5 : 1
  }
  return chosen.recorded(from: a) { g in g * share }
}

/// The part of the gradient that the larger element gets: 0 below its partner, half where both are equal.
private func share(of high: Tensor, above low: Tensor) -> Tensor {
  Tensor.make(high.shape, count: high.count) { result in
    high.withPointer { high, count in
      low.withPointer { low, _ in
        for i in 0..<count {
          result[i] = high[i] < low[i] ? 0 : high[i] == low[i] ? 0.5 : 1
        }
      }
    }
  }
}

/// Applies an operation to every element.
func apply(_ operation: ElementOperation, _ x: Tensor) -> Tensor {
  Tensor.make(x.shape, count: x.count) { result in
    x.withPointer { x, count in
      inParallelRanges(count) { start, count in
        kernels.apply(operation, x + start, result + start, count: count)
      }
    }
  }
}

extension Tensor {
  /// Applies a function that has no kernel to every element, as a constant.
  package func mapped(_ function: (Float) -> Float) -> Tensor {
    Tensor.make(shape, count: count) { result in
      withPointer { x, count in
        for i in 0..<count { result[i] = function(x[i]) }
      }
    }
  }
}
