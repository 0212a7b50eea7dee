public import KernelInterface

// Random words, and numbers made of them, many at a time. Every lane does what the code for single numbers
// does (`RandomGenerator` and `NormalPair` of `Tensors`), operation by operation, so that the results are the
// same bits. For this reason nothing is multiplied and added in one step here.

#if AVX512
  private typealias Words = SIMD8<UInt64>
  private typealias Doubles = SIMD8<Double>
#elseif AVX2
  private typealias Words = SIMD4<UInt64>
  private typealias Doubles = SIMD4<Double>
#else
  private typealias Words = SIMD2<UInt64>
  private typealias Doubles = SIMD2<Double>
#endif

extension VectorKernels {
  /// Writes the words of as many blocks as fill whole vectors.
  public static func randomWords(
    key: UInt64, stream: UInt64, block: UInt64, blocks: Int, _ result: UnsafeMutablePointer<UInt32>
  ) -> Int {
    let lanes = Words.scalarCount
    var done = 0
    while done + lanes <= blocks {
      let counter = countsFromZero() &+ (block &+ UInt64(truncatingIfNeeded: done))
      philox(counter, stream, key, result + 4 * done)
      done += lanes
    }
    return done
  }

  /// Turns words into uniform numbers.
  public static func uniforms(
    _ words: UnsafePointer<UInt32>, count: Int, lowest: Float, width breadth: Float,
    largest: Float, _ result: Output
  ) -> Int {
    var i = 0
    while i + width <= count {
      // 24 bits are few enough to be converted as signed numbers, which is faster.
      let bits = UnsafeRawPointer(words + i).loadUnaligned(as: IntVector.self)
      let fractions = converted((bits &>> 8) & 0x00FF_FFFF) * 0x1p-24
      let x = fractions * breadth + lowest
      store(smaller(x, Vector(repeating: largest)), result + i)
      i += width
    }
    return i
  }

  /// Turns pairs of words into pairs of normal numbers.
  public static func normals(
    _ words: UnsafePointer<UInt32>, pairs: Int, mean: Float, standardDeviation: Float,
    _ result: Output
  ) -> Int {
    let lanes = Words.scalarCount
    var done = 0
    while done + lanes <= pairs {
      let both = UnsafeRawPointer(words + 2 * done).loadUnaligned(as: Words.self)
      let standard = normalPairs(radiusBits: both & lowHalf, angleBits: both &>> 32)
      store(standard * standardDeviation + mean, result + 2 * done)
      done += lanes
    }
    return done
  }
}

@inline(__always) private var lowHalf: UInt64 { 0xFFFF_FFFF }

/// The numbers 0, 1, 2, … in the lanes.
@inline(__always) private func countsFromZero() -> Words {
  #if AVX512
    Words(0, 1, 2, 3, 4, 5, 6, 7)
  #elseif AVX2
    Words(0, 1, 2, 3)
  #else
    Words(0, 1)
  #endif
}

@inline(__always) private func converted(_ x: IntVector) -> Vector {
  var result = Vector()
  for i in 0..<width { result[i] = Float(x[i]) }
  return result
}

/// The four words of every lane's counter, in the lower halves of the lanes.
///
/// The upper halves hold what is left over; the multiplication does not read them.
private struct PhiloxState {
  var a: Words
  var b: Words
  var c: Words
  var d: Words

  /// Does round number `round`.
  @inline(__always) mutating func scramble(_ k0: UInt64, _ k1: UInt64, _ round: UInt64) {
    let p = (a & lowHalf) &* 0xD251_1F53
    let q = (c & lowHalf) &* 0xCD9E_8D57
    a = (q &>> 32) ^ b ^ ((k0 &+ round &* 0x9E37_79B9) & lowHalf)
    c = (p &>> 32) ^ d ^ ((k1 &+ round &* 0xBB67_AE85) & lowHalf)
    b = q
    d = p
  }
}

/// Computes the four words of every counter, with Philox 4x32-10 (see `Philox` of `Tensors`).
@inline(__always)
private func philox(
  _ counter: Words, _ stream: UInt64, _ key: UInt64, _ result: UnsafeMutablePointer<UInt32>
) {
  var state = PhiloxState(
    a: counter, b: counter &>> 32, c: Words(repeating: stream), d: Words(repeating: stream >> 32))
  let k0 = key & lowHalf
  let k1 = key >> 32
  // Written out: of a loop the compiler makes a muddle of half vectors.
  state.scramble(k0, k1, 0)
  state.scramble(k0, k1, 1)
  state.scramble(k0, k1, 2)
  state.scramble(k0, k1, 3)
  state.scramble(k0, k1, 4)
  state.scramble(k0, k1, 5)
  state.scramble(k0, k1, 6)
  state.scramble(k0, k1, 7)
  state.scramble(k0, k1, 8)
  state.scramble(k0, k1, 9)
  let first = (state.a & lowHalf) | (state.b &<< 32)
  let second = (state.c & lowHalf) | (state.d &<< 32)
  #if AVX512
    var words = SIMD16<UInt64>()
  #elseif AVX2
    var words = SIMD8<UInt64>()
  #else
    var words = SIMD4<UInt64>()
  #endif
  words.evenHalf = first
  words.oddHalf = second
  UnsafeMutableRawPointer(result).storeBytes(of: words.lowHalf, as: Words.self)
  UnsafeMutableRawPointer(result + width).storeBytes(of: words.highHalf, as: Words.self)
}

/// Computes pairs of normal numbers by the method of Box and Muller, the numbers of a pair side by side.
@inline(__always)
private func normalPairs(radiusBits: Words, angleBits: Words) -> Vector {
  let u = (double(radiusBits) + 0.5) * 0x1p-32
  let radius = (-2 * naturalLogarithm(u)).squareRoot()
  let (cosine, sine) = direction(angleBits)
  var result = Vector()
  result.evenHalf = rounded(radius * cosine)
  result.oddHalf = rounded(radius * sine)
  return result
}

/// Converts integers below 2⁵², exactly, by writing them where a double keeps its digits.
@inline(__always) private func double(_ x: Words) -> Doubles {
  unsafeBitCast(x | 0x4330_0000_0000_0000, to: Doubles.self) - 0x1p52
}

#if AVX512
  @inline(__always) private func rounded(_ x: Doubles) -> SIMD8<Float> {
    var result = SIMD8<Float>()
    for i in 0..<8 { result[i] = Float(x[i]) }
    return result
  }
#elseif AVX2
  @inline(__always) private func rounded(_ x: Doubles) -> SIMD4<Float> {
    SIMD4(Float(x[0]), Float(x[1]), Float(x[2]), Float(x[3]))
  }
#else
  @inline(__always) private func rounded(_ x: Doubles) -> SIMD2<Float> {
    SIMD2(Float(x[0]), Float(x[1]))
  }
#endif

/// Takes the natural logarithm of positive numbers.
@inline(__always) private func naturalLogarithm(_ u: Doubles) -> Doubles {
  let pattern = unsafeBitCast(u, to: Words.self)
  let digits = (pattern & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000
  // 1 where the digits are larger than √2, 0 elsewhere.
  let isLarge = (Words(repeating: (1.414_213_562_373_095_1).bitPattern) &- digits) &>> 63
  let m = unsafeBitCast(digits &- (isLarge &<< 52), to: Doubles.self)
  let e = double((pattern &>> 52) &+ isLarge) - 1023
  let s = (m - 1) / (m + 1)
  let z = s * s
  var sum = Doubles(repeating: 1.0 / 21)
  sum = sum * z + 1.0 / 19
  sum = sum * z + 1.0 / 17
  sum = sum * z + 1.0 / 15
  sum = sum * z + 1.0 / 13
  sum = sum * z + 1.0 / 11
  sum = sum * z + 1.0 / 9
  sum = sum * z + 1.0 / 7
  sum = sum * z + 1.0 / 5
  sum = sum * z + 1.0 / 3
  sum = sum * z + 1
  return e * 0.693_147_180_559_945_3 + 2 * s * sum
}

/// Computes cosine and sine of the angles of `bits / 2³²` turns.
@inline(__always)
private func direction(_ bits: Words) -> (cosine: Doubles, sine: Doubles) {
  let quarter = ((bits &+ 0x2000_0000) & lowHalf) &>> 30
  let rest = (bits &- (quarter &<< 30)) & lowHalf
  // 2³¹ more than the signed number that the bits stand for.
  let x = (double(rest ^ 0x8000_0000) - 0x1p31) * (6.283_185_307_179_586 * 0x1p-32)
  let z = x * x
  var sine = Doubles(repeating: -1.0 / 1_307_674_368_000)
  sine = sine * z + 1.0 / 6_227_020_800
  sine = sine * z - 1.0 / 39_916_800
  sine = sine * z + 1.0 / 362_880
  sine = sine * z - 1.0 / 5_040
  sine = sine * z + 1.0 / 120
  sine = sine * z - 1.0 / 6
  sine = (sine * z + 1) * x
  var cosine = Doubles(repeating: 1.0 / 20_922_789_888_000)
  cosine = cosine * z - 1.0 / 87_178_291_200
  cosine = cosine * z + 1.0 / 479_001_600
  cosine = cosine * z - 1.0 / 3_628_800
  cosine = cosine * z + 1.0 / 40_320
  cosine = cosine * z - 1.0 / 720
  cosine = cosine * z + 1.0 / 24
  cosine = cosine * z - 1.0 / 2
  cosine = cosine * z + 1
  // A quarter turn exchanges the two; the signs are those of the quadrant.
  let isOdd = Words() &- (quarter & 1)
  let c = unsafeBitCast(cosine, to: Words.self)
  let s = unsafeBitCast(sine, to: Words.self)
  let first = ((c & ~isOdd) | (s & isOdd)) ^ (((quarter &+ 1) & 2) &<< 62)
  let second = ((s & ~isOdd) | (c & isOdd)) ^ ((quarter & 2) &<< 62)
  return (unsafeBitCast(first, to: Doubles.self), unsafeBitCast(second, to: Doubles.self))
}
