import Foundation
import Testing

@testable import Tensors

/// The parts that distributions are made of, against the system's functions.
@Suite struct RandomPrecisionTests {
  @Test func exponentialFunctionIsPrecise() {
    for i in -7000...7000 {
      let x = Double(i) * 0.100_37
      let (value, expected) = (portableExponential(x), exp(x))
      #expect(abs(value - expected) <= 1e-15 * expected + .leastNonzeroMagnitude, "\(x)")
    }
    #expect(portableExponential(0) == 1 && portableExponential(1e-20) == 1)
    #expect(portableExponential(-1e9) == 0 && portableExponential(-.infinity) == 0)
    #expect(portableExponential(1e9) == .infinity)
  }

  /// The first 64 bits of seed 5 are known from the published algorithm.
  @Test func inversionUsesTheKnownBits() {
    let u = (Double(RandomGeneratorTests.firstOfSeed5 >> 12) + 0.5) * 0x1p-52
    var generator = RandomGenerator(seed: 5)
    #expect(generator.preciseUniform() == u)
    generator = RandomGenerator(seed: 5)
    #expect(generator.exponential(rate: 2) == Float(-log(u) / 2))
    generator = RandomGenerator(seed: 5)
    #expect(generator.gumbel() == Float(-log(-log(u))))
    // The number of events whose probabilities fit below u.
    generator = RandomGenerator(seed: 5)
    var (count, sum) = (0, exp(-20.0))
    while sum < u {
      count += 1
      sum += exp(-20 + Double(count) * log(20.0) - lgamma(Double(count) + 1))
    }
    #expect(generator.poisson(rate: 20) == count)
  }

  @Test func uniformsAreNeverZeroOrOne() {
    var generator = RandomGenerator(seed: 6)
    let numbers = (0..<10_000).map { _ in generator.preciseUniform() }
    #expect(numbers.allSatisfy { $0 > 0 && $0 < 1 })
    #expect((0x1p-53 as Double) > 0 && (Double(UInt64.max >> 12) + 0.5) * 0x1p-52 < 1)
  }
}
