/// Turns a Huffman code, given by the length of each symbol's code, into a decoder.
///
/// Frequent symbols have short codes, and no code begins another one. DEFLATE sends only the
/// lengths: codes of one length are consecutive numbers, in the order of the symbols, so lengths
/// say everything (RFC 1951, section 3.2.2).
struct HuffmanDecoder {
  /// Why lengths do not make a code.
  enum Fault: Error {
    /// More codes than there is room for: some code would begin another one.
    case overSubscribed
    /// Some bit sequences would mean nothing.
    case incomplete
  }

  /// What `decode` returns instead of a symbol when no code matches.
  static let noSuchCode = -1
  /// What `decode` returns instead of a symbol when the file ends inside a code.
  static let endOfFile = -2

  private static let longestCode = 15
  /// Codes up to this length are found by one look-up; longer ones, which are rare, bit by bit.
  private static let tableBits = 10

  /// At each possible value of the next `tableBits` bits: `symbol << 4 | length`, or 0.
  private var table = [UInt16](repeating: 0, count: 1 << tableBits)
  /// How many codes have each length.
  private var counts = [Int](repeating: 0, count: longestCode + 1)
  /// The symbols in the order of their codes.
  private var symbols: [UInt16]

  /// Builds the decoder for code lengths from 0 (symbol not used) to 15.
  ///
  /// A code must be complete, with the one exception that zlib makes too, if `allowsSingleCode`:
  /// no code at all, or a single code of length 1.
  init(lengths: some Collection<UInt8>, allowsSingleCode: Bool = false) throws(Fault) {
    for length in lengths { counts[Int(length)] += 1 }
    let used = lengths.count - counts[0]
    counts[0] = 0

    var room = 1  // how many codes of the current length are still free
    for length in 1...Self.longestCode {
      room = room * 2 - counts[length]
      if room < 0 { throw .overSubscribed }
    }
    let isSingle = used == 0 || (used == 1 && counts[1] == 1)
    if room > 0 && !(allowsSingleCode && isSingle) { throw .incomplete }

    var nextCode = [Int](repeating: 0, count: Self.longestCode + 1)
    var nextIndex = nextCode
    for length in 1..<Self.longestCode {
      nextCode[length + 1] = (nextCode[length] + counts[length]) << 1
      nextIndex[length + 1] = nextIndex[length] + counts[length]
    }
    symbols = [UInt16](repeating: 0, count: used)
    for (symbol, length) in zip(UInt16(0)..., lengths) where length > 0 {
      let length = Int(length)
      symbols[nextIndex[length]] = symbol
      nextIndex[length] += 1
      let code = nextCode[length]
      nextCode[length] += 1
      guard length <= Self.tableBits else { continue }
      // A code arrives highest bit first, everything else lowest bit first: turn it round.
      var reversed = 0
      for bit in 0..<length where code >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
      for index in stride(from: reversed, to: table.count, by: 1 << length) {
        table[index] = symbol << 4 | UInt16(length)
      }
    }
  }

  /// Reads one symbol; returns `noSuchCode` or `endOfFile` where there is none.
  @inline(__always)
  func decode(_ reader: inout BitReader) -> Int {
    if reader.available < Self.longestCode { reader.fill() }
    let entry = table[reader.peek(Self.tableBits)]
    guard entry != 0 else { return decodeBitByBit(&reader) }
    let length = Int(entry & 15)
    guard length <= reader.available else { return Self.endOfFile }
    reader.drop(length)
    return Int(entry >> 4)
  }

  @inline(never)
  private func decodeBitByBit(_ reader: inout BitReader) -> Int {
    let bits = reader.peek(Self.longestCode)
    var code = 0
    var first = 0  // the first code of the current length
    var index = 0  // where its symbol stands
    for length in 1...Self.longestCode {
      guard length <= reader.available else { return Self.endOfFile }
      code = code << 1 | (bits >> (length - 1) & 1)
      first <<= 1
      if code - first < counts[length] {
        reader.drop(length)
        return Int(symbols[index + code - first])
      }
      first += counts[length]
      index += counts[length]
    }
    return Self.noSuchCode
  }
}
