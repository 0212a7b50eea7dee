import KernelInterface
import Testing

@Suite struct ReductionKernelTests {
  static let longSizes = sizes + [4095, 4096, 4097, 10_000]

  @Test(arguments: KernelCase.all) func sums(_ unit: KernelCase) {
    for count in Self.longSizes {
      let x = noise(count, seed: 1)
      let y = noise(count, seed: 2)
      let sum = x.reduce(0.0) { $0 + Double($1) }
      let dot = zip(x, y).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      // 2⁻²⁴ per addition, and few additions in a row.
      let tolerance = 1e-5 * max(1, Double(count).squareRoot())
      #expect(abs(unit.kernels.sum(x, count: count) - sum) <= tolerance, "\(count)")
      #expect(abs(unit.kernels.dot(x, y, count: count) - dot) <= tolerance, "\(count)")
    }
  }

  /// Ten million times 0.1: added one by one in single precision this gives 1087937.
  @Test(arguments: KernelCase.all) func longSumsKeepTheirDigits(_ unit: KernelCase) {
    let x = [Float](repeating: 0.1, count: 10_000_000)
    #expect(abs(unit.kernels.sum(x, count: x.count) - 1_000_000) < 1)
  }

  @Test(arguments: KernelCase.all) func sumsRowsAndColumns(_ unit: KernelCase) {
    for rows in [0, 1, 2, 5, 33] {
      for columns in sizes {
        let x = noise(rows * columns, seed: 3)
        var byRow = [Double](repeating: 0, count: rows)
        var byColumn = [Double](repeating: 0, count: columns)
        for (index, value) in x.enumerated() {
          byRow[index / columns] += Double(value)
          byColumn[index % columns] += Double(value)
        }
        var rowSums = Guarded(count: rows)
        rowSums.write { unit.kernels.sumRows(rows: rows, columns: columns, x, $0) }
        var columnSums = Guarded(count: columns)
        columnSums.write { unit.kernels.sumColumns(rows: rows, columns: columns, x, $0) }
        #expect(zip(rowSums.values, byRow).allSatisfy { abs(Double($0) - $1) < 1e-4 })
        #expect(zip(columnSums.values, byColumn).allSatisfy { abs(Double($0) - $1) < 1e-5 })
        #expect(rowSums.borderIsIntact && columnSums.borderIsIntact)
      }
    }
  }

  @Test(arguments: KernelCase.all) func findsExtremes(_ unit: KernelCase) {
    for count in Self.longSizes where count > 0 {
      var x = noise(count, seed: 4)
      #expect(unit.kernels.find(.largest, x, count: count) == x.max())
      #expect(unit.kernels.find(.smallest, x, count: count) == x.min())
      let position = unit.kernels.positionOfLargest(x, count: count)
      #expect(position == x.firstIndex(of: x.max()!))
      // The first of equals, and the first NaN.
      x[count / 2] = 5
      x[count - 1] = 5
      #expect(unit.kernels.positionOfLargest(x, count: count) == x.firstIndex(of: 5))
      x[count / 3] = .nan
      #expect(unit.kernels.find(.largest, x, count: count).isNaN)
      #expect(unit.kernels.find(.smallest, x, count: count).isNaN)
      #expect(unit.kernels.positionOfLargest(x, count: count) == count / 3)
    }
  }

  @Test(arguments: KernelCase.all) func findsExtremesOfColumns(_ unit: KernelCase) {
    for rows in [1, 2, 7] {
      for columns in sizes {
        let x = noise(rows * columns, seed: 5)
        for extreme in [Extreme.largest, .smallest] {
          var found = Guarded(count: columns)
          found.write {
            unit.kernels.findInColumns(extreme, rows: rows, columns: columns, x, $0)
          }
          let expected = (0..<columns).map { column in
            let values = (0..<rows).map { x[$0 * columns + column] }
            return extreme == .largest ? values.max()! : values.min()!
          }
          #expect(found.values == expected)
          #expect(found.borderIsIntact)
        }
      }
    }
  }
}
