/// Writes matrices as products of orthonormal columns and an upper triangle:
/// `[…, m, n] -> q […, m, k], r […, k, n]` with `k = min(m, n)`.
///
/// The columns of `q` are orthogonal and of length 1, and `q r = a`. The diagonal of `r` is never
/// negative, which makes the result unique if the first `k` columns of `a` are independent.
///
/// The gradient needs independent columns; it is infinite or NaN otherwise. A matrix with an element that
/// is infinite or NaN gives NaN.
/// Sources: G. Golub, C. Van Loan, "Matrix Computations" (2013), algorithm 5.2.1 (Householder);
/// D. Roberts, L. Roberts, "QR and LQ decomposition matrix backpropagation algorithms" (2020).
public func qr(_ a: Tensor) -> (q: Tensor, r: Tensor) {
  let batch = MatrixBatch(a, in: "qr")
  let (m, n) = (batch.rows, batch.columns)
  let k = min(m, n)
  let parts = batch.map(to: [[m, k], [k, n]]) { _, matrix in
    let parts = matrix.orthogonalized()
    return [parts.q.transposed(), parts.r]
  }
  let (q, r) = (parts[0], parts[1])
  guard a.isTracked else { return (q, r) }
  return (
    q.recorded(from: a) { g in
      qrPullback(
        a, q: replay(q) { qr(a).q }, r: replay(r) { qr(a).r }, gradientQ: g, gradientR: nil)
    },
    r.recorded(from: a) { g in
      qrPullback(
        a, q: replay(q) { qr(a).q }, r: replay(r) { qr(a).r }, gradientQ: nil, gradientR: g)
    }
  )
}

/// Carries the gradients of `q` and `r` to the matrix; one that is nil counts as zero.
private func qrPullback(_ a: Tensor, q: Tensor, r: Tensor, gradientQ: Tensor?, gradientR: Tensor?)
  -> Tensor
{
  let (m, n) = (a.shape[a.rank - 2], a.shape[a.rank - 1])
  if m >= n {
    return tallPullback(q: q, r: r, gradientQ: gradientQ, gradientR: gradientR)
  }
  // [x | y] = q [u | v]: q and u come from the square part x alone, and v = qᵀ y.
  let y = a.slice(m..<n, axis: -1)
  let gradientU = gradientR.map { $0.slice(0..<m, axis: -1) }
  let gradientV = gradientR.map { $0.slice(m..<n, axis: -1) }
  let throughV = gradientV.map { matmul(y, $0, transposingSecond: true) }
  let square = tallPullback(
    q: q, r: r.slice(0..<m, axis: -1), gradientQ: added(gradientQ, throughV), gradientR: gradientU)
  let rest = gradientV.map { matmul(q, $0) } ?? Tensor.zeros(like: y)
  return Tensor.concatenate([square, rest], axis: -1)
}

/// Roberts and Roberts (2020): `(dq + q copy(r drᵀ - dqᵀ q)) r⁻ᵀ`.
///
/// `copy` mirrors the lower triangle onto the upper one.
private func tallPullback(
  q: Tensor, r: Tensor, gradientQ: Tensor?, gradientR: Tensor?
) -> Tensor {
  let fromR = gradientR.map { matmul(r, $0, transposingSecond: true) }
  let fromQ = gradientQ.map { -matmul($0, q, transposingFirst: true) }
  guard let middle = added(fromR, fromQ) else { return Tensor.zeros(like: q) }
  let half = middle * Tensor.lowerTriangle(r.shape[r.rank - 1], diagonal: 0.5)
  let mirrored = matmul(q, half + half.transposed())
  let right = added(gradientQ, mirrored) ?? mirrored
  return triangularSolve(r, right.transposed(), upper: true).transposed()
}

/// Adds two tensors of which either may be missing.
private func added(_ a: Tensor?, _ b: Tensor?) -> Tensor? {
  guard let a, let b else { return a ?? b }
  return a + b
}

extension PreciseMatrix {
  /// The columns of q, as rows, and the triangle r.
  func orthogonalized() -> (q: PreciseMatrix, r: PreciseMatrix) {
    let k = min(rows, columns)
    guard isFinite else {
      var (q, r) = (
        PreciseMatrix(rows: k, columns: rows), PreciseMatrix(rows: k, columns: columns)
      )
      q.fill(with: .nan)
      r.fill(with: .nan)
      return (q, r)
    }
    var work = transposed()
    var reflections: [Reflection] = []
    for j in 0..<k {
      let reflection = Reflection(work.row(j), from: j)
      reflections.append(reflection)
      work[j, j] = reflection.head
      for i in (j + 1)..<max(j + 1, columns) { reflection.apply(toRow: i, of: &work) }
    }
    // q is the product of all reflections, of which the last one acts first. It leaves the first
    // columns of the identity alone.
    var q = PreciseMatrix.identity(rows: k, columns: rows)
    for (j, reflection) in reflections.enumerated().reversed() {
      for i in j..<k { reflection.apply(toRow: i, of: &q) }
    }
    var r = PreciseMatrix(rows: k, columns: columns)
    for i in 0..<k {
      let sign: Double = work[i, i] < 0 ? -1 : 1
      for j in i..<columns { r[i, j] = sign * work[j, i] }
      if sign < 0 { q.scale(row: i, by: -1) }
    }
    return (q, r)
  }
}
