/// Writes DEFLATE data bit by bit, to make blocks that no honest program writes.
struct BitWriter {
  private(set) var bytes: [UInt8] = []
  private var count = 0

  /// Appends the lowest `length` bits of a number, lowest first.
  mutating func number(_ value: Int, bits length: Int) {
    for bit in 0..<length {
      if count % 8 == 0 { bytes.append(0) }
      if value >> bit & 1 == 1 { bytes[bytes.count - 1] |= 1 << UInt8(count % 8) }
      count += 1
    }
  }

  /// Appends a Huffman code, highest bit first.
  mutating func code(_ value: Int, bits length: Int) {
    for bit in (0..<length).reversed() { number(value >> bit & 1, bits: 1) }
  }

  /// Appends a literal or length symbol of the fixed code (RFC 1951, section 3.2.6).
  mutating func fixed(_ symbol: Int) {
    switch symbol {
    case ..<144: code(0b0011_0000 + symbol, bits: 8)
    case ..<256: code(0b1_1001_0000 + symbol - 144, bits: 9)
    case ..<280: code(symbol - 256, bits: 7)
    default: code(0b1100_0000 + symbol - 280, bits: 8)
    }
  }

  /// Appends a stored block.
  mutating func stored(_ content: [UInt8], isLast: Bool) {
    number(isLast ? 1 : 0, bits: 1)
    number(0, bits: 2)
    count = bytes.count * 8
    number(content.count, bits: 16)
    number(content.count ^ 0xFFFF, bits: 16)
    bytes += content
    count = bytes.count * 8
  }

  /// Begins a block with codes of its own, given by the lengths of the code lengths' code.
  ///
  /// The lengths belong to the symbols 0...18; the block's own lengths must follow.
  mutating func dynamicHeader(literals: Int, distances: Int, metaLengths: [Int: Int]) {
    number(1, bits: 1)
    number(2, bits: 2)
    number(literals - 257, bits: 5)
    number(distances - 1, bits: 5)
    number(15, bits: 4)
    for symbol in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] {
      number(metaLengths[symbol, default: 0], bits: 3)
    }
  }

  /// The bits as a gzip file; `content` is what its checksum and size are made for.
  func gzip(of content: [UInt8] = []) -> [UInt8] {
    var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + bytes
    for number in [bitwiseCRC32(content), UInt32(content.count)] {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        file.append(UInt8(truncatingIfNeeded: number >> shift))
      }
    }
    return file
  }
}

/// CRC-32 by its definition, one bit at a time.
func bitwiseCRC32(_ bytes: [UInt8]) -> UInt32 {
  var remainder = ~UInt32(0)
  for byte in bytes {
    remainder ^= UInt32(byte)
    for _ in 0..<8 {
      remainder = remainder & 1 == 1 ? (remainder >> 1) ^ 0xEDB8_8320 : remainder >> 1
    }
  }
  return ~remainder
}
