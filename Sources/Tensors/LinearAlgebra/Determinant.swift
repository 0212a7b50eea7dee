/// Computes determinants: `[…, n, n] -> […]`.
///
/// It is the factor by which the matrix changes volumes; 0 for a singular matrix, 1 for an empty one.
/// The gradient exists for singular matrices too. The gradient of the gradient stops the program there.
/// Sources: elimination with partial pivoting, see ``solve(_:_:)``; the gradient is the matrix of
/// cofactors, M. Giles, "Collected matrix derivative results" (2008), section 2.2.4.
public func determinant(_ a: Tensor) -> Tensor {
  let value = MatrixBatch(square: a, in: "determinant").map(to: [[]]) { _, matrix in
    [PreciseMatrix(row: [LUDecomposition(matrix).determinant])]
  }[0]
  guard a.isTracked else { return value }
  return value.recorded(from: a) { g in
    g.asMatrices
      * replay(cofactors(a)) { determinant(a).asMatrices * inverse(a).transposed() }
  }
}

/// Computes the sign and the natural logarithm of the absolute value of determinants:
/// `[…, n, n] -> sign […], log […]`.
///
/// The logarithm neither overflows nor underflows, which the determinant of a large matrix does. The sign
/// is 1 or -1, and 0 for a singular matrix, whose logarithm is -infinity. The sign is a constant for
/// differentiation. A singular matrix has no gradient of the logarithm; asking for it stops the program.
/// Source of the gradient: M. Giles (2008), section 2.2.4: the inverse, transposed.
public func logDeterminant(_ a: Tensor) -> (sign: Tensor, log: Tensor) {
  let parts = MatrixBatch(square: a, in: "logDeterminant").map(to: [[], []]) { _, matrix in
    let factors = LUDecomposition(matrix)
    var (sign, logarithm) = (factors.sign, 0.0)
    for pivot in factors.pivots {
      sign *= pivot == 0 ? 0 : pivot < 0 ? -1 : 1
      logarithm += logarithmOfMagnitude(pivot)
    }
    return [PreciseMatrix(row: [sign]), PreciseMatrix(row: [logarithm])]
  }
  let (sign, logarithm) = (parts[0], parts[1])
  guard a.isTracked else { return (sign, logarithm) }
  return (
    sign, logarithm.recorded(from: a) { g in g.asMatrices * inverse(a).transposed() }
  )
}

private func logarithmOfMagnitude(_ x: Double) -> Double {
  if x == 0 { return -.infinity }
  return x.isFinite ? NormalPair.logarithm(Swift.abs(x)) : Swift.abs(x)
}

/// The matrices of cofactors: the derivative of the determinant by each element.
///
/// For a regular matrix they are `det(a) a⁻ᵀ`. The singular value decomposition `a = u s vᵀ` gives them
/// for every matrix: `det(u) det(v) u t vᵀ`, where `t` holds the products of all other singular values.
func cofactors(_ a: Tensor) -> Tensor {
  let batch = MatrixBatch(square: a, in: "cofactors")
  let n = batch.rows
  return batch.map(to: [[n, n]]) { _, matrix in
    let factors = LUDecomposition(matrix)
    let sizes = factors.pivots.map { Swift.abs($0) }
    if let smallest = sizes.min(), let largest = sizes.max(), smallest > 1e-6 * largest {
      // Row i of the solution is column i of the inverse, and so row i of its transpose.
      var inverse = factors.solve(PreciseMatrix.identity(rows: n, columns: n))
      for i in 0..<n { inverse.scale(row: i, by: factors.determinant) }
      return [inverse]
    }
    let (u, s, v) = matrix.singularValues()
    let sign = LUDecomposition(u).determinant * LUDecomposition(v).determinant
    var result = PreciseMatrix(rows: n, columns: n)
    for k in 0..<n {
      var others = sign > 0 ? 1.0 : -1.0
      for j in 0..<n where j != k { others *= s[j] }
      // The rows of u and v are singular vectors.
      for i in 0..<n { result.add(others * u[k, i], timesRow: k, of: v, toRow: i) }
    }
    return [result]
  }[0]
}
