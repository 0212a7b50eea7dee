/// Computes eigenvalues and eigenvectors of symmetric matrices:
/// `[…, n, n] -> values […, n], vectors […, n, n]`.
///
/// An eigenvector is a direction that the matrix only stretches, by its eigenvalue. The values ascend;
/// the vectors are the columns of `vectors`, orthogonal and of length 1, and the largest element of each
/// is positive. So `a = vectors · diagonal(values) · vectorsᵀ`. The average of `a` and its transpose is
/// decomposed.
///
/// Vectors of equal eigenvalues are not unique, and their gradient is infinite or NaN; that of the values
/// is finite. A matrix with an element that is infinite or NaN gives NaN.
/// Sources: G. Golub, C. Van Loan, "Matrix Computations" (2013), algorithms 8.3.1 to 8.3.3
/// (tridiagonal form and implicit QR steps); M. Giles, "Collected matrix derivative results" (2008),
/// section 3.1.
public func symmetricEigen(_ a: Tensor) -> (values: Tensor, vectors: Tensor) {
  let batch = MatrixBatch(square: a, in: "symmetricEigen")
  let n = batch.rows
  let parts = batch.map(to: [[n], [n, n]]) { _, matrix in
    let (values, vectors) = matrix.symmetrized().symmetricEigen()
    return [PreciseMatrix(row: values), vectors.transposed()]
  }
  let (values, vectors) = (parts[0], parts[1])
  guard a.isTracked else { return (values, vectors) }
  return (
    values.recorded(from: a) { g in
      let v = replay(vectors) { symmetricEigen(a).vectors }
      return matmul(v * g.asRows, v, transposingSecond: true)
    },
    vectors.recorded(from: a) { g in
      vectorsPullback(
        values: replay(values) { symmetricEigen(a).values },
        vectors: replay(vectors) { symmetricEigen(a).vectors }, g)
    }
  )
}

/// Giles (2008), section 3.1: `v (f ∘ vᵀ dv) vᵀ` with `f[i, j] = 1 / (value[j] - value[i])` off the
/// diagonal, made symmetric.
private func vectorsPullback(values: Tensor, vectors v: Tensor, _ g: Tensor) -> Tensor {
  let one = Tensor.identity(v.shape[v.rank - 1])
  let gaps = values.asRows - values.asColumns + one
  let middle = matmul(v, g, transposingFirst: true) * ((1 - one) / gaps)
  let share = matmul(matmul(v, middle), v, transposingSecond: true)
  return (share + share.transposed()) * 0.5
}

extension PreciseMatrix {
  /// The eigenvalues of a symmetric matrix, ascending, and the eigenvectors as rows.
  func symmetricEigen() -> (values: [Double], vectors: PreciseMatrix) {
    let n = rows
    guard isFinite else {
      var vectors = PreciseMatrix(rows: n, columns: n)
      vectors.fill(with: .nan)
      return ([Double](repeating: .nan, count: n), vectors)
    }
    var form = TridiagonalForm(self)
    form.diagonalize()
    let values = form.diagonal
    let order = values.indices.sorted { values[$0] < values[$1] }
    var vectors = form.vectors.rows(order)
    for i in 0..<n where vectors.largestElement(inRow: i) < 0 { vectors.scale(row: i, by: -1) }
    return (order.map { values[$0] }, vectors)
  }

  /// The element of a row that is farthest from 0, the first one of equals.
  func largestElement(inRow row: Int) -> Double {
    self.row(row).reduce(0) { Swift.abs($1) > Swift.abs($0) ? $1 : $0 }
  }
}

/// A symmetric matrix, turned so that only the diagonal and its neighbours are not 0.
private struct TridiagonalForm {
  /// The diagonal.
  private(set) var diagonal: [Double]
  /// The elements beside the diagonal: `beside[k]` couples `k` and `k + 1`.
  private var beside: [Double]
  /// The directions that the matrix refers to now, as rows.
  private(set) var vectors: PreciseMatrix

  /// Makes columns tridiagonal from left to right, with reflections from both sides.
  init(_ matrix: PreciseMatrix) {
    let n = matrix.rows
    var work = matrix
    var reflections: [Reflection] = []
    beside = [Double](repeating: 0, count: max(0, n - 1))
    for k in 0..<max(0, n - 1) {
      let reflection = Reflection(work.row(k), from: k + 1)
      reflections.append(reflection)
      beside[k] = reflection.head
      reflection.apply(toBothSidesOf: &work)
    }
    diagonal = (0..<n).map { work[$0, $0] }
    // The directions are the columns of the product of all reflections, computed from the last one on.
    vectors = PreciseMatrix.identity(rows: n, columns: n)
    for (k, reflection) in reflections.enumerated().reversed() {
      for i in (k + 1)..<n { reflection.apply(toRow: i, of: &vectors) }
    }
  }

  /// Turns the directions until the elements beside the diagonal vanish.
  mutating func diagonalize() {
    let n = diagonal.count
    // Two or three steps per eigenvalue are usual.
    var stepsLeft = 60 * n
    var last = n - 1
    while last > 0 && stepsLeft > 0 {
      for k in 0..<last where isNegligible(k) { beside[k] = 0 }
      if beside[last - 1] == 0 {
        last -= 1
        continue
      }
      var first = last - 1
      while first > 0 && beside[first - 1] != 0 { first -= 1 }
      step(first, last)
      stepsLeft -= 1
    }
  }

  /// Whether an element beside the diagonal is below the rounding errors of its neighbours.
  private func isNegligible(_ k: Int) -> Bool {
    Swift.abs(beside[k])
      <= 0x1p-53 * (Swift.abs(diagonal[k]) + Swift.abs(diagonal[k + 1]))
  }

  /// One implicit QR step with Wilkinson's shift on the block from `first` through `last`.
  ///
  /// Rotations of neighbouring directions push an element that does not belong down the diagonal and
  /// out; the shift, an eigenvalue of the last two rows, makes `beside[last - 1]` vanish cubically.
  private mutating func step(_ first: Int, _ last: Int) {
    let half = (diagonal[last - 1] - diagonal[last]) / 2
    let corner = beside[last - 1]
    let distance = (half * half + corner * corner).squareRoot()
    let shift = diagonal[last] - corner * corner / (half + (half < 0 ? -distance : distance))
    var x = diagonal[first] - shift
    var z = beside[first]
    for k in first..<last {
      let length = (x * x + z * z).squareRoot()
      let (c, s) = length == 0 ? (1, 0) : (x / length, z / length)
      if k > first { beside[k - 1] = length }
      let (a, b, d) = (diagonal[k], beside[k], diagonal[k + 1])
      diagonal[k] = c * c * a + 2 * c * s * b + s * s * d
      diagonal[k + 1] = s * s * a - 2 * c * s * b + c * c * d
      beside[k] = (c * c - s * s) * b + c * s * (d - a)
      if k + 1 < last {
        x = beside[k]
        z = s * beside[k + 1]
        beside[k + 1] *= c
      }
      vectors.rotate(k, k + 1, cosine: c, sine: s)
    }
  }
}
