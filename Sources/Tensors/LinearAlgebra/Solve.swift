/// Solves systems of linear equations `a x = b`: `[…, n, n], […, n, k] -> […, n, k]`.
///
/// Each column of `b` is a right-hand side; a `b` of rank 1, `[n]`, is one right-hand side and gives
/// `[…, n]`. Leading axes broadcast.
///
/// A singular matrix (an elimination that ends with a 0 on its diagonal) stops the program;
/// ``solveIfRegular(_:_:)`` does not. A nearly singular one gives large numbers with few right digits; NaN
/// gives NaN.
/// Sources: G. Golub, C. Van Loan, "Matrix Computations" (2013), section 3.4 (elimination with partial
/// pivoting); M. Giles, "Collected matrix derivative results" (2008), section 2.3.1.
public func solve(_ a: Tensor, _ b: Tensor) -> Tensor {
  let (x, failure) = solved(a, b, in: "solve")
  require(
    failure == nil, "solve: \(a.shape) and \(b.shape): \(failure ?? "") is singular")
  return x
}

/// Solves systems of linear equations if no matrix is singular; nil otherwise.
///
/// It is ``solve(_:_:)`` for matrices that come from data.
public func solveIfRegular(_ a: Tensor, _ b: Tensor) -> Tensor? {
  let (x, failure) = solved(a, b, in: "solveIfRegular")
  return failure == nil ? x : nil
}

/// Inverts matrices: `[…, n, n] -> […, n, n]` with `a inverse(a) = 1`.
///
/// To solve equations, `solve(a, b)` takes less work and keeps more digits than `inverse(a)` times `b`.
/// A singular matrix stops the program.
/// Source of the gradient: M. Giles (2008), section 2.2.3.
public func inverse(_ a: Tensor) -> Tensor {
  let batch = MatrixBatch(square: a, in: "inverse")
  let n = batch.rows
  let parts = batch.map(to: [[n, n], []]) { _, matrix in
    let factors = LUDecomposition(matrix)
    // Row i of the solution is column i of the inverse.
    let columns = factors.solve(PreciseMatrix.identity(rows: n, columns: n))
    return [columns.transposed(), PreciseMatrix(row: [factors.isSingular ? 1 : 0])]
  }
  let failure = batch.firstMarked(parts[1])
  require(failure == nil, "inverse: \(a.shape): \(failure ?? "") is singular")
  let y = parts[0]
  guard a.isTracked else { return y }
  return y.recorded(from: a) { g in
    let y = replay(y) { inverse(a) }
    return -matmul(matmul(y, g, transposingFirst: true), y, transposingSecond: true)
  }
}

private func solved(_ a: Tensor, _ b: Tensor, in operation: String) -> (Tensor, failure: String?) {
  let n = MatrixBatch(square: a, in: operation).rows
  if b.rank == 1 {
    require(
      b.count == n, "\(operation): \(a.shape) and \(b.shape): \(n) equations need \(n) numbers")
    let (x, failure) = solved(a, b.reshaped([n, 1]), in: operation)
    return (x.reshaped(Array(x.shape.dropLast())), failure)
  }
  require(
    b.rank >= 2 && b.shape[b.rank - 2] == n,
    "\(operation): \(a.shape) and \(b.shape): \(n) equations need right-hand sides of \(n) rows")
  let (a, b) = broadcastBatches(a, b, in: operation)
  let batch = MatrixBatch(a, in: operation)
  let k = b.shape[b.rank - 1]
  let parts = b.withPointer { source, _ in
    batch.map(to: [[n, k], []]) { index, matrix in
      let factors = LUDecomposition(matrix)
      let right = PreciseMatrix(rows: n, columns: k, source + index * n * k)
      return [
        factors.solve(right.transposed()).transposed(),
        PreciseMatrix(row: [factors.isSingular ? 1 : 0]),
      ]
    }
  }
  let x = parts[0]
  let failure = batch.firstMarked(parts[1])
  guard failure == nil, a.isTracked || b.isTracked else { return (x, failure) }
  let recorded = x.recorded(from: [a, b]) { g, needed in
    let share = solve(a.transposed(), g)
    return [
      needed[0] ? -matmul(share, replay(x) { solve(a, b) }, transposingSecond: true) : nil,
      needed[1] ? share : nil,
    ]
  }
  return (recorded, nil)
}
