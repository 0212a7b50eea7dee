/// A reflection at a plane through the origin (*Householder reflection*) that turns a vector onto an
/// axis.
///
/// It maps `x` to `x - factor (v · x) v`. A reflection is orthogonal, so it changes no length and
/// loses no digits; QR, tridiagonal and Hessenberg forms are built from it.
/// Source: G. Golub, C. Van Loan, "Matrix Computations", 4th edition (2013), section 5.1.
struct Reflection {
  /// The normal of the plane; its first element belongs to position `start`.
  private let normal: [Double]
  private let factor: Double
  /// The first position that the reflection changes.
  let start: Int
  /// What it turns the first element into; the others become 0.
  let head: Double

  /// Makes the reflection that turns the elements of `vector` from `start` on into `head, 0, 0, …`.
  init(_ vector: [Double], from start: Int) {
    var normal = Array(vector[start...])
    self.start = start
    var tail = 0.0
    for x in normal.dropFirst() { tail += x * x }
    if tail == 0 {
      // There is nothing to remove. A factor of 0 leaves every vector as it is.
      head = normal[0]
      factor = 0
    } else {
      let length = (normal[0] * normal[0] + tail).squareRoot()
      // The sign that does not cancel digits.
      head = normal[0] > 0 ? -length : length
      normal[0] -= head
      factor = 2 / (normal[0] * normal[0] + tail)
    }
    self.normal = normal
  }

  /// Reflects one row of a matrix.
  func apply(toRow row: Int, of matrix: inout PreciseMatrix) {
    if factor == 0 { return }
    let projection = matrix.dot(row, normal, from: start)
    matrix.add(-factor * projection, times: normal, toRow: row, from: start)
  }

  /// Reflects both rows and columns of a symmetric matrix, from `start` on: `A -> H A H`.
  ///
  /// Source: Golub and Van Loan, algorithm 8.3.1.
  func apply(toBothSidesOf matrix: inout PreciseMatrix) {
    if factor == 0 { return }
    var image = normal.indices.map { factor * matrix.dot(start + $0, normal, from: start) }
    var overlap = 0.0
    for (x, y) in zip(image, normal) { overlap += x * y }
    for i in image.indices { image[i] -= factor / 2 * overlap * normal[i] }
    for i in normal.indices {
      matrix.add(-normal[i], times: image, toRow: start + i, from: start)
      matrix.add(-image[i], times: normal, toRow: start + i, from: start)
    }
  }
}
