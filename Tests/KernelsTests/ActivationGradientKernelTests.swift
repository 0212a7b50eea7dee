import KernelInterface
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct ActivationGradientKernelTests {
  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  static func geluTanhSlope(_ x: Double) -> Double {
    let root = (2 / Double.pi).squareRoot()
    let s = sigmoid(2 * root * (x + 0.044715 * x * x * x))
    return s + 2 * x * s * (1 - s) * root * (1 + 3 * 0.044715 * x * x)
  }

  /// Slopes in double precision, of the operand or of the result, and the values that the operand takes.
  static let slopes: [(ElementGradient, ClosedRange<Float>, @Sendable (Double) -> Double)] = [
    (.hyperbolicTangentOfResult, -1...1, { 1 - $0 * $0 }),
    (.sigmoidOfResult, 0...1, { $0 * (1 - $0) }),
    (.rectifier, -5...5, { $0 > 0 ? 1 : 0 }),
    (.softplus, -20...20, { sigmoid($0) }),
    (
      .gelu, -20...20,
      {
        0.5 * erfc(-$0 * 0.5.squareRoot()) + $0 * exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot()
      }
    ),
    (.geluTanh, -20...20, { geluTanhSlope($0) }),
    (.silu, -20...20, { sigmoid($0) * (1 + $0 * (1 - sigmoid($0))) }),
  ]

  @Test(arguments: KernelCase.all) func multipliesBySlopes(_ unit: KernelCase) {
    for (operation, range, slope) in Self.slopes {
      for count in sizes + [5_001] where count != 1 {
        let x = sweep(from: range.lowerBound, through: range.upperBound, count)
        let gradient = noise(count, seed: 31)
        var result = Guarded(count: count)
        result.write { unit.kernels.applyGradient(operation, gradient, x, $0, count: count) }
        for i in 0..<count {
          let right = Double(gradient[i]) * slope(Double(x[i]))
          let error = abs(Double(result.values[i]) - right)
          // Where the slope is 0 its two terms have cancelled, hence an absolute bound.
          #expect(error <= 1.5e-6 * Double(abs(gradient[i])), "\(operation) at \(x[i])")
          if count > 1000, error > 1.5e-6 { break }
        }
        #expect(result.borderIsIntact)
        var inPlace = Guarded(gradient)
        inPlace.write { unit.kernels.applyGradient(operation, $0, x, $0, count: count) }
        #expect(inPlace.values == result.values)
      }
    }
  }

  /// Far out, slopes are 0 or 1, and never NaN.
  @Test(arguments: KernelCase.all) func slopesAtInfinity(_ unit: KernelCase) {
    for operation in [ElementGradient.rectifier, .softplus, .gelu, .geluTanh, .silu] {
      let x: [Float] = [.infinity, -.infinity, 1e30, -1e30, 200, -200]
      let ones = [Float](repeating: 1, count: x.count)
      var result = Guarded(count: x.count)
      result.write { unit.kernels.applyGradient(operation, ones, x, $0, count: x.count) }
      let matches = zip(result.values, [1, 0, 1, 0, 1, 0] as [Float]).allSatisfy {
        abs($0 - $1) < 1e-30
      }
      #expect(matches, "\(operation): \(result.values)")
    }
  }
}
