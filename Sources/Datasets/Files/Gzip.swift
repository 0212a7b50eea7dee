/// Whether a file begins like a gzip file.
package func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

/// Unpacks a gzip file (Deutsch, RFC 1952, 1996) and checks its checksums.
///
/// A file may consist of several members, one after the other; their contents are joined.
///
/// - Parameters:
///   - bytes: The whole file.
///   - file: The name of the file, for messages.
///   - limit: How many bytes it may unpack to. One kilobyte can unpack to a megabyte, so a small
///     file can otherwise fill the memory.
/// - Throws: `truncated`, `corrupt`, `unsupported`, or `oversized` if there is more than `limit` or
///   something follows the last member.
package func gunzip(
  _ bytes: [UInt8], file: String, limit: Int
) throws(DataFileError) -> [UInt8] {
  var output: [UInt8] = []
  var offset = 0
  repeat {
    let start = output.count
    let body = try skipHeader(bytes, at: offset, file: file)
    var inflater = Inflater(bytes, from: body, file: file)
    guard let end = try inflater.run(into: &output, limit: limit) else {
      throw DataFileError(
        .oversized, file: file, expected: "at most \(limit) unpacked bytes", found: "more")
    }
    try checkTrailer(bytes, at: end, content: output[start...], file: file)
    offset = end + 8
  } while offset < bytes.count
  return output
}

/// Unpacks the first `count` bytes of a gzip file, or all if it has fewer, without any checksum.
package func gunzipPrefix(
  _ bytes: [UInt8], count: Int, file: String
) throws(DataFileError) -> [UInt8] {
  var output: [UInt8] = []
  var offset = 0
  repeat {
    let body = try skipHeader(bytes, at: offset, file: file)
    var inflater = Inflater(bytes, from: body, file: file)
    guard let end = try inflater.run(into: &output, limit: count) else { break }
    offset = end + 8
  } while offset < bytes.count && output.count < count
  return output
}

// MARK: Header and trailer

/// Returns the offset of the compressed data behind the header that starts at `start`.
private func skipHeader(
  _ bytes: [UInt8], at start: Int, file: String
) throws(DataFileError) -> Int {
  func truncated(_ expected: String) -> DataFileError {
    DataFileError(
      .truncated, file: file, at: .byte(bytes.count), expected: expected,
      found: "the end of the file")
  }
  let magic = bytes[start...].prefix(2)
  guard magic.count == 2 || magic.first == 0x1F || magic.isEmpty else {
    throw trailingBytes(bytes.count - start, at: start, file: file)
  }
  guard magic.count == 2 else { throw truncated("a gzip header") }
  guard magic.elementsEqual([0x1F, 0x8B]) else {
    if start > 0 { throw trailingBytes(bytes.count - start, at: start, file: file) }
    throw DataFileError(
      .corrupt, file: file, at: .byte(0), expected: "the gzip magic 1f 8b", found: hex(magic))
  }
  guard bytes.count - start >= 10 else { throw truncated("a gzip header of 10 bytes") }
  guard bytes[start + 2] == 8 else {
    throw DataFileError(
      .unsupported, file: file, at: .byte(start + 2), expected: "compression method 8 (DEFLATE)",
      found: "\(bytes[start + 2])")
  }
  let flags = bytes[start + 3]
  guard flags & 0b1110_0000 == 0 else {
    throw DataFileError(
      .unsupported, file: file, at: .byte(start + 3), expected: "the three highest flags unset",
      found: hex([flags]))
  }
  var offset = start + 10
  if flags & 0b00100 != 0 {  // an extra field, behind its length
    guard bytes.count - offset >= 2 else { throw truncated("the length of the extra field") }
    let length = Int(littleEndian(bytes, at: offset, count: 2))
    guard bytes.count - offset - 2 >= length else { throw truncated("\(length) extra bytes") }
    offset += 2 + length
  }
  for (flag, field) in [(UInt8(0b01000), "name"), (0b10000, "comment")] where flags & flag != 0 {
    guard let zero = bytes[offset...].firstIndex(of: 0) else {
      throw truncated("a zero behind the \(field)")
    }
    offset = zero + 1
  }
  if flags & 0b00010 != 0 {  // a checksum of the header
    guard bytes.count - offset >= 2 else { throw truncated("the header's checksum") }
    let stored = littleEndian(bytes, at: offset, count: 2)
    let computed = crc32(bytes[start..<offset]) & 0xFFFF
    guard stored == computed else {
      throw DataFileError(
        .corrupt, file: file, at: .byte(offset),
        expected: "a header checksum of \(computed)", found: "\(stored)")
    }
    offset += 2
  }
  return offset
}

/// Compares the checksum and the size behind the data with the data.
private func checkTrailer(
  _ bytes: [UInt8], at offset: Int, content: ArraySlice<UInt8>, file: String
) throws(DataFileError) {
  guard bytes.count - offset >= 8 else {
    throw DataFileError(
      .truncated, file: file, at: .byte(bytes.count), expected: "a checksum and a size (8 bytes)",
      found: "\(bytes.count - offset) bytes")
  }
  let stored = littleEndian(bytes, at: offset, count: 4)
  let computed = crc32(content)
  guard stored == computed else {
    throw DataFileError(
      .corrupt, file: file, at: .byte(offset), expected: "the data's checksum \(computed)",
      found: "\(stored)")
  }
  let size = littleEndian(bytes, at: offset + 4, count: 4)
  guard size == UInt32(truncatingIfNeeded: content.count) else {
    throw DataFileError(
      .corrupt, file: file, at: .byte(offset + 4), expected: "the data's size \(content.count)",
      found: "\(size)")
  }
}

private func trailingBytes(_ count: Int, at offset: Int, file: String) -> DataFileError {
  DataFileError(
    .oversized, file: file, at: .byte(offset), expected: "the end of the file",
    found: "\(count) more bytes")
}

private func littleEndian(_ bytes: [UInt8], at offset: Int, count: Int) -> UInt32 {
  (0..<count).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
}

/// Bytes in the form `1f 8b`.
func hex(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }.joined(separator: " ")
}
