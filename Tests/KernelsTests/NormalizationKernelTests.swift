import KernelInterface
import Testing

@Suite struct NormalizationKernelTests {
  private let epsilon: Float = 1e-5

  /// Normalizes groups of indices around their mean, or around 0.
  private func statistics(
    _ x: [Float], _ group: [Int], centered: Bool = true
  ) -> (mean: Double, variance: Double) {
    let count = Double(group.count)
    let mean = centered ? group.reduce(0.0) { $0 + Double(x[$1]) } / count : 0
    let squares = group.reduce(0.0) { $0 + (Double(x[$1]) - mean) * (Double(x[$1]) - mean) }
    return (mean, squares / count)
  }

  /// Everything about normalization of groups, element by element in double precision.
  private struct Expected {
    var y: [Double] = []
    var gradient: [Double] = []
    var means: [Double] = []
    var inverses: [Double] = []
    var scaleGradient: [Double] = []
    var shiftGradient: [Double] = []
  }

  /// `parameter` tells which scale and shift belong to an element.
  private func expected(
    _ x: [Float], _ g: [Float], groups: [[Int]], parameters: Int, parameter: (Int) -> Int,
    scale: [Float]?, shift: [Float]?, centered: Bool = true
  ) -> Expected {
    var expected = Expected()
    expected.y = [Double](repeating: 0, count: x.count)
    expected.gradient = expected.y
    expected.scaleGradient = [Double](repeating: 0, count: parameters)
    expected.shiftGradient = expected.scaleGradient
    for group in groups {
      let (mean, variance) = statistics(x, group, centered: centered)
      let inverse = 1 / (variance + Double(epsilon)).squareRoot()
      expected.means.append(mean)
      expected.inverses.append(inverse)
      let count = Double(group.count)
      var meanH = 0.0
      var meanProduct = 0.0
      for index in group {
        let z = (Double(x[index]) - mean) * inverse
        let h = Double(g[index]) * Double(scale?[parameter(index)] ?? 1)
        meanH += h / count
        meanProduct += h * z / count
        expected.scaleGradient[parameter(index)] += Double(g[index]) * z
        expected.shiftGradient[parameter(index)] += Double(g[index])
        expected.y[index] =
          z * Double(scale?[parameter(index)] ?? 1) + Double(shift?[parameter(index)] ?? 0)
      }
      for index in group {
        let z = (Double(x[index]) - mean) * inverse
        let h = Double(g[index]) * Double(scale?[parameter(index)] ?? 1)
        expected.gradient[index] = (h - (centered ? meanH : 0) - z * meanProduct) * inverse
      }
    }
    return expected
  }

  private func close(_ results: [Float], _ exact: [Double], _ tolerance: Double = 1e-5) -> Bool {
    results.count == exact.count
      && zip(results, exact).allSatisfy { abs(Double($0) - $1) <= tolerance * max(1, abs($1)) }
  }

  /// Results of a kernel that writes several arrays.
  private func write(
    _ counts: [Int], _ body: ([UnsafeMutablePointer<Float>]) -> Void
  ) -> [[Float]] {
    var memory = Guarded(count: 0)
    var offsets: [Int] = []
    var values: [Float] = []
    for count in counts {
      offsets.append(values.count)
      values += [Float](repeating: 777, count: count) + [Guarded.mark]
    }
    memory = Guarded(values)
    memory.write { start in body(offsets.map { start + $0 }) }
    #expect(memory.borderIsIntact)
    return zip(offsets, counts).map { offset, count in
      #expect(memory.values[offset + count] == Guarded.mark)
      return Array(memory.values[offset..<offset + count])
    }
  }

  /// Calls a body with a pointer to the array's elements, or nil.
  private func withPointer(_ x: [Float]?, _ body: (UnsafePointer<Float>?) -> Void) {
    guard let x else { return body(nil) }
    x.withUnsafeBufferPointer { body($0.baseAddress) }
  }

  @Test(arguments: KernelCase.all, [true, false])
  func layers(_ unit: KernelCase, _ hasParameters: Bool) {
    for columns in sizes where columns > 1 {
      let rows = columns == 7 ? 1 : 6
      let x = noise(rows * columns, seed: 51).map { $0 * 3 + 10 }
      let g = noise(rows * columns, seed: 52)
      let scale = hasParameters ? noise(columns, seed: 53) : nil
      let shift = hasParameters ? noise(columns, seed: 54) : nil
      let groups = (0..<rows).map { Array($0 * columns..<($0 + 1) * columns) }
      let right = expected(
        x, g, groups: groups, parameters: columns, parameter: { $0 % columns }, scale: scale,
        shift: shift)
      var forward: [[Float]] = []
      var backward: [[Float]] = []
      withPointer(scale) { scale in
        withPointer(shift) { shift in
          forward = write([rows * columns, rows, rows]) {
            unit.kernels.layerNorm(
              rows: rows, columns: columns, x, scale: scale, shift: shift, epsilon: epsilon, $0[0],
              means: $0[1], inverseDeviations: $0[2])
          }
          backward = write([rows * columns, columns, columns]) {
            unit.kernels.layerNormGradient(
              rows: rows, columns: columns, g, x, scale: scale, means: forward[1],
              inverseDeviations: forward[2], $0[0])
            unit.kernels.layerNormParameterGradients(
              rows: rows, columns: columns, g, x, means: forward[1],
              inverseDeviations: forward[2], scaleGradient: $0[1], shiftGradient: $0[2])
          }
        }
      }
      #expect(close(forward[0], right.y) && close(forward[1], right.means), "\(columns)")
      #expect(close(forward[2], right.inverses), "\(columns)")
      #expect(close(backward[0], right.gradient, 2e-5), "\(columns)")
      #expect(close(backward[1], right.scaleGradient) && close(backward[2], right.shiftGradient))
    }
  }

  @Test(arguments: KernelCase.all, [true, false])
  func rootMeanSquares(_ unit: KernelCase, _ hasScale: Bool) {
    for columns in sizes where columns > 0 {
      let rows = 5
      let x = noise(rows * columns, seed: 55).map { $0 * 3 + 1 }
      let g = noise(rows * columns, seed: 56)
      let scale = hasScale ? noise(columns, seed: 57) : nil
      let groups = (0..<rows).map { Array($0 * columns..<($0 + 1) * columns) }
      let right = expected(
        x, g, groups: groups, parameters: columns, parameter: { $0 % columns }, scale: scale,
        shift: nil, centered: false)
      withPointer(scale) { scale in
        let forward = write([rows * columns, rows]) {
          unit.kernels.rootMeanSquareNorm(
            rows: rows, columns: columns, x, scale: scale, epsilon: epsilon, $0[0],
            inverseDeviations: $0[1])
        }
        let backward = write([rows * columns, columns]) {
          unit.kernels.rootMeanSquareNormGradient(
            rows: rows, columns: columns, g, x, scale: scale, inverseDeviations: forward[1], $0[0])
          unit.kernels.rootMeanSquareNormParameterGradient(
            rows: rows, columns: columns, g, x, inverseDeviations: forward[1],
            scaleGradient: $0[1])
        }
        #expect(close(forward[0], right.y) && close(forward[1], right.inverses), "\(columns)")
        #expect(close(backward[0], right.gradient) && close(backward[1], right.scaleGradient))
      }
    }
  }

  @Test(arguments: KernelCase.all, [true, false])
  func batches(_ unit: KernelCase, _ hasParameters: Bool) {
    let shapes = [
      (4, 1, 1), (5, 3, 1), (9, 16, 1), (7, 35, 1), (2, 3, 2), (3, 2, 15), (3, 2, 16), (2, 5, 49),
      (1, 2, 100), (2, 4, 1000),
    ]
    for (samples, channels, inner) in shapes {
      // Two more channels lie in memory, which are not looked at.
      let step = (channels + 2) * inner
      let x = noise(samples * step, seed: 58).map { $0 * 2 + 5 }
      let g = noise(samples * step, seed: 59)
      let scale = hasParameters ? noise(channels, seed: 60) : nil
      let shift = hasParameters ? noise(channels, seed: 61) : nil
      let groups = (0..<channels).map { channel in
        (0..<samples * inner).map { $0 / inner * step + channel * inner + $0 % inner }
      }
      let right = expected(
        x, g, groups: groups, parameters: channels, parameter: { $0 % step / inner },
        scale: scale, shift: shift)
      let moments = write([channels, channels]) {
        unit.kernels.channelMoments(
          samples: samples, channels: channels, inner: inner, sampleStep: step, x, means: $0[0],
          variances: $0[1])
      }
      let name = "[\(samples), \(channels), \(inner)]"
      #expect(close(moments[0], right.means), "\(name)")
      #expect(close(moments[1], groups.map { statistics(x, $0).variance }), "\(name)")
      let inverses = moments[1].map { 1 / ($0 + epsilon).squareRoot() }
      let sums = write([channels, channels]) {
        unit.kernels.batchNormParameterGradients(
          samples: samples, channels: channels, inner: inner, sampleStep: step, g, x,
          means: moments[0], inverseDeviations: inverses, scaleGradient: $0[0],
          shiftGradient: $0[1])
      }
      #expect(close(sums[0], right.scaleGradient, 3e-5), "\(name)")
      #expect(close(sums[1], right.shiftGradient, 3e-5), "\(name)")
      withPointer(scale) { scale in
        withPointer(shift) { shift in
          let results = write([samples * step, samples * step]) {
            unit.kernels.batchNorm(
              samples: samples, channels: channels, inner: inner, sampleStep: step, x,
              means: moments[0], inverseDeviations: inverses, scale: scale, shift: shift, $0[0])
            unit.kernels.batchNormGradient(
              samples: samples, channels: channels, inner: inner, sampleStep: step, g, x,
              means: moments[0], inverseDeviations: inverses, scale: scale,
              scaleGradient: sums[0], shiftGradient: sums[1], $0[1])
          }
          let inside = Set(groups.flatMap { $0 })
          for index in 0..<samples * step {
            guard inside.contains(index) else {
              #expect(results[0][index] == 777 && results[1][index] == 777)
              continue
            }
            #expect(abs(Double(results[0][index]) - right.y[index]) < 3e-5, "\(name)")
            #expect(abs(Double(results[1][index]) - right.gradient[index]) < 3e-5, "\(name)")
          }
        }
      }
    }
  }

  @Test(arguments: KernelCase.all) func norms(_ unit: KernelCase) {
    for columns in sizes {
      let x = noise(4 * columns, seed: 62)
      let right = (0..<4).map { row in
        (0..<columns).reduce(0.0) {
          $0 + Double(x[row * columns + $1]) * Double(x[row * columns + $1])
        }.squareRoot()
      }
      let results = write([4]) {
        unit.kernels.normsOfRows(rows: 4, columns: columns, x, $0[0])
      }
      #expect(close(results[0], right, 1e-6))
    }
  }

  /// Two passes: a spread that is small beside the mean is still seen.
  @Test(arguments: KernelCase.all) func variancesFarFromZero(_ unit: KernelCase) {
    let x = (0..<1000).map { 10_000 + Float($0 % 2) }
    for (axis, inner) in [(1000, 1), (20, 50)] {
      let results = write([inner, inner]) {
        unit.kernels.varianceAxis(
          outer: 1, axis: axis, inner: inner, correction: 0, x, means: $0[0], variances: $0[1])
      }
      let right = (0..<inner).map { j in
        statistics(x, (0..<axis).map { $0 * inner + j }).variance
      }
      #expect(close(results[1], right, 1e-4), "\(inner): \(results[1].prefix(4))")
    }
  }
}
