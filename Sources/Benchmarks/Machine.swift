import Foundation

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

/// How many processors were busy on average in the last minute, if the system says so.
func busyProcessors() -> Double? {
  var load = [0.0]
  return getloadavg(&load, 1) == 1 ? load[0] : nil
}
