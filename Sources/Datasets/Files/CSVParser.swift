/// Cuts the bytes of a CSV file into rows of fields.
struct CSVParser {
  private let bytes: [UInt8]
  private let file: String
  private let separator: UInt8
  private var offset = 0
  private var line = 1

  init(_ bytes: [UInt8], file: String, separator: UInt8) {
    self.bytes = bytes
    self.file = file
    self.separator = separator
    // Some programs begin a UTF-8 file with this mark.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  private static let quote = UInt8(ascii: "\"")
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Returns the next row that is not an empty line, or nil at the end.
  mutating func nextRow() throws(DataFileError) -> (fields: [String], line: Int)? {
    while offset < bytes.count, skipLineBreak() {}
    guard offset < bytes.count else { return nil }
    let start = line
    var fields: [String] = []
    while true {
      fields.append(try nextField())
      if offset < bytes.count, bytes[offset] == separator {
        offset += 1
        continue
      }
      _ = skipLineBreak()
      return (fields, start)
    }
  }

  /// Reads a field up to, and without, the separator or the line break behind it.
  private mutating func nextField() throws(DataFileError) -> String {
    if offset < bytes.count, bytes[offset] == Self.quote { return try quotedField() }
    let start = offset
    while offset < bytes.count, bytes[offset] != separator, !isLineBreak(bytes[offset]) {
      guard bytes[offset] != Self.quote else {
        throw malformed(
          "no quote inside a field that does not begin with one", "a quote", at: line)
      }
      offset += 1
    }
    return try text(bytes[start..<offset], from: line)
  }

  private mutating func quotedField() throws(DataFileError) -> String {
    let start = line
    var content: [UInt8] = []
    offset += 1
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if byte == Self.newline { line += 1 }
      guard byte == Self.quote else {
        content.append(byte)
        continue
      }
      if offset < bytes.count, bytes[offset] == Self.quote {  // a quote written twice is one
        content.append(byte)
        offset += 1
        continue
      }
      if offset < bytes.count, bytes[offset] != separator, !isLineBreak(bytes[offset]) {
        throw malformed(
          "a separator or the end of the line behind a closing quote", hex([bytes[offset]]),
          at: line)
      }
      return try text(content[...], from: start)
    }
    throw malformed("a closing quote", "the end of the file", at: start)
  }

  private func isLineBreak(_ byte: UInt8) -> Bool {
    byte == Self.newline || byte == Self.carriageReturn
  }

  /// Skips one line break in any of its three spellings; returns whether there was one.
  private mutating func skipLineBreak() -> Bool {
    guard offset < bytes.count, isLineBreak(bytes[offset]) else { return false }
    let isPair =
      bytes[offset] == Self.carriageReturn && offset + 1 < bytes.count
      && bytes[offset + 1] == Self.newline
    offset += isPair ? 2 : 1
    line += 1
    return true
  }

  private func text(
    _ content: ArraySlice<UInt8>, from line: Int
  ) throws(DataFileError) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw malformed("UTF-8 text", "other bytes", at: line)
    }
    return text
  }

  private func malformed(_ expected: String, _ found: String, at line: Int) -> DataFileError {
    DataFileError(.malformed, file: file, at: .line(line), expected: expected, found: found)
  }
}
