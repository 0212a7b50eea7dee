import Foundation
import KernelInterface
import Testing

@testable import Tensors

@Suite struct PhiloxTests {
  /// The known-answer vectors that the authors published with their reference implementation.
  @Test func givesThePublishedWords() {
    #expect(
      Philox.words(counter: .init(repeating: 0), key: .init(repeating: 0))
        == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    #expect(
      Philox.words(counter: .init(repeating: .max), key: .init(repeating: .max))
        == SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    #expect(
      Philox.words(
        counter: SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        key: SIMD2(0xA409_3822, 0x299F_31D0))
        == SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }
}

@Suite struct RandomGeneratorTests {
  @Test func seedsDecide() {
    var a = RandomGenerator(seed: 5)
    var b = RandomGenerator(seed: 5)
    var c = RandomGenerator(seed: 6)
    let first = (0..<10).map { _ in a.next() }
    #expect(first == (0..<10).map { _ in b.next() })
    #expect(first != (0..<10).map { _ in c.next() })
    // The words of counter 0 and key 5 by the published algorithm, computed in Python.
    #expect(first[0] == RandomGeneratorTests.firstOfSeed5)
  }

  static let firstOfSeed5: UInt64 = 0x11D8_5194_C417_681D

  @Test func bulkDrawsAreSingleDraws() {
    for count in [0, 1, 3, 4, 5, 17] {
      var a = RandomGenerator(seed: 1)
      var b = RandomGenerator(seed: 1)
      _ = a.uniform()
      _ = b.uniform()
      let bulk = Tensor.uniform([count], using: &a).scalars
      #expect(bulk == (0..<count).map { _ in b.uniform() })
      #expect(a.next() == b.next())
    }
  }

  @Test func bulkNormalsAreSingleNormals() {
    for count in [0, 1, 2, 3, 5, 16, 17, 33, 1000, 5001] {
      for before in 0...3 {
        var a = RandomGenerator(seed: 3)
        var b = RandomGenerator(seed: 3)
        for _ in 0..<before { #expect(a.normal() == b.normal()) }
        let bulk = Tensor.normal([count], mean: 0.3, standardDeviation: 1.7, using: &a).scalars
        #expect(bulk == (0..<count).map { _ in 0.3 + 1.7 * b.normal() }, "\(count), \(before)")
        #expect(a.normal() == b.normal())
        #expect(a.next() == b.next())
      }
    }
  }

  @Test func bulkWordsAreSingleWords() {
    var a = RandomGenerator(seed: 0xFEDC_BA98_7654_3210).split(77)
    var b = a
    var words = [UInt32](repeating: 0, count: 70_003)
    words.withUnsafeMutableBufferPointer { a.fill($0) }
    #expect(words == words.map { _ in b.nextWord() })
    #expect(a.next() == b.next())
  }

  @Test(arguments: InstructionSet.available)
  func everyInstructionSetMakesTheSameBits(_ set: InstructionSet) {
    // Counters that pass from the lower half of a number to the upper one.
    let (key, stream, first): (UInt64, UInt64, UInt64) = (
      0x0123_4567_89AB_CDEF, 7 << 40, 0xFFFF_FFF0
    )
    var words = [UInt32](repeating: 0, count: 4 * 32)
    words.withUnsafeMutableBufferPointer {
      let done = set.kernels.randomWords(
        key: key, stream: stream, block: first, blocks: 32, $0.baseAddress!)
      #expect(done == 32)
    }
    for block in 0..<32 {
      let counter = first + UInt64(block)
      let expected = Philox.words(
        counter: SIMD4(
          UInt32(truncatingIfNeeded: counter), UInt32(counter >> 32), 0, UInt32(stream >> 32)),
        key: SIMD2(0x89AB_CDEF, 0x0123_4567))
      #expect((0..<4).map { words[4 * block + $0] } == (0..<4).map { expected[$0] }, "\(block)")
    }
    // Ends of quadrants, of the logarithm's ranges, and many others.
    let special: [UInt32] = [
      0, 1, 0x1FFF_FFFF, 0x2000_0000, 0x3FFF_FFFF, 0x4000_0000, 0x6000_0000, 0x7FFF_FFFF,
      0x8000_0000, 0xA000_0000, 0xB504_F333, 0xB504_F334, 0xE000_0000, 0xDFFF_FFFF, 0xFFFF_FFFE,
      0xFFFF_FFFF,
    ]
    var pairs: [UInt32] = special.flatMap { radius in special.flatMap { [radius, $0] } }
    var generator = RandomGenerator(seed: 8)
    pairs += (0..<20_000).map { _ in generator.nextWord() }
    var normals = [Float](repeating: .nan, count: pairs.count)
    let done = normals.withUnsafeMutableBufferPointer {
      set.kernels.normals(
        pairs, pairs: pairs.count / 2, mean: -1, standardDeviation: 0.7, $0.baseAddress!)
    }
    #expect(done == pairs.count / 2)
    for index in 0..<done {
      let pair = NormalPair(radiusBits: pairs[2 * index], angleBits: pairs[2 * index + 1])
      let expected = [-1 + 0.7 * Float(pair.first), -1 + 0.7 * Float(pair.second)]
      let found = [normals[2 * index], normals[2 * index + 1]]
      #expect(found == expected, "\(pairs[2 * index]), \(pairs[2 * index + 1])")
    }
  }

  @Test func splitsAreIndependent() {
    let root = RandomGenerator(seed: 9)
    var drawn = root
    _ = drawn.next()
    var same = drawn.split(1)
    var one = root.split(1)
    var two = root.split(2)
    let a = Tensor.normal([20_000], using: &one)
    let b = Tensor.normal([20_000], using: &two)
    #expect(Tensor.normal([20_000], using: &same) == a, "split does not depend on what was drawn")
    // The correlation of independent numbers is about 1 / sqrt(20 000) = 0.007.
    #expect(abs((a * b).mean().scalar) < 0.03)
  }

  @Test func uniformsAreUniform() {
    var generator = RandomGenerator(seed: 2)
    let x = Tensor.uniform([100_000], using: &generator)
    #expect(x.min().scalar >= 0 && x.max().scalar < 1)
    #expect(abs(x.mean().scalar - 0.5) < 0.004)
    #expect(abs(((x - 0.5) * (x - 0.5)).mean().scalar - 1 / 12) < 0.001)
    var bins = [Int](repeating: 0, count: 10)
    for value in x.scalars { bins[Int(value * 10)] += 1 }
    #expect(bins.allSatisfy { abs($0 - 10_000) < 500 })
    // 24 random bits, none of them always the same.
    let bits = x.scalars.reduce(into: (UInt32(0), UInt32.max)) {
      let word = UInt32($1 * 0x1p24)
      $0 = ($0.0 | word, $0.1 & word)
    }
    #expect(bits == (0xFF_FFFF, 0))
    let wide = Tensor.uniform([10_000], in: -3 ..< -1, using: &generator)
    #expect(wide.min().scalar >= -3 && wide.max().scalar < -1)
  }

  @Test func normalsAreNormal() {
    var generator = RandomGenerator(seed: 3)
    let x = Tensor.normal([200_000], using: &generator)
    #expect(abs(x.mean().scalar) < 0.01)
    #expect(abs((x * x).mean().scalar - 1) < 0.015)
    #expect(abs((x * x * x).mean().scalar) < 0.05)
    #expect(abs((x * x * x * x).mean().scalar - 3) < 0.1)
    let within = x.scalars.filter { abs($0) < 1 }.count
    #expect(abs(Double(within) / 200_000 - 0.6827) < 0.005)
    // Neighbours come from one pair; they must not be related.
    #expect(abs((x[0..<199_999] * x[1..<200_000]).mean().scalar) < 0.01)
    let shifted = Tensor.normal([50_000], mean: 5, standardDeviation: 0.5, using: &generator)
    #expect(abs(shifted.mean().scalar - 5) < 0.01)
  }

  @Test func integersAreUnbiased() {
    var generator = RandomGenerator(seed: 4)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.integer(in: -3..<4) + 3] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
    #expect(generator.integer(in: 5..<6) == 5)
    _ = generator.integer(in: Int.min..<Int.max)
  }

  @Test func permutationsContainEverything() {
    var generator = RandomGenerator(seed: 5)
    for n in [0, 1, 2, 10, 1000] {
      #expect(generator.permutation(n).sorted() == Array(0..<n))
    }
    // All 6 orders of 3 are about equally frequent.
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[generator.permutation(3), default: 0] += 1 }
    #expect(counts.count == 6 && counts.values.allSatisfy { abs($0 - 1000) < 150 })
  }

  @Test func defaultGeneratorFollowsTheSeed() {
    let first = withSeed(11) { (Tensor.normal([5]), Tensor.uniform([3])) }
    let second = withSeed(11) { (Tensor.normal([5]), Tensor.uniform([3])) }
    let other = withSeed(12) { Tensor.normal([5]) }
    #expect(first == second)
    #expect(first.0 != other)
    let nested = withSeed(11) {
      _ = withSeed(99) { Tensor.normal([100]) }
      return Tensor.normal([5])
    }
    #expect(nested == first.0)
  }

  @Test func seedsReachAsynchronousCode() async {
    let waiting = await withSeed(11) {
      await Task.yield()
      return Tensor.normal([5])
    }
    let direct = withSeed(11) { Tensor.normal([5]) }
    #expect(waiting == direct)
  }

  /// Logarithm, sine and cosine of the pairs against the system's.
  @Test func pairsArePrecise() {
    var generator = RandomGenerator(seed: 6)
    for _ in 0..<10_000 {
      let (radius, angle) = (generator.nextWord(), generator.nextWord())
      let pair = NormalPair(radiusBits: radius, angleBits: angle)
      let distance = (-2 * log((Double(radius) + 0.5) * 0x1p-32)).squareRoot()
      let turn = 2 * Double.pi * Double(angle) * 0x1p-32
      #expect(abs(pair.first - distance * cos(turn)) < 1e-13)
      #expect(abs(pair.second - distance * sin(turn)) < 1e-13)
    }
  }
}
