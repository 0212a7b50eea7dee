import KernelInterface
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct PowerKernelTests {
  private func power(_ unit: KernelCase, _ a: [Float], _ b: [Float]) -> [Float] {
    var result = Guarded(count: a.count)
    result.write {
      unit.kernels.combine(.power, rows: 1, columns: a.count, a, 0, 1, b, 0, 1, $0)
    }
    #expect(result.borderIsIntact)
    return result.values
  }

  @Test(arguments: KernelCase.all) func isPrecise(_ unit: KernelCase) {
    let a = noise(sweepCount, seed: 21).map { exp($0 * 20) }
    for scale in [0.5, 3, 10] as [Float] {
      let b = noise(sweepCount, seed: 22).map { $0 * scale }
      let results = power(unit, a, b)
      let worst = worstError(results, zip(a, b).map { pow(Double($0), Double($1)) })
      #expect(worst.error <= 1, "\(a[worst.index]) to \(b[worst.index]): \(worst.error) ulp")
    }
    // A base close to 1 and a large exponent.
    let near = sweep(from: 0.999, through: 1.001, 10_001)
    let large = [Float](repeating: 50_000, count: near.count)
    let worst = worstError(
      power(unit, near, large), near.map { pow(Double($0), 50_000) })
    #expect(worst.error <= 1, "\(near[worst.index]): \(worst.error) ulp")
  }

  /// Every pair of these is what C's `pow` says.
  @Test(arguments: KernelCase.all) func specialPairs(_ unit: KernelCase) {
    let values: [Float] = [
      0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5, -2.5, 16_777_215, -16_777_215, 16_777_216, 1e30,
      -1e30, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
      .leastNormalMagnitude, .greatestFiniteMagnitude, 1.000_000_1, 0.999_999_94,
    ]
    let a = values.flatMap { a in values.map { _ in a } }
    let b = values.flatMap { _ in values }
    for (index, result) in power(unit, a, b).enumerated() {
      let right = pow(Double(a[index]), Double(b[index]))
      let exact = Float(right)
      let matches =
        same(result, exact)
        || abs(Double(result) - right) <= Double(max(exact.ulp, .leastNonzeroMagnitude))
      #expect(
        matches && (exact.isNaN || result.sign == exact.sign),
        "\(a[index]) to \(b[index]) is \(result), not \(exact)")
    }
    // One exponent for all elements may take a shorter way.
    for exponent in values {
      var result = Guarded(count: values.count)
      result.write {
        unit.kernels.combine(
          .power, rows: 1, columns: values.count, values, 0, 1, [exponent], 0, 0, $0)
      }
      for (base, result) in zip(values, result.values) {
        let right = Float(pow(Double(base), Double(exponent)))
        let matches = same(result, right) || abs(result - right) <= right.ulp
        #expect(
          matches && (right.isNaN || result.sign == right.sign),
          "\(base) to \(exponent) is \(result), not \(right)")
      }
    }
  }

  @Test(arguments: KernelCase.all) func raisesEverySize(_ unit: KernelCase) {
    for count in sizes {
      let a = noise(count, seed: 23).map { abs($0) }
      let b = noise(count, seed: 24)
      let worst = worstError(
        power(unit, a, b), zip(a, b).map { pow(Double($0), Double($1)) })
      #expect(worst.error <= 1, "\(count)")
    }
  }
}
