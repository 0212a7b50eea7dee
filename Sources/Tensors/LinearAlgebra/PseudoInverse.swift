/// Computes Moore-Penrose inverses: `[…, m, n] -> […, n, m]`.
///
/// `pseudoInverse(a)` times `b` is the shortest of all `x` for which `a x` is nearest to `b`; for a
/// regular matrix that is the solution of `a x = b`. Singular values of at most `tolerance` times the
/// largest one count as 0.
///
/// The gradient holds where the rank does not change.
/// Sources: G. Golub, C. Van Loan, "Matrix Computations" (2013), section 5.5; G. Golub, V. Pereyra,
/// "The differentiation of pseudo-inverses and nonlinear least squares problems" (1973), equation 4.12.
///
/// - Parameter tolerance: `nil` means the larger extent times 2⁻²³, the precision of a `Float`.
public func pseudoInverse(_ a: Tensor, tolerance: Float? = nil) -> Tensor {
  let batch = MatrixBatch(a, in: "pseudoInverse")
  let (m, n) = (batch.rows, batch.columns)
  let value = batch.map(to: [[n, m]]) { _, matrix in
    let (u, s, v) = matrix.singularValues()
    let limit = significance(m, n, tolerance) * (s.first ?? 0)
    var result = PreciseMatrix(rows: n, columns: m)
    for (k, size) in s.enumerated() where !(size <= limit) {
      for i in 0..<n { result.add(v[k, i] / size, timesRow: k, of: u, toRow: i) }
    }
    return [result]
  }[0]
  guard a.isTracked else { return value }
  return value.recorded(from: a) { g in
    let p = replay(value) { pseudoInverse(a, tolerance: tolerance) }
    let across = g.transposed()
    // What a x cannot reach, and what a does not see.
    let missed = across - matmul(a, matmul(p, across))
    let unseen = across - matmul(matmul(across, p), a)
    let direct = matmul(
      matmul(p, g, transposingFirst: true), p, transposingSecond: true)
    return matmul(missed, matmul(p, p, transposingSecond: true))
      + matmul(matmul(p, p, transposingFirst: true), unseen) - direct
  }
}

/// Counts the singular values of a matrix that are not negligible: `[m, n] -> Int`.
///
/// It is the number of independent columns. Singular values of at most `tolerance` times the largest one
/// count as 0.
/// Source: G. Golub, C. Van Loan, "Matrix Computations" (2013), section 5.4.
///
/// - Parameter tolerance: `nil` means the larger extent times 2⁻²³, the precision of a `Float`.
public func matrixRank(_ a: Tensor, tolerance: Float? = nil) -> Int {
  require(a.rank == 2, "matrixRank: \(a.shape): one matrix is expected, a tensor of rank 2")
  let (m, n) = (a.shape[0], a.shape[1])
  let matrix = a.withPointer { source, _ in PreciseMatrix(rows: m, columns: n, source) }
  let s = matrix.singularValues().s
  let limit = significance(m, n, tolerance) * (s.first ?? 0)
  return s.count { $0 > limit }
}

private func significance(_ m: Int, _ n: Int, _ tolerance: Float?) -> Double {
  Double(tolerance ?? Float(max(m, n)) * 0x1p-23)
}
