/// Reads bits from bytes, lowest bit first, as DEFLATE packs them (RFC 1951, section 3.1.1).
struct BitReader {
  let bytes: [UInt8]
  /// The next byte that has not entered `buffer`.
  private var next: Int
  /// Bits that were read but not used yet, the lowest first; above `available` all are 0.
  private var buffer: UInt64 = 0
  /// How many bits of `buffer` come from the file.
  private(set) var available = 0

  init(_ bytes: [UInt8], from start: Int) {
    self.bytes = bytes
    next = start
  }

  /// The byte that holds the next bit: where to point when something is wrong.
  var position: Int { next - available / 8 }

  /// Brings the buffer to at least 56 bits, or to all that the file still has.
  @inline(__always)
  mutating func fill() {
    while available <= 56, next < bytes.count {
      buffer |= UInt64(bytes[next]) << UInt64(available)
      next += 1
      available += 8
    }
  }

  /// The next `count` bits without using them; beyond the end of the file they are 0.
  @inline(__always)
  func peek(_ count: Int) -> Int {
    Int(truncatingIfNeeded: buffer & ((1 << UInt64(count)) - 1))
  }

  /// Uses up `count` bits, of which `available` must have that many.
  @inline(__always)
  mutating func drop(_ count: Int) {
    buffer >>= UInt64(count)
    available -= count
  }

  /// The next `count` bits (at most 32) as a number, or nil if the file ends before.
  @inline(__always)
  mutating func take(_ count: Int) -> Int? {
    if available < count { fill() }
    guard available >= count else { return nil }
    let value = peek(count)
    drop(count)
    return value
  }

  /// Skips to the next byte border and returns the offset of the byte there; takes no bits after.
  mutating func alignToByte() -> Int {
    drop(available & 7)
    return position
  }

  /// Goes on reading at a byte.
  mutating func move(to offset: Int) {
    next = offset
    buffer = 0
    available = 0
  }
}
