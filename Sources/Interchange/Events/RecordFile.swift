package import Foundation

/// The frame around each event in a file: TensorFlow's TFRecord.
///
/// A record is: the length of the content (eight bytes), a checksum of these, the content, a
/// checksum of it. Numbers begin with the lowest byte. Whoever reads a file that is still written
/// finds either a whole record or the beginning of one.
package enum RecordFile {
  /// The bytes around the content: 8 of length, 4 and 4 of checksums.
  static let frameSize = 16

  package static func encode(_ content: [UInt8]) -> [UInt8] {
    let length = UInt64(content.count).littleEndianBytes
    return length + maskedCRC32C(length).littleEndianBytes + content
      + maskedCRC32C(content).littleEndianBytes
  }

  /// The records of a file.
  package struct Content {
    /// What each record holds, and where in the file that begins.
    package var records: [(content: Data, start: Int)] = []
    /// Where the last whole record ends; the file ends there too, unless its last record is cut
    /// off.
    package var end = 0
  }

  /// Reads all whole records, and stops where the last one is cut off.
  package static func read(_ data: Data, file: String) throws(EventFileError) -> Content {
    var result = Content()
    while data.count - result.end >= 12 {
      let start = result.end
      let length = data.littleEndian(at: start, count: 8)
      let checksum = maskedCRC32C(data.part(start..<start + 8))
      guard UInt64(checksum) == data.littleEndian(at: start + 8, count: 4) else {
        throw EventFileError(
          start == 0 ? .notAnEventFile : .damagedLength, file: file, byte: start,
          expected: "the length of a record and its checksum",
          found: hexadecimal(data.part(start..<start + 8)))
      }
      guard length <= UInt64(data.count - start - 12), data.count - start - 12 - Int(length) >= 4
      else { break }
      let end = start + 12 + Int(length)
      let content = data.part(start + 12..<end)
      guard UInt64(maskedCRC32C(content)) == data.littleEndian(at: end, count: 4) else {
        throw EventFileError(
          .damagedRecord, file: file, byte: start + 12,
          expected: "\(length) bytes that agree with their checksum", found: "others")
      }
      result.records.append((content, start + 12))
      result.end = end + 4
    }
    return result
  }
}
