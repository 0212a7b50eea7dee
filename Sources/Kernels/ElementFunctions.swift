public import KernelInterface

extension VectorKernels {
  /// Applies an operation to every element.
  public static func apply(
    _ operation: ElementOperation, _ x: Input, _ result: Output, count: Int
  ) {
    switch operation {
    case .negate: each(Negation.self, x, result, count)
    case .absolute: each(AbsoluteValue.self, x, result, count)
    case .sign: each(Sign.self, x, result, count)
    case .step: each(Step.self, x, result, count)
    case .floor: each(Floor.self, x, result, count)
    case .ceiling: each(Ceiling.self, x, result, count)
    case .round: each(Rounding.self, x, result, count)
    case .square: each(Square.self, x, result, count)
    case .reciprocal: each(Reciprocal.self, x, result, count)
    case .squareRoot: each(SquareRoot.self, x, result, count)
    case .reciprocalSquareRoot: each(ReciprocalSquareRoot.self, x, result, count)
    case .exponential: each(Exponential.self, x, result, count)
    case .exponentialBase2: each(ExponentialBase2.self, x, result, count)
    case .exponentialMinusOne: each(ExponentialMinusOne.self, x, result, count)
    case .logarithm: each(Logarithm.self, x, result, count)
    case .logarithmBase2: each(LogarithmBase2.self, x, result, count)
    case .logarithmOnePlus: each(LogarithmOnePlus.self, x, result, count)
    case .sine: sines(x, result, count)
    case .cosine: cosines(x, result, count)
    case .tangent: tangents(x, result, count)
    case .hyperbolicTangent: each(HyperbolicTangent.self, x, result, count)
    case .rectifier: each(Rectifier.self, x, result, count)
    case .sigmoid: each(Sigmoid.self, x, result, count)
    case .softplus: each(Softplus.self, x, result, count)
    case .errorFunction: each(ErrorFunction.self, x, result, count)
    case .gelu: each(Gelu.self, x, result, count)
    case .geluTanh: each(GeluTanh.self, x, result, count)
    case .silu: each(Silu.self, x, result, count)
    }
  }
}

/// A function of one element.
///
/// It is a type and not a closure: the compiler then inlines it at every place of use.
protocol VectorOperation {
  static func apply(_ x: Vector) -> Vector
}

/// Applies an operation to `count` elements.
@inline(never)
func each<Operation: VectorOperation>(
  _ operation: Operation.Type, _ x: Input, _ result: Output, _ count: Int
) {
  if count < width {
    storeEnd(applyOnce(operation, loadEnd(x, count: count)), result, count: count)
    return
  }
  // The last full vector overlaps the one before it. It is computed first, because the result may be
  // written over `x`.
  let last = applyOnce(operation, load(x + (count - width)))
  var i = 0
  while i + width <= count {
    store(Operation.apply(load(x + i)), result + i)
    i += width
  }
  store(last, result + (count - width))
}

/// Applies an operation as a call of a function, so that its code is inlined at one place only, the loop.
@inline(never)
private func applyOnce<Operation: VectorOperation>(_: Operation.Type, _ x: Vector) -> Vector {
  Operation.apply(x)
}

private enum Negation: VectorOperation {
  // Flips the sign bit; 0 - x would lose the sign of 0.
  @inline(__always) static func apply(_ x: Vector) -> Vector { float(bits(x) ^ Int32.min) }
}

private enum AbsoluteValue: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { magnitude(x) }
}

private enum Sign: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector {
    x.replacing(with: withSign(of: x, Vector(repeating: 1)), where: magnitude(x) .> 0)
  }
}

private enum Step: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector {
    Vector().replacing(with: Vector(repeating: 1), where: x .> 0)
  }
}

private enum Floor: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { roundedDown(x) }
}

private enum Ceiling: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { roundedUp(x) }
}

private enum Rounding: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { roundedToEven(x) }
}

private enum Square: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { x * x }
}

private enum Reciprocal: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { 1 / x }
}

private enum SquareRoot: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { x.squareRoot() }
}

private enum ReciprocalSquareRoot: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { 1 / x.squareRoot() }
}

private enum Exponential: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { exponential(x) }
}

private enum ExponentialBase2: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { exponentialBase2(x) }
}

private enum ExponentialMinusOne: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { exponentialMinusOne(x) }
}

private enum Logarithm: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { logarithm(x) }
}

private enum LogarithmBase2: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { logarithmBase2(x) }
}

private enum LogarithmOnePlus: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { logarithmOnePlus(x) }
}

private enum HyperbolicTangent: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { hyperbolicTangent(x) }
}

private enum Rectifier: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { rectified(x) }
}

private enum Sigmoid: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { sigmoid(x) }
}

private enum Softplus: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { softplus(x) }
}

private enum ErrorFunction: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { errorFunction(x) }
}

private enum Gelu: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { gelu(x) }
}

private enum GeluTanh: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { geluTanh(x) }
}

private enum Silu: VectorOperation {
  @inline(__always) static func apply(_ x: Vector) -> Vector { silu(x) }
}
