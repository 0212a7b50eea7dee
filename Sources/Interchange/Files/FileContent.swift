import Foundation

/// Opens a file for reading.
///
/// A large file is mapped: its content is read from the disk where and when it is looked at. While
/// the result is in use, such a file may be replaced or deleted but not shortened in place;
/// `mapping: false` is for files where that happens.
func contentOfFile<Fault: FormatFault>(
  at url: URL, _: Fault.Type, mapping: Bool = true
) throws(FormatError<Fault>) -> Data {
  func unreadable(_ expected: String, _ found: String) -> FormatError<Fault> {
    FormatError(.unreadable, file: url.lastPathComponent, expected: expected, found: found)
  }
  guard url.isFileURL else { throw unreadable("the address of a file", url.absoluteString) }
  // Without O_NONBLOCK a pipe would make us wait.
  switch OpenFile.open(url.path, O_RDONLY | O_NONBLOCK) {
  case .failed(let code): throw unreadable("a file at \(url.path)", systemMessage(code))
  case .opened(let file):
    var status = stat()
    guard fstat(file.descriptor, &status) == 0 else {
      throw unreadable("a readable file", systemMessage(errno))
    }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG else {
      // A device may never end.
      throw unreadable("a file", kind == S_IFDIR ? "a folder" : "a pipe or a device")
    }
    let count = Int(status.st_size)
    if mapping, count >= mappedSize,
      let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, file.descriptor, 0), start != MAP_FAILED
    {
      return Data(bytesNoCopy: start, count: count, deallocator: .unmap)
    }
    do {
      return try Data(contentsOf: url)
    } catch {
      throw unreadable("a readable file", "an error: \(error.localizedDescription)")
    }
  }
}

/// From this size on, files are mapped; below, copying costs nothing.
private let mappedSize = 1 << 20

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
