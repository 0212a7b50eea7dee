import KernelInterface

/// A seeded source of random numbers.
///
/// The generator counts 0, 1, 2, … and scrambles every number with Philox 4x32-10. The same seed gives
/// the same bits, uniforms, normals, integers and permutations on every platform.
///
/// ```swift
/// var generator = RandomGenerator(seed: 7)
/// let die = generator.integer(in: 1..<7)
/// var other = generator.split(1)      // an independent generator
/// ```
public struct RandomGenerator: RandomNumberGenerator, Sendable {
  private let key: UInt64
  /// The upper half of the counter: tells the streams of one key apart.
  private let stream: UInt64
  /// The lower half of the counter: the next block of four words.
  private var block: UInt64 = 0
  /// The words of the current block that have not been given out, the next one first.
  private var words = SIMD4<UInt32>()
  private var left = 0
  /// The second number of the last pair of normals.
  private var spareNormal: Float?

  /// Makes the generator of a seed.
  public init(seed: UInt64) {
    self.init(key: seed, stream: 0)
  }

  private init(key: UInt64, stream: UInt64) {
    self.key = key
    self.stream = stream
  }

  /// Makes an independent generator for `key`, which may be any number: a worker's, an epoch's.
  ///
  /// The result depends on this generator's seed and on `key`, not on what has been drawn so far;
  /// equal keys give equal generators, so give every use its own.
  public func split(_ key: UInt64) -> RandomGenerator {
    // The changed key keeps the words of children apart from the words that are drawn here.
    let words = Self.words(block: key, stream: stream, key: self.key ^ 0x5851_F42D_4C95_7F2D)
    return RandomGenerator(
      key: Self.join(words[0], words[1]), stream: Self.join(words[2], words[3]))
  }

  private static func words(block: UInt64, stream: UInt64, key: UInt64) -> SIMD4<UInt32> {
    let counter = SIMD4(
      UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32),
      UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
    let key = SIMD2(UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
    return Philox.words(counter: counter, key: key)
  }

  private static func join(_ low: UInt32, _ high: UInt32) -> UInt64 {
    UInt64(high) << 32 | UInt64(low)
  }
}

// MARK: Drawing

extension RandomGenerator {
  /// Draws 32 random bits.
  mutating func nextWord() -> UInt32 {
    if left == 0 {
      words = nextBlock()
      left = 4
    }
    let word = words.x
    words = SIMD4(words.y, words.z, words.w, 0)
    left -= 1
    return word
  }

  private mutating func nextBlock() -> SIMD4<UInt32> {
    defer { block &+= 1 }
    return Self.words(block: block, stream: stream, key: key)
  }

  /// Draws as many words as `buffer` holds, the same ones as `nextWord` would.
  mutating func fill(_ buffer: UnsafeMutableBufferPointer<UInt32>) {
    var i = 0
    while i < buffer.count && left > 0 {
      buffer[i] = nextWord()
      i += 1
    }
    let blocks = (buffer.count - i) / 4
    if blocks > 0, let start = buffer.baseAddress {
      fillBlocks(start + i, blocks)
      i += 4 * blocks
    }
    while i < buffer.count {
      buffer[i] = nextWord()
      i += 1
    }
  }

  /// Writes whole blocks, which can be computed each by itself, so that threads share them out.
  private mutating func fillBlocks(_ result: UnsafeMutablePointer<UInt32>, _ blocks: Int) {
    let (key, stream, first) = (self.key, self.stream, block)
    inParallelRanges(blocks, length: chunkLength / 4) { start, count in
      let result = result + 4 * start
      let block = first &+ UInt64(start)
      let done = kernels.randomWords(
        key: key, stream: stream, block: block, blocks: count, result)
      for index in done..<count {
        let words = Self.words(block: block &+ UInt64(index), stream: stream, key: key)
        for word in 0..<4 { result[4 * index + word] = words[word] }
      }
    }
    block &+= UInt64(blocks)
  }

  /// Draws 64 random bits.
  public mutating func next() -> UInt64 {
    let low = nextWord()
    return Self.join(low, nextWord())
  }

  /// Draws a number from 0 (included) to 1 (excluded): one of the 2²⁴ multiples of 2⁻²⁴.
  public mutating func uniform() -> Float {
    Self.uniform(nextWord())
  }

  /// The upper 24 bits of a word as a fraction of 2²⁴.
  static func uniform(_ word: UInt32) -> Float { Float(word >> 8) * 0x1p-24 }

  /// Draws from the normal distribution of mean 0 and standard deviation 1.
  ///
  /// The numbers come in pairs, see ``NormalPair``; the bits are the same on every platform.
  public mutating func normal() -> Float {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let radius = nextWord()
    let pair = NormalPair(radiusBits: radius, angleBits: nextWord())
    spareNormal = Float(pair.second)
    return Float(pair.first)
  }

  /// Draws as many normal numbers as `buffer` holds, the same ones as `normal` would, and scales and shifts
  /// them.
  mutating func fillWithNormals(
    _ buffer: UnsafeMutableBufferPointer<Float>, mean: Float, standardDeviation: Float
  ) {
    guard var start = buffer.baseAddress else { return }
    var count = buffer.count
    if count > 0 && spareNormal != nil {
      start.pointee = mean + standardDeviation * normal()
      start += 1
      count -= 1
    }
    let pairs = count / 2
    // The words are written where the numbers will be.
    start.withMemoryRebound(to: UInt32.self, capacity: 2 * pairs) {
      fill(UnsafeMutableBufferPointer(start: $0, count: 2 * pairs))
    }
    inParallelRanges(pairs, length: chunkLength / 16) { first, count in
      Self.writeNormals(start + 2 * first, count, mean, standardDeviation)
    }
    if count % 2 == 1 { start[count - 1] = mean + standardDeviation * normal() }
  }

  /// Turns pairs of words into pairs of normals, in place.
  private static func writeNormals(
    _ result: UnsafeMutablePointer<Float>, _ pairs: Int, _ mean: Float, _ standardDeviation: Float
  ) {
    result.withMemoryRebound(to: UInt32.self, capacity: 2 * pairs) { words in
      let done = kernels.normals(
        words, pairs: pairs, mean: mean, standardDeviation: standardDeviation, result)
      for index in done..<pairs {
        let pair = NormalPair(radiusBits: words[2 * index], angleBits: words[2 * index + 1])
        result[2 * index] = mean + standardDeviation * Float(pair.first)
        result[2 * index + 1] = mean + standardDeviation * Float(pair.second)
      }
    }
  }

  /// Draws an integer from `range`; every one is equally likely.
  ///
  /// Source: D. Lemire, "Fast random integer generation in an interval" (2019).
  public mutating func integer(in range: Range<Int>) -> Int {
    require(!range.isEmpty, "integer(in:): the range \(range) is empty")
    let width = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
    // The high half of bits · width falls into 0..<width. Of the 2⁶⁴ patterns, 2⁶⁴ mod width are
    // one too many for some results; they are drawn again.
    let surplus = (0 &- width) % width
    var product = next().multipliedFullWidth(by: width)
    while product.low < surplus { product = next().multipliedFullWidth(by: width) }
    return range.lowerBound &+ Int(truncatingIfNeeded: product.high)
  }

  /// Draws an order of the numbers `0..<n`; every order is equally likely.
  ///
  /// Source: R. Fisher and F. Yates (1938), in the form of R. Durstenfeld (1964).
  public mutating func permutation(_ n: Int) -> [Int] {
    require(n >= 0, "permutation: the count \(n) must not be negative")
    var order = Array(0..<n)
    for i in stride(from: n - 1, to: 0, by: -1) { order.swapAt(i, integer(in: 0..<i + 1)) }
    return order
  }
}
