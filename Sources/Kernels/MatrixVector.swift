public import KernelInterface

// Matrix times vector. Every element of the matrix is used once, so there is nothing to keep in
// registers or to pack: what counts is to read the matrix in the order in which it lies in memory.

extension VectorKernels {
  /// Multiplies a matrix by a vector.
  public static func multiply(
    rows: Int, columns: Int, _ a: Matrix, _ x: Input, _ result: Output
  ) {
    if a.columnStride == 1 {
      multiplyRows(rows, columns, a.start, a.rowStride, x, result)
    } else {
      multiplyColumns(rows, columns, a.start, a.columnStride, x, result)
    }
  }
}

/// Rows lie in memory one element after the other: every result is a dot product.
@inline(never)
private func multiplyRows(
  _ rows: Int, _ columns: Int, _ a: Input, _ rowStride: Int, _ x: Input, _ result: Output
) {
  var i = 0
  while i < rows {
    result[i] = Float(VectorKernels.dot(a + i * rowStride, x, count: columns))
    i += 1
  }
}

/// Columns lie in memory one element after the other: the result is a sum of columns, four at a time.
@inline(never)
private func multiplyColumns(
  _ rows: Int, _ columns: Int, _ a: Input, _ columnStride: Int, _ x: Input, _ result: Output
) {
  var i = 0
  while i < rows {
    result[i] = 0
    i += 1
  }
  var j = 0
  while j + 4 <= columns {
    let p = a + j * columnStride
    addColumns(
      rows, p, p + columnStride, p + 2 * columnStride, p + 3 * columnStride, x + j, result)
    j += 4
  }
  while j < columns {
    addColumn(rows, a + j * columnStride, x[j], result)
    j += 1
  }
}

@inline(__always)
private func addColumns(
  _ rows: Int, _ a0: Input, _ a1: Input, _ a2: Input, _ a3: Input, _ x: Input, _ result: Output
) {
  var i = 0
  while i + width <= rows {
    var sum = load(result + i)
    sum = multiplyAdd(load(a0 + i), x[0], sum)
    sum = multiplyAdd(load(a1 + i), x[1], sum)
    sum = multiplyAdd(load(a2 + i), x[2], sum)
    sum = multiplyAdd(load(a3 + i), x[3], sum)
    store(sum, result + i)
    i += width
  }
  if i < rows {
    let lanes = rows - i
    var sum = load(result + i, count: lanes)
    sum = multiplyAdd(load(a0 + i, count: lanes), x[0], sum)
    sum = multiplyAdd(load(a1 + i, count: lanes), x[1], sum)
    sum = multiplyAdd(load(a2 + i, count: lanes), x[2], sum)
    sum = multiplyAdd(load(a3 + i, count: lanes), x[3], sum)
    store(sum, result + i, count: lanes)
  }
}

@inline(__always)
private func addColumn(_ rows: Int, _ a: Input, _ x: Float, _ result: Output) {
  var i = 0
  while i + width <= rows {
    store(multiplyAdd(load(a + i), x, load(result + i)), result + i)
    i += width
  }
  if i < rows {
    let lanes = rows - i
    let sum = multiplyAdd(load(a + i, count: lanes), x, load(result + i, count: lanes))
    store(sum, result + i, count: lanes)
  }
}
