import Datasets
import Foundation
import Tensors
import Testing

/// Damaged files: whatever the bytes, a reader throws or returns what a checksum vouches for.
@Suite struct FuzzTests {
  static let rounds = ProcessInfo.processInfo.environment["DESCENT_LONG"] == "1" ? 200_000 : 2_000

  /// Flips one to four bits, or sets, removes or inserts bytes.
  private func damaged(_ bytes: [UInt8], using random: inout RandomGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<random.integer(in: 1..<5) where !bytes.isEmpty {
      let offset = random.integer(in: 0..<bytes.count)
      switch random.integer(in: 0..<6) {
      case 0: bytes[offset] = UInt8(random.integer(in: 0..<256))
      case 1: bytes.remove(at: offset)
      case 2: bytes.insert(UInt8(random.integer(in: 0..<256)), at: offset)
      default: bytes[offset] ^= 1 << UInt8(random.integer(in: 0..<8))
      }
    }
    return bytes
  }

  /// The checksum and size that the last eight bytes claim.
  private func claim(_ packed: [UInt8]) -> (crc: UInt32, count: UInt32) {
    let numbers = packed.suffix(8).reversed().map { UInt32($0) }
    let join = { (part: ArraySlice<UInt32>) in part.reduce(0) { $0 << 8 | $1 } }
    return (join(numbers[4...]), join(numbers[..<4]))
  }

  @Test func damagedGzipFilesNeverCrash() throws {
    let names = [
      "text-level9", "text-fixed", "text-header", "noise-level0", "far-level9", "zeros-level6",
      "single-level6", "text-smallblocks",
    ]
    let files = try names.map { try Fixtures.bytes("gzip/\($0).gz") }
    var random = RandomGenerator(seed: 20)
    var (faults, survivors) = (0, 0)
    for round in 0..<Self.rounds {
      let packed = damaged(files[round % files.count], using: &random)
      do {
        let content = try gunzip(packed, file: "damaged", limit: 1 << 20)
        // One member only: damage does not make a second header behind a right trailer.
        #expect(bitwiseCRC32(content) == claim(packed).crc, "round \(round)")
        #expect(UInt32(content.count) == claim(packed).count, "round \(round)")
        survivors += 1
      } catch {
        faults += 1
      }
      _ = try? gunzipPrefix(packed, count: 1024, file: "damaged")
    }
    // Both happen: a flipped bit in a time stamp does no harm.
    #expect(faults > Self.rounds / 2)
    #expect(survivors > 0)
  }

  @Test func damagedIDXFilesNeverCrash() throws {
    let names = ["ubyte", "byte", "short", "int", "float", "double", "empty", "scalar"]
    let files = try names.flatMap {
      [try Fixtures.bytes("idx/\($0).idx"), try Fixtures.bytes("idx/\($0).idx.gz")]
    }
    var random = RandomGenerator(seed: 21)
    var (faults, survivors) = (0, 0)
    for round in 0..<Self.rounds {
      let bytes = damaged(files[round % files.count], using: &random)
      do {
        let array = try parseIDX(bytes, file: "damaged", maximumCount: 1 << 20)
        #expect(array.shape.reduce(1, *) == array.count)
        #expect(array.tensor.shape == array.shape)
        _ = try? array.integers()
        survivors += 1
      } catch {
        faults += 1
      }
    }
    #expect(faults > Self.rounds / 4)
    #expect(survivors > 0)
  }

  @Test func noiseIsNeverData() {
    var random = RandomGenerator(seed: 22)
    for round in 0..<Self.rounds {
      // A right header, so that the noise reaches the decoder.
      let noise = (0..<random.integer(in: 0..<300)).map { _ in
        UInt8(random.integer(in: 0..<256))
      }
      let packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + noise
      #expect(throws: DataFileError.self, "round \(round)") {
        try gunzip(packed, file: "noise", limit: 1 << 16)
      }
    }
  }

  @Test func damagedTablesNeverCrash() {
    let text = Array("a,b,\"c, \"\"d\"\"\"\r\n1,2.5,x\n-3,4e5,\"y\nz\"\n".utf8)
    var random = RandomGenerator(seed: 23)
    var survivors = 0
    for _ in 0..<Self.rounds {
      guard let table = try? parseCSV(damaged(text, using: &random), file: "damaged") else {
        continue
      }
      survivors += 1
      let isRectangular = table.rows.allSatisfy { $0.count == table.header.count }
      #expect(isRectangular)
      _ = try? table.tensor(["a", "b"])
    }
    #expect(survivors > 0)
  }
}
