import KernelInterface
import Testing

@Suite struct MatrixKernelTests {
  /// How a matrix lies in memory.
  enum Layout: CaseIterable {
    case rows, columns, everyOther

    func strides(_ rows: Int, _ columns: Int) -> (row: Int, column: Int) {
      switch self {
      case .rows: (columns + 1, 1)
      case .columns: (1, rows + 2)
      case .everyOther: (2 * columns + 3, 2)
      }
    }

    func memory(_ rows: Int, _ columns: Int) -> Int {
      let (row, column) = strides(rows, columns)
      return rows == 0 || columns == 0 ? 1 : (rows - 1) * row + (columns - 1) * column + 1
    }
  }

  /// Products of small integers are exact in any order, so results must agree to the last bit.
  private func integers(_ count: Int, seed: UInt64) -> [Float] {
    noise(count, seed: seed).map { ($0 * 8).rounded() }
  }

  private func check(
    _ unit: KernelCase, _ m: Int, _ n: Int, _ k: Int, _ layoutA: Layout = .rows,
    _ layoutB: Layout = .rows, alpha: Float = 1, accumulate: Bool = false
  ) {
    let a = integers(layoutA.memory(m, k), seed: 1)
    let b = integers(layoutB.memory(k, n), seed: 2)
    let (aRow, aColumn) = layoutA.strides(m, k)
    let (bRow, bColumn) = layoutB.strides(k, n)
    let resultRow = n + 3
    let start = integers(m * resultRow, seed: 3)
    var result = Guarded(start)
    var scratch = Guarded(count: unit.kernels.scratchCount(m: m, n: n, k: k))
    scratch.write { scratch in
      result.write { result in
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            unit.kernels.multiply(
              m: m, n: n, k: k, alpha: alpha,
              Matrix(a.baseAddress!, rowStride: aRow, columnStride: aColumn),
              Matrix(b.baseAddress!, rowStride: bRow, columnStride: bColumn), result,
              resultRow: resultRow, accumulate: accumulate, scratch: scratch)
          }
        }
      }
    }
    var expected = start
    for i in 0..<m {
      for j in 0..<n {
        var sum: Float = 0
        for p in 0..<k { sum += a[i * aRow + p * aColumn] * b[p * bRow + j * bColumn] }
        expected[i * resultRow + j] = alpha * sum + (accumulate ? start[i * resultRow + j] : 0)
      }
    }
    #expect(result.values == expected, "\(m) x \(n) x \(k) \(layoutA) \(layoutB) \(alpha)")
    #expect(result.borderIsIntact && scratch.borderIsIntact)
  }

  @Test(arguments: KernelCase.all) func multipliesAllSmallShapes(_ unit: KernelCase) {
    let extents = [1, 2, 3, 5, 6, 7, 8, 11, 12, 13, 16, 17, 31, 32, 33, 65]
    for m in extents {
      for n in extents {
        for k in [0, 1, 2, 4, 7, 33] { check(unit, m, n, k) }
      }
    }
  }

  @Test(arguments: KernelCase.all) func multipliesEveryLayout(_ unit: KernelCase) {
    for layoutA in Layout.allCases {
      for layoutB in Layout.allCases {
        for (m, n, k) in [(1, 1, 1), (5, 9, 4), (13, 33, 17), (40, 150, 30), (127, 65, 100)] {
          check(unit, m, n, k, layoutA, layoutB)
          check(unit, m, n, k, layoutA, layoutB, alpha: -2)
          check(unit, m, n, k, layoutA, layoutB, alpha: 0.5, accumulate: true)
        }
      }
    }
  }

  /// Beyond one block of rows, of columns and of the inner dimension.
  @Test(arguments: KernelCase.all) func multipliesAcrossBlocks(_ unit: KernelCase) {
    check(unit, 7, 5, 800)
    check(unit, 7, 5, 385, .columns, .columns, accumulate: true)
    check(unit, 500, 130, 9)
    check(unit, 500, 130, 9, .columns, .everyOther)
    check(unit, 3, 1100, 5)
    check(unit, 30, 1060, 390, .columns, .rows, alpha: 2, accumulate: true)
  }

  /// Parts of a product are the same bits as the whole, which threads rely on.
  @Test(arguments: KernelCase.all) func partsAreTheSameBits(_ unit: KernelCase) {
    let (m, n, k) = (37, 75, 500)
    let a = noise(m * k, seed: 4)
    let b = noise(k * n, seed: 5)
    func product(_ rows: Range<Int>, _ columns: Range<Int>) -> [Float] {
      var scratch = Guarded(
        count: unit.kernels.scratchCount(m: rows.count, n: columns.count, k: k))
      var result = Guarded(count: rows.count * columns.count)
      scratch.write { scratch in
        result.write { result in
          a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
              unit.kernels.multiply(
                m: rows.count, n: columns.count, k: k, alpha: 1,
                Matrix(a.baseAddress! + rows.lowerBound * k, rowStride: k, columnStride: 1),
                Matrix(b.baseAddress! + columns.lowerBound, rowStride: n, columnStride: 1),
                result, resultRow: columns.count, accumulate: false, scratch: scratch)
            }
          }
        }
      }
      return result.values
    }
    let whole = product(0..<m, 0..<n)
    for (row, column, height, width) in [(0, 0, 1, 1), (5, 3, 20, 10), (36, 70, 1, 5)] {
      let part = product(row..<row + height, column..<column + width)
      let expected = (0..<height * width).map {
        whole[(row + $0 / width) * n + column + $0 % width]
      }
      #expect(part == expected)
    }
  }

  @Test(arguments: KernelCase.all) func multipliesVectors(_ unit: KernelCase) {
    for rows in sizes {
      for columns in [0, 1, 2, 3, 4, 5, 8, 17, 64, 100] {
        let a = integers(rows * columns, seed: 6)
        let x = integers(columns, seed: 7)
        for transposed in [false, true] {
          let (row, column) = transposed ? (1, rows) : (columns, 1)
          var result = Guarded(count: rows)
          result.write { result in
            a.withUnsafeBufferPointer { a in
              guard let start = a.baseAddress else { return }
              unit.kernels.multiply(
                rows: rows, columns: columns,
                Matrix(start, rowStride: row, columnStride: column), x, result)
            }
          }
          let expected = (0..<rows).map { i in
            (0..<columns).reduce(Float(0)) { $0 + a[i * row + $1 * column] * x[$1] }
          }
          #expect(result.values == expected, "\(rows) x \(columns)")
          #expect(result.borderIsIntact)
        }
      }
    }
  }
}
