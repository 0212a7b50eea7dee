import KernelInterface
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct ElementFunctionKernelTests {
  /// A function, the same in double precision, where it is tried, and the error that is allowed in units
  /// in the last place.
  struct Precision: Sendable {
    let operation: ElementOperation
    let limit: Double
    let ranges: [ClosedRange<Float>]
    let exact: @Sendable (Double) -> Double
  }

  static let precisions = [
    Precision(
      operation: .exponentialBase2, limit: 1.5, ranges: [-126...127.9, -1...1, -150 ... -126],
      exact: { exp2($0) }),
    Precision(
      operation: .exponentialMinusOne, limit: 2, ranges: [-20...88.7, -1...1, -1e-3...1e-3],
      exact: { expm1($0) }),
    Precision(
      operation: .logarithmBase2, limit: 2, ranges: [0.001...2, 0.9...1.1, 0.5...1e4, 1e30...3e38],
      exact: { log2($0) }),
    Precision(
      operation: .logarithmOnePlus, limit: 2,
      ranges: [-0.999...1, -1e-3...1e-3, 0...1e4, 1e30...3e38], exact: { log1p($0) }),
    Precision(
      operation: .sine, limit: 3, ranges: [-4...4, -100...100, -1e5...1e5, 1e5...1e9],
      exact: { sin($0) }),
    Precision(
      operation: .cosine, limit: 3, ranges: [-4...4, -100...100, -1e5...1e5, 1e5...1e9],
      exact: { cos($0) }),
    Precision(
      operation: .tangent, limit: 5, ranges: [-4...4, -100...100, -1e5...1e5, 1e5...1e9],
      exact: { tan($0) }),
    Precision(
      operation: .hyperbolicTangent, limit: 3, ranges: [-10...10, -0.1...0.1, -1e-4...1e-4],
      exact: { tanh($0) }),
    Precision(
      operation: .sigmoid, limit: 3, ranges: [-87...87, -4...4, -103 ... -87],
      exact: { 1 / (1 + exp(-$0)) }),
    Precision(
      operation: .softplus, limit: 3, ranges: [-87...100, -4...4, -103 ... -87],
      exact: { max($0, 0) + log1p(exp(-abs($0))) }),
    Precision(
      operation: .errorFunction, limit: 4, ranges: [-5...5, -1...1, -1e-3...1e-3],
      exact: { erf($0) }),
    Precision(
      operation: .gelu, limit: 10, ranges: [-1...8, -1e-3...1e-3],
      exact: { 0.5 * $0 * erfc(-$0 * 0.5.squareRoot()) }),
    Precision(
      operation: .geluTanh, limit: 8, ranges: [-1...8, -1e-3...1e-3],
      exact: { $0 / (1 + exp(-2 * inner($0))) }),
    Precision(
      operation: .geluTanh, limit: 20, ranges: [-3 ... -1],
      exact: { $0 / (1 + exp(-2 * inner($0))) }),
    Precision(
      operation: .silu, limit: 4, ranges: [-80...80, -4...4, -1e-3...1e-3],
      exact: { $0 / (1 + exp(-$0)) }),
    Precision(
      operation: .reciprocalSquareRoot, limit: 1.5, ranges: [1e-30...1e-20, 0.1...10, 1e10...3e38],
      exact: { 1 / $0.squareRoot() }),
    Precision(
      operation: .reciprocal, limit: 0.5, ranges: [-10...10, 1e-30...1e-20], exact: { 1 / $0 }),
    Precision(operation: .square, limit: 0.5, ranges: [-10...10], exact: { $0 * $0 }),
  ]

  /// The argument of tanh in the approximate GELU.
  static func inner(_ x: Double) -> Double {
    (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
  }

  @Test(arguments: KernelCase.all, 0..<precisions.count)
  func isPrecise(_ unit: KernelCase, _ index: Int) {
    let precision = Self.precisions[index]
    for range in precision.ranges {
      let x = sweep(from: range.lowerBound, through: range.upperBound, sweepCount)
      let results = run(unit, precision.operation, x)
      let worst = worstError(results, x.map { precision.exact(Double($0)) })
      #expect(
        worst.error <= precision.limit,
        "\(precision.operation)(\(x[worst.index])) = \(results[worst.index]): \(worst.error) ulp")
    }
  }

  /// Also in the tail, where PyTorch has 0, GELU is close in absolute terms, and ends in exactly 0 or x.
  @Test(arguments: KernelCase.all) func geluEverywhere(_ unit: KernelCase) {
    let x = sweep(from: -10, through: 10, sweepCount)
    for (x, y) in zip(x, run(unit, .gelu, x)) {
      let exact = 0.5 * Double(x) * erfc(-Double(x) * 0.5.squareRoot())
      #expect(abs(Double(y) - exact) <= 3e-7, "gelu(\(x)) = \(y)")
    }
    #expect(run(unit, .gelu, [-7, -100, 7, 100, 3e38]) == [0, 0, 7, 100, 3e38])
  }

  /// Integers and signs are exact, whatever the size of the array, in place and not.
  @Test(arguments: KernelCase.all) func exactFunctions(_ unit: KernelCase) {
    let functions: [(ElementOperation, (Float) -> Float)] = [
      (.floor, { $0.rounded(.down) }), (.ceiling, { $0.rounded(.up) }),
      (.round, { $0.rounded(.toNearestOrEven) }), (.sign, { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }),
      (.step, { $0 > 0 ? 1 : 0 }), (.rectifier, { $0 < 0 ? 0 : $0 }), (.square, { $0 * $0 }),
      (.reciprocal, { 1 / $0 }),
    ]
    let special: [Float] = [
      0, -0.0, 0.5, -0.5, 1.5, -1.5, 2.5, 0.49999997, -0.49999997, 1, -1, 8_388_607.5,
      -8_388_607.5, 8_388_608, 8_388_609, 16_777_215, 1e20, -1e20, .infinity, -.infinity, .nan,
      .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0.7, -0.7, 4_194_304.5, 4_194_305.5,
    ]
    for count in sizes {
      var x = noise(count, seed: 11).map { $0 * 100 }
      x.replaceSubrange(0..<min(count, special.count), with: special.prefix(count))
      for (operation, expected) in functions {
        let right = x.map(expected)
        var inPlace = Guarded(x)
        inPlace.write { unit.kernels.apply(operation, $0, $0, count: count) }
        for results in [run(unit, operation, x), inPlace.values] {
          for (index, (result, right)) in zip(results, right).enumerated() {
            let matches = same(result, right) && (result.sign == right.sign || right.isNaN)
            #expect(matches, "\(operation)(\(x[index])) = \(result), not \(right)")
          }
        }
        #expect(inPlace.borderIsIntact)
      }
    }
  }

  /// Results for zeros, infinities, NaN, and numbers without a leading one.
  @Test(arguments: KernelCase.all) func specialValues(_ unit: KernelCase) {
    let tiny = Float.leastNonzeroMagnitude * 5
    let x: [Float] = [0, -0.0, .infinity, -.infinity, .nan, tiny, -tiny, 1e38, -1e38]
    let nan = Float.nan
    let inf = Float.infinity
    let table: [(ElementOperation, [Float])] = [
      (.exponentialBase2, [1, 1, inf, 0, nan, 1, 1, inf, 0]),
      (.exponentialMinusOne, [0, -0.0, inf, -1, nan, tiny, -tiny, inf, -1]),
      (.logarithmBase2, [-inf, -inf, inf, nan, nan, -146.678_07, nan, 126.233_27, nan]),
      (.logarithmOnePlus, [0, -0.0, inf, nan, nan, tiny, -tiny, 87.498_23, nan]),
      (.sine, [0, -0.0, nan, nan, nan, tiny, -tiny, sin(Float(1e38)), -sin(Float(1e38))]),
      (.cosine, [1, 1, nan, nan, nan, 1, 1, cos(Float(1e38)), cos(Float(1e38))]),
      (.tangent, [0, -0.0, nan, nan, nan, tiny, -tiny, tan(Float(1e38)), -tan(Float(1e38))]),
      (.hyperbolicTangent, [0, -0.0, 1, -1, nan, tiny, -tiny, 1, -1]),
      (.sigmoid, [0.5, 0.5, 1, 0, nan, 0.5, 0.5, 1, 0]),
      (.softplus, [0.693_147_2, 0.693_147_2, inf, 0, nan, 0.693_147_2, 0.693_147_2, 1e38, 0]),
      (.errorFunction, [0, -0.0, 1, -1, nan, tiny, -tiny, 1, -1]),
      (.reciprocalSquareRoot, [inf, -inf, 0, nan, nan, 1 / tiny.squareRoot(), nan, 1e-19, nan]),
    ]
    for (operation, expected) in table {
      // In every position of a vector, and alone.
      for shift in 0..<17 {
        let results = run(unit, operation, [Float](repeating: 1, count: shift) + x)
          .dropFirst(shift)
        for (index, (result, right)) in zip(results, expected).enumerated() {
          let close = same(result, right) || abs(result - right) <= 2 * right.ulp
          // The error function of the smallest numbers rounds 1.128 times them.
          let tinyError = operation == .errorFunction && abs(x[index]) == tiny
          #expect(
            (close || tinyError) && (right != 0 || result.sign == right.sign),
            "\(operation)(\(x[index])) = \(result), not \(right)")
        }
      }
    }
    for operation in [ElementOperation.gelu, .geluTanh, .silu] {
      let results = run(unit, operation, x)
      #expect(results[0] == 0 && results[1].sign == .minus && results[1] == 0)
      #expect(results[2] == inf && results[3] == 0 && results[4].isNaN, "\(operation) \(results)")
      #expect(results[7] == 1e38 && results[8] == 0, "\(operation) \(results)")
    }
  }
}
