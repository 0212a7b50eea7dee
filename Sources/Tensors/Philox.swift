/// Philox 4x32-10, the function that random numbers are made with.
///
/// It scrambles a 128-bit counter under a 64-bit key, so that counting 0, 1, 2, … gives random words.
/// Any place of the sequence can be computed directly, and two keys give unrelated sequences.
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3"
/// (2011).
enum Philox {
  /// The four random words of `counter` under `key`; word 0 of each is the least significant.
  @inline(__always)
  static func words(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    // Single numbers and not vectors: the multiplications need them one by one.
    var (a, b, c, d) = (counter.x, counter.y, counter.z, counter.w)
    var (k0, k1) = (key.x, key.y)
    for _ in 0..<10 {
      let p = UInt64(a) &* 0xD251_1F53
      let q = UInt64(c) &* 0xCD9E_8D57
      a = UInt32(truncatingIfNeeded: q >> 32) ^ b ^ k0
      c = UInt32(truncatingIfNeeded: p >> 32) ^ d ^ k1
      b = UInt32(truncatingIfNeeded: q)
      d = UInt32(truncatingIfNeeded: p)
      // The key changes from round to round by constants from the golden ratio and from sqrt(3) - 1.
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return SIMD4(a, b, c, d)
  }
}
