import Datasets
import Foundation
import Testing

struct GzipIndex: Decodable {
  struct Payload: Decodable {
    let count: Int
    let crc32: UInt32
    let adler32: UInt32
  }
  let payloads: [String: Payload]
  let files: [String: String]
}

@Suite struct GzipTests {
  let index: GzipIndex

  init() throws {
    index = try Fixtures.decode(GzipIndex.self, from: "gzip/index.json")
  }

  @Test func payloadsAreThoseThatPythonPacked() throws {
    #expect(Set(index.payloads.keys) == Set(Payloads.all.keys))
    for (name, recorded) in index.payloads {
      let payload = try #require(Payloads.all[name])
      #expect(payload.count == recorded.count, "\(name)")
      #expect(adler32(payload) == recorded.adler32, "\(name)")
    }
  }

  @Test func crc32AgreesWithZlib() throws {
    for (name, recorded) in index.payloads {
      #expect(crc32(try #require(Payloads.all[name])[...]) == recorded.crc32, "\(name)")
    }
    #expect(crc32(Array("123456789".utf8)[...]) == 0xCBF4_3926)
  }

  @Test func everyFileUnpacks() throws {
    #expect(index.files.count >= 38)
    for (name, payload) in index.files {
      let expected = try #require(Payloads.all[payload])
      let content = try gunzip(
        try Fixtures.bytes("gzip/\(name).gz"), file: name, limit: expected.count)
      // Not `content == expected` inside #expect: a failure would print both.
      let isEqual = content == expected
      #expect(isEqual, "\(name)")
    }
  }

  @Test func prefixStopsAtEveryCount() throws {
    let expected = try #require(Payloads.all["text"])
    for name in ["text-level6", "text-fixed", "text-members", "text-flushed", "text-smallblocks"] {
      let packed = try Fixtures.bytes("gzip/\(name).gz")
      for count in [0, 1, 2, 100, 4097, 9999, 10000, 10001, 19999, 20000, 20001, 50000] {
        let content = try gunzipPrefix(packed, count: count, file: name)
        let isEqual = content == Array(expected.prefix(count))
        #expect(isEqual, "\(name), the first \(count)")
      }
    }
  }

  @Test func limitIsExact() throws {
    for (name, payload) in index.files where payload != "empty" {
      let packed = try Fixtures.bytes("gzip/\(name).gz")
      let count = try #require(Payloads.all[payload]).count
      let error = fault { () throws(DataFileError) in
        try gunzip(packed, file: name, limit: count - 1).count
      }
      #expect(error?.kind == .oversized, "\(name)")
    }
  }

  @Test func everyTruncationThrows() throws {
    let names = [
      "single-level6", "text-level9", "text-fixed", "text-header", "noise-level0", "far-level9",
      "empty-level0",
    ]
    for name in names {
      let packed = try Fixtures.bytes("gzip/\(name).gz")
      for count in 0..<packed.count {
        let error = fault { () throws(DataFileError) in
          try gunzip(Array(packed[..<count]), file: name, limit: 1 << 20).count
        }
        #expect(error?.kind == .truncated, "the first \(count) bytes of \(name)")
      }
    }
  }

  @Test func trailingBytesThrow() throws {
    let packed = try Fixtures.bytes("gzip/text-level6.gz")
    for tail: [UInt8] in [
      [0], [0, 0, 0], [0x1F], [0x1F, 0x8B], [0x1F, 0x8C], Array("junk".utf8),
    ] {
      let error = fault { () throws(DataFileError) in
        try gunzip(packed + tail, file: "tail", limit: 1 << 20).count
      }
      let beginsLikeMember = tail.count <= 2 && tail.elementsEqual([0x1F, 0x8B].prefix(tail.count))
      #expect(error?.kind == (beginsLikeMember ? .truncated : .oversized), "\(tail)")
    }
  }

  @Test func wrongHeadersThrow() throws {
    let packed = try Fixtures.bytes("gzip/text-header.gz")
    func kind(changing offset: Int, to byte: UInt8) -> DataFileError.Kind? {
      var changed = packed
      changed[offset] = byte
      return fault { () throws(DataFileError) in
        try gunzip(changed, file: "header", limit: 1 << 20).count
      }?.kind
    }
    #expect(kind(changing: 0, to: 0x50) == .corrupt)  // magic
    #expect(kind(changing: 2, to: 7) == .unsupported)  // method
    #expect(kind(changing: 3, to: 0b0011_1111) == .unsupported)  // reserved flag
    #expect(kind(changing: 14, to: 0) == .corrupt)  // the extra field, under the header's checksum
  }

  @Test func wrongTrailersThrow() throws {
    let packed = try Fixtures.bytes("gzip/text-level6.gz")
    for back in 1...8 {
      var changed = packed
      changed[packed.count - back] ^= 0x10
      let error = fault { () throws(DataFileError) in
        try gunzip(changed, file: "trailer", limit: 1 << 20).count
      }
      #expect(error?.kind == .corrupt)
      #expect(error?.position == .byte(packed.count - (back <= 4 ? 4 : 8)))
    }
  }
}
