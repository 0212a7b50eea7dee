import Foundation
import Testing

@testable import Benchmarks

@Suite("The results")
struct ResultsTests {
  private let measurement = Measurement(
    name: "add/1000", group: "element-wise", size: "1000", threads: 2, work: .bytes(12_000),
    swift: Times([3e-6, 1e-6, 2e-6]),
    peers: [
      PeerMeasurement(
        library: "NumPy", version: "2.4", instructionSet: "AVX2", median: 4e-6, ratio: 0.5)
    ])

  @Test("the file has the promised shape and replaces the old one")
  func file() throws {
    var results = Results(machine: "test, 2 cores", instructionSet: "AVX-512")
    results.benchmarks = [measurement]
    results.memory = [
      MemoryResult(name: "memory/x", steps: 10_000, residentAfter100: 5, residentAfterAll: 6)
    ]
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("results.json")
    try Data("old".utf8).write(to: file)
    try results.write(to: file.path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["results.json"])

    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    let expected: NSDictionary = [
      "machine": "test, 2 cores", "instructionSet": "AVX-512",
      "benchmarks": [
        [
          "name": "add/1000", "group": "element-wise", "size": "1000", "threads": 2,
          "swift": ["median": 2e-6, "minimum": 1e-6],
          "peers": [
            [
              "library": "NumPy", "version": "2.4", "instructionSet": "AVX2", "median": 4e-6,
              "ratio": 0.5,
            ] as [String: Any]
          ],
        ] as [String: Any]
      ],
      "memory": [
        ["name": "memory/x", "steps": 10_000, "residentAfter100": 5, "residentAfterAll": 6]
          as [String: Any]
      ],
    ]
    #expect((object as? NSDictionary) == expected)
  }

  @Test("a folder that does not exist is an error")
  func noFolder() {
    let results = Results(machine: "", instructionSet: "")
    #expect(throws: (any Error).self) { try results.write(to: "/no/such/folder/results.json") }
  }

  @Test("a row has the times, the speed, and a ratio under its library")
  func row() {
    let libraries = ["NumPy", "PyTorch"]
    let header = Table.header(threads: 2, libraries: libraries)
    let row = Table.row(measurement, libraries: libraries)
    for text in ["add/1000", "2.00 µs", "1.00 µs", "6.00 GB/s", "0.50"] {
      #expect(row.contains(text), "\(text) in \(row)")
    }
    let column = header.range(of: "NumPy").map {
      header.distance(from: header.startIndex, to: $0.upperBound)
    }
    #expect(row.count == column)
    #expect(Table.row(measurement, libraries: ["JAX"]).hasSuffix("GB/s"))
  }

  @Test("growth is said")
  func growth() {
    let result = MemoryResult(
      name: "m", steps: 10_000, residentAfter100: 1 << 20, residentAfterAll: 3 << 20)
    #expect(result.text == "1.00 MiB after 100 steps, 3.00 MiB after 10000: 2048 KiB more")
    let flat = MemoryResult(name: "m", steps: 10_000, residentAfter100: 9, residentAfterAll: 9)
    #expect(flat.text.hasSuffix("no growth"))
  }

  @Test("memory in use is seen")
  func resident() {
    let before = residentBytes()
    #expect(before > 1 << 20)
    let bytes = 256 << 20
    let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4096)
    defer { block.deallocate() }
    memset(block, 1, bytes)
    // Other tests may release memory at the same time, hence the margin.
    #expect(residentBytes() - before > bytes / 2)
  }

  @Test("the machine has a name")
  func machine() {
    #expect(machineDescription().contains("core"))
    #expect((busyProcessors() ?? 0) >= 0)
  }
}
