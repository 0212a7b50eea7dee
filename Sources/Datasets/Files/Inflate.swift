/// Unpacks DEFLATE data (Deutsch, RFC 1951, 1996), the compression inside gzip, zip and PNG.
///
/// The data is a row of blocks. A block is stored as it is, or is a sequence of symbols: a byte, or
/// "copy `length` bytes from `distance` bytes back". The symbols are Huffman codes, either a fixed
/// table or one that the block begins with.
struct Inflater {
  private var reader: BitReader
  private let file: String

  init(_ bytes: [UInt8], from start: Int, file: String) {
    reader = BitReader(bytes, from: start)
    self.file = file
  }

  /// Appends what the blocks unpack to, until the last block ends or `output` has `limit` bytes.
  ///
  /// Returns the offset of the byte after the last block, or nil if it stopped at the limit with
  /// more to come.
  mutating func run(into output: inout [UInt8], limit: Int) throws(DataFileError) -> Int? {
    let start = output.count
    while true {
      guard let header = reader.take(3) else { throw truncated("a block header") }
      let isWhole =
        switch header >> 1 {
        case 0: try copyStored(into: &output, limit: limit)
        case 1:
          try decodeSymbols(Self.fixed, into: &output, since: start, limit: limit)
        case 2:
          try decodeSymbols(try readCodes(), into: &output, since: start, limit: limit)
        default:
          throw corrupt("a block type 0, 1 or 2", "3")
        }
      guard isWhole else { return nil }
      if header & 1 == 1 { return reader.alignToByte() }
    }
  }

  // MARK: The three kinds of blocks

  /// Copies a stored block; returns false if it stopped at the limit.
  private mutating func copyStored(
    into output: inout [UInt8], limit: Int
  ) throws(DataFileError) -> Bool {
    _ = reader.alignToByte()
    guard let length = reader.take(16), let complement = reader.take(16) else {
      throw truncated("the length of a stored block")
    }
    guard length == complement ^ 0xFFFF else {
      throw corrupt(
        "a length and its complement (adding up to 65535)", "\(length) and \(complement)")
    }
    let start = reader.position
    guard reader.bytes.count - start >= length else {
      throw truncated("\(length) stored bytes", found: "\(reader.bytes.count - start)")
    }
    let kept = min(length, limit - output.count)
    output.append(contentsOf: reader.bytes[start..<start + kept])
    reader.move(to: start + length)
    return kept == length
  }

  /// The two Huffman codes of a block.
  private struct Codes {
    /// Bytes 0...255, the end of the block 256, lengths of copies 257...285.
    let literals: HuffmanDecoder
    /// Distances of copies 0...29.
    let distances: HuffmanDecoder
  }

  /// Decodes a block's symbols; returns false if it stopped at the limit.
  private mutating func decodeSymbols(
    _ codes: Codes, into output: inout [UInt8], since start: Int, limit: Int
  ) throws(DataFileError) -> Bool {
    while true {
      let symbol = codes.literals.decode(&reader)
      if symbol < 0 { throw badSymbol(symbol) }
      if symbol == 256 { return true }
      guard output.count < limit else { return false }
      if symbol < 256 {
        output.append(UInt8(truncatingIfNeeded: symbol))
        continue
      }
      guard symbol <= 285 else { throw corrupt("a length symbol up to 285", "\(symbol)") }
      let lengthRow = lengthRows[symbol - 257]
      guard let extraLength = reader.take(lengthRow.extraBits) else {
        throw truncated("the length of a copy")
      }
      let distanceSymbol = codes.distances.decode(&reader)
      if distanceSymbol < 0 { throw badSymbol(distanceSymbol) }
      guard distanceSymbol < 30 else {
        throw corrupt("a distance symbol up to 29", "\(distanceSymbol)")
      }
      let distanceRow = distanceRows[distanceSymbol]
      guard let extraDistance = reader.take(distanceRow.extraBits) else {
        throw truncated("the distance of a copy")
      }
      let length = lengthRow.base + extraLength
      let distance = distanceRow.base + extraDistance
      guard distance <= output.count - start else {
        throw corrupt(
          "a copy from at most \(output.count - start) bytes back", "\(distance) bytes back")
      }
      // Byte by byte: a copy may overlap itself, which is how a run of one byte is written.
      let kept = min(length, limit - output.count)
      var source = output.count - distance
      for _ in 0..<kept {
        output.append(output[source])
        source += 1
      }
      if kept < length { return false }
    }
  }

  // MARK: Codes sent with a block

  /// Reads the code lengths at the start of a block (RFC 1951, section 3.2.7).
  private mutating func readCodes() throws(DataFileError) -> Codes {
    guard let sizes = reader.take(14) else { throw truncated("the sizes of a block's codes") }
    let literalCount = (sizes & 31) + 257
    let distanceCount = (sizes >> 5 & 31) + 1
    let lengthCount = (sizes >> 10) + 4
    guard literalCount <= 286, distanceCount <= 30 else {
      throw corrupt(
        "at most 286 literal and 30 distance codes", "\(literalCount) and \(distanceCount)")
    }

    // The lengths are themselves compressed, with a code whose lengths come first.
    var metaLengths = [UInt8](repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for symbol in order.prefix(lengthCount) {
      guard let length = reader.take(3) else { throw truncated("a code length") }
      metaLengths[symbol] = UInt8(length)
    }
    let meta = try code(metaLengths[...], of: "code lengths")

    var lengths: [UInt8] = []
    let total = literalCount + distanceCount
    while lengths.count < total {
      let symbol = meta.decode(&reader)
      switch symbol {
      case 0...15: lengths.append(UInt8(symbol))
      case 16:
        guard let last = lengths.last else {
          throw corrupt("a code length before the first repetition", "none")
        }
        try repeatLength(last, 3, extraBits: 2, in: &lengths, total: total)
      case 17: try repeatLength(0, 3, extraBits: 3, in: &lengths, total: total)
      case 18: try repeatLength(0, 11, extraBits: 7, in: &lengths, total: total)
      default: throw badSymbol(symbol)
      }
    }
    guard lengths[256] > 0 else { throw corrupt("a code for the end of the block", "none") }
    return Codes(
      literals: try code(lengths[..<literalCount], of: "literals", allowsSingleCode: true),
      distances: try code(lengths[literalCount...], of: "distances", allowsSingleCode: true))
  }

  private mutating func repeatLength(
    _ length: UInt8, _ base: Int, extraBits: Int, in lengths: inout [UInt8], total: Int
  ) throws(DataFileError) {
    guard let extra = reader.take(extraBits) else { throw truncated("a repetition count") }
    guard lengths.count + base + extra <= total else {
      throw corrupt("\(total) code lengths", "at least \(lengths.count + base + extra)")
    }
    lengths.append(contentsOf: repeatElement(length, count: base + extra))
  }

  private func code(
    _ lengths: ArraySlice<UInt8>, of name: String, allowsSingleCode: Bool = false
  ) throws(DataFileError) -> HuffmanDecoder {
    do {
      return try HuffmanDecoder(lengths: lengths, allowsSingleCode: allowsSingleCode)
    } catch {
      switch error {
      case .overSubscribed:
        throw corrupt("a Huffman code of \(name)", "more codes than their lengths have room for")
      case .incomplete:
        throw corrupt("a complete Huffman code of \(name)", "bit sequences without a meaning")
      }
    }
  }

  // MARK: Faults

  private func truncated(_ expected: String, found: String = "the end of the file")
    -> DataFileError
  {
    DataFileError(
      .truncated, file: file, at: .byte(reader.position), expected: expected, found: found)
  }

  private func corrupt(_ expected: String, _ found: String) -> DataFileError {
    DataFileError(
      .corrupt, file: file, at: .byte(reader.position), expected: expected, found: found)
  }

  private func badSymbol(_ code: Int) -> DataFileError {
    code == HuffmanDecoder.endOfFile
      ? truncated("the rest of a block")
      : corrupt("a Huffman code of this block", "bits that are none")
  }

  // MARK: Tables of RFC 1951

  /// The code of blocks of type 1 (section 3.2.6).
  private static let fixed: Codes = {
    let lengths =
      [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112)
      + [UInt8](repeating: 7, count: 24) + [UInt8](repeating: 8, count: 8)
    let distances = [UInt8](repeating: 5, count: 32)
    do {
      return Codes(
        literals: try HuffmanDecoder(lengths: lengths),
        distances: try HuffmanDecoder(lengths: distances))
    } catch {
      fatalError("inflate: the fixed Huffman code is wrong: \(error)")
    }
  }()
}

/// A symbol for a range of lengths or distances: the smallest, and how many bits say how much more.
private struct Row {
  let base: Int
  let extraBits: Int
}

/// Symbols 257...285 (section 3.2.5).
private let lengthRows: [Row] = {
  var rows = (0..<8).map { Row(base: $0 + 3, extraBits: 0) }
  for extraBits in 1...5 {
    for step in 0..<4 { rows.append(Row(base: (4 + step) << extraBits + 3, extraBits: extraBits)) }
  }
  // The last of them would be length 258 with extra bits; it has a symbol of its own.
  return rows + [Row(base: 258, extraBits: 0)]
}()

/// Symbols 0...29 (section 3.2.5).
private let distanceRows: [Row] = {
  var rows = (0..<4).map { Row(base: $0 + 1, extraBits: 0) }
  for extraBits in 1...13 {
    for step in 0..<2 { rows.append(Row(base: (2 + step) << extraBits + 1, extraBits: extraBits)) }
  }
  return rows
}()

/// Unpacks DEFLATE data that begins at byte 0.
///
/// - Parameters:
///   - limit: How many bytes it may unpack to; memory is taken only for bytes that there are.
/// - Returns: The content, and the offset of the byte after the last block.
/// - Throws: `truncated`, `corrupt`, or `oversized` if there is more than `limit`.
package func inflate(
  _ bytes: [UInt8], file: String, limit: Int
) throws(DataFileError) -> (content: [UInt8], end: Int) {
  var content: [UInt8] = []
  var inflater = Inflater(bytes, from: 0, file: file)
  guard let end = try inflater.run(into: &content, limit: limit) else {
    throw DataFileError(
      .oversized, file: file, expected: "at most \(limit) unpacked bytes", found: "more")
  }
  return (content, end)
}
