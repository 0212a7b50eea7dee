/// What the recorded gzip files unpack to, by the formulas of export.py.
enum Payloads {
  /// The high bytes of a linear congruential sequence.
  static func noise(_ count: Int, seed: UInt32) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(state >> 24)
    }
  }

  static func text(_ count: Int, seed: UInt32) -> [UInt8] {
    let words = [
      "the ", "gradient ", "of ", "a ", "loss ", "points ", "uphill", ", ", "so ", "step ",
      "down.\n",
    ]
    var out: [UInt8] = []
    for choice in noise(count, seed: seed) where out.count < count {
      out += Array(words[Int(choice) % words.count].utf8)
    }
    return Array(out.prefix(count))
  }

  /// 256 bytes of noise that come back after 32,400 bytes, again and again.
  static func far(_ count: Int) -> [UInt8] {
    let chunk = noise(256, seed: 7)
    return (0..<count).map { $0 % 32400 < 256 ? chunk[$0 % 32400] : 0 }
  }

  static let all: [String: [UInt8]] = [
    "empty": [],
    "single": Array("a".utf8),
    "zeros": [UInt8](repeating: 0, count: 70000),
    "text": text(20000, seed: 1),
    "noise": noise(3000, seed: 2),
    "far": far(100_000),
  ]
}

/// The Adler-32 checksum (RFC 1950), which shares nothing with the CRC-32 under test.
func adler32(_ bytes: [UInt8]) -> UInt32 {
  var (a, b): (UInt32, UInt32) = (1, 0)
  for byte in bytes {
    a = (a + UInt32(byte)) % 65521
    b = (b + a) % 65521
  }
  return b << 16 | a
}
