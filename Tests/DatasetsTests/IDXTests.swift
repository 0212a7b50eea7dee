import Datasets
import Foundation
import Tensors
import Testing

@Suite struct IDXTests {
  struct Expected: Decodable {
    let shape: [Int]
    let values: [Float]
    let integers: [Int]?
  }

  @Test func everyTypePackedAndUnpacked() throws {
    let index = try Fixtures.decode([String: Expected].self, from: "idx/index.json")
    #expect(index.count == 8)
    for (name, expected) in index {
      for file in ["\(name).idx", "\(name).idx.gz"] {
        let array = try readIDX(at: Fixtures.folder.appendingPathComponent("idx/\(file)"))
        #expect(array.shape == expected.shape, "\(file)")
        #expect(array.count == expected.values.count, "\(file)")
        #expect(array.tensor == Tensor(expected.values, shape: expected.shape), "\(file)")
        if let integers = expected.integers {
          #expect(try array.integers() == integers, "\(file)")
        } else {
          #expect(throws: DataFileError.self) { try array.integers() }
        }
      }
    }
  }

  @Test func everyTruncationThrows() throws {
    for name in ["ubyte.idx", "short.idx", "double.idx", "ubyte.idx.gz", "double.idx.gz"] {
      let bytes = try Fixtures.bytes("idx/\(name)")
      for count in 0..<bytes.count {
        let error = fault { () throws(DataFileError) in
          try parseIDX(Array(bytes[..<count]), file: name)
        }
        // One byte 1f is no gzip file, and the beginning of no other.
        #expect(error?.kind == .truncated, "\(name), \(count) bytes")
      }
    }
  }

  private func parseFault(_ bytes: [UInt8]) -> DataFileError? {
    fault { () throws(DataFileError) in try parseIDX(bytes, file: "test.idx") }
  }

  @Test func messagesNameThePlace() {
    #expect(
      parseFault([0, 0, 8, 1, 0, 0, 0, 3, 1, 2])?.description
        == "test.idx, byte 10: expected 11 bytes for the shape [3], found 10. "
        + "The file is incomplete: download or copy it again.")
    let long = parseFault([0, 0, 8, 1, 0, 0, 0, 1, 1, 2, 3])
    #expect(long?.kind == .oversized)
    #expect(long?.position == .byte(9))
    #expect(long?.found == "2 more bytes")
    #expect(parseFault([1, 0, 8, 1, 0, 0, 0, 1, 1])?.kind == .corrupt)
    #expect(parseFault([0, 0, 10, 1, 0, 0, 0, 1, 1])?.kind == .unsupported)
    #expect(parseFault([0, 0, 8, 2, 0, 0, 0, 1])?.expected == "the sizes of 2 axes")
  }

  @Test func hugeSizesThrow() {
    let huge: [UInt8] = [255, 255, 255, 255]
    let header: [UInt8] = [0, 0, 8, 4]
    #expect(parseFault(header + huge + huge + huge + huge)?.kind == .oversized)
    // A size of 0 makes the product 0 but must not hide an overflow of the others.
    #expect(parseFault(header + [0, 0, 0, 0] + huge + huge + huge)?.kind == .oversized)
    #expect(
      parseFault([0, 0, 14, 255] + Array(repeating: 255, count: 4 * 255))?.kind == .oversized)
    #expect(parseFault([0, 0, 14, 1, 63, 255, 255, 255])?.kind == .truncated)
  }

  @Test func bombsThrowBeforeTheyUnpack() throws {
    // Says it has 10 elements; unpacks to 70,000 bytes.
    let header: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 10]
    var writer = BitWriter()
    writer.stored(header, isLast: true)
    let zeros = try Fixtures.bytes("gzip/zeros-level9.gz")
    let error = parseFault(writer.gzip(of: header) + zeros)
    #expect(error?.kind == .oversized)
    #expect(error?.expected == "at most 18 unpacked bytes")
    // Says it has a billion elements; unpacks to none.
    let billion: [UInt8] = [0, 0, 8, 1, 0x3B, 0x9A, 0xCA, 0]
    var other = BitWriter()
    other.stored(billion, isLast: true)
    #expect(parseFault(other.gzip(of: billion))?.kind == .truncated)
  }

  @Test func missingFilesAndFoldersThrow() throws {
    let folder = try TemporaryFolder()
    let missing = fault { () throws(DataFileError) in
      try readIDX(at: folder.url.appendingPathComponent("none"))
    }
    #expect(missing?.kind == .missing)
    #expect(fault { () throws(DataFileError) in try readIDX(at: folder.url) }?.kind == .unreadable)
  }
}
