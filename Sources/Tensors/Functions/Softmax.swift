import KernelInterface

// Probabilities from scores, without overflow.

/// Turns the scores along an axis into probabilities: `exp(x)`, divided by its sum.
///
/// A score of negative infinity gets probability 0; an axis of nothing else gets NaN.
@_disfavoredOverload
public func softmax(_ x: Tensor, axis: Int) -> Tensor {
  alongLast(x, axis, "softmax") { x in
    let y = byRows(x) { kernels.softmax(rows: $0, columns: $1, $2, $3) }
    guard x.isTracked else { return y }
    return y.recorded(from: x) { g in
      guard Recording.isNested else {
        return byRows(g, y) { kernels.softmaxGradient(rows: $0, columns: $1, $2, $3, $4) }
      }
      let y = softmax(x, axis: -1)
      return y * (g - (g * y).sum(axis: -1, keepDimensions: true))
    }
  }
}

/// Computes the logarithms of the probabilities that ``softmax(_:axis:)`` gives.
@_disfavoredOverload
public func logSoftmax(_ x: Tensor, axis: Int) -> Tensor {
  alongLast(x, axis, "logSoftmax") { x in
    let y = byRows(x) { kernels.logSoftmax(rows: $0, columns: $1, $2, $3) }
    guard x.isTracked else { return y }
    return y.recorded(from: x) { g in
      guard Recording.isNested else {
        return byRows(g, y) { kernels.logSoftmaxGradient(rows: $0, columns: $1, $2, $3, $4) }
      }
      return g - softmax(x, axis: -1) * g.sum(axis: -1, keepDimensions: true)
    }
  }
}

/// Computes `log Σ exp(x)` along an axis, which is removed or kept with extent 1.
@_disfavoredOverload
public func logSumExp(_ x: Tensor, axis: Int, keepDimensions: Bool = false) -> Tensor {
  let axis = Shape.axis(axis, of: x.shape, in: "logSumExp")
  require(x.shape[axis] > 0, "logSumExp: \(x.shape): axis \(axis) is empty")
  let rows = axis == x.rank - 1 ? x : x.transposedToLast(axis)
  var shape = x.shape
  if keepDimensions { shape[axis] = 1 } else { shape.remove(at: axis) }
  return logSumExpOfRows(rows).reshaped(shape)
}

private func logSumExpOfRows(_ x: Tensor) -> Tensor {
  let columns = x.shape[x.rank - 1]
  let y = Tensor.make(Array(x.shape.dropLast()), count: x.count / columns) { result in
    x.withPointer { x, count in
      inParallelRows(count / columns, columns) { row, rows in
        kernels.logSumExponential(
          rows: rows, columns: columns, x + row * columns, result + row)
      }
    }
  }
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in g.reshaped(g.shape + [1]) * softmax(x, axis: -1) }
}

// MARK: Rows

/// Applies an operation on rows along any axis, by moving that axis to the end and back.
private func alongLast(
  _ x: Tensor, _ axis: Int, _ name: String, _ body: (Tensor) -> Tensor
) -> Tensor {
  let axis = Shape.axis(axis, of: x.shape, in: name)
  if axis == x.rank - 1 { return body(x) }
  return body(x.transposed(axis, -1)).transposed(axis, -1)
}

/// A kernel that turns rows into rows.
private typealias RowKernel = (_ rows: Int, _ columns: Int, Input, Output) -> Void
private typealias RowPairKernel = (_ rows: Int, _ columns: Int, Input, Input, Output) -> Void

private func byRows(_ x: Tensor, _ kernel: RowKernel) -> Tensor {
  let columns = x.shape[x.rank - 1]
  return Tensor.make(x.shape, count: x.count) { result in
    if x.count == 0 { return }
    x.withPointer { x, count in
      inParallelRows(count / columns, columns) { row, rows in
        kernel(rows, columns, x + row * columns, result + row * columns)
      }
    }
  }
}

private func byRows(_ a: Tensor, _ b: Tensor, _ kernel: RowPairKernel) -> Tensor {
  let columns = a.shape[a.rank - 1]
  return Tensor.make(a.shape, count: a.count) { result in
    if a.count == 0 { return }
    a.withPointer { a, count in
      b.withPointer { b, _ in
        inParallelRows(count / columns, columns) { row, rows in
          kernel(rows, columns, a + row * columns, b + row * columns, result + row * columns)
        }
      }
    }
  }
}

/// Calls `body` for blocks of rows that do not depend on the number of threads.
func inParallelRows(_ rows: Int, _ columns: Int, _ body: (_ row: Int, _ rows: Int) -> Void) {
  inParallelRanges(rows, length: max(1, chunkLength / max(1, columns)), body)
}
