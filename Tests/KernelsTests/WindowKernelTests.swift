import KernelInterface
import Testing

@Suite struct WindowKernelTests {
  @Test(arguments: KernelCase.all) func unfoldsAndFolds(_ unit: KernelCase) {
    for item in WindowCase.all {
      let image = integers(item.imageCount, seed: 1)
      var columns = Guarded(count: item.columnsCount)
      var scratch = spoiled(
        unit.kernels.scratchCount(item.windows, channels: item.channels, outputs: 0))
      scratch.write { scratch in
        columns.write {
          unit.kernels.unfold(
            item.windows, channels: item.channels, image, $0, scratch: scratch)
        }
      }
      #expect(columns.values == item.columns(image), "\(item.name)")
      #expect(columns.borderIsIntact && scratch.borderIsIntact)

      let start = integers(item.imageCount, seed: 2)
      let gradient = integers(item.columnsCount, seed: 3)
      var folded = Guarded(start)
      scratch = spoiled(scratch.values.count)
      scratch.write { scratch in
        folded.write {
          unit.kernels.fold(
            item.windows, channels: item.channels, gradient, $0, scratch: scratch)
        }
      }
      let expected = zip(start, item.folded(gradient)).map { $0 + $1 }
      #expect(folded.values == expected, "\(item.name)")
      #expect(folded.borderIsIntact && scratch.borderIsIntact)
    }
  }

  @Test(arguments: KernelCase.all) func convolves(_ unit: KernelCase) {
    for item in WindowCase.all {
      let image = integers(item.imageCount, seed: 4)
      let columns = item.columns(image)
      let positions = item.windows.positions
      for outputs in [1, 4, 6, 13, 29, item.columnsCount < 300 ? 500 : 16] {
        let weight = integers(outputs * item.terms, seed: 5)
        let expected = product(weight, columns, outputs, positions, item.terms)
        // All windows at once, and in two parts.
        for cut in [0, positions / 3] {
          var result = Guarded(count: outputs * positions)
          var scratch = spoiled(
            unit.kernels.scratchCount(item.windows, channels: item.channels, outputs: outputs))
          scratch.write { scratch in
            result.write { result in
              weight.withUnsafeBufferPointer { weight in
                for (first, count) in [(0, cut), (cut, positions - cut)] where count > 0 {
                  unit.kernels.convolve(
                    item.windows, channels: item.channels, image, outputs: outputs,
                    weight: Matrix(
                      weight.baseAddress!, rowStride: item.terms, columnStride: 1),
                    first: first, count: count, result, scratch: scratch)
                }
              }
            }
          }
          #expect(result.values == expected, "\(outputs) outputs, \(item.name)")
          #expect(result.borderIsIntact && scratch.borderIsIntact)
        }
      }
    }
  }

  @Test(arguments: KernelCase.all) func addsWeightGradients(_ unit: KernelCase) {
    for item in WindowCase.all {
      let positions = item.windows.positions
      let image = integers(item.imageCount, seed: 6)
      let columns = item.columns(image)
      for outputs in [1, 2, 3, 5, 6, 7, 16, 33, item.columnsCount < 300 ? 1100 : 34] {
        let gradient = integers(outputs * positions, seed: 7)
        let start = integers(item.terms * outputs, seed: 8)
        var result = Guarded(start)
        var scratch = spoiled(
          unit.kernels.scratchCount(item.windows, channels: item.channels, outputs: outputs))
        scratch.write { scratch in
          result.write {
            unit.kernels.addWeightGradient(
              item.windows, channels: item.channels, image, outputs: outputs, gradient: gradient,
              $0, scratch: scratch)
          }
        }
        var transposed = [Float](repeating: 0, count: gradient.count)
        for (index, value) in gradient.enumerated() {
          transposed[index % positions * outputs + index / positions] = value
        }
        let added = product(columns, transposed, item.terms, outputs, positions)
        let expected = zip(start, added).map { $0 + $1 }
        #expect(result.values == expected, "\(outputs) outputs, \(item.name)")
        #expect(result.borderIsIntact && scratch.borderIsIntact)
      }
    }
  }

  @Test(arguments: KernelCase.all) func convolvesPlanes(_ unit: KernelCase) {
    for item in WindowCase.all where item.channels == 1 {
      let (windows, positions) = (item.windows, item.windows.positions)
      let plane = integers(windows.planeCount, seed: 9)
      let weight = integers(windows.taps, seed: 10)
      let gradient = integers(positions, seed: 11)
      let columns = item.columns(plane)
      func run(_ start: [Float], _ body: (Output, Output) -> Void) -> [Float] {
        var result = Guarded(start)
        var scratch = spoiled(unit.kernels.planeScratchCount(windows))
        scratch.write { scratch in result.write { body($0, scratch) } }
        #expect(result.borderIsIntact && scratch.borderIsIntact, "\(item.name)")
        return result.values
      }

      let forward = run([Float](repeating: 777, count: positions)) {
        unit.kernels.convolvePlane(windows, plane, weight: weight, $0, scratch: $1)
      }
      #expect(forward == product(weight, columns, 1, positions, windows.taps), "\(item.name)")

      let start = integers(windows.planeCount, seed: 12)
      let planeGradient = run(start) {
        unit.kernels.addPlaneGradient(
          windows, gradient: gradient, weight: weight, $0, scratch: $1)
      }
      let outer = weight.flatMap { w in gradient.map { w * $0 } }
      #expect(planeGradient == zip(start, item.folded(outer)).map { $0 + $1 }, "\(item.name)")

      let weightStart = integers(windows.taps, seed: 13)
      let weightGradient = run(weightStart) {
        unit.kernels.addPlaneWeightGradient(
          windows, plane, gradient: gradient, $0, scratch: $1)
      }
      let expected = weightStart.indices.map { tap in
        (0..<positions).reduce(weightStart[tap]) {
          $0 + columns[tap * positions + $1] * gradient[$1]
        }
      }
      #expect(weightGradient == expected, "\(item.name)")
    }
  }

  private func product(
    _ a: [Float], _ b: [Float], _ m: Int, _ n: Int, _ k: Int
  ) -> [Float] {
    var result = [Float](repeating: 0, count: m * n)
    // Pointers, because tests are not optimized and arrays would take seconds.
    result.withUnsafeMutableBufferPointer { result in
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          for i in 0..<m {
            for p in 0..<k {
              let factor = a[i * k + p]
              var j = 0
              while j < n {
                result[i * n + j] += factor * b[p * n + j]
                j += 1
              }
            }
          }
        }
      }
    }
    return result
  }
}
