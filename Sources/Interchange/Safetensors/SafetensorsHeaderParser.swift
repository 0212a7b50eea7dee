/// Reads the JSON header of a safetensors file.
///
/// A general JSON reader would keep the last of two equal names, take `1e3` for an extent and
/// follow brackets as deep as a stranger likes to nest them. This one reads only what such a header
/// may say.
struct SafetensorsHeaderParser: HeaderCursor {
  /// UTF-8, already checked.
  let bytes: [UInt8]
  var next = 0
  /// Where in the file the header begins.
  private let offset: Int
  private let file: String

  init(_ bytes: [UInt8], offset: Int, file: String) {
    self.bytes = bytes
    self.offset = offset
    self.file = file
  }

  mutating func header() throws(SafetensorsError) -> SafetensorsHeader {
    var header = SafetensorsHeader()
    var names: Set<String> = []
    guard peek == "{" else { throw malformed("a header that begins with {", shown) }
    try object { (parser, name, place) throws(SafetensorsError) in
      guard names.insert(name).inserted else { throw parser.duplicate(name, at: place) }
      if name == SafetensorsHeader.metadataName {
        header.metadata = try parser.metadata()
      } else {
        header.entries.append(try parser.entry(name, place: place))
      }
    }
    guard next == bytes.count else { throw malformed("only spaces behind the header", shown) }
    return header
  }

  // MARK: Parts of the header

  private mutating func metadata() throws(SafetensorsError) -> [String: String] {
    var metadata: [String: String] = [:]
    try object { (parser, name, place) throws(SafetensorsError) in
      let value = try parser.string("text in quotes")
      guard metadata.updateValue(value, forKey: name) == nil else {
        throw parser.duplicate(name, at: place)
      }
    }
    return metadata
  }

  private mutating func entry(
    _ name: String, place: Int
  ) throws(SafetensorsError) -> SafetensorsHeader.Entry {
    var type: StoredArray.ElementType?
    var shape: [Int]?
    var offsets: Range<Int>?
    try object { (parser, key, place) throws(SafetensorsError) in
      switch key {
      case "dtype" where type == nil: type = try parser.elementType(of: name)
      case "shape" where shape == nil: shape = try parser.numbers()
      case "data_offsets" where offsets == nil: offsets = try parser.offsets(of: name)
      case "dtype", "shape", "data_offsets": throw parser.duplicate(key, at: place)
      default:
        throw parser.malformed("the keys dtype, shape and data_offsets", quoted(key), at: place)
      }
    }
    guard let type, let shape, let offsets else {
      throw malformed(
        "dtype, shape and data_offsets for \(quoted(name))", "an entry without one of them",
        at: place)
    }
    return SafetensorsHeader.Entry(
      name: name, elementType: type, shape: shape, offsets: offsets, place: offset + place)
  }

  private mutating func elementType(
    of name: String
  ) throws(SafetensorsError) -> StoredArray.ElementType {
    let start = next
    let code = try string("a type in quotes")
    guard let type = SafetensorsHeader.type(code) else {
      throw SafetensorsError(
        .unknownType, file: file, byte: offset + start,
        expected: "for \(quoted(name)) one of the types \(SafetensorsHeader.knownTypes)",
        found: quoted(code))
    }
    return type
  }

  private mutating func offsets(of name: String) throws(SafetensorsError) -> Range<Int> {
    let start = next
    let numbers = try numbers()
    guard numbers.count == 2 else {
      throw malformed("two offsets", "\(numbers.count)", at: start)
    }
    guard numbers[0] <= numbers[1] else {
      throw SafetensorsError(
        .outOfRange, file: file, byte: offset + start,
        expected: "\(quoted(name)) to begin before it ends",
        found: "offsets \(numbers[0]) and \(numbers[1])")
    }
    return numbers[0]..<numbers[1]
  }

  // MARK: JSON

  /// Reads an object, and the spaces behind it, and calls `member` to read each value.
  private mutating func object(
    _ member: (inout Self, _ name: String, _ place: Int) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try expect("{", "an object, which begins with {")
    if !takeToken("}") {
      repeat {
        let place = next
        let name = try string("a name in quotes")
        try expect(":", "a colon behind the name")
        try member(&self, name, place)
      } while takeToken(",")
      try expect("}", "a comma or }")
    }
  }

  private mutating func numbers() throws(SafetensorsError) -> [Int] {
    var numbers: [Int] = []
    try expect("[", "a list, which begins with [")
    if !takeToken("]") {
      repeat { numbers.append(try number()) } while takeToken(",")
      try expect("]", "a comma or ]")
    }
    return numbers
  }

  private mutating func number() throws(SafetensorsError) -> Int {
    let start = next
    guard let value = digits() else {
      throw malformed("a number of at most 63 bits", "a longer one", at: start)
    }
    guard next > start else { throw malformed("a whole number without a sign", shown) }
    guard bytes[start] != UInt8(ascii: "0") || next == start + 1 else {
      throw malformed("a number without leading zeros", "a zero before it", at: start)
    }
    skipSpace()
    return value
  }

  private mutating func string(_ expected: String) throws(SafetensorsError) -> String {
    guard peek == "\"" else { throw malformed(expected, shown) }
    next += 1
    var text: [UInt8] = []
    while let scalar = peek, scalar != "\"" {
      let start = next
      next += 1
      switch scalar {
      case "\\": text += Array(String(try escape(at: start)).utf8)
      case ..<" ": throw malformed("an escape such as \\n", "a control character", at: start)
      default: text.append(bytes[start])
      }
    }
    guard peek == "\"" else { throw malformed("a quote that ends the text", shown) }
    next += 1
    skipSpace()
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads what follows a backslash.
  private mutating func escape(at start: Int) throws(SafetensorsError) -> Unicode.Scalar {
    let letter = peek
    next += 1
    switch letter {
    case "\"", "\\", "/": return letter ?? "\\"
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "u": break
    default: throw malformed("an escape of JSON", "another character behind \\", at: start)
    }
    let unit = try codeUnit(at: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    // Characters beyond 16 bits are written as a pair: a high and a low surrogate.
    if unit < 0xDC00, bytes[min(next, bytes.count)...].starts(with: "\\u".utf8) {
      next += 2
      let low = try codeUnit(at: start)
      if (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (UInt32(unit - 0xD800) << 10 | UInt32(low - 0xDC00)))
      {
        return scalar
      }
    }
    throw malformed("a pair of surrogates", "one alone", at: start)
  }

  private mutating func codeUnit(at start: Int) throws(SafetensorsError) -> UInt16 {
    let digits = bytes[min(next, bytes.count)...].prefix(4)
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, text.allSatisfy(\.isHexDigit), let unit = UInt16(text, radix: 16)
    else {
      throw malformed("four hexadecimal digits behind \\u", quoted(text), at: start)
    }
    next += 4
    return unit
  }

  // MARK: Pieces

  /// Reads one character and the spaces behind it, if it comes next.
  private mutating func takeToken(_ scalar: Unicode.Scalar) -> Bool {
    guard take(scalar) else { return false }
    skipSpace()
    return true
  }

  private mutating func expect(
    _ scalar: Unicode.Scalar, _ expected: String
  ) throws(SafetensorsError) {
    if !takeToken(scalar) { throw malformed(expected, shown) }
  }

  private func duplicate(_ name: String, at place: Int) -> SafetensorsError {
    SafetensorsError(
      .duplicateName, file: file, byte: offset + place, expected: "every name once",
      found: "\(quoted(name)) again")
  }

  private func malformed(
    _ expected: String, _ found: String, at place: Int? = nil
  ) -> SafetensorsError {
    SafetensorsError(
      .malformedHeader, file: file, byte: offset + (place ?? next), expected: expected,
      found: found)
  }
}
