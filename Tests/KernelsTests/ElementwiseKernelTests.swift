import KernelInterface
import Testing

@Suite struct ElementwiseKernelTests {
  static let pairs: [(PairOperation, @Sendable (Float, Float) -> Float)] = [
    (.add, { $0 + $1 }), (.subtract, { $0 - $1 }), (.multiply, { $0 * $1 }),
    (.divide, { $0 / $1 }), (.maximum, { Float.maximum($0, $1) }),
    (.minimum, { Float.minimum($0, $1) }),
  ]

  @Test(arguments: KernelCase.all) func combinesContiguousOperands(_ unit: KernelCase) {
    for (operation, expected) in Self.pairs {
      for count in sizes {
        let a = noise(count, seed: 1)
        let b = noise(count, seed: 2)
        var result = Guarded(count: count)
        result.write {
          unit.kernels.combine(operation, rows: 1, columns: count, a, 0, 1, b, 0, 1, $0)
        }
        #expect(result.values == zip(a, b).map(expected), "\(operation) of \(count)")
        #expect(result.borderIsIntact)
      }
    }
  }

  @Test(arguments: KernelCase.all) func combinesInPlace(_ unit: KernelCase) {
    for count in sizes {
      let a = noise(count, seed: 3)
      let b = noise(count, seed: 4)
      var result = Guarded(a)
      result.write {
        unit.kernels.combine(.add, rows: 1, columns: count, $0, 0, 1, b, 0, 1, $0)
      }
      #expect(result.values == zip(a, b).map { $0 + $1 })
      #expect(result.borderIsIntact)
    }
  }

  /// Every mixture of strides: whole matrix, one row, one column, one number.
  @Test(arguments: KernelCase.all) func combinesBroadcastOperands(_ unit: KernelCase) {
    let rows = 3
    for columns in sizes {
      for (aRow, aColumn) in [(columns, 1), (0, 1), (1, 0), (0, 0)] {
        for (bRow, bColumn) in [(columns, 1), (0, 1), (1, 0), (0, 0)] {
          let a = noise(rows * columns + rows, seed: 5)
          let b = noise(rows * columns + rows, seed: 6)
          var result = Guarded(count: rows * columns)
          result.write {
            unit.kernels.combine(
              .subtract, rows: rows, columns: columns, a, aRow, aColumn, b, bRow, bColumn, $0)
          }
          let expected = (0..<rows * columns).map { index in
            let (i, j) = (index / columns, index % columns)
            return a[i * aRow + j * aColumn] - b[i * bRow + j * bColumn]
          }
          #expect(result.values == expected, "\(columns) columns")
          #expect(result.borderIsIntact)
        }
      }
    }
  }

  @Test(arguments: KernelCase.all) func extremesOfPairsKeepNaN(_ unit: KernelCase) {
    let a: [Float] = [.nan, 1, .nan, -.infinity, 3]
    let b: [Float] = [1, .nan, .nan, .infinity, 2]
    var larger = Guarded(count: 5)
    larger.write { unit.kernels.combine(.maximum, rows: 1, columns: 5, a, 0, 1, b, 0, 1, $0) }
    var smaller = Guarded(count: 5)
    smaller.write { unit.kernels.combine(.minimum, rows: 1, columns: 5, a, 0, 1, b, 0, 1, $0) }
    #expect(zip(larger.values, [.nan, .nan, .nan, .infinity, 3]).allSatisfy(same))
    #expect(zip(smaller.values, [.nan, .nan, .nan, -.infinity, 2]).allSatisfy(same))
  }

  @Test(arguments: KernelCase.all) func appliesSimpleFunctions(_ unit: KernelCase) {
    for count in sizes {
      var x = noise(count, seed: 7)
      if count > 2 { x.replaceSubrange(0..<3, with: [0, -0.0, -.infinity]) }
      for (operation, expected) in [
        (.negate, { -$0 }), (.absolute, { abs($0) }), (.squareRoot, { $0.squareRoot() }),
      ] as [(ElementOperation, (Float) -> Float)] {
        var result = Guarded(x)
        result.write { unit.kernels.apply(operation, $0, $0, count: count) }
        let matches = zip(result.values, x.map(expected)).allSatisfy {
          same($0, $1) && ($0.sign == $1.sign || $0.isNaN)
        }
        #expect(matches, "\(operation) of \(count)")
        #expect(result.borderIsIntact)
      }
    }
  }

  @Test(arguments: KernelCase.all) func transposes(_ unit: KernelCase) {
    for (rows, columns) in [(1, 1), (1, 9), (3, 5), (4, 4), (17, 33), (65, 70), (130, 7), (0, 4)] {
      let x = noise(rows * (columns + 2), seed: 8)
      var result = Guarded(count: rows * columns)
      result.write {
        unit.kernels.transpose(
          rows: rows, columns: columns, x, xRow: columns + 2, $0, resultRow: rows)
      }
      let expected = (0..<rows * columns).map { x[$0 % rows * (columns + 2) + $0 / rows] }
      #expect(result.values == expected, "\(rows) x \(columns)")
      #expect(result.borderIsIntact)
    }
  }
}
