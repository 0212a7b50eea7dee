import KernelInterface

/// How the elements of two operands pair up.
///
/// Axes that both operands step through alike are merged, so that the common cases (equal shapes, a
/// number, one row for all rows, one number per row) become at most two loops.
struct BroadcastPlan {
  /// The loops around the kernel, outermost first.
  private(set) var outer: [Int]
  private var outerA: [Int]
  private var outerB: [Int]
  /// The two loops of the kernel.
  private(set) var rows = 1
  private(set) var columns = 1
  private(set) var rowA = 0
  private(set) var rowB = 0
  private(set) var columnA = 0
  private(set) var columnB = 0

  init(_ a: [Int], _ b: [Int], result: [Int]) {
    let stridesA = Shape.strides(of: a, broadcastTo: result)
    let stridesB = Shape.strides(of: b, broadcastTo: result)
    outer = []
    outerA = []
    outerB = []
    for axis in result.indices where result[axis] != 1 {
      let extent = result[axis]
      if let last = outer.indices.last, outerA[last] == extent * stridesA[axis],
        outerB[last] == extent * stridesB[axis]
      {
        outer[last] *= extent
        outerA[last] = stridesA[axis]
        outerB[last] = stridesB[axis]
      } else {
        outer.append(extent)
        outerA.append(stridesA[axis])
        outerB.append(stridesB[axis])
      }
    }
    if let extent = outer.popLast() {
      columns = extent
      columnA = outerA.removeLast()
      columnB = outerB.removeLast()
    }
    if let extent = outer.popLast() {
      rows = extent
      rowA = outerA.removeLast()
      rowB = outerB.removeLast()
    }
  }

  /// Where in the operands the `index`-th block of `rows` rows starts.
  func offsets(_ index: Int) -> (a: Int, b: Int) {
    var rest = index
    var a = 0
    var b = 0
    for axis in outer.indices.reversed() {
      let position = rest % outer[axis]
      rest /= outer[axis]
      a += position * outerA[axis]
      b += position * outerB[axis]
    }
    return (a, b)
  }
}

/// Applies an operation to the pairs of elements that broadcasting brings together.
func combine(_ operation: PairOperation, _ name: String, _ a: Tensor, _ b: Tensor) -> Tensor {
  if a.shape == b.shape {
    return Tensor.make(a.shape, count: a.count) { combineEqual(operation, a, b, $0) }
  }
  let shape = Shape.broadcast(a.shape, b.shape, in: name)
  return Tensor.make(shape, count: Shape.count(shape)) {
    combineUnequal(operation, a, b, shape, $0)
  }
}

/// Writes the result over `a` if nobody shares its memory.
func combineInPlace(
  _ operation: PairOperation, _ name: String, _ a: inout Tensor, _ b: Tensor
) {
  requireKeptShape(name, a, b)
  guard a.ownsStorage() else {
    a = combine(operation, name, a, b)
    return
  }
  a.node = nil  // what was recorded is the old value
  let target = a.storage.start + a.offset
  if a.shape == b.shape {
    combineEqual(operation, a, b, target)
  } else {
    combineUnequal(operation, a, b, a.shape, target)
  }
}

/// Applies an operation to a tensor and a number, in this order or the other.
func combine(
  _ operation: PairOperation, _ a: Tensor, _ number: Float, numberFirst: Bool = false
) -> Tensor {
  Tensor.make(a.shape, count: a.count) { combine(operation, a, number, numberFirst, $0) }
}

/// Writes the result over `a` if nobody shares its memory.
func combineInPlace(_ operation: PairOperation, _ a: inout Tensor, _ number: Float) {
  if a.ownsStorage() {
    a.node = nil  // what was recorded is the old value
    combine(operation, a, number, false, a.storage.start + a.offset)
  } else {
    a = combine(operation, a, number)
  }
}

private func combine(
  _ operation: PairOperation, _ a: Tensor, _ number: Float, _ numberFirst: Bool, _ result: Output
) {
  a.withPointer { a, count in
    inParallelRanges(count) { start, count in
      withUnsafePointer(to: number) { number in
        if numberFirst {
          kernels.combine(
            operation, rows: 1, columns: count, number, 0, 0, a + start, 0, 1, result + start)
        } else {
          kernels.combine(
            operation, rows: 1, columns: count, a + start, 0, 1, number, 0, 0, result + start)
        }
      }
    }
  }
}

private func combineEqual(
  _ operation: PairOperation, _ a: Tensor, _ b: Tensor, _ result: Output
) {
  a.withPointer { a, count in
    b.withPointer { b, _ in
      inParallelRanges(count) { start, count in
        kernels.combine(
          operation, rows: 1, columns: count, a + start, 0, 1, b + start, 0, 1, result + start)
      }
    }
  }
}

private func combineUnequal(
  _ operation: PairOperation, _ a: Tensor, _ b: Tensor, _ shape: [Int], _ result: Output
) {
  let plan = BroadcastPlan(a.shape, b.shape, result: shape)
  let blocks = Shape.count(plan.outer)
  if blocks == 0 || plan.rows == 0 || plan.columns == 0 { return }
  a.withPointer { a, _ in
    b.withPointer { b, _ in
      if blocks == 1 && plan.rows == 1 {
        inParallelRanges(plan.columns) { start, count in
          kernels.combine(
            operation, rows: 1, columns: count, a + start * plan.columnA, 0, plan.columnA,
            b + start * plan.columnB, 0, plan.columnB, result + start)
        }
        return
      }
      let rowsPerChunk = max(1, chunkLength / plan.columns)
      inParallelRanges(blocks * plan.rows, length: rowsPerChunk) { start, count in
        combineRows(operation, plan, a, b, result, rows: start..<start + count)
      }
    }
  }
}

/// Computes some rows, counted through all blocks.
private func combineRows(
  _ operation: PairOperation, _ plan: BroadcastPlan, _ a: Input, _ b: Input, _ result: Output,
  rows: Range<Int>
) {
  var row = rows.lowerBound
  while row < rows.upperBound {
    let block = row / plan.rows
    let first = row - block * plan.rows
    let count = min(plan.rows - first, rows.upperBound - row)
    let start = plan.offsets(block)
    kernels.combine(
      operation, rows: count, columns: plan.columns, a + (start.a + first * plan.rowA), plan.rowA,
      plan.columnA, b + (start.b + first * plan.rowB), plan.rowB, plan.columnB,
      result + row * plan.columns)
    row += count
  }
}
