import Foundation

/// Something that is repeated many times and must not use more and more memory.
struct MemoryBenchmark: Sendable {
  let name: String
  let prepare: @Sendable () -> () -> Void

  /// The steps after which memory is measured first: pools are filled by then.
  static let settled = 100
  /// The steps after which it is measured again.
  static let steps = 10_000

  /// Takes the steps.
  func run() -> MemoryResult {
    let step = prepare()
    for _ in 0..<Self.settled { step() }
    let before = residentBytes()
    for _ in Self.settled..<Self.steps { step() }
    let after = residentBytes()
    return MemoryResult(
      name: name, steps: Self.steps, residentAfter100: before, residentAfterAll: after)
  }
}

/// How much memory was in use, in bytes.
struct MemoryResult: Codable, Equatable {
  let name: String
  let steps: Int
  let residentAfter100: Int
  let residentAfterAll: Int

  /// Says by how much it grew.
  var text: String {
    let growth = residentAfterAll - residentAfter100
    return "\(mebibytes(residentAfter100)) after \(MemoryBenchmark.settled) steps, "
      + "\(mebibytes(residentAfterAll)) after \(steps): "
      + (growth <= 0 ? "no growth" : "\(growth / 1024) KiB more")
  }
}

extension Suite {
  static let memory =
    perceptronSizes.map { sizes in
      MemoryBenchmark(name: name("mlp-step", sizes)) { recordedStep(sizes) }
    }
    + perceptronSizes.map { sizes in
      MemoryBenchmark(name: name("mlp-step-by-hand", sizes)) { handWrittenStep(sizes) }
    }

  private static func name(_ kind: String, _ sizes: [Int]) -> String {
    "memory/\(kind)-" + sizes.map(String.init).joined(separator: "-")
  }
}

/// The bytes of this program that are in memory now; 0 where the system does not say.
func residentBytes() -> Int {
  #if canImport(Darwin)
    var info = proc_taskinfo()
    let size = Int32(MemoryLayout<proc_taskinfo>.size)
    guard proc_pidinfo(getpid(), PROC_PIDTASKINFO, 0, &info, size) == size else { return 0 }
    return Int(info.pti_resident_size)
  #else
    // The second number is what is resident, in pages.
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return 0
    }
    let numbers = text.split(separator: " ").compactMap { Int($0) }
    return numbers.count > 1 ? numbers[1] * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
  #endif
}
