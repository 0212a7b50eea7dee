import KernelInterface
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct SoftmaxKernelTests {
  static let shapes = sizes.filter { $0 > 0 }.map { (rows: 3, columns: $0) } + [(0, 5), (40, 10)]

  private func softmax(_ x: ArraySlice<Float>) -> [Double] {
    let largest = Double(x.max()!)
    let exponentials = x.map { exp(Double($0) - largest) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  private func logSum(_ x: ArraySlice<Float>) -> Double {
    let largest = Double(x.max()!)
    return largest + log(x.reduce(0.0) { $0 + exp(Double($1) - largest) })
  }

  private func rows(_ x: [Float], _ columns: Int) -> [ArraySlice<Float>] {
    stride(from: 0, to: x.count, by: columns).map { x[$0..<$0 + columns] }
  }

  private func close(_ results: [Float], _ exact: [Double], _ tolerance: Double) -> Bool {
    results.count == exact.count
      && zip(results, exact).allSatisfy {
        abs(Double($0) - $1) <= tolerance * max(1, abs($1)) * 1e-6
      }
  }

  @Test(arguments: KernelCase.all) func softmaxOfRows(_ unit: KernelCase) {
    for (rowCount, columns) in Self.shapes {
      let x = noise(rowCount * columns, seed: 41).map { $0 * 20 }
      let g = noise(rowCount * columns, seed: 42)
      let exact = rows(x, columns).flatMap { softmax($0) }
      var y = Guarded(x)
      y.write { unit.kernels.softmax(rows: rowCount, columns: columns, $0, $0) }
      for (result, exact) in zip(y.values, exact) {
        // Relative, also for tiny probabilities; x - max of up to 40 is rounded by up to 2e-6.
        #expect(abs(Double(result) - exact) <= 3e-6 * exact + 1e-44, "\(columns) columns")
      }
      #expect(y.borderIsIntact)
      var gradient = Guarded(count: x.count)
      gradient.write {
        unit.kernels.softmaxGradient(rows: rowCount, columns: columns, g, y.values, $0)
      }
      let exactGradient = (0..<rowCount).flatMap { row -> [Double] in
        let range = row * columns..<(row + 1) * columns
        let mean = range.reduce(0.0) { $0 + Double(g[$1]) * exact[$1] }
        return range.map { exact[$0] * (Double(g[$0]) - mean) }
      }
      #expect(close(gradient.values, exactGradient, 1))
      #expect(gradient.borderIsIntact)
    }
  }

  @Test(arguments: KernelCase.all) func logSoftmaxOfRows(_ unit: KernelCase) {
    for (rowCount, columns) in Self.shapes {
      let x = noise(rowCount * columns, seed: 43).map { $0 * 20 }
      let g = noise(rowCount * columns, seed: 44)
      let exact = rows(x, columns).flatMap { row in row.map { Double($0) - logSum(row) } }
      var y = Guarded(x)
      y.write { unit.kernels.logSoftmax(rows: rowCount, columns: columns, $0, $0) }
      #expect(close(y.values, exact, 1), "\(columns) columns")
      var gradient = Guarded(count: x.count)
      gradient.write {
        unit.kernels.logSoftmaxGradient(rows: rowCount, columns: columns, g, y.values, $0)
      }
      let exactGradient = (0..<rowCount).flatMap { row -> [Double] in
        let range = row * columns..<(row + 1) * columns
        let total = range.reduce(0.0) { $0 + Double(g[$1]) }
        return range.map { Double(g[$0]) - exp(exact[$0]) * total }
      }
      #expect(close(gradient.values, exactGradient, 40))
      var sums = Guarded(count: rowCount)
      sums.write { unit.kernels.logSumExponential(rows: rowCount, columns: columns, x, $0) }
      #expect(close(sums.values, rows(x, columns).map { logSum($0) }, 1))
      var sumGradient = Guarded(count: x.count)
      sumGradient.write {
        unit.kernels.logSumExponentialGradient(
          rows: rowCount, columns: columns, g, x, sums.values, $0)
      }
      let exactSumGradient = exact.enumerated().map { exp($1) * Double(g[$0 / columns]) }
      #expect(close(sumGradient.values, exactSumGradient, 3))
      #expect(y.borderIsIntact && gradient.borderIsIntact)
      #expect(sums.borderIsIntact && sumGradient.borderIsIntact)
    }
  }

  @Test(arguments: KernelCase.all) func crossEntropyOfRows(_ unit: KernelCase) {
    for (rowCount, columns) in Self.shapes {
      let x = noise(rowCount * columns, seed: 45).map { $0 * 10 }
      // The second row is left out.
      let labels = (0..<rowCount).map { $0 == 1 ? -1 : ($0 * 7 + 3) % columns }
      var losses = Guarded(count: rowCount)
      var sums = Guarded(count: rowCount)
      losses.write { losses in
        sums.write { sums in
          unit.kernels.crossEntropy(rows: rowCount, columns: columns, x, labels, losses, sums)
        }
      }
      let exact = zip(rows(x, columns), labels).map { row, label in
        label < 0 ? 0 : logSum(row) - Double(row[row.startIndex + label])
      }
      #expect(close(losses.values, exact, 2), "\(columns) columns")
      for step in [0, 1] {
        let scales = noise(max(1, rowCount), seed: 46)
        var gradient = Guarded(x)
        gradient.write {
          unit.kernels.crossEntropyGradient(
            rows: rowCount, columns: columns, $0, sums.values, labels, scales, scaleStep: step, $0)
        }
        let exactGradient = (0..<rowCount).flatMap { row -> [Double] in
          let probabilities = softmax(x[row * columns..<(row + 1) * columns])
          return probabilities.enumerated().map { column, p in
            labels[row] < 0
              ? 0 : (p - (column == labels[row] ? 1 : 0)) * Double(scales[row * step])
          }
        }
        #expect(close(gradient.values, exactGradient, 2))
        #expect(gradient.borderIsIntact && losses.borderIsIntact && sums.borderIsIntact)
      }
    }
  }

  /// Masked elements take no part; a row with nothing else has no softmax.
  @Test(arguments: KernelCase.all) func masks(_ unit: KernelCase) {
    for columns in [2, 5, 16, 17, 40] {
      let masked = [Float](repeating: -.infinity, count: columns)
      var one = masked
      one[columns - 1] = 3
      var huge = [Float](repeating: 1, count: columns)
      huge[0] = .infinity
      var broken = [Float](repeating: 1, count: columns)
      broken[columns / 2] = .nan
      let x = masked + one + huge + broken
      func results(_ body: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
        var result = Guarded(count: x.count)
        result.write(body)
        return result.values
      }
      let y = results { unit.kernels.softmax(rows: 4, columns: columns, x, $0) }
      let logY = results { unit.kernels.logSoftmax(rows: 4, columns: columns, x, $0) }
      for row in [0, 2, 3] {
        #expect(y[row * columns..<(row + 1) * columns].allSatisfy { $0.isNaN } || row == 2)
        #expect(y[row * columns].isNaN && logY[row * columns].isNaN, "row \(row)")
      }
      #expect(Array(y[columns..<2 * columns]) == one.map { $0 == 3 ? 1 : 0 })
      #expect(Array(logY[columns..<2 * columns]) == one.map { $0 == 3 ? 0 : -.infinity })
      var sums = Guarded(count: 4)
      sums.write { unit.kernels.logSumExponential(rows: 4, columns: columns, x, $0) }
      #expect(zip(sums.values, [-.infinity, 3, .infinity, .nan]).allSatisfy { same($0, $1) })
    }
  }
}
