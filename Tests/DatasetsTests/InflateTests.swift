import Datasets
import Testing

/// Blocks written by hand: the corners of RFC 1951, and what no honest program writes.
@Suite struct InflateTests {
  private func unpack(_ writer: BitWriter, of content: [UInt8] = []) throws(DataFileError)
    -> [UInt8]
  {
    try gunzip(writer.gzip(of: content), file: "blocks", limit: 1 << 20)
  }

  private func corrupt(_ writer: BitWriter, mentions text: String) {
    let error = fault { () throws(DataFileError) in try unpack(writer) }
    #expect(error?.kind == .corrupt)
    #expect(error?.description.contains(text) == true, "\(error.map(String.init) ?? "-")")
  }

  @Test func fixedCodesOfEverySymbol() throws {
    var writer = BitWriter()
    writer.number(1, bits: 1)
    writer.number(1, bits: 2)
    for symbol in 0...256 { writer.fixed(symbol) }
    let all = (0...255).map { UInt8($0) }
    #expect(try unpack(writer, of: all) == all)
  }

  @Test func longestDistanceAndLength() throws {
    // 32,768 bytes back is the farthest a copy reaches; zlib itself never goes beyond 32,506.
    let content = Payloads.noise(32768, seed: 5)
    var writer = BitWriter()
    writer.stored(content, isLast: false)
    writer.number(1, bits: 1)
    writer.number(1, bits: 2)
    writer.fixed(285)  // length 258
    writer.code(29, bits: 5)
    writer.number(8191, bits: 13)  // 24,577 + 8,191
    writer.fixed(284)  // the other spelling of length 258: 227 + 31
    writer.number(31, bits: 5)
    writer.code(29, bits: 5)
    writer.number(8191, bits: 13)
    writer.fixed(256)
    let expected = content + content[..<516]
    let isEqual = try unpack(writer, of: expected) == expected
    #expect(isEqual)
  }

  @Test func everyLengthAndDistanceSymbol() throws {
    // The tables of section 3.2.5, written out here by hand from the text of the standard.
    let lengths = [
      3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
      163, 195, 227, 258,
    ]
    let lengthBits = [
      0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    let distances = [
      1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
      2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ]
    let distanceBits = [
      0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
      13,
    ]
    var expected = Payloads.noise(32768, seed: 9)
    var writer = BitWriter()
    writer.stored(expected, isLast: false)
    writer.number(1, bits: 1)
    writer.number(1, bits: 2)
    for row in 0..<30 {
      let extraLength = lengthBits[row % 29] > 0 ? (1 << lengthBits[row % 29]) - 1 - row % 2 : 0
      let extraDistance = distanceBits[row] > 0 ? (1 << distanceBits[row]) - 1 - row % 2 : 0
      writer.fixed(257 + row % 29)
      writer.number(extraLength, bits: lengthBits[row % 29])
      writer.code(row, bits: 5)
      writer.number(extraDistance, bits: distanceBits[row])
      let start = expected.count - distances[row] - extraDistance
      for index in 0..<lengths[row % 29] + extraLength { expected.append(expected[start + index]) }
    }
    writer.fixed(256)
    let isEqual = try unpack(writer, of: expected) == expected
    #expect(isEqual)
  }

  @Test func codesOfFifteenBits() throws {
    // Literal k has k + 1 bits for k < 14, the last two symbols 15: longer than one look-up.
    var writer = BitWriter()
    writer.dynamicHeader(
      literals: 257, distances: 1,
      metaLengths: Dictionary(uniqueKeysWithValues: (0...15).map { ($0, 4) }))
    let lengths = (1...14).map { $0 } + [15] + [Int](repeating: 0, count: 241) + [15]
    for length in lengths + [0] { writer.code(length, bits: 4) }
    let content: [UInt8] = [14, 0, 13, 9, 10, 11, 12, 14, 14, 1]
    for byte in content {
      let length = lengths[Int(byte)]
      // 0, 10, 110, …: ones and then a zero; of the two longest codes the smaller comes first.
      writer.code((1 << length) - 2, bits: length)
    }
    writer.code((1 << 15) - 1, bits: 15)
    #expect(try unpack(writer, of: content) == content)
  }

  @Test func copiesFromBeforeTheStartThrow() {
    var writer = BitWriter()
    writer.number(1, bits: 1)
    writer.number(1, bits: 2)
    writer.fixed(65)
    writer.fixed(257)
    writer.code(1, bits: 5)  // 2 back, but there is only 1
    writer.fixed(256)
    corrupt(writer, mentions: "from at most 1 bytes back, found 2 bytes back")
  }

  @Test func copiesFromAnEarlierMemberThrow() throws {
    var first = BitWriter()
    first.stored([1, 2, 3], isLast: true)
    var second = BitWriter()
    second.number(1, bits: 1)
    second.number(1, bits: 2)
    second.fixed(257)
    second.code(0, bits: 5)
    second.fixed(256)
    let error = fault { () throws(DataFileError) in
      try gunzip(
        first.gzip(of: [1, 2, 3]) + second.gzip(of: [3, 3, 3]), file: "members", limit: 100)
    }
    #expect(error?.kind == .corrupt)
    #expect(error?.description.contains("from at most 0 bytes back") == true)
  }

  @Test func symbolsWithoutMeaningThrow() {
    for symbol in [286, 287] {
      var writer = BitWriter()
      writer.number(1, bits: 1)
      writer.number(1, bits: 2)
      writer.fixed(symbol)
      corrupt(writer, mentions: "a length symbol up to 285, found \(symbol)")
    }
    for symbol in [30, 31] {
      var writer = BitWriter()
      writer.number(1, bits: 1)
      writer.number(1, bits: 2)
      writer.fixed(65)
      writer.fixed(257)
      writer.code(symbol, bits: 5)
      corrupt(writer, mentions: "a distance symbol up to 29, found \(symbol)")
    }
  }

  @Test func wrongBlocksThrow() {
    var reserved = BitWriter()
    reserved.number(0b111, bits: 3)
    corrupt(reserved, mentions: "a block type 0, 1 or 2, found 3")

    var stored = BitWriter()
    stored.number(1, bits: 8)
    stored.number(5, bits: 16)
    stored.number(5, bits: 16)
    corrupt(stored, mentions: "5 and 5")

    var sizes = BitWriter()
    sizes.dynamicHeader(literals: 287, distances: 1, metaLengths: [0: 1, 1: 1])
    corrupt(sizes, mentions: "at most 286 literal and 30 distance codes")
  }

  @Test func wrongCodesThrow() {
    var over = BitWriter()
    over.dynamicHeader(literals: 257, distances: 1, metaLengths: [0: 1, 1: 1, 2: 1])
    corrupt(over, mentions: "more codes than their lengths have room for")

    var incomplete = BitWriter()
    incomplete.dynamicHeader(literals: 257, distances: 1, metaLengths: [0: 2, 1: 2, 2: 2])
    corrupt(incomplete, mentions: "a complete Huffman code of code lengths")

    var repetition = BitWriter()
    repetition.dynamicHeader(literals: 257, distances: 1, metaLengths: [0: 1, 16: 1])
    repetition.code(1, bits: 1)
    corrupt(repetition, mentions: "before the first repetition")

    var tooMany = BitWriter()  // 2 × 138 zeros for 258 lengths
    tooMany.dynamicHeader(literals: 257, distances: 1, metaLengths: [0: 1, 18: 1])
    for _ in 0..<2 {
      tooMany.code(1, bits: 1)
      tooMany.number(127, bits: 7)
    }
    corrupt(tooMany, mentions: "258 code lengths, found at least 276")
  }

  @Test func blocksWithoutAnEndThrow() {
    var writer = BitWriter()  // literals 0 and 1 have codes, 256 has none
    writer.dynamicHeader(literals: 257, distances: 1, metaLengths: [0: 2, 1: 2, 18: 1])
    for _ in 0..<2 { writer.code(3, bits: 2) }
    for repetition in [127, 107] {
      writer.code(0, bits: 1)
      writer.number(repetition, bits: 7)
    }
    corrupt(writer, mentions: "a code for the end of the block")
  }

  /// A block whose literal code is {A, end of block} and whose distance code has `lengths`.
  private func block(distanceLengths lengths: [Int]) -> BitWriter {
    var writer = BitWriter()
    writer.dynamicHeader(
      literals: 258, distances: lengths.count, metaLengths: [0: 2, 1: 2, 2: 2, 18: 2])
    func length(_ value: Int) { writer.code(value, bits: 2) }  // 0 -> 00, 1 -> 01, 2 -> 10
    func zeros(_ count: Int) {
      writer.code(3, bits: 2)
      writer.number(count - 11, bits: 7)
    }
    zeros(65)
    length(1)  // A: 0
    zeros(138)
    zeros(52)
    length(2)  // end: 10
    length(2)  // a copy of length 3: 11
    for value in lengths { length(value) }
    return writer
  }

  @Test func singleDistanceCodeIsAllowed() throws {
    var writer = block(distanceLengths: [1])
    writer.code(0, bits: 1)
    writer.code(0b11, bits: 2)
    writer.code(0, bits: 1)
    writer.code(0b10, bits: 2)
    let content = [UInt8](repeating: 65, count: 4)
    #expect(try unpack(writer, of: content) == content)

    // The other bit of that code means nothing.
    var wrong = block(distanceLengths: [1])
    wrong.code(0, bits: 1)
    wrong.code(0b11, bits: 2)
    wrong.number(0xFFFF, bits: 16)
    corrupt(wrong, mentions: "bits that are none")
  }

  @Test func noDistanceCodeIsAllowedWithoutCopies() throws {
    var writer = block(distanceLengths: [0])
    writer.code(0, bits: 1)
    writer.code(0b10, bits: 2)
    #expect(try unpack(writer, of: [65]) == [65])
  }

  @Test func wrongDistanceCodesThrow() {
    corrupt(block(distanceLengths: [2]), mentions: "a complete Huffman code of distances")
    corrupt(block(distanceLengths: [1, 1, 1]), mentions: "more codes than")
  }
}
