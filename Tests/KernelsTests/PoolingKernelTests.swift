import KernelInterface
import Testing

@Suite struct PoolingKernelTests {
  /// The windows of one plane, without those that would lie in the padding alone.
  static let cases = WindowCase.all.filter { item in
    item.channels == 1
      && (0..<item.windows.positions).allSatisfy { position in
        (0..<item.windows.taps).contains { item.place($0, position) != nil }
      }
  }

  /// The elements of a window that are not padding, in their order.
  private func places(_ item: WindowCase, _ position: Int) -> [Int] {
    (0..<item.windows.taps).compactMap { item.place($0, position) }
  }

  private func poolLargest(
    _ unit: KernelCase, _ item: WindowCase, _ plane: [Float]
  ) -> (values: [Float], positions: [Int32]) {
    let count = item.windows.positions
    var values = Guarded(count: count)
    var positions = [Int32](repeating: -7, count: count + 16)
    var scratch = spoiled(unit.kernels.planeScratchCount(item.windows))
    scratch.write { scratch in
      values.write { values in
        positions.withUnsafeMutableBufferPointer { positions in
          unit.kernels.poolLargest(
            item.windows, plane, values, positions: positions.baseAddress!, scratch: scratch)
        }
      }
    }
    #expect(values.borderIsIntact && scratch.borderIsIntact, "\(item.name)")
    #expect(positions[count...].allSatisfy { $0 == -7 }, "\(item.name)")
    return (values.values, Array(positions[..<count]))
  }

  @Test(arguments: KernelCase.all) func findsTheLargest(_ unit: KernelCase) {
    #expect(Self.cases.count > 8)
    for item in Self.cases {
      let all = (0..<item.windows.positions).map { places(item, $0) }
      // Few different numbers: many are equal, and the first one counts.
      for plane in [
        noise(item.imageCount, seed: 1), integers(item.imageCount, seed: 2),
        [Float](repeating: -.infinity, count: item.imageCount),
      ] {
        let (values, positions) = poolLargest(unit, item, plane)
        for (position, places) in all.enumerated() {
          let largest = places.map { plane[$0] }.max()
          #expect(values[position] == largest, "\(item.name)")
          let first = places.first { plane[$0] == largest }
          #expect(Int(positions[position]) == first, "\(item.name)")
        }
      }
    }
  }

  @Test(arguments: KernelCase.all) func keepsNaN(_ unit: KernelCase) {
    for item in Self.cases {
      var plane = noise(item.imageCount, seed: 3)
      plane[item.imageCount / 2] = .nan
      let (values, positions) = poolLargest(unit, item, plane)
      for position in 0..<item.windows.positions {
        let hasNaN = places(item, position).contains { plane[$0].isNaN }
        #expect(values[position].isNaN == hasNaN, "\(item.name)")
        #expect(same(plane[Int(positions[position])], values[position]))
      }
    }
  }

  @Test(arguments: KernelCase.all) func scatters(_ unit: KernelCase) {
    let positions: [Int32] = [4, 0, 4, 9, 2, 4]
    var plane = Guarded([Float](repeating: 1, count: 10))
    plane.write {
      unit.kernels.scatter([1, 2, 3, 4, 5, 6], positions: positions, count: 6, $0)
    }
    #expect(plane.values == [3, 1, 6, 1, 11, 1, 1, 1, 1, 5])
    #expect(plane.borderIsIntact)
  }

  @Test(arguments: KernelCase.all) func averages(_ unit: KernelCase) {
    for item in Self.cases {
      for countsPadding in [true, false] {
        let (windows, positions) = (item.windows, item.windows.positions)
        let plane = integers(windows.planeCount, seed: 4)
        let gradient = integers(positions, seed: 5)
        var result = Guarded(count: positions)
        var back = Guarded(count: windows.planeCount)
        var scratch = spoiled(unit.kernels.planeScratchCount(windows))
        scratch.write { scratch in
          result.write {
            unit.kernels.poolAverage(
              windows, countsPadding: countsPadding, plane, $0, scratch: scratch)
          }
        }
        #expect(scratch.borderIsIntact)
        scratch = spoiled(unit.kernels.planeScratchCount(windows))
        scratch.write { scratch in
          back.write {
            unit.kernels.averageGradient(
              windows, countsPadding: countsPadding, gradient, $0, scratch: scratch)
          }
        }
        var expectedBack = [Float](repeating: 0, count: windows.planeCount)
        for position in 0..<positions {
          let places = places(item, position)
          let count = Float(countsPadding ? windows.taps : places.count)
          let expected = places.reduce(Float(0)) { $0 + plane[$1] } / count
          #expect(abs(result.values[position] - expected) < 1e-5, "\(item.name)")
          for place in places { expectedBack[place] += gradient[position] / count }
        }
        #expect(zip(back.values, expectedBack).allSatisfy { abs($0 - $1) < 1e-4 }, "\(item.name)")
        #expect(result.borderIsIntact && back.borderIsIntact && scratch.borderIsIntact)
      }
    }
  }

  @Test(arguments: KernelCase.all) func gathersAndAddsRows(_ unit: KernelCase) {
    let rows = [3, 0, 3, 1, 3]
    for columns in sizes where columns > 0 {
      let table = integers(4 * columns, seed: 6)
      var result = Guarded(count: rows.count * columns)
      result.write {
        unit.kernels.gatherRows(rows, count: rows.count, columns: columns, table, $0)
      }
      let expected = rows.flatMap { table[$0 * columns..<($0 + 1) * columns] }
      #expect(result.values == expected, "\(columns) columns")
      #expect(result.borderIsIntact)

      let values = integers(rows.count * columns, seed: 7)
      let (first, count) = (columns / 4, columns - columns / 3)
      let end = min(columns, first + count)
      var sums = Guarded(table)
      sums.write {
        unit.kernels.addRows(
          rows, rowCount: rows.count, columns: columns, first: first, count: end - first, values,
          $0)
      }
      var expectedSums = table
      for (i, row) in rows.enumerated() {
        for j in first..<end { expectedSums[row * columns + j] += values[i * columns + j] }
      }
      #expect(sums.values == expectedSums, "\(columns) columns")
      #expect(sums.borderIsIntact)
    }
  }
}
