import Foundation

/// What was measured of one benchmark, with one number of threads.
struct Measurement: Encodable {
  let name: String
  let group: String
  let size: String
  let threads: Int
  let work: Work
  let swift: Times
  let peers: [PeerMeasurement]

  private enum CodingKeys: String, CodingKey {
    case name, group, size, threads, swift, peers
  }
}

/// What was measured of the same work in another library.
struct PeerMeasurement: Encodable, Equatable {
  let library: String
  let version: String
  let instructionSet: String
  /// In seconds for one call.
  let median: Double
  /// Our time divided by theirs: below 1 is faster.
  let ratio: Double
}

/// Everything that one run has measured.
struct Results: Encodable {
  let machine: String
  let instructionSet: String
  var benchmarks: [Measurement] = []
  var memory: [MemoryResult] = []

  /// Writes a file in one piece: whoever reads it sees the old one or the new one.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var data = try encoder.encode(self)
    data.append(UInt8(ascii: "\n"))
    try data.write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
