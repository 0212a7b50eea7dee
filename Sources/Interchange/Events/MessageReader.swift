import Foundation

/// Reads a message of Protocol Buffers field by field.
struct MessageReader {
  /// What a field holds; the program that reads knows which number means what.
  enum Value {
    case integer(UInt64)
    case eightBytes(UInt64)
    case bytes(Data)
    case fourBytes(UInt32)
  }

  struct Field {
    let number: UInt64
    let value: Value

    var integer: Int64? {
      if case .integer(let bits) = value { Int64(bitPattern: bits) } else { nil }
    }
    var double: Double? {
      if case .eightBytes(let bits) = value { Double(bitPattern: bits) } else { nil }
    }
    var float: Float? {
      if case .fourBytes(let bits) = value { Float(bitPattern: bits) } else { nil }
    }
    var bytes: Data? {
      if case .bytes(let data) = value { data } else { nil }
    }
    var text: String? { bytes.flatMap { String(validating: $0, as: UTF8.self) } }

    /// A list of doubles, in one piece or as one of many fields.
    var doubles: [Double]? {
      if let double { return [double] }
      guard let bytes, bytes.count % 8 == 0 else { return nil }
      return stride(from: 0, to: bytes.count, by: 8).map {
        Double(bitPattern: bytes.littleEndian(at: $0, count: 8))
      }
    }

    /// A list of floats, in one piece or as one of many fields.
    var floats: [Float]? {
      if let float { return [float] }
      guard let bytes, bytes.count % 4 == 0 else { return nil }
      return stride(from: 0, to: bytes.count, by: 4).map {
        Float(bitPattern: UInt32(truncatingIfNeeded: bytes.littleEndian(at: $0, count: 4)))
      }
    }
  }

  /// All fields of a message, or nil if the bytes are none.
  static func fields(_ data: Data) -> [Field]? {
    var reader = MessageReader(data: data)
    var fields: [Field] = []
    while reader.next < data.count {
      guard let field = reader.field() else { return nil }
      fields.append(field)
    }
    return fields
  }

  private let data: Data
  private var next = 0

  private init(data: Data) { self.data = data }

  private mutating func field() -> Field? {
    guard let key = variable(), key >> 3 != 0 else { return nil }
    let value: Value?
    switch key & 7 {
    case 0: value = variable().map { .integer($0) }
    case 1: value = fixed(8).map { .eightBytes($0) }
    case 2: value = block().map { .bytes($0) }
    case 5: value = fixed(4).map { .fourBytes(UInt32(truncatingIfNeeded: $0)) }
    default: value = nil
    }
    return value.map { Field(number: key >> 3, value: $0) }
  }

  private mutating func variable() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard next < data.count else { return nil }
      let byte = UInt64(data[data.startIndex + next])
      next += 1
      // Ten pieces of 7 bits are 70: of the last only one bit counts.
      guard shift < 63 || byte <= 1 else { return nil }
      value |= (byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }

  private mutating func fixed(_ count: Int) -> UInt64? {
    guard data.count - next >= count else { return nil }
    defer { next += count }
    return data.littleEndian(at: next, count: count)
  }

  private mutating func block() -> Data? {
    guard let count = variable(), count <= UInt64(data.count - next) else { return nil }
    defer { next += Int(count) }
    return data.part(next..<next + Int(count))
  }
}
