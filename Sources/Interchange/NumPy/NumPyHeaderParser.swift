/// Reads the dictionary in the header of a `.npy` file.
///
/// It is a Python expression, but running Python on what a stranger wrote would be unwise even
/// where there is Python. This reads the one form that NumPy writes, with the keys in any order.
struct NumPyHeaderParser: HeaderCursor {
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

  mutating func header() throws(NumPyError) -> NumPyHeader {
    var type: (type: StoredArray.ElementType, order: StoredArray.ByteOrder)?
    var isColumnMajor: Bool?
    var shape: [Int]?

    try expect("{", "a dictionary, which begins with {")
    skipSpace()
    while !take("}") {
      let start = next
      let key = try string("a key in quotes, or }")
      skipSpace()
      try expect(":", "a colon behind the key")
      skipSpace()
      switch key {
      case "descr" where type == nil: type = try elementType()
      case "fortran_order" where isColumnMajor == nil: isColumnMajor = try boolean()
      case "shape" where shape == nil: shape = try extents()
      case "descr", "fortran_order", "shape":
        throw malformed("every key once", "\(key) again", at: start)
      default:
        throw malformed("the keys descr, fortran_order and shape", quoted(key), at: start)
      }
      skipSpace()
      if take(",") {
        skipSpace()
      } else if peek != "}" {
        throw malformed("a comma or }", shown)
      }
    }
    skipSpace()
    guard next == bytes.count else { throw malformed("only spaces behind the dictionary", shown) }
    guard let type, let isColumnMajor, let shape else {
      let missing = [
        type == nil ? "descr" : nil, isColumnMajor == nil ? "fortran_order" : nil,
        shape == nil ? "shape" : nil,
      ].compactMap(\.self)
      throw malformed(
        "the keys descr, fortran_order and shape", "no \(missing.joined(separator: ", no "))",
        at: 0)
    }
    return NumPyHeader(
      elementType: type.type, byteOrder: type.order,
      axisOrder: isColumnMajor ? .columnMajor : .rowMajor, shape: shape)
  }

  // MARK: The three values

  private mutating func elementType() throws(NumPyError) -> (
    type: StoredArray.ElementType, order: StoredArray.ByteOrder
  ) {
    let start = next
    func unsupported(_ found: String) -> NumPyError {
      NumPyError(
        .unsupportedType, file: file, byte: offset + start,
        expected:
          "numbers: <f4 and the like, with < or > before f2, f4, f8, i1 to i8, u1 to u8; |b1",
        found: found)
    }
    guard peek != "[", peek != "(" else { throw unsupported("records with named fields") }
    let code = try string("a type in quotes")
    guard let type = NumPyHeader.type(code) else { throw unsupported(quoted(code)) }
    return type
  }

  private mutating func boolean() throws(NumPyError) -> Bool {
    for (word, value) in [("True", true), ("False", false)]
    where bytes[next...].starts(with: word.utf8) {
      next += word.utf8.count
      return value
    }
    throw malformed("True or False", shown)
  }

  private mutating func extents() throws(NumPyError) -> [Int] {
    var extents: [Int] = []
    var hasComma = true
    try expect("(", "a tuple, which begins with (")
    skipSpace()
    while !take(")") {
      guard hasComma else { throw malformed("a comma or )", shown) }
      guard extents.count < NumPyHeader.maximumRank else {
        throw malformed("at most \(NumPyHeader.maximumRank) axes", "more")
      }
      extents.append(try number())
      skipSpace()
      hasComma = take(",")
      skipSpace()
    }
    // In Python (3) is a number; the tuple is (3,).
    guard extents.count != 1 || hasComma else {
      throw malformed("a tuple such as (3,)", "a number in parentheses")
    }
    return extents
  }

  private mutating func number() throws(NumPyError) -> Int {
    let start = next
    guard let value = digits() else {
      throw NumPyError(
        .impossibleShape, file: file, byte: offset + start, expected: "the extent of an axis",
        found: "a number of more than 63 bits")
    }
    guard next > start else { throw malformed("the extent of an axis", shown) }
    _ = take("L")  // Python 2 wrote long integers like that
    return value
  }

  // MARK: Pieces

  private mutating func expect(
    _ scalar: Unicode.Scalar, _ expected: String
  ) throws(NumPyError) {
    if !take(scalar) { throw malformed(expected, shown) }
  }

  private mutating func string(_ expected: String) throws(NumPyError) -> String {
    guard let quote = peek, quote == "'" || quote == "\"" else { throw malformed(expected, shown) }
    let start = next + 1
    let end = bytes[start...].firstIndex { $0 == UInt8(ascii: quote) || $0 == UInt8(ascii: "\\") }
    guard let end, bytes[end] == UInt8(ascii: quote) else {
      throw malformed("text without \\ up to the next quote", shown)
    }
    next = end + 1
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private func malformed(_ expected: String, _ found: String, at place: Int? = nil) -> NumPyError {
    NumPyError(
      .malformedHeader, file: file, byte: offset + (place ?? next), expected: expected,
      found: found)
  }
}
