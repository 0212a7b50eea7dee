import KernelInterface

// What the kernels over rows have in common.

/// What a row becomes, element by element, given numbers that were found in it.
protocol RowOperation {
  func apply(_ x: Vector) -> Vector
}

/// Applies an operation to the elements of one row.
@inline(__always)
func eachInRow<Operation: RowOperation>(
  _ operation: Operation, _ x: Input, _ result: Output, _ count: Int
) {
  var i = 0
  while i + width <= count {
    store(operation.apply(load(x + i)), result + i)
    i += width
  }
  if i < count {
    store(operation.apply(load(x + i, count: count - i)), result + i, count: count - i)
  }
}

/// What a row becomes, given another row.
protocol RowPairOperation {
  func apply(_ a: Vector, _ b: Vector) -> Vector
}

/// Applies an operation to the pairs of two rows.
@inline(__always)
func eachInRows<Operation: RowPairOperation>(
  _ operation: Operation, _ a: Input, _ b: Input, _ result: Output, _ count: Int
) {
  var i = 0
  while i + width <= count {
    store(operation.apply(load(a + i), load(b + i)), result + i)
    i += width
  }
  if i < count {
    let lanes = count - i
    let partial = operation.apply(load(a + i, count: lanes), load(b + i, count: lanes))
    store(partial, result + i, count: lanes)
  }
}
