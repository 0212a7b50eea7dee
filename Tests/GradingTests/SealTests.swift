import Foundation
import Testing

@testable import Grading

@Suite("The seal on what the harness writes")
struct SealTests {
  @Test(
    "SipHash-2-4 gives the reference implementation's values",
    arguments: [
      (0, UInt64(0x726f_db47_dd0e_0e31)), (1, 0x74f8_39c5_93dc_67fd), (7, 0xab02_00f5_8b01_d137),
      (8, 0x93f5_f579_9a93_2462), (15, 0xa129_ca61_49be_45e5),
    ])
  func referenceValues(length: Int, expected: UInt64) {
    // The key 00 01 … 0f and the message 00 01 02 …, as in the paper's appendix A.
    let seal = Seal(first: 0x0706_0504_0302_0100, second: 0x0f0e_0d0c_0b0a_0908)
    #expect(seal.mark((0..<length).map { UInt8($0) }) == expected)
  }

  @Test("a line counts with its own key, at its own place, unchanged")
  func lines() {
    let seal = Seal()
    let line = seal.line("hello".utf8, number: 3).dropLast()
    #expect(seal.content(of: line, number: 3) == Array("hello".utf8))
    #expect(seal.content(of: line, number: 4) == nil)
    #expect(Seal().content(of: line, number: 3) == nil)
    var changed = Array(line)
    changed[18] ^= 1
    #expect(seal.content(of: changed, number: 3) == nil)
    #expect(seal.content(of: Array("hello".utf8), number: 3) == nil)
  }

  @Test("a key survives being written down; nothing else is a key")
  func keys() {
    let seal = Seal()
    #expect(Seal(seal.text) == seal)
    #expect(Seal("") == nil)
    #expect(Seal(String(repeating: "g", count: 32)) == nil)
  }

  @Test("events without the seal, repeated, or behind a gap do not count")
  func events() throws {
    let seal = Seal()
    func line(_ event: GradeEvent, _ number: Int) throws -> String {
      String(decoding: seal.line(try JSONEncoder().encode(event), number: number), as: UTF8.self)
    }
    let entered = try line(.entered(check: 0), 0)
    let completed = try line(.completed, 1)
    #expect(ChildProcess.events(in: entered + completed, seal).count == 2)
    #expect(ChildProcess.events(in: entered + entered, seal).count == 1)
    #expect(ChildProcess.events(in: completed, seal).isEmpty)
    let forged = String(decoding: try JSONEncoder().encode(GradeEvent.completed), as: UTF8.self)
    #expect(ChildProcess.events(in: entered + forged + "\n", seal).count == 1)
  }

  @Test("a grade that was written without the key does not count")
  func records() throws {
    let seal = Seal()
    let right = Grade(id: "03.1", title: "", points: 6, status: .failed)
    let forged = Grade(id: "03.1", title: "", points: 6, status: .passed)
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let lines =
      Data(seal.line(try JSONEncoder().encode(right), number: 0))
      + (try JSONEncoder().encode(forged)) + Data("\n".utf8)
    try lines.write(to: file)
    #expect(Records.read(from: file, sealed: seal) == [right])
  }
}
