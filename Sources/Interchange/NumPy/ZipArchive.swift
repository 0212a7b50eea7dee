import Datasets
import Foundation

/// The zip archives that `numpy.savez` writes (PKWARE, APPNOTE.TXT, 1989).
///
/// An archive is a row of members, each behind a short header, then a directory that repeats the
/// headers and says where the members are, then a record that says where the directory is. A reader
/// begins at the end.
enum ZipArchive {
  struct Member: Equatable {
    var name: String
    var content: Data
    /// Where in the archive the content begins, packed or not, for messages.
    var start = 0
  }

  private static let localMark: UInt32 = 0x0403_4B50
  private static let entryMark: UInt32 = 0x0201_4B50
  private static let endMark: UInt32 = 0x0605_4B50
  private static let localSize = 30
  private static let entrySize = 46
  private static let endSize = 22

  // MARK: Writing

  /// Joins members, not packed, to an archive of less than 4 GB; nil if there is too much.
  static func encode(_ members: [Member]) -> Data? {
    var data = Data()
    var directory = Data()
    for member in members {
      let name = Array(member.name.utf8)
      let limit = Int(UInt32.max)
      guard name.count <= Int(UInt16.max), data.count + member.content.count < limit else {
        return nil
      }
      var fields = UInt16(20).littleEndianBytes  // needs version 2.0
      fields += UInt16(1 << 11).littleEndianBytes  // the name is UTF-8
      fields += UInt16(0).littleEndianBytes  // stored
      // Midnight, 1 January 1980: the same arrays always make the same file.
      fields += UInt16(0).littleEndianBytes + UInt16(1 << 5 | 1).littleEndianBytes
      fields += crc32(ArraySlice([UInt8](member.content))).littleEndianBytes
      fields += UInt32(member.content.count).littleEndianBytes
      fields += UInt32(member.content.count).littleEndianBytes
      fields += UInt16(name.count).littleEndianBytes + UInt16(0).littleEndianBytes
      directory.append(contentsOf: entryMark.littleEndianBytes + UInt16(20).littleEndianBytes)
      directory.append(contentsOf: fields)
      directory.append(contentsOf: [UInt8](repeating: 0, count: 10))  // comment, disk, attributes
      directory.append(contentsOf: UInt32(data.count).littleEndianBytes + name)
      data.append(contentsOf: localMark.littleEndianBytes + fields + name)
      data.append(member.content)
    }
    guard members.count < Int(UInt16.max), data.count + directory.count < Int(UInt32.max) else {
      return nil
    }
    let start = UInt32(data.count)
    let size = UInt32(directory.count)
    data.append(directory)
    data.append(contentsOf: endMark.littleEndianBytes + [0, 0, 0, 0])
    for _ in 0..<2 { data.append(contentsOf: UInt16(members.count).littleEndianBytes) }
    data.append(contentsOf: size.littleEndianBytes + start.littleEndianBytes + [0, 0])
    return data
  }

  // MARK: Reading

  /// What the directory says about one member.
  private struct Entry {
    let name: String
    let nameBytes: Data
    let method: Int
    let checksum: UInt32
    let packedSize: Int
    let size: Int
    let header: Int
    /// Where in the directory this is, for messages.
    let place: Int
  }

  /// Reads all members; what they unpack to has at most `limit` bytes.
  static func read(_ data: Data, file: String, limit: Int) throws(NumPyError) -> [Member] {
    let end = try endRecord(data, file)
    let count = Int(data.littleEndian(at: end + 10, count: 2))
    let size = Int(data.littleEndian(at: end + 12, count: 4))
    let start = Int(data.littleEndian(at: end + 16, count: 4))
    guard data.littleEndian(at: end + 4, count: 4) == 0 else {
      throw fault(.unsupportedArchive, file, end + 4, "an archive in one file", "one in several")
    }
    guard count < 0xFFFF, size < 0xFFFF_FFFF, start < 0xFFFF_FFFF else {
      throw fault(
        .unsupportedArchive, file, end, "an archive of less than 4 GB", "the zip64 format")
    }
    guard data.littleEndian(at: end + 8, count: 2) == count, start + size == end else {
      throw fault(
        .damagedArchive, file, end, "a directory that ends at byte \(end)",
        "one of \(size) bytes from byte \(start)")
    }
    var entries: [Entry] = []
    var place = start
    for _ in 0..<count {
      let entry = try self.entry(data, at: place, end: end, file)
      entries.append(entry)
      place +=
        entrySize + Int(data.littleEndian(at: place + 28, count: 2))
        + Int(data.littleEndian(at: place + 30, count: 2))
        + Int(data.littleEndian(at: place + 32, count: 2))
    }
    guard place == end else {
      throw fault(
        .damagedArchive, file, place, "the end of the directory", "\(end - place) more bytes")
    }
    // In the order of the file, each after the one before: members that share bytes could otherwise
    // unpack to far more than the file holds.
    var members: [Member] = []
    var free = 0
    var room = limit
    for entry in entries.sorted(by: { $0.header < $1.header }) {
      let start = try content(data, of: entry, from: free, before: place - size, file)
      free = start + entry.packedSize
      guard entry.size <= room else {
        throw fault(
          .unsupportedArchive, file, entry.place,
          "members that unpack to at most \(limit) bytes", "more")
      }
      room -= entry.size
      members.append(try unpack(data.part(start..<free), entry, start: start, file))
    }
    return members
  }

  /// Where the last record is: at the end, but before a comment that may look like one.
  private static func endRecord(_ data: Data, _ file: String) throws(NumPyError) -> Int {
    var place = data.count - endSize
    let lowest = max(0, place - 0xFFFF)
    while place >= lowest {
      if data.littleEndian(at: place, count: 4) == endMark,
        place + endSize + Int(data.littleEndian(at: place + 20, count: 2)) == data.count
      {
        return place
      }
      place -= 1
    }
    throw fault(
      .damagedArchive, file, data.count, "the record that ends a zip archive", "none")
  }

  private static func entry(
    _ data: Data, at place: Int, end: Int, _ file: String
  ) throws(NumPyError) -> Entry {
    guard end - place >= entrySize, data.littleEndian(at: place, count: 4) == entryMark else {
      throw fault(.damagedArchive, file, place, "an entry of the directory", "other bytes")
    }
    let number = { (offset: Int, size: Int) in
      Int(data.littleEndian(at: place + offset, count: size))
    }
    let nameEnd = place + entrySize + number(28, 2)
    guard nameEnd + number(30, 2) + number(32, 2) <= end else {
      throw fault(
        .damagedArchive, file, place, "an entry that ends with the directory", "a longer one")
    }
    guard number(8, 2) & 1 == 0 else {
      throw fault(.unsupportedArchive, file, place + 8, "an open member", "an encrypted one")
    }
    let method = number(10, 2)
    guard method == 0 || method == 8 else {
      throw fault(
        .unsupportedArchive, file, place + 10, "the method 0 (stored) or 8 (deflate)", "\(method)")
    }
    guard number(20, 4) < 0xFFFF_FFFF, number(24, 4) < 0xFFFF_FFFF, number(42, 4) < 0xFFFF_FFFF
    else {
      throw fault(
        .unsupportedArchive, file, place, "a member of less than 4 GB", "the zip64 format")
    }
    let nameBytes = data.part(place + entrySize..<nameEnd)
    guard let name = String(validating: nameBytes, as: UTF8.self) else {
      throw fault(
        .damagedArchive, file, place + entrySize, "a name in UTF-8", hexadecimal(nameBytes))
    }
    return Entry(
      name: name, nameBytes: nameBytes, method: method,
      checksum: UInt32(truncatingIfNeeded: number(16, 4)), packedSize: number(20, 4),
      size: number(24, 4), header: number(42, 4), place: place)
  }

  /// Checks a member's own header, and returns where its content begins.
  private static func content(
    _ data: Data, of entry: Entry, from free: Int, before end: Int, _ file: String
  ) throws(NumPyError) -> Int {
    let place = entry.header
    guard place >= free, end - place >= localSize,
      data.littleEndian(at: place, count: 4) == localMark
    else {
      throw fault(
        .damagedArchive, file, place, "the header of the member \(quoted(entry.name))",
        place < free ? "bytes of another member" : "none")
    }
    let nameEnd = place + localSize + Int(data.littleEndian(at: place + 26, count: 2))
    let start = nameEnd + Int(data.littleEndian(at: place + 28, count: 2))
    guard start <= end, end - start >= entry.packedSize else {
      throw fault(
        .damagedArchive, file, place, "\(entry.packedSize) bytes of \(quoted(entry.name))",
        "the directory at byte \(end)")
    }
    guard data.part(place + localSize..<nameEnd) == entry.nameBytes else {
      throw fault(
        .damagedArchive, file, place + localSize, "the name \(quoted(entry.name))", "another name")
    }
    return start
  }

  private static func unpack(
    _ packed: Data, _ entry: Entry, start: Int, _ file: String
  ) throws(NumPyError) -> Member {
    var content = packed
    var bytes = [UInt8](packed)
    if entry.method == 8 {
      do throws(DataFileError) {
        let (unpacked, end) = try inflate(bytes, file: file, limit: entry.size)
        guard end == bytes.count else {
          throw DataFileError(
            .corrupt, file: file, at: .byte(end), expected: "\(bytes.count) packed bytes",
            found: "\(end)")
        }
        bytes = unpacked
        content = Data(unpacked)
      } catch {
        var place = start
        if case .byte(let offset) = error.position { place += offset }
        throw fault(.damagedArchive, file, place, error.expected, error.found)
      }
    }
    guard bytes.count == entry.size else {
      throw fault(
        .damagedArchive, file, start, "\(entry.size) bytes of \(quoted(entry.name))",
        "\(bytes.count)")
    }
    let checksum = crc32(bytes[...])
    guard checksum == entry.checksum else {
      throw fault(
        .damagedArchive, file, start,
        "the checksum \(entry.checksum) of \(quoted(entry.name))", "\(checksum)")
    }
    return Member(name: entry.name, content: content, start: start)
  }

  private static func fault(
    _ fault: NumPyFault, _ file: String, _ byte: Int, _ expected: String, _ found: String
  ) -> NumPyError {
    NumPyError(fault, file: file, byte: byte, expected: expected, found: found)
  }
}
