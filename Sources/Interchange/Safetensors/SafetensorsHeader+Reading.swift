import Foundation

extension SafetensorsHeader {
  /// Reads and checks the header, and returns where the elements begin.
  static func read(
    _ data: Data, file: String
  ) throws(SafetensorsError) -> (header: SafetensorsHeader, end: Int) {
    guard data.count >= 8 else {
      throw SafetensorsError(
        .truncated, file: file, byte: data.count, expected: "the header's length in 8 bytes",
        found: "\(data.count) bytes")
    }
    let claimed = data.littleEndian(at: 0, count: 8)
    guard claimed <= UInt64(maximumLength) else {
      throw SafetensorsError(
        .oversizedHeader, file: file, byte: 0,
        expected: "a header of at most \(maximumLength) bytes", found: "\(claimed)")
    }
    let length = Int(claimed)
    guard length <= data.count - 8 else {
      throw SafetensorsError(
        .truncated, file: file, byte: data.count,
        expected: "a header of \(length) bytes, up to byte \(8 + length)",
        found: "the end of the file")
    }
    let bytes = [UInt8](data.part(8..<8 + length))
    if let place = firstInvalidByte(bytes) {
      throw SafetensorsError(
        .invalidText, file: file, byte: 8 + place, expected: "text in UTF-8",
        found: hexadecimal(bytes[place...].prefix(4)))
    }
    var parser = SafetensorsHeaderParser(bytes, offset: 8, file: file)
    let header = try parser.header()
    try header.checkOffsets(available: data.count - 8 - length, file: file)
    return (header, 8 + length)
  }

  /// Where the text stops being UTF-8; nil if it is.
  private static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var place = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): place += scalar.count
      case .error, .emptyInput: return place
      }
    }
  }

  /// Checks that the tensors fill the bytes behind the header, one after the other.
  private func checkOffsets(available: Int, file: String) throws(SafetensorsError) {
    func fault(
      _ fault: SafetensorsFault, _ entry: Entry, _ expected: String, _ found: String
    ) -> SafetensorsError {
      SafetensorsError(
        fault, file: file, byte: entry.place, expected: expected, found: found)
    }
    for entry in entries {
      guard entry.offsets.upperBound <= available else {
        throw fault(
          .outOfRange, entry,
          "offsets of \(quoted(entry.name)) up to \(available), where the file ends",
          "\(entry.offsets.upperBound)")
      }
      guard let size = StoredArray.byteCount(entry.shape, entry.elementType) else {
        throw fault(
          .impossibleShape, entry, "a shape of \(quoted(entry.name)) that a memory could hold",
          "\(entry.shape.prefix(8))")
      }
      guard size == entry.offsets.count else {
        throw fault(
          .wrongSize, entry,
          "\(size) bytes for \(quoted(entry.name)) of shape \(entry.shape.prefix(8)) and type "
            + "\(entry.elementType)",
          "\(entry.offsets.count)")
      }
    }
    // A tensor without elements lies between two others.
    let sorted = entries.sorted {
      ($0.offsets.lowerBound, $0.offsets.upperBound)
        < ($1.offsets.lowerBound, $1.offsets.upperBound)
    }
    var free = 0
    for entry in sorted {
      let start = entry.offsets.lowerBound
      guard start >= free else {
        throw fault(
          .overlap, entry, "\(quoted(entry.name)) from offset \(free) on",
          "\(start), which belongs to another tensor")
      }
      guard start == free else {
        throw fault(
          .hole, entry, "\(quoted(entry.name)) at offset \(free)",
          "\(start): the bytes between belong to no tensor")
      }
      free = entry.offsets.upperBound
    }
    guard free == available else {
      throw SafetensorsError(
        .hole, file: file, expected: "tensors that fill \(available) bytes",
        found: "\(free): the last \(available - free) belong to no tensor")
    }
  }
}
