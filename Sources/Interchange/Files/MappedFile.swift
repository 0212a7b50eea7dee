import Foundation

/// Opens a file for reading; its content is read from the disk where and when it is looked at.
///
/// While the result is in use, the file may be replaced or deleted but not shortened in place.
func mappedFile<Fault: FormatFault>(
  at url: URL, _: Fault.Type
) throws(FormatError<Fault>) -> Data {
  guard url.isFileURL, let status = fileStatus(url.path) else {
    throw FormatError(
      .unreadable, file: url.lastPathComponent, expected: "a file at \(url.path)",
      found: "nothing of that name", advice: "Check the path.")
  }
  // A pipe would make us wait, a device may never end.
  guard status.st_mode & S_IFMT == S_IFREG else {
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    throw FormatError(
      .unreadable, file: url.lastPathComponent, expected: "a file",
      found: isFolder ? "a folder" : "a pipe or a device")
  }
  do {
    return try Data(contentsOf: url, options: .mappedIfSafe)
  } catch {
    throw FormatError(
      .unreadable, file: url.lastPathComponent, expected: "a readable file",
      found: "an error: \(error.localizedDescription)")
  }
}

extension Data {
  /// The unsigned number in the `count` bytes (at most 8) at `offset` from the start, which must be
  /// there.
  func littleEndian(at offset: Int, count: Int) -> UInt64 {
    var value: UInt64 = 0
    for byte in self[startIndex + offset..<startIndex + offset + count].reversed() {
      value = value << 8 | UInt64(byte)
    }
    return value
  }

  /// The bytes at offsets counted from the start, without a copy.
  func part(_ offsets: Range<Int>) -> Data {
    self[startIndex + offsets.lowerBound..<startIndex + offsets.upperBound]
  }
}

extension FixedWidthInteger {
  /// The bytes of the number, the lowest first.
  var littleEndianBytes: [UInt8] { Swift.withUnsafeBytes(of: littleEndian) { Array($0) } }
}
