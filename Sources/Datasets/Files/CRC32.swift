/// Computes the CRC-32 checksum that gzip (and zip, PNG, Ethernet) stores beside its data.
///
/// The bytes are read as the coefficients of one long polynomial over {0, 1}; the checksum is the
/// remainder of its division by a fixed polynomial of degree 32. A flipped bit, or any burst of
/// errors up to 32 bits long, always changes the remainder. (ISO 3309; RFC 1952, section 8.)
package func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  let table = remainders
  var remainder = ~UInt32(0)
  for byte in bytes {
    remainder = table[Int(truncatingIfNeeded: remainder & 0xFF) ^ Int(byte)] ^ (remainder >> 8)
  }
  return ~remainder
}

/// The remainder of every byte, so that a byte costs one look-up instead of eight divisions.
private let remainders: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { remainder, _ in
    remainder & 1 == 1 ? (remainder >> 1) ^ 0xEDB8_8320 : remainder >> 1
  }
}
