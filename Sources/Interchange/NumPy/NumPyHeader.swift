import Foundation

/// What a `.npy` file says before its elements.
///
/// A file is: the magic `\x93NUMPY`, two bytes of version, the length of the header (two bytes in
/// version 1, four in 2 and 3; lowest first), the header, the elements. The header is a Python
/// dictionary, padded by spaces so that the elements begin at a multiple of 64:
///
///     {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
///
/// (NumPy Enhancement Proposal 1, 2007. Version 2 allows longer headers, version 3 UTF-8 in names
/// of fields, which only records have.)
struct NumPyHeader {
  var elementType: StoredArray.ElementType
  var byteOrder: StoredArray.ByteOrder
  var axisOrder: StoredArray.AxisOrder
  var shape: [Int]

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The most axes, as in NumPy.
  static let maximumRank = 64
  /// A header of 64 axes has fewer than 2000 bytes; this leaves room for spaces.
  static let maximumLength = 1 << 16

  /// The letter and size of each type.
  private static let codes: [(code: String, type: StoredArray.ElementType)] = [
    ("b1", .bool), ("i1", .int8), ("i2", .int16), ("i4", .int32), ("i8", .int64),
    ("u1", .uint8), ("u2", .uint16), ("u4", .uint32), ("u8", .uint64),
    ("f2", .float16), ("f4", .float32), ("f8", .float64),
  ]

  /// The type and byte order of a code such as `<f4`; nil if it is none that is read here.
  static func type(
    _ code: String
  ) -> (type: StoredArray.ElementType, order: StoredArray.ByteOrder)? {
    guard let entry = codes.first(where: { $0.code == code.dropFirst() }) else { return nil }
    switch code.first {
    case "<": return (entry.type, .littleEndian)
    case ">": return (entry.type, .bigEndian)
    case "|" where entry.type.size == 1: return (entry.type, .littleEndian)
    default: return nil
    }
  }

  // MARK: Writing

  /// The bytes before the elements, exactly as NumPy writes them.
  func encoded() -> Data {
    let code = Self.codes.first { $0.type == elementType }?.code ?? ""
    let order = elementType.size == 1 ? "|" : byteOrder == .bigEndian ? ">" : "<"
    let extents = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let isColumnMajor = axisOrder == .columnMajor
    var text = "{'descr': '\(order)\(code)', "
    text += "'fortran_order': \(isColumnMajor ? "True" : "False"), 'shape': (\(extents)), }"
    // NumPy leaves room for the axis along which a file may grow to 21 digits.
    if let growing = isColumnMajor ? shape.last : shape.first {
      text += String(repeating: " ", count: 21 - "\(growing)".count)
    }
    let prefix = Self.magic.count + 4
    text += String(repeating: " ", count: 64 - (prefix + text.utf8.count + 1) % 64) + "\n"
    var data = Data(Self.magic + [1, 0])
    data.append(contentsOf: UInt16(text.utf8.count).littleEndianBytes)
    data.append(contentsOf: text.utf8)
    return data
  }

  // MARK: Reading

  /// Reads the header, and returns where the elements begin.
  static func read(
    _ data: Data, file: String
  ) throws(NumPyError) -> (header: NumPyHeader, end: Int) {
    let beginning = Array(data.prefix(8))
    guard beginning.starts(with: magic) else {
      let isWhole = beginning.count >= magic.count
      throw NumPyError(
        isWhole || !magic.starts(with: beginning) ? .notNumPy : .truncated, file: file, byte: 0,
        expected: "a file that begins \(hexadecimal(magic))",
        found: hexadecimal(beginning.prefix(6)))
    }
    guard beginning.count == 8 else { throw ended(data, file, "a version") }
    guard (1...3).contains(beginning[6]), beginning[7] == 0 else {
      throw NumPyError(
        .unknownVersion, file: file, byte: 6, expected: "version 1.0, 2.0 or 3.0",
        found: "\(beginning[6]).\(beginning[7])")
    }
    let lengthSize = beginning[6] == 1 ? 2 : 4
    guard data.count >= 8 + lengthSize else { throw ended(data, file, "the header's length") }
    let length = Int(data.littleEndian(at: 8, count: lengthSize))
    guard length <= maximumLength else {
      throw NumPyError(
        .oversizedHeader, file: file, byte: 8,
        expected: "a header of at most \(maximumLength) bytes",
        found: "\(length)")
    }
    let start = 8 + lengthSize
    guard data.count - start >= length else {
      throw ended(data, file, "a header of \(length) bytes, up to byte \(start + length)")
    }
    var parser = NumPyHeaderParser(
      [UInt8](data.part(start..<start + length)), offset: start, file: file)
    return (try parser.header(), start + length)
  }

  private static func ended(_ data: Data, _ file: String, _ expected: String) -> NumPyError {
    NumPyError(
      .truncated, file: file, byte: data.count, expected: expected, found: "the end of the file")
  }
}
