/// Writes matrices as `u · diagonal(s) · vᵀ`, the singular value decomposition in its thin form:
/// `[…, m, n] -> u […, m, k], s […, k], v […, n, k]` with `k = min(m, n)`.
///
/// The columns of `u` and of `v` are orthogonal and of length 1: the matrix maps column i of `v` to
/// `s[i]` times column i of `u`. The singular values descend and are not negative; the largest element
/// of each column of `u` is positive.
///
/// The gradients of `u` and `v` need singular values that differ, and that are not 0 unless the matrix is
/// square; they are infinite or NaN otherwise. That of `s` is finite. A matrix with an element that is
/// infinite or NaN gives NaN.
/// Sources: G. Golub, C. Van Loan, "Matrix Computations" (2013), section 8.6 (one-sided Jacobi
/// rotations, after a QR decomposition); J. Townsend, "Differentiating the singular value decomposition"
/// (2016).
public func svd(_ a: Tensor) -> (u: Tensor, s: Tensor, v: Tensor) {
  let batch = MatrixBatch(a, in: "svd")
  let (m, n) = (batch.rows, batch.columns)
  let k = min(m, n)
  let parts = batch.map(to: [[m, k], [k], [n, k]]) { _, matrix in
    let (u, s, v) = matrix.singularValues()
    return [u.transposed(), PreciseMatrix(row: s), v.transposed()]
  }
  let (u, s, v) = (parts[0], parts[1], parts[2])
  guard a.isTracked else { return (u, s, v) }
  let kept = Decomposed(a: a, u: u, s: s, v: v)
  return (
    u.recorded(from: a) { g in leftPullback(kept.replayed(), g) },
    s.recorded(from: a) { g in
      let (u, _, v) = kept.replayed()
      return matmul(u * g.asRows, v, transposingSecond: true)
    },
    v.recorded(from: a) { g in
      // aᵀ = v s uᵀ: what is on the right becomes what is on the left.
      let (u, s, v) = kept.replayed()
      return leftPullback((v, s, u), g).transposed()
    }
  )
}

/// What the pullbacks keep.
private struct Decomposed {
  let a, u, s, v: Tensor

  func replayed() -> (u: Tensor, s: Tensor, v: Tensor) {
    (replay(u) { svd(a).u }, replay(s) { svd(a).s }, replay(v) { svd(a).v })
  }
}

/// Townsend (2016), for the gradient of `u` alone:
/// `u (f ∘ (uᵀ du - duᵀ u)) s vᵀ + (1 - u uᵀ) du s⁻¹ vᵀ`, with `f[i, j] = 1 / (s[j]² - s[i]²)` off the
/// diagonal.
private func leftPullback(_ usv: (u: Tensor, s: Tensor, v: Tensor), _ g: Tensor) -> Tensor {
  let (u, s, v) = usv
  let (m, k) = (u.shape[u.rank - 2], u.shape[u.rank - 1])
  let one = Tensor.identity(k)
  let squares = s * s
  let gaps = squares.asRows - squares.asColumns + one
  let projected = matmul(u, g, transposingFirst: true)
  let turning = (projected - projected.transposed()) * ((1 - one) / gaps)
  var left = matmul(u, turning * s.asRows)
  // If u is square, its columns span everything and nothing is left to tilt into.
  if m > k { left = left + (g - matmul(u, projected)) / s.asRows }
  return matmul(left, v, transposingSecond: true)
}

extension PreciseMatrix {
  /// The singular vectors as rows and the singular values, descending.
  func singularValues() -> (u: PreciseMatrix, s: [Double], v: PreciseMatrix) {
    if rows < columns {
      let (v, s, u) = transposed().singularValues()
      return withPositiveLeft(u, s, v)
    }
    guard isFinite else {
      var (u, v) = (
        PreciseMatrix(rows: columns, columns: rows), PreciseMatrix(rows: columns, columns: columns)
      )
      u.fill(with: .nan)
      v.fill(with: .nan)
      return (u, [Double](repeating: .nan, count: columns), v)
    }
    if rows == columns {
      let (u, s, v) = JacobiRotations(self).result()
      return withPositiveLeft(u, s, v)
    }
    // The rotations turn short columns: those of r. With q, the left vectors get their length again.
    let (q, r) = orthogonalized()
    let (u, s, v) = JacobiRotations(r).result()
    var long = PreciseMatrix(rows: columns, columns: rows)
    for i in 0..<columns {
      for j in 0..<columns { long.add(u[i, j], timesRow: j, of: q, toRow: i) }
    }
    return withPositiveLeft(long, s, v)
  }
}

/// Changes signs so that the largest element of every row of `u` is positive.
private func withPositiveLeft(
  _ u: PreciseMatrix, _ s: [Double], _ v: PreciseMatrix
) -> (u: PreciseMatrix, s: [Double], v: PreciseMatrix) {
  var (u, v) = (u, v)
  for i in s.indices where u.largestElement(inRow: i) < 0 {
    u.scale(row: i, by: -1)
    v.scale(row: i, by: -1)
  }
  return (u, s, v)
}

/// The rotations that make the columns of a square matrix orthogonal.
///
/// Rotating all pairs of columns again and again turns `a` into `a v`, whose columns are orthogonal: their
/// lengths are the singular values, and the columns of length 1 are `u`.
private struct JacobiRotations {
  /// The columns of `a v` as rows.
  private var columns: PreciseMatrix
  /// The columns of `v` as rows.
  private var directions: PreciseMatrix

  init(_ matrix: PreciseMatrix) {
    let n = matrix.rows
    columns = matrix.transposed()
    directions = PreciseMatrix.identity(rows: n, columns: n)
    // Rotating from the start takes six to ten sweeps. The eigenvectors of aᵀ a are the directions too,
    // but those of small singular values lose digits by squaring: one to three sweeps restore them.
    if n > 16 { begin() }
    for _ in 0..<60 where !sweep() { break }
  }

  /// Starts with the eigenvectors of `aᵀ a` as directions.
  private mutating func begin() {
    let n = columns.rows
    var squares = PreciseMatrix(rows: n, columns: n)
    for i in 0..<n {
      for j in 0...i {
        squares[i, j] = columns.dot(i, j, in: 0..<n)
        squares[j, i] = squares[i, j]
      }
    }
    directions = squares.symmetricEigen().vectors
    var turned = PreciseMatrix(rows: n, columns: n)
    for i in 0..<n {
      for j in 0..<n { turned.add(directions[i, j], timesRow: j, of: columns, toRow: i) }
    }
    columns = turned
  }

  /// Rotates every pair once; false if all were orthogonal already.
  private mutating func sweep() -> Bool {
    let n = columns.rows
    var hasChanged = false
    for p in 0..<n {
      for q in (p + 1)..<max(p + 1, n) {
        let a = columns.dot(p, p, in: 0..<n)
        let b = columns.dot(q, q, in: 0..<n)
        let overlap = columns.dot(p, q, in: 0..<n)
        // Far below single precision, far above the rounding errors of double precision.
        if Swift.abs(overlap) <= 1e-12 * (a * b).squareRoot() { continue }
        hasChanged = true
        // The tangent t of the angle: t² + 2 z t = 1. The smaller root turns less.
        let z = (a - b) / (2 * overlap)
        let t = (z < 0 ? -1 : 1) / (Swift.abs(z) + (1 + z * z).squareRoot())
        let c = 1 / (1 + t * t).squareRoot()
        columns.rotate(p, q, cosine: c, sine: c * t)
        directions.rotate(p, q, cosine: c, sine: c * t)
      }
    }
    return hasChanged
  }

  func result() -> (u: PreciseMatrix, s: [Double], v: PreciseMatrix) {
    let n = columns.rows
    let lengths = (0..<n).map { columns.dot($0, $0, in: 0..<n).squareRoot() }
    let order = lengths.indices.sorted { lengths[$0] > lengths[$1] }
    let s = order.map { lengths[$0] }
    var u = columns.rows(order)
    // A column that consists of rounding errors has no direction of its own.
    let negligible = Double(n) * 0x1p-52 * (s.first ?? 0)
    let valid = s.count { $0 > negligible }
    for i in 0..<valid { u.scale(row: i, by: 1 / s[i]) }
    for i in valid..<n { u.completeRow(i) }
    return (u, s, directions.rows(order))
  }
}

extension PreciseMatrix {
  /// Makes row `row` of length 1 and orthogonal to all rows before it, which are so already.
  fileprivate mutating func completeRow(_ row: Int) {
    // Begin with the axis that the rows before cover least.
    var covered = [Double](repeating: 0, count: columns)
    for i in 0..<row {
      for j in 0..<columns { covered[j] += self[i, j] * self[i, j] }
    }
    let axis = covered.indices.min { covered[$0] < covered[$1] } ?? 0
    for j in 0..<columns { self[row, j] = j == axis ? 1 : 0 }
    // Once more, for what rounding has left.
    for _ in 0..<2 {
      for i in 0..<row {
        add(-dot(row, i, in: 0..<columns), timesRow: i, toRow: row, from: 0)
      }
    }
    scale(row: row, by: 1 / dot(row, row, in: 0..<columns).squareRoot())
  }
}
