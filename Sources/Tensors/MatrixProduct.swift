import KernelInterface

// Products that sum over an inner dimension.

/// Multiplies matrices and vectors.
///
/// - `[m, k] x [k, n] -> [m, n]`, the matrix product
/// - `[m, k] x [k] -> [m]` and `[k] x [k, n] -> [n]`, matrix and vector
/// - `[k] x [k] -> []`, the dot product
/// - `[…, m, k] x […, k, n] -> […, m, n]`, many matrix products; the axes in front are broadcast
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  matmul(a, b, transposingFirst: false, transposingSecond: false)
}

/// Multiplies matrices and vectors, reading either one as its transpose without copying it.
///
/// A vector is not changed by transposing.
package func matmul(
  _ a: Tensor, _ b: Tensor, transposingFirst: Bool = false, transposingSecond: Bool = false
) -> Tensor {
  if a.rank > 2 || b.rank > 2 {
    return batchedProduct(
      a, b, transposingFirst: transposingFirst && a.rank > 1,
      transposingSecond: transposingSecond && b.rank > 1)
  }
  let product = matrixProduct(a, b, transposingFirst, transposingSecond)
  guard a.isTracked || b.isTracked else { return product }
  // A vector is a row [1, k] when it comes first and a column [k, 1] otherwise; `g` likewise.
  let rowsA = a.rank == 2 ? a.shape : [1, a.count]
  let rowsB = b.rank == 2 ? b.shape : [b.count, 1]
  let flipA = transposingFirst && a.rank == 2
  let flipB = transposingSecond && b.rank == 2
  let rowsG = [flipA ? rowsA[1] : rowsA[0], flipB ? rowsB[0] : rowsB[1]]
  return product.recorded(
    from: a,
    { g in
      let (g, b) = (g.reshaped(rowsG), b.reshaped(rowsB))
      let share =
        flipA
        ? matmul(b, g, transposingFirst: flipB, transposingSecond: true)
        : matmul(g, b, transposingFirst: false, transposingSecond: !flipB)
      return share.reshaped(a.shape)
    },
    and: b,
    { g in
      let (g, a) = (g.reshaped(rowsG), a.reshaped(rowsA))
      let share =
        flipB
        ? matmul(g, a, transposingFirst: true, transposingSecond: flipA)
        : matmul(a, g, transposingFirst: !flipA, transposingSecond: false)
      return share.reshaped(b.shape)
    })
}

/// The product as a constant.
private func matrixProduct(
  _ a: Tensor, _ b: Tensor, _ transposingFirst: Bool, _ transposingSecond: Bool
) -> Tensor {
  require(
    (1...2).contains(a.rank) && (1...2).contains(b.rank),
    "matmul: \(a.shape) x \(b.shape): both operands must be of rank 1 or more")
  // What is left of the operands when they are read as matrices [m, k] and [k, n].
  let first = Operand(a, isFirst: true, transposed: transposingFirst && a.rank == 2)
  let second = Operand(b, isFirst: false, transposed: transposingSecond && b.rank == 2)
  require(
    first.columns == second.rows,
    "matmul: \(first.text(a)) x \(second.text(b)): "
      + "inner dimensions \(first.columns) and \(second.rows) differ")
  let shape =
    first.isMatrix
    ? second.isMatrix ? [first.rows, second.columns] : [first.rows]
    : second.isMatrix ? [second.columns] : []
  return Tensor.make(shape, count: first.rows * second.columns) { result in
    a.withPointer { a, _ in
      b.withPointer { b, _ in
        multiply(
          m: first.rows, n: second.columns, k: first.columns, first.matrix(a), second.matrix(b),
          result, resultRow: second.columns)
      }
    }
  }
}

/// Sums the products of corresponding elements of two vectors: `[n], [n] -> []`.
public func dot(_ a: Tensor, _ b: Tensor) -> Tensor {
  require(
    a.rank == 1 && a.shape == b.shape,
    "dot: \(a.shape) and \(b.shape): two vectors of the same length are expected")
  return matmul(a, b)
}

/// Multiplies every element of one vector by every element of another: `[m], [n] -> [m, n]`.
public func outer(_ a: Tensor, _ b: Tensor) -> Tensor {
  require(
    a.rank == 1 && b.rank == 1, "outer: \(a.shape) and \(b.shape): two vectors are expected")
  return a.reshaped([a.count, 1]) * b.reshaped([1, b.count])
}

/// How a tensor is read as a matrix.
///
/// A vector is a row when it comes first and a column otherwise.
private struct Operand {
  let rows: Int
  let columns: Int
  let isMatrix: Bool
  private let transposed: Bool
  private let rowStride: Int
  private let columnStride: Int

  init(_ tensor: Tensor, isFirst: Bool, transposed: Bool) {
    isMatrix = tensor.rank == 2
    self.transposed = transposed
    let height = isMatrix ? tensor.shape[0] : isFirst ? 1 : tensor.count
    let width = isMatrix ? tensor.shape[1] : isFirst ? tensor.count : 1
    rows = transposed ? width : height
    columns = transposed ? height : width
    rowStride = transposed ? 1 : width
    columnStride = transposed ? width : 1
  }

  /// The shape of the tensor as it is read, for messages.
  func text(_ tensor: Tensor) -> String { "\(tensor.shape)" + (transposed ? " transposed" : "") }

  func matrix(_ start: Input) -> Matrix {
    Matrix(start, rowStride: rowStride, columnStride: columnStride)
  }
}

// MARK: Cutting the work

/// The multiplications below which a product stays on the calling thread.
let smallProduct = 1 << 17

/// Computes `result = a b` for `a [m, k]` and `b [k, n]`.
///
/// The result is cut into blocks, one per thread. Where the cuts are does not matter for the result:
/// the kernels compute every element alone, in an order that depends on `k` only. Rows of the result are
/// `resultRow` elements apart.
func multiply(
  m: Int, n: Int, k: Int, _ a: Matrix, _ b: Matrix, _ result: Output, resultRow: Int
) {
  if m == 0 || n == 0 { return }
  if k == 0 {
    for row in 0..<m { (result + row * resultRow).update(repeating: 0, count: n) }
  } else if n == 1 && b.isVector(k) && a.hasNeighbours && (resultRow == 1 || m == 1) {
    multiplyVector(rows: m, columns: k, a, b.start, result)
  } else if m == 1 && a.transposed.isVector(k) && b.hasNeighbours {
    multiplyVector(rows: n, columns: k, b.transposed, a.start, result)
  } else {
    multiplyMatrices(m, n, k, a, b, result, resultRow)
  }
}

private func multiplyVector(rows: Int, columns: Int, _ a: Matrix, _ x: Input, _ result: Output) {
  let threads = rows * columns < smallProduct ? 1 : Threads.count
  inBlocks(rows, of: 64, threads) { row, count in
    kernels.multiply(
      rows: count, columns: columns, a.block(row, 0), x, result + row)
  }
}

private func multiplyMatrices(
  _ m: Int, _ n: Int, _ k: Int, _ a: Matrix, _ b: Matrix, _ result: Output,
  _ resultRow: Int
) {
  let threads = m * n * k < smallProduct ? 1 : Threads.count
  let tile = kernels.tile
  func block(_ row: Int, _ rows: Int, _ column: Int, _ columns: Int) {
    withWorkingMemory(kernels.scratchCount(m: rows, n: columns, k: k)) { scratch in
      kernels.multiply(
        m: rows, n: columns, k: k, alpha: 1, a.block(row, 0), b.block(0, column),
        result + (row * resultRow + column), resultRow: resultRow, accumulate: false,
        scratch: scratch)
    }
  }
  if m >= n {
    inBlocks(m, of: tile.rows, threads) { row, rows in block(row, rows, 0, n) }
  } else {
    inBlocks(n, of: tile.columns, threads) { column, columns in block(0, m, column, columns) }
  }
}

/// Calls `body` with room for `count` floats, which it takes from the pool as tensors do.
private func withWorkingMemory(_ count: Int, _ body: (Output) -> Void) {
  let size = SizeClass(count: count)
  let start = StoragePool.shared.take(size)
  body(start)
  StoragePool.shared.giveBack(start, size)
}

/// Cuts `0..<count` into as many blocks as there are threads, at multiples of `unit`.
private func inBlocks(
  _ count: Int, of unit: Int, _ threads: Int, _ body: (_ start: Int, _ count: Int) -> Void
) {
  let units = (count + unit - 1) / unit
  let blocks = min(threads, units)
  if blocks <= 1 { return body(0, count) }
  ThreadPool.shared.run(blocks, threads: threads) { block in
    let start = units * block / blocks * unit
    let end = min(count, units * (block + 1) / blocks * unit)
    body(start, end - start)
  }
}

extension Matrix {
  var transposed: Matrix {
    Matrix(start, rowStride: columnStride, columnStride: rowStride)
  }

  /// The matrix from this row and column on.
  fileprivate func block(_ row: Int, _ column: Int) -> Matrix {
    Matrix(
      start + (row * rowStride + column * columnStride), rowStride: rowStride,
      columnStride: columnStride)
  }

  /// Whether the `count` elements of the first column follow one another in memory.
  func isVector(_ count: Int) -> Bool { rowStride == 1 || count == 1 }

  /// Whether elements follow one another along the rows or along the columns.
  var hasNeighbours: Bool { rowStride == 1 || columnStride == 1 }
}
