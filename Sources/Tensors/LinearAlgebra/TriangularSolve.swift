/// Solves `a x = b`, or `aᵀ x = b`, for triangles `a`: `[…, n, n], […, n, k] -> […, n, k]`.
///
/// Only the triangle that `upper` names is read, whatever `transposed` is: with `upper: false` and
/// `transposed: true` the equations are `lᵀ x = b`. With `unitDiagonal` the diagonal counts as ones and
/// is not read. A `b` of rank 1, `[n]`, is one right-hand side. Leading axes broadcast.
///
/// A 0 on the diagonal gives infinities or NaN.
/// Source: G. Golub, C. Van Loan, "Matrix Computations" (2013), section 3.1.
public func triangularSolve(
  _ a: Tensor, _ b: Tensor, upper: Bool, transposed: Bool = false, unitDiagonal: Bool = false
) -> Tensor {
  let n = MatrixBatch(square: a, in: "triangularSolve").rows
  if b.rank == 1 {
    require(
      b.count == n, "triangularSolve: \(a.shape) and \(b.shape): \(n) equations need \(n) numbers")
    let x = triangularSolve(
      a, b.reshaped([n, 1]), upper: upper, transposed: transposed, unitDiagonal: unitDiagonal)
    return x.reshaped(Array(x.shape.dropLast()))
  }
  require(
    b.rank >= 2 && b.shape[b.rank - 2] == n,
    "triangularSolve: \(a.shape) and \(b.shape): \(n) equations need right-hand sides of \(n) rows")
  let (a, b) = broadcastBatches(a, b, in: "triangularSolve")
  let k = b.shape[b.rank - 1]
  let x = b.withPointer { source, _ in
    MatrixBatch(a, in: "triangularSolve").map(to: [[n, k]]) { index, matrix in
      var x = PreciseMatrix(rows: n, columns: k, source + index * n * k).transposed()
      x.solveInPlace(
        transposed ? matrix.transposed() : matrix, upper: upper != transposed,
        unitDiagonal: unitDiagonal)
      return [x.transposed()]
    }[0]
  }
  guard a.isTracked || b.isTracked else { return x }
  return x.recorded(from: [a, b]) { g, needed in
    let share = triangularSolve(
      a, g, upper: upper, transposed: !transposed, unitDiagonal: unitDiagonal)
    guard needed[0] else { return [nil, share] }
    let again = replay(x) {
      triangularSolve(a, b, upper: upper, transposed: transposed, unitDiagonal: unitDiagonal)
    }
    let full =
      transposed
      ? matmul(again, share, transposingSecond: true)
      : matmul(share, again, transposingSecond: true)
    // Elements that are not read have no slope.
    let lower = Tensor.lowerTriangle(n, diagonal: unitDiagonal ? 0 : 1)
    return [-(full * (upper ? lower.transposed() : lower)), needed[1] ? share : nil]
  }
}
