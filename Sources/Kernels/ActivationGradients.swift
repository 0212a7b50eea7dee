public import KernelInterface

extension VectorKernels {
  /// Multiplies a gradient by the derivative of an operation.
  public static func applyGradient(
    _ operation: ElementGradient, _ gradient: Input, _ operand: Input, _ result: Output,
    count: Int
  ) {
    switch operation {
    case .hyperbolicTangentOfResult:
      each(HyperbolicTangentGradient.self, gradient, operand, result, count)
    case .sigmoidOfResult: each(SigmoidGradient.self, gradient, operand, result, count)
    case .rectifier: each(RectifierGradient.self, gradient, operand, result, count)
    case .softplus: each(SoftplusGradient.self, gradient, operand, result, count)
    case .gelu: each(GeluGradient.self, gradient, operand, result, count)
    case .geluTanh: each(GeluTanhGradient.self, gradient, operand, result, count)
    case .silu: each(SiluGradient.self, gradient, operand, result, count)
    }
  }
}

private protocol GradientOperation {
  static func apply(_ gradient: Vector, _ operand: Vector) -> Vector
}

@inline(never)
private func each<Operation: GradientOperation>(
  _ operation: Operation.Type, _ gradient: Input, _ operand: Input, _ result: Output, _ count: Int
) {
  if count < width {
    let partial = applyOnce(
      operation, loadEnd(gradient, count: count), loadEnd(operand, count: count))
    storeEnd(partial, result, count: count)
    return
  }
  // Overlaps the vector before it; computed first, as the result may be written over an operand.
  let end = count - width
  let last = applyOnce(operation, load(gradient + end), load(operand + end))
  var i = 0
  while i + width <= count {
    store(Operation.apply(load(gradient + i), load(operand + i)), result + i)
    i += width
  }
  store(last, result + end)
}

/// Applies an operation as a call of a function, so that its code is inlined at one place only, the loop.
@inline(never)
private func applyOnce<Operation: GradientOperation>(
  _: Operation.Type, _ gradient: Vector, _ operand: Vector
) -> Vector {
  Operation.apply(gradient, operand)
}

private enum HyperbolicTangentGradient: GradientOperation {
  @inline(__always) static func apply(_ g: Vector, _ y: Vector) -> Vector {
    // (1 - y)(1 + y) keeps digits that 1 - y² loses where y is close to 1.
    g * ((1 - y) * (1 + y))
  }
}

private enum SigmoidGradient: GradientOperation {
  @inline(__always) static func apply(_ g: Vector, _ y: Vector) -> Vector { g * (y * (1 - y)) }
}

private enum RectifierGradient: GradientOperation {
  @inline(__always) static func apply(_ g: Vector, _ x: Vector) -> Vector {
    Vector().replacing(with: g, where: x .> 0)
  }
}

private enum SoftplusGradient: GradientOperation {
  @inline(__always) static func apply(_ g: Vector, _ x: Vector) -> Vector { g * sigmoid(x) }
}

private enum GeluGradient: GradientOperation {
  @inline(__always) static func apply(_ g: Vector, _ x: Vector) -> Vector { g * geluSlope(x) }
}

private enum GeluTanhGradient: GradientOperation {
  @inline(__always) static func apply(_ g: Vector, _ x: Vector) -> Vector {
    g * geluTanhSlope(x)
  }
}

private enum SiluGradient: GradientOperation {
  @inline(__always) static func apply(_ g: Vector, _ x: Vector) -> Vector { g * siluSlope(x) }
}
