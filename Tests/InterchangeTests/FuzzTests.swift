import Foundation
import Interchange
import Tensors
import Testing

/// Damaged files: whatever the bytes, a reader throws or returns what the file has room for.
@Suite("Hostile files") struct FuzzTests {
  static let rounds = isLongRun ? 200_000 : 400

  /// What to do with the content of a file; returns how many elements came out, or throws.
  typealias Reader = @Sendable (Data) throws -> Int

  static let formats: [(name: String, files: [String], read: Reader)] = [
    (
      "npy", ["npy/f4-little.npy", "npy/cube-fortran-big.npy", "npy/f8-big.npy", "npy/empty.npy"],
      { data in try elements(["": parseNumPy(data, file: "damaged")]) }
    ),
    (
      "npz", ["npz/stored.npz", "npz/packed.npz"],
      { data in
        try elements(parseNumPyArchive(data, file: "damaged", maximumSize: 1 << 20))
      }
    ),
    (
      "safetensors", ["safetensors/model.safetensors", "safetensors/types.safetensors"],
      { data in try elements(parseSafetensors(data, file: "damaged").arrays) }
    ),
    (
      "events", ["events/written", "events/tensors"],
      { data in try parseEvents(data, file: "damaged").events.count }
    ),
  ]

  /// Reads every array in every way.
  private static func elements(_ arrays: [String: StoredArray]) -> Int {
    var count = 0
    for array in arrays.values {
      #expect(array.tensor.shape == array.shape)
      #expect(array.tensor.count == array.count)
      #expect(array.roundedCount <= array.count)
      #expect(array.integers.map(\.count) ?? array.count == array.count)
      count += array.count
    }
    return count
  }

  /// Whether the error is one of this module.
  private static func isTyped(_ error: any Error) -> Bool {
    error is NumPyError || error is SafetensorsError || error is EventFileError
  }

  @Test("cut off at every byte", arguments: formats.map(\.name))
  func truncations(_ name: String) throws {
    let format = try #require(Self.formats.first { $0.name == name })
    for file in format.files {
      let whole = try Fixtures.data(file)
      // Files of some thousand bytes are cut at every byte only in the long run.
      let step = isLongRun ? 1 : max(1, whole.count / 1000)
      for count in stride(from: 0, to: whole.count, by: step) {
        do {
          _ = try format.read(whole.prefix(count))
          #expect(name == "events", "\(file): \(count) of \(whole.count) bytes were enough")
        } catch {
          #expect(Self.isTyped(error), "\(error)")
        }
      }
    }
  }

  @Test("flipped, set, removed, inserted, repeated bytes", arguments: formats.map(\.name))
  func mutations(_ name: String) throws {
    let format = try #require(Self.formats.first { $0.name == name })
    let files = try format.files.map { try Fixtures.data($0) }
    var random = RandomGenerator(seed: 41)
    var (faults, survivors) = (0, 0)
    for round in 0..<Self.rounds {
      let data = Self.damaged(files[round % files.count], using: &random)
      do {
        // No element takes less than a byte of the file; packed ones were limited above.
        let count = try format.read(data)
        #expect(count <= (name == "npz" ? 1 << 20 : data.count), "round \(round)")
        survivors += 1
      } catch {
        #expect(Self.isTyped(error), "round \(round): \(error)")
        #expect(!"\(error)".isEmpty)
        faults += 1
      }
    }
    #expect(faults > Self.rounds / 10)
    #expect(survivors > 0)
  }

  /// Damages one to four places, mostly near the beginning, where the headers are.
  private static func damaged(_ data: Data, using random: inout RandomGenerator) -> Data {
    var bytes = [UInt8](data)
    // Characters that headers are made of, and the numbers at which arithmetic goes wrong.
    let interesting = Array("{}[](),:\"'\\0129-eTFNul< ".utf8) + [0, 1, 127, 128, 255]
    for _ in 0..<random.integer(in: 1..<5) where !bytes.isEmpty {
      let isNear = random.integer(in: 0..<2) == 0
      let offset = random.integer(in: 0..<(isNear ? min(bytes.count, 300) : bytes.count))
      let byte = interesting[random.integer(in: 0..<interesting.count)]
      switch random.integer(in: 0..<6) {
      case 0: bytes[offset] = byte
      case 1: bytes.remove(at: offset)
      case 2: bytes.insert(byte, at: offset)
      case 3:
        let end = min(bytes.count, offset + random.integer(in: 1..<40))
        bytes.insert(contentsOf: Array(bytes[offset..<end]), at: offset)
      default: bytes[offset] ^= 1 << UInt8(random.integer(in: 0..<8))
      }
    }
    return Data(bytes)
  }

  /// A checksum would stop nearly all damage to events before the decoder sees it.
  @Test("damaged events behind right checksums")
  func damagedMessages() throws {
    let events = try parseEvents(Fixtures.data("events/written"), file: "whole").events
    let records = try RecordFile.read(Fixtures.data("events/written"), file: "whole").records
      .map(\.content)
    #expect(records.count == events.count)
    var random = RandomGenerator(seed: 42)
    var (faults, survivors) = (0, 0)
    for round in 0..<Self.rounds {
      let content = Self.damaged(records[round % records.count], using: &random)
      let file = RecordFile.encode([UInt8](records[0])) + RecordFile.encode([UInt8](content))
      do throws(EventFileError) {
        let log = try parseEvents(Data(file), file: "damaged")
        #expect(log.events.count == 2)
        survivors += 1
      } catch {
        #expect(error.fault == .malformedEvent)
        faults += 1
      }
    }
    #expect(faults > 0 && survivors > 0)
  }
}
