import Foundation

/// What a safetensors file says before its elements.
///
/// A file is: the length of the header (eight bytes, lowest first), the header, the elements. The
/// header is JSON, padded by spaces so that the elements begin at a multiple of 8; offsets count
/// from there:
///
///     {"__metadata__":{"step":"10"},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}
///
/// The elements of all tensors follow each other without a gap and without an overlap, so that
/// nothing can hide in a file. (Hugging Face, safetensors, 2022.)
struct SafetensorsHeader {
  struct Entry {
    var name: String
    var elementType: StoredArray.ElementType
    var shape: [Int]
    var offsets: Range<Int>
    /// Where in the file the entry is, for messages.
    var place = 0
  }

  var metadata: [String: String] = [:]
  var entries: [Entry] = []

  /// The longest header that the format allows, in bytes.
  static let maximumLength = 100_000_000
  /// The name that does not stand for a tensor.
  static let metadataName = "__metadata__"

  private static let codes: [(code: String, type: StoredArray.ElementType)] = [
    ("BOOL", .bool), ("U8", .uint8), ("I8", .int8), ("I16", .int16), ("U16", .uint16),
    ("F16", .float16), ("BF16", .bfloat16), ("I32", .int32), ("U32", .uint32), ("F32", .float32),
    ("F64", .float64), ("I64", .int64), ("U64", .uint64),
  ]

  static func type(_ code: String) -> StoredArray.ElementType? {
    codes.first { $0.code == code }?.type
  }

  /// All types that are read, for a message.
  static var knownTypes: String { codes.map(\.code).joined(separator: ", ") }

  // MARK: Writing

  /// The bytes before the elements.
  func encoded() -> Data {
    var parts: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\(Self.escaped($0.key)):\(Self.escaped($0.value))" }
      parts.append("\"\(Self.metadataName)\":{\(pairs.joined(separator: ","))}")
    }
    for entry in entries {
      let code = Self.codes.first { $0.type == entry.elementType }?.code ?? ""
      let shape = entry.shape.map { "\($0)" }.joined(separator: ",")
      parts.append(
        "\(Self.escaped(entry.name)):{\"dtype\":\"\(code)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(entry.offsets.lowerBound),\(entry.offsets.upperBound)]}")
    }
    var text = Array("{\(parts.joined(separator: ","))}".utf8)
    text += repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    return Data(UInt64(text.count).littleEndianBytes + text)
  }

  /// A text in quotes, as JSON needs it.
  private static func escaped(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case ..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
