/// Writes a message of Protocol Buffers, the encoding inside event files.
///
/// A message is a row of fields. Each begins with its number and the kind of what follows: 0 a
/// number in pieces of 7 bits, 1 eight bytes, 2 a length and so many bytes, 5 four bytes. (Google,
/// Protocol Buffers: Encoding, 2008.)
struct MessageWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ number: Int, integer: Int64) {
    key(number, 0)
    variable(UInt64(bitPattern: integer))
  }

  mutating func write(_ number: Int, double: Double) {
    key(number, 1)
    bytes += double.bitPattern.littleEndianBytes
  }

  mutating func write(_ number: Int, float: Float) {
    key(number, 5)
    bytes += float.bitPattern.littleEndianBytes
  }

  mutating func write(_ number: Int, bytes content: some Collection<UInt8>) {
    key(number, 2)
    variable(UInt64(content.count))
    bytes += content
  }

  mutating func write(_ number: Int, text: String) { write(number, bytes: text.utf8) }

  mutating func write(_ number: Int, doubles: [Double]) {
    write(number, bytes: doubles.flatMap(\.bitPattern.littleEndianBytes))
  }

  mutating func write(_ number: Int, message fill: (inout MessageWriter) -> Void) {
    var inner = MessageWriter()
    fill(&inner)
    write(number, bytes: inner.bytes)
  }

  private mutating func key(_ number: Int, _ kind: UInt64) { variable(UInt64(number) << 3 | kind) }

  /// Writes a number in pieces of 7 bits, the lowest first; the top bit says that more follow.
  private mutating func variable(_ value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}
