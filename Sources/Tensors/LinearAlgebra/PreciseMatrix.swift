/// A matrix of `Double`, the form in which decompositions are computed.
///
/// Tensors are single precision. A decomposition subtracts nearly equal numbers again and again, so it
/// works with twice the digits and rounds once, at the end. The algorithms are written in operations on
/// rows, whose elements follow one another in memory; what works on columns works on the transpose.
struct PreciseMatrix {
  let rows: Int
  let columns: Int
  /// The elements in row-major order.
  private(set) var elements: [Double]

  /// Makes a matrix of zeros.
  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    elements = [Double](repeating: 0, count: rows * columns)
  }

  /// Makes a matrix of one row.
  init(row: [Double]) {
    rows = 1
    columns = row.count
    elements = row
  }

  /// Makes a matrix from single-precision elements.
  init(rows: Int, columns: Int, _ source: UnsafePointer<Float>) {
    self.rows = rows
    self.columns = columns
    elements = UnsafeBufferPointer(start: source, count: rows * columns).map { Double($0) }
  }

  /// Makes a matrix with ones on the diagonal and zeros elsewhere.
  static func identity(rows: Int, columns: Int) -> PreciseMatrix {
    var result = PreciseMatrix(rows: rows, columns: columns)
    for i in 0..<min(rows, columns) { result[i, i] = 1 }
    return result
  }

  subscript(_ row: Int, _ column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// Whether no element is infinite or NaN.
  var isFinite: Bool { elements.allSatisfy(\.isFinite) }

  /// The square root of the sum of all squares; the squares of single-precision numbers do not overflow.
  var frobeniusNorm: Double {
    elements.withUnsafeBufferPointer { dotProduct($0, 0, $0, 0, count: $0.count) }.squareRoot()
  }

  /// The matrix with rows and columns exchanged.
  func transposed() -> PreciseMatrix {
    var result = PreciseMatrix(rows: columns, columns: rows)
    for i in 0..<rows {
      for j in 0..<columns { result[j, i] = self[i, j] }
    }
    return result
  }

  /// The average of the matrix and its transpose.
  func symmetrized() -> PreciseMatrix {
    var result = self
    for i in 0..<rows {
      for j in 0..<i {
        let average = (self[i, j] + self[j, i]) / 2
        result[i, j] = average
        result[j, i] = average
      }
    }
    return result
  }

  /// The same matrix with other numbers everywhere.
  mutating func fill(with value: Double) {
    for i in elements.indices { elements[i] = value }
  }
}

// MARK: Rows

extension PreciseMatrix {
  /// Row `row`, as a copy.
  func row(_ row: Int) -> [Double] { Array(elements[row * columns..<(row + 1) * columns]) }

  /// Sums the products of the elements of two rows at the positions `range`.
  func dot(_ row: Int, _ other: Int, in range: Range<Int>) -> Double {
    dot(row, self, other, in: range)
  }

  /// Sums the products of a row's elements and those of another matrix's row at the positions `range`.
  func dot(_ row: Int, _ matrix: PreciseMatrix, _ other: Int, in range: Range<Int>) -> Double {
    let start = range.lowerBound
    return elements.withUnsafeBufferPointer { a in
      matrix.elements.withUnsafeBufferPointer { b in
        dotProduct(
          a, row * columns + start, b, other * matrix.columns + start, count: range.count)
      }
    }
  }

  /// Sums the products of the elements of a row from `start` on and those of a vector.
  func dot(_ row: Int, _ vector: [Double], from start: Int) -> Double {
    elements.withUnsafeBufferPointer { a in
      vector.withUnsafeBufferPointer { b in
        dotProduct(a, row * columns + start, b, 0, count: b.count)
      }
    }
  }

  /// Adds a multiple of row `source` to row `target`, from column `start` on.
  mutating func add(_ factor: Double, timesRow source: Int, toRow target: Int, from start: Int) {
    let (from, to) = (source * columns, target * columns)
    elements.withUnsafeMutableBufferPointer { x in
      for j in start..<columns { x[to + j] += factor * x[from + j] }
    }
  }

  /// Adds a multiple of another matrix's row to row `target`.
  mutating func add(
    _ factor: Double, timesRow source: Int, of matrix: PreciseMatrix, toRow target: Int
  ) {
    let (from, to) = (source * columns, target * columns)
    elements.withUnsafeMutableBufferPointer { x in
      matrix.elements.withUnsafeBufferPointer { y in
        for j in 0..<columns { x[to + j] += factor * y[from + j] }
      }
    }
  }

  /// Adds a multiple of a vector to row `target`, from column `start` on.
  mutating func add(_ factor: Double, times vector: [Double], toRow target: Int, from start: Int) {
    let to = target * columns + start
    elements.withUnsafeMutableBufferPointer { x in
      vector.withUnsafeBufferPointer { v in
        for j in v.indices { x[to + j] += factor * v[j] }
      }
    }
  }

  /// Multiplies the elements of a row by a number.
  mutating func scale(row: Int, by factor: Double) {
    for j in row * columns..<(row + 1) * columns { elements[j] *= factor }
  }

  /// Exchanges two rows.
  mutating func swapRows(_ first: Int, _ second: Int) {
    if first == second { return }
    for j in 0..<columns { elements.swapAt(first * columns + j, second * columns + j) }
  }

  /// Turns two rows in their plane: `x, y -> c x + s y, c y - s x`.
  mutating func rotate(_ first: Int, _ second: Int, cosine c: Double, sine s: Double) {
    let (p, q) = (first * columns, second * columns)
    elements.withUnsafeMutableBufferPointer { elements in
      for j in 0..<columns {
        let (x, y) = (elements[p + j], elements[q + j])
        elements[p + j] = c * x + s * y
        elements[q + j] = c * y - s * x
      }
    }
  }

  /// The rows in another order.
  func rows(_ order: [Int]) -> PreciseMatrix {
    var result = PreciseMatrix(rows: order.count, columns: columns)
    result.elements = order.flatMap { row($0) }
    return result
  }
}

/// Sums products of `count` pairs with four running totals, which a processor adds up side by side.
private func dotProduct(
  _ a: UnsafeBufferPointer<Double>, _ startA: Int, _ b: UnsafeBufferPointer<Double>, _ startB: Int,
  count: Int
) -> Double {
  var totals = SIMD4<Double>()
  var i = 0
  while i + 4 <= count {
    let x = SIMD4(
      a[startA + i], a[startA + i + 1], a[startA + i + 2], a[startA + i + 3])
    let y = SIMD4(
      b[startB + i], b[startB + i + 1], b[startB + i + 2], b[startB + i + 3])
    totals += x * y
    i += 4
  }
  var total = totals.sum()
  while i < count {
    total += a[startA + i] * b[startB + i]
    i += 1
  }
  return total
}
