import KernelInterface
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct ExponentialKernelTests {
  private func run(_ unit: KernelCase, _ operation: ElementOperation, _ x: [Float]) -> [Float] {
    var result = Guarded(count: x.count)
    result.write { unit.kernels.apply(operation, x, $0, count: x.count) }
    #expect(result.borderIsIntact)
    return result.values
  }

  /// The largest error in units in the last place of the right result, which comes in double precision.
  private func largestError(
    _ results: [Float], _ x: [Float], _ exact: (Double) -> Double
  ) -> Double {
    var worst = 0.0
    for (result, x) in zip(results, x) {
      let expected = exact(Double(x))
      let unit = Double(max(Float(expected).ulp, Float.leastNonzeroMagnitude))
      worst = max(worst, abs(Double(result) - expected) / unit)
    }
    return worst
  }

  private func sweep(from first: Float, through last: Float, _ count: Int) -> [Float] {
    let step = (Double(last) - Double(first)) / Double(count - 1)
    return (0..<count).map { Float(Double(first) + Double($0) * step) }
  }

  @Test(arguments: KernelCase.all) func exponentialIsPrecise(_ unit: KernelCase) {
    for (first, last) in [(-87.3, 88.7), (-1, 1), (-1e-3, 1e-3)] as [(Float, Float)] {
      let x = sweep(from: first, through: last, sweepCount)
      let error = largestError(run(unit, .exponential, x), x) { exp($0) }
      #expect(error < 1.5, "\(first)...\(last): \(error) ulp")
    }
    // Where results have fewer digits the error in units of the smallest number still is small.
    let tiny = sweep(from: -103.9, through: -87.3, 20_001)
    #expect(largestError(run(unit, .exponential, tiny), tiny) { exp($0) } <= 1.5)
  }

  @Test(arguments: KernelCase.all) func logarithmIsPrecise(_ unit: KernelCase) {
    for (first, last) in [(0.001, 2), (0.9, 1.1), (0.5, 1e4), (1e30, 3e38)] as [(Float, Float)] {
      let x = sweep(from: first, through: last, sweepCount)
      let error = largestError(run(unit, .logarithm, x), x) { log($0) }
      #expect(error < 1.5, "\(first)...\(last): \(error) ulp")
    }
    // Every power of two, the smallest ones without a leading one.
    let powers = (-149...127).map { Float(sign: .plus, exponent: $0, significand: 1) }
    #expect(largestError(run(unit, .logarithm, powers), powers) { log($0) } < 1.5)
    let denormal = (1...2000).map { Float(bitPattern: UInt32($0 * 4001)) }
    #expect(largestError(run(unit, .logarithm, denormal), denormal) { log($0) } < 1.5)
  }

  @Test(arguments: KernelCase.all) func specialValues(_ unit: KernelCase) {
    let x: [Float] = [.infinity, -.infinity, .nan, 0, -0.0, 89, 88.8, -104, -200, 1e30, -1e30]
    let expected: [Float] = [.infinity, 0, .nan, 1, 1, .infinity, .infinity, 0, 0, .infinity, 0]
    // In every position of a vector, and alone.
    for shift in 0..<20 {
      let padding = [Float](repeating: 1, count: shift)
      let results = run(unit, .exponential, padding + x).dropFirst(shift)
      #expect(zip(results, expected).allSatisfy(same), "exp: \(Array(results))")
    }
    let y: [Float] = [
      .infinity, 0, -0.0, -1, -.infinity, .nan, -.nan, 1, -Float.leastNonzeroMagnitude,
      .leastNonzeroMagnitude,
    ]
    let logs: [Float] = [
      .infinity, -.infinity, -.infinity, .nan, .nan, .nan, .nan, 0, .nan, -103.278_93,
    ]
    for shift in 0..<20 {
      let padding = [Float](repeating: 1, count: shift)
      let results = run(unit, .logarithm, padding + y).dropFirst(shift)
      #expect(zip(results, logs).allSatisfy(same), "log: \(Array(results))")
    }
  }
}
