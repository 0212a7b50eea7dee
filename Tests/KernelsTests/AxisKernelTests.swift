import KernelInterface
import Testing

@Suite struct AxisKernelTests {
  static let shapes: [(outer: Int, axis: Int, inner: Int)] = {
    var shapes: [(Int, Int, Int)] = []
    for axis in [1, 2, 3, 8, 17, 100] {
      for inner in [1, 2, 3, 7, 8, 15, 16, 17, 33, 70] { shapes.append((3, axis, inner)) }
    }
    for axis in sizes where axis > 0 { shapes.append((2, axis, 1)) }
    return shapes + [(0, 3, 4), (2, 3, 0), (1, 1000, 5)]
  }()

  /// The elements along the axis for every result.
  private func lines(
    _ x: [Float], _ shape: (outer: Int, axis: Int, inner: Int)
  ) -> [[Float]] {
    (0..<shape.outer * shape.inner).map { index in
      (0..<shape.axis).map {
        x[(index / shape.inner * shape.axis + $0) * shape.inner + index % shape.inner]
      }
    }
  }

  @Test(arguments: KernelCase.all) func sumsAndProducts(_ unit: KernelCase) {
    for shape in Self.shapes {
      let (outer, axis, inner) = shape
      let x = noise(outer * axis * inner, seed: 71)
      // Numbers around 1, so that long products stay in range.
      let factors = x.map { 1 + 0.1 * $0 }
      var sums = Guarded(count: outer * inner)
      sums.write { unit.kernels.sumAxis(outer: outer, axis: axis, inner: inner, x, $0) }
      var products = Guarded(count: outer * inner)
      products.write {
        unit.kernels.productAxis(outer: outer, axis: axis, inner: inner, factors, $0)
      }
      let exactSums = lines(x, shape).map { $0.reduce(0.0) { $0 + Double($1) } }
      let exactProducts = lines(factors, shape).map { $0.reduce(1.0) { $0 * Double($1) } }
      #expect(zip(sums.values, exactSums).allSatisfy { abs(Double($0) - $1) < 2e-5 })
      #expect(
        zip(products.values, exactProducts).allSatisfy { abs(Double($0) - $1) < 2e-5 * $1 },
        "\(shape)")
      #expect(sums.borderIsIntact && products.borderIsIntact)
    }
  }

  @Test(arguments: KernelCase.all) func extremes(_ unit: KernelCase) {
    for shape in Self.shapes {
      let (outer, axis, inner) = shape
      // Few different values, so that there are equals; some NaN.
      var x = noise(outer * axis * inner, seed: 72).map { ($0 * 5).rounded() }
      for i in stride(from: 5, to: x.count, by: 97) { x[i] = .nan }
      for extreme in [Extreme.largest, .smallest] {
        var values = Guarded(count: outer * inner)
        var positions = [Int](repeating: -7, count: outer * inner + 1)
        values.write {
          unit.kernels.findAxis(
            extreme, outer: outer, axis: axis, inner: inner, x, $0, &positions)
        }
        for (index, line) in lines(x, shape).enumerated() {
          let value =
            line.contains { $0.isNaN } ? Float.nan : extreme == .largest ? line.max()! : line.min()!
          let position = line.firstIndex { same($0, value) }!
          #expect(same(values.values[index], value), "\(shape)")
          #expect(positions[index] == position, "\(shape)")
        }
        #expect(values.borderIsIntact && positions.last == -7)
        var alone = Guarded(count: outer * inner)
        alone.write {
          unit.kernels.findAxis(extreme, outer: outer, axis: axis, inner: inner, x, $0, nil)
        }
        #expect(zip(alone.values, values.values).allSatisfy { same($0, $1) })
      }
    }
  }

  @Test(arguments: KernelCase.all) func variances(_ unit: KernelCase) {
    for shape in Self.shapes {
      let (outer, axis, inner) = shape
      let x = noise(outer * axis * inner, seed: 73).map { $0 + 3 }
      for correction in [0, 1] where axis > correction {
        var means = Guarded(count: outer * inner)
        var variances = Guarded(count: outer * inner)
        means.write { means in
          variances.write { variances in
            unit.kernels.varianceAxis(
              outer: outer, axis: axis, inner: inner, correction: correction, x, means: means,
              variances: variances)
          }
        }
        for (index, line) in lines(x, shape).enumerated() {
          let mean = line.reduce(0.0) { $0 + Double($1) } / Double(axis)
          let squares = line.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
          let variance = squares / Double(axis - correction)
          #expect(abs(Double(means.values[index]) - mean) < 1e-5, "\(shape)")
          #expect(abs(Double(variances.values[index]) - variance) < 1e-5, "\(shape)")
        }
        #expect(means.borderIsIntact && variances.borderIsIntact)
      }
    }
  }

  @Test(arguments: KernelCase.all, [false, true])
  func cumulativeSums(_ unit: KernelCase, _ reversed: Bool) {
    for shape in Self.shapes {
      let (outer, axis, inner) = shape
      let x = noise(outer * axis * inner, seed: 74)
      var result = Guarded(x)
      result.write {
        unit.kernels.cumulativeSumAxis(
          outer: outer, axis: axis, inner: inner, reversed: reversed, $0, $0)
      }
      #expect(result.borderIsIntact)
      for (line, sums) in zip(lines(x, shape), lines(result.values, shape)) {
        var sum = 0.0
        for k in reversed ? Array((0..<axis).reversed()) : Array(0..<axis) {
          sum += Double(line[k])
          #expect(abs(Double(sums[k]) - sum) < 1e-6 * max(1, abs(sum)), "\(shape)")
        }
      }
    }
  }

  /// A hundred thousand times 0.1 along columns: in plain single precision the end is off by 1.
  @Test(arguments: KernelCase.all) func longCumulativeSums(_ unit: KernelCase) {
    let (axis, inner) = (100_000, 3)
    var result = Guarded([Float](repeating: 0.1, count: axis * inner))
    result.write {
      unit.kernels.cumulativeSumAxis(
        outer: 1, axis: axis, inner: inner, reversed: false, $0, $0)
    }
    #expect(result.values.suffix(inner).allSatisfy { abs($0 - 10_000) < 0.001 })
  }

  @Test(arguments: KernelCase.all) func cumulativeSumsOfInfinity(_ unit: KernelCase) {
    for inner in [1, 2, 16] {
      let x = [1, .infinity, 2].flatMap { [Float](repeating: $0, count: inner) }
      var result = Guarded(count: 3 * inner)
      result.write {
        unit.kernels.cumulativeSumAxis(outer: 1, axis: 3, inner: inner, reversed: false, x, $0)
      }
      #expect(result.values.suffix(2 * inner).allSatisfy { $0 == .infinity })
    }
  }
}
