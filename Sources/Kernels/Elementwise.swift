public import KernelInterface

extension VectorKernels {
  /// Applies an operation to pairs of elements.
  public static func combine(
    _ operation: PairOperation, rows: Int, columns: Int, _ a: Input, _ aRow: Int, _ aColumn: Int,
    _ b: Input, _ bRow: Int, _ bColumn: Int, _ result: Output
  ) {
    var a = a
    var b = b
    var result = result
    var row = 0
    while row < rows {
      switch operation {
      case .add: pairs(Addition.self, a, aColumn, b, bColumn, result, columns)
      case .subtract: pairs(Subtraction.self, a, aColumn, b, bColumn, result, columns)
      case .multiply: pairs(Multiplication.self, a, aColumn, b, bColumn, result, columns)
      case .divide: pairs(Division.self, a, aColumn, b, bColumn, result, columns)
      case .maximum: pairs(Maximum.self, a, aColumn, b, bColumn, result, columns)
      case .minimum: pairs(Minimum.self, a, aColumn, b, bColumn, result, columns)
      case .power: powers(a, aColumn, b, bColumn, result, columns)
      }
      a += aRow
      b += bRow
      result += columns
      row += 1
    }
  }
}

/// An operand of a row: its elements one after the other, or one element again and again.
private protocol Operand {
  func vector(_ i: Int) -> Vector
  func vector(_ i: Int, count: Int) -> Vector
}

private struct Stream: Operand {
  let start: Input
  @inline(__always) func vector(_ i: Int) -> Vector { load(start + i) }
  @inline(__always) func vector(_ i: Int, count: Int) -> Vector { load(start + i, count: count) }
}

private struct Constant: Operand {
  let value: Float
  @inline(__always) func vector(_ i: Int) -> Vector { Vector(repeating: value) }
  @inline(__always) func vector(_ i: Int, count: Int) -> Vector { Vector(repeating: value) }
}

/// Applies an operation to the pairs of one row.
@inline(never)
private func pairs<Operation: VectorPairOperation>(
  _ operation: Operation.Type, _ a: Input, _ aStep: Int, _ b: Input, _ bStep: Int,
  _ result: Output, _ count: Int
) {
  if aStep != 0 {
    if bStep != 0 {
      pairs(operation, Stream(start: a), Stream(start: b), result, count)
    } else {
      pairs(operation, Stream(start: a), Constant(value: b[0]), result, count)
    }
  } else {
    if bStep != 0 {
      pairs(operation, Constant(value: a[0]), Stream(start: b), result, count)
    } else {
      pairs(operation, Constant(value: a[0]), Constant(value: b[0]), result, count)
    }
  }
}

/// Raises to powers; a constant exponent may have a shorter way.
@inline(__always)
private func powers(
  _ a: Input, _ aStep: Int, _ b: Input, _ bStep: Int, _ result: Output, _ count: Int
) {
  if aStep != 0 && bStep == 0 && count > 0 {
    let elements = Stream(start: a)
    switch b[0] {
    case 2: return pairs(Multiplication.self, elements, elements, result, count)
    case 1: return pairs(Multiplication.self, elements, Constant(value: 1), result, count)
    case -1: return pairs(Division.self, Constant(value: 1), elements, result, count)
    default: break
    }
  }
  pairs(Power.self, a, aStep, b, bStep, result, count)
}

@inline(__always)
private func pairs<Operation: VectorPairOperation, A: Operand, B: Operand>(
  _: Operation.Type, _ a: A, _ b: B, _ result: Output, _ count: Int
) {
  if count < width {
    let partial = Operation.apply(a.vector(0, count: count), b.vector(0, count: count))
    store(partial, result, count: count)
    return
  }
  let last = Operation.apply(a.vector(count - width), b.vector(count - width))
  var i = 0
  while i + 2 * width <= count {
    let first = Operation.apply(a.vector(i), b.vector(i))
    let second = Operation.apply(a.vector(i + width), b.vector(i + width))
    store(first, result + i)
    store(second, result + i + width)
    i += 2 * width
  }
  if i + width <= count { store(Operation.apply(a.vector(i), b.vector(i)), result + i) }
  store(last, result + (count - width))
}

// MARK: The operations

// An operation is a type and not a closure: the compiler then inlines it at every place of use.

private protocol VectorPairOperation {
  static func apply(_ a: Vector, _ b: Vector) -> Vector
}

private enum Addition: VectorPairOperation {
  @inline(__always) static func apply(_ a: Vector, _ b: Vector) -> Vector { a + b }
}

private enum Subtraction: VectorPairOperation {
  @inline(__always) static func apply(_ a: Vector, _ b: Vector) -> Vector { a - b }
}

private enum Multiplication: VectorPairOperation {
  @inline(__always) static func apply(_ a: Vector, _ b: Vector) -> Vector { a * b }
}

private enum Division: VectorPairOperation {
  @inline(__always) static func apply(_ a: Vector, _ b: Vector) -> Vector { a / b }
}

private enum Maximum: VectorPairOperation {
  @inline(__always) static func apply(_ a: Vector, _ b: Vector) -> Vector { maximum(a, b) }
}

private enum Minimum: VectorPairOperation {
  @inline(__always) static func apply(_ a: Vector, _ b: Vector) -> Vector { minimum(a, b) }
}

private enum Power: VectorPairOperation {
  @inline(__always) static func apply(_ a: Vector, _ b: Vector) -> Vector { power(a, b) }
}
