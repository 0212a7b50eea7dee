/// Computes the CRC-32C checksum (Castagnoli, Bräuer and Herrmann, 1993) of some bytes.
///
/// It is the remainder of a division of polynomials like the CRC-32 of zip, with another divisor.
package func crc32C(_ bytes: some Sequence<UInt8>) -> UInt32 {
  let table = remainders
  var remainder = ~UInt32(0)
  for byte in bytes {
    remainder = table[Int(truncatingIfNeeded: remainder & 0xFF) ^ Int(byte)] ^ (remainder >> 8)
  }
  return ~remainder
}

/// The checksum as records hold it: turned, and a constant added.
///
/// The checksum of data that contains its own checksum says little, so it is changed before it is
/// stored among the data.
func maskedCRC32C(_ bytes: some Sequence<UInt8>) -> UInt32 {
  let checksum = crc32C(bytes)
  return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
}

private let remainders: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { remainder, _ in
    remainder & 1 == 1 ? (remainder >> 1) ^ 0x82F6_3B78 : remainder >> 1
  }
}
