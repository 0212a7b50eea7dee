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

/// The processor, how many cores it has here, and the system.
func machineDescription() -> String {
  let information = ProcessInfo.processInfo
  let cores = information.activeProcessorCount
  return "\(processorName()), \(cores) \(cores == 1 ? "core" : "cores"), "
    + information.operatingSystemVersionString
}

private func processorName() -> String {
  #if canImport(Darwin)
    var size = 0
    guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0, size > 1 else {
      return "unknown processor"
    }
    var text = [UInt8](repeating: 0, count: size)
    guard sysctlbyname("machdep.cpu.brand_string", &text, &size, nil, 0) == 0 else {
      return "unknown processor"
    }
    return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
  #else
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last.map(String.init) ?? ""
    let trimmed = name.trimmingCharacters(in: .whitespaces)
    return trimmed.isEmpty ? "unknown processor" : trimmed
  #endif
}
