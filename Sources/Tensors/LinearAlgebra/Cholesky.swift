/// Writes symmetric positive definite matrices as `l lᵀ` with a lower triangle `l`:
/// `[…, n, n] -> […, n, n]`.
///
/// It is the square root of a covariance: if `z` is standard normal, `l z` has covariance `a`. The
/// average of `a` and its transpose is decomposed, so that rounding errors of `a` do no harm.
///
/// A matrix that is not positive definite, or holds an infinity or NaN, stops the program;
/// ``choleskyIfPositiveDefinite(_:)`` does not.
/// Sources: G. Golub, C. Van Loan, "Matrix Computations" (2013), section 4.2; I. Murray,
/// "Differentiation of the Cholesky decomposition" (2016).
public func cholesky(_ a: Tensor) -> Tensor {
  let (l, failure) = factorizeCholesky(a)
  require(
    failure == nil,
    "cholesky: \(a.shape): \(failure ?? "") is not positive definite; "
      + "adding a small number to its diagonal may help")
  return recordCholesky(l, a)
}

/// Writes symmetric matrices as `l lᵀ` if all of them are positive definite; nil otherwise.
///
/// It is ``cholesky(_:)`` for matrices that come from data.
public func choleskyIfPositiveDefinite(_ a: Tensor) -> Tensor? {
  let (l, failure) = factorizeCholesky(a)
  return failure == nil ? recordCholesky(l, a) : nil
}

private func recordCholesky(_ l: Tensor, _ a: Tensor) -> Tensor {
  guard a.isTracked else { return l }
  return l.recorded(from: a) { g in choleskyPullback(replay(l) { cholesky(a) }, g) }
}

/// Murray (2016): `l⁻ᵀ half(lᵀ dl) l⁻¹`, made symmetric.
///
/// `half` keeps the lower triangle and half of the diagonal.
private func choleskyPullback(_ l: Tensor, _ g: Tensor) -> Tensor {
  let mask = Tensor.lowerTriangle(l.shape[l.rank - 1], diagonal: 0.5)
  let middle = matmul(l, g, transposingFirst: true) * mask
  let left = triangularSolve(l, middle, upper: false, transposed: true)
  // Multiplying by l⁻¹ from the right is solving with lᵀ for the transpose.
  let both = triangularSolve(l, left.transposed(), upper: false, transposed: true)
  return (both + both.transposed()) * 0.5
}

/// The triangles, and which matrix has none.
private func factorizeCholesky(_ a: Tensor) -> (Tensor, failure: String?) {
  let batch = MatrixBatch(square: a, in: "cholesky")
  let n = batch.rows
  let parts = batch.map(to: [[n, n], []]) { _, matrix in
    let (l, failed) = matrix.symmetrized().choleskyTriangle()
    return [l, PreciseMatrix(row: [failed == nil ? 0 : 1])]
  }
  return (parts[0], batch.firstMarked(parts[1]))
}

extension MatrixBatch {
  /// Names the first matrix whose mark is not 0.
  func firstMarked(_ marks: Tensor) -> String? {
    guard let index = marks.scalars.firstIndex(where: { $0 != 0 }) else { return nil }
    return count == 1 ? "the matrix" : "matrix \(index) of \(count)"
  }
}

extension PreciseMatrix {
  /// The lower triangle, row by row, and the first row where there is none.
  fileprivate func choleskyTriangle() -> (PreciseMatrix, failed: Int?) {
    var l = PreciseMatrix(rows: rows, columns: rows)
    for i in 0..<rows {
      for j in 0..<i { l[i, j] = (self[i, j] - l.dot(i, j, in: 0..<j)) / l[j, j] }
      let pivot = self[i, i] - l.dot(i, i, in: 0..<i)
      // What is left of the diagonal must be more than the rounding errors of its computation.
      guard pivot > Double(rows) * 0x1p-53 * self[i, i], pivot.isFinite else { return (l, i) }
      l[i, i] = pivot.squareRoot()
    }
    return (l, nil)
  }
}
