/// A matrix with its rows exchanged, as the product of a lower and an upper triangle.
///
/// Both are kept in one matrix; the ones on the diagonal of the lower triangle are not. Each step takes
/// the row with the largest element in its column (*partial pivoting*), so that no factor exceeds 1 and
/// rounding errors do not grow.
/// Source: G. Golub, C. Van Loan, "Matrix Computations" (2013), algorithm 3.4.1.
struct LUDecomposition {
  private(set) var triangles: PreciseMatrix
  /// Which row of the original matrix each row comes from.
  private(set) var order: [Int]
  /// 1 for an even number of exchanges, -1 for an odd one.
  private(set) var sign = 1.0

  init(_ matrix: PreciseMatrix) {
    let n = matrix.rows
    triangles = matrix
    order = Array(0..<n)
    for k in 0..<n {
      var pivot = k
      for i in k..<n where Swift.abs(triangles[i, k]) > Swift.abs(triangles[pivot, k]) { pivot = i }
      if pivot != k {
        triangles.swapRows(pivot, k)
        order.swapAt(pivot, k)
        sign = -sign
      }
      if triangles[k, k] == 0 { continue }
      for i in (k + 1)..<max(k + 1, n) where triangles[i, k] != 0 {
        let factor = triangles[i, k] / triangles[k, k]
        triangles.add(-factor, timesRow: k, toRow: i, from: k + 1)
        triangles[i, k] = factor
      }
    }
  }

  /// The diagonal of the upper triangle.
  var pivots: [Double] { (0..<triangles.rows).map { triangles[$0, $0] } }

  /// Whether a pivot is 0, so that the equations have no solution or many.
  var isSingular: Bool { pivots.contains(0) }

  /// The product of the pivots, with the sign of the exchanges.
  var determinant: Double { pivots.reduce(sign, *) }

  /// Solves `a x = b` for right-hand sides that are the rows of `b`; the solutions are rows too.
  func solve(_ b: PreciseMatrix) -> PreciseMatrix {
    var x = PreciseMatrix(rows: b.rows, columns: b.columns)
    for row in 0..<b.rows {
      for i in 0..<b.columns { x[row, i] = b[row, order[i]] }
    }
    x.solveInPlace(triangles, upper: false, unitDiagonal: true)
    x.solveInPlace(triangles, upper: true, unitDiagonal: false)
    return x
  }
}

extension PreciseMatrix {
  /// Replaces every row `b` by the solution of `triangle x = b`.
  ///
  /// Only the named triangle is read; with `unitDiagonal` its diagonal counts as ones.
  mutating func solveInPlace(_ triangle: PreciseMatrix, upper: Bool, unitDiagonal: Bool) {
    let n = columns
    for row in 0..<rows {
      for step in 0..<n {
        let i = upper ? n - 1 - step : step
        // The unknowns that are found already.
        let known = upper ? i + 1..<n : 0..<i
        let rest = self[row, i] - dot(row, triangle, i, in: known)
        self[row, i] = unitDiagonal ? rest : rest / triangle[i, i]
      }
    }
  }
}
