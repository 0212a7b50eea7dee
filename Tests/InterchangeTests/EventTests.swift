import Foundation
import Interchange
import Synchronization
import Tensors
import Testing

@Suite("TensorBoard's event files") struct EventTests {
  /// A clock that goes on by half a second whenever it is read, from 1000.
  private static func clock() -> @Sendable () -> Double {
    let calls = Calls()
    return { 1000 + Double(calls.count.wrappingAdd(1, ordering: .relaxed).oldValue) / 2 }
  }

  private final class Calls: Sendable {
    let count = Atomic<Int>(0)
  }

  /// Writes what record.py writes.
  private func writeAll(_ folder: URL) throws -> EventWriter {
    let log = try EventWriter(folder: folder, clock: Self.clock())
    try log.write(scalar: 2.5, tag: "loss", step: 0)
    try log.write(scalar: 0, tag: "loss", step: 1)
    try log.write(scalar: 0.1, tag: "loss", step: -3)
    try log.write(text: "*ünï* code", tag: "note", step: 300)
    try log.write(
      histogram: Tensor([-1, 0, 0.5, 1, 1, 3]), intervals: 4, tag: "weights", step: 4)
    let colours = Tensor((0..<30).map { Float($0 * 8) }, shape: [3, 2, 5])
    try log.write(image: colours, range: 0...255, tag: "picture", step: 5)
    return log
  }

  @Test("the same bytes as protobuf and TensorBoard's own record writer")
  func writing() throws {
    let folder = try TemporaryFolder()
    let log = try writeAll(folder.url)
    #expect(try Data(contentsOf: log.url) == Fixtures.data("events/written"))
    let parts = log.url.lastPathComponent.split(separator: ".", omittingEmptySubsequences: false)
    #expect(parts.prefix(4) == ["events", "out", "tfevents", "0000001000"])
    #expect(parts.suffix(2) == ["\(ProcessInfo.processInfo.processIdentifier)", "0"])
    #expect(parts.count >= 7)
  }

  @Test("what was written is read")
  func reading() throws {
    let log = try readEvents(at: Fixtures.url("events/written"))
    #expect(log.events.count == 7)
    #expect(log.events[0].content == .version("brain.Event:2"))
    #expect(!log.isCutOff)
    let losses = log.values("loss")
    #expect(losses.map(\.step) == [0, 1, -3])
    #expect(losses.map(\.value) == [.scalar(2.5), .scalar(0), .scalar(0.1)])
    #expect(log.events[2].time == 1001)
    #expect(log.values("note").first?.step == 300)
    #expect(log.values("note").first?.value == .text("*ünï* code"))
    guard case .histogram(let histogram) = log.values("weights").first?.value else {
      Issue.record("no histogram")
      return
    }
    #expect(histogram.counts == [1, 2, 2, 1])
    #expect(histogram.limits == [0, 1, 2, 3])
    #expect(histogram.sum == 4.5 && histogram.sumOfSquares == 12.25 && histogram.count == 6)
    #expect(
      log.values("picture").first?.value
        == .image(width: 5, height: 2, png: try Fixtures.data("png/colour.png")))
  }

  @Test("scalars and texts that TensorBoard writes as tensors, several in one event")
  func tensors() throws {
    let log = try readEvents(at: Fixtures.url("events/tensors"))
    #expect(log.events.count == 2)
    #expect(log.values("accuracy").map(\.value) == [.scalar(0.75)])
    #expect(log.values("note").map(\.value) == [.text("hello")])
    #expect(log.values("weights").map(\.value) == [.other])
    #expect(log.events[1].step == 7 && log.events[1].time == 2)
  }

  @Test("values that are not finite are left out of a histogram, and counted")
  func notFinite() throws {
    let folder = try TemporaryFolder()
    let log = try EventWriter(folder: folder.url)
    let some = Tensor([1, .nan, 1, .infinity, 1])
    #expect(try log.write(histogram: some, tag: "some", step: 0) == 2)
    #expect(try log.write(histogram: Tensor([.nan]), tag: "none", step: 0) == 1)
    #expect(try log.write(histogram: Tensor.zeros([0]), tag: "none", step: 0) == 0)
    let read = try readEvents(at: log.url)
    #expect(read.values("none").isEmpty)
    guard case .histogram(let histogram) = read.values("some").first?.value else {
      Issue.record("no histogram")
      return
    }
    #expect(histogram.counts == [3])
    #expect(histogram.limits == [1])
  }

  @Test("a file cut off anywhere loses at most the event that was cut, and can be gone on with")
  func cutOff() throws {
    let folder = try TemporaryFolder()
    let whole = try Fixtures.data("events/written")
    let all = try parseEvents(whole, file: "whole")
    var ends: [Int] = [0]
    for count in 0...whole.count {
      let log = try parseEvents(whole.prefix(count), file: "cut")
      #expect(log.events == Array(all.events.prefix(log.events.count)))
      if log.end > ends[ends.count - 1] { ends.append(log.end) }
      #expect(log.end == ends[ends.count - 1])
      #expect(log.isCutOff == (count != log.end))
    }
    #expect(ends.count == 8 && ends[7] == whole.count)

    for end in [0, 5, 40, ends[3], ends[3] + 1, ends[4] - 1, whole.count] {
      let url = try folder.write(whole.prefix(end), as: "events.out.tfevents.\(end)")
      let writer = try EventWriter(appendingTo: url)
      try writer.write(scalar: 9, tag: "after", step: 9)
      let log = try readEvents(at: url)
      let kept = max(1, ends.lastIndex { $0 <= end } ?? 0)
      #expect(log.events.count == kept + 1, "\(end)")
      #expect(log.values("after").map(\.step) == [9])
      #expect(!log.isCutOff)
    }
  }

  @Test("one writer a file; a new writer takes a new file; a closed one writes no more")
  func writers() throws {
    let folder = try TemporaryFolder()
    let inner = folder.file("runs/first")
    let first = try EventWriter(folder: inner, clock: { 5 })
    let second = try EventWriter(folder: inner, clock: { 5 })
    #expect(first.url != second.url)
    let inUse = failure { () throws(EventFileError) in try EventWriter(appendingTo: first.url) }
    #expect(inUse?.fault == .inUse)
    try first.synchronize()
    first.close()
    let closed = failure { () throws(EventFileError) in
      try first.write(scalar: 1, tag: "a", step: 0)
    }
    #expect(closed?.found == "a closed writer")
    let third = try EventWriter(appendingTo: first.url)
    try third.write(scalar: 1, tag: "a", step: 0)
    #expect(try readEvents(at: first.url).events.count == 2)

    let file = try folder.write([1, 2, 3], as: "file")
    let noFolder = failure { () throws(EventFileError) in try EventWriter(folder: file) }
    #expect(noFolder?.fault == .notWritten)
    let other = failure { () throws(EventFileError) in
      try EventWriter(appendingTo: Fixtures.url("npy/cube.npy"))
    }
    #expect(other?.fault == .notAnEventFile)
    #expect(try Data(contentsOf: file).count == 3)
  }

  @Test("events from several threads are all whole")
  func threads() async throws {
    let folder = try TemporaryFolder()
    let log = try EventWriter(folder: folder.url)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          for step in 0..<50 { try log.write(scalar: Float(step), tag: "\(task)", step: step) }
        }
      }
      try await group.waitForAll()
    }
    let read = try readEvents(at: log.url)
    for task in 0..<4 { #expect(read.values("\(task)").map(\.step) == Array(0..<50)) }
  }

  @Test("damage is told from a cut")
  func damage() throws {
    let whole = try Fixtures.data("events/written")
    func fault(_ place: Int) -> EventFileError? {
      var data = whole
      data[place] ^= 1
      return failure { () throws(EventFileError) in try parseEvents(data, file: "events") }
    }
    #expect(fault(0)?.fault == .notAnEventFile)
    #expect(fault(40)?.fault == .damagedLength)
    #expect(fault(40)?.byte == 40)
    #expect(fault(60)?.fault == .damagedRecord)
    #expect(fault(60)?.byte == 52)
    // A right frame around something that is no event.
    let record = RecordFile.encode([0x09, 1, 2])
    let malformed = failure { () throws(EventFileError) in
      try parseEvents(whole + Data(record), file: "events")
    }
    #expect(malformed?.fault == .malformedEvent)
    #expect(malformed?.byte == whole.count + 12)
    let headless = failure { () throws(EventFileError) in
      try parseEvents(whole.dropFirst(40), file: "events")
    }
    #expect(headless?.fault == .notAnEventFile)
  }

  @Test("checksums of RFC 3720, section B.4")
  func checksums() {
    #expect(crc32C([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(crc32C([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(crc32C((0..<32).map { UInt8($0) }) == 0x46DD_794E)
    #expect(crc32C("123456789".utf8) == 0xE306_9283)
  }

  @Test("pictures in grey and colour, with values beyond the range")
  func pictures() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("a.png")
    let grey = Tensor((0..<12).map { Float($0 * 20) }, shape: [3, 4])
    try writePNG(grey, range: 0...255, to: url)
    #expect(try Data(contentsOf: url) == Fixtures.data("png/grey.png"))
    try writePNG(grey.reshaped([1, 3, 4]) / 255, to: url)
    #expect(try Data(contentsOf: url) == Fixtures.data("png/grey.png"))
    try writePNG(Tensor([[-.infinity, .nan, -9, 9, .infinity, 0.5]]), range: -1...1, to: url)
    // 8 of signature, 25 of header, 8 of chunk, 2 + 5 of zlib, 1 of row.
    #expect(try Array(Data(contentsOf: url)[49..<55]) == [0, 0, 0, 255, 255, 191])
  }
}
