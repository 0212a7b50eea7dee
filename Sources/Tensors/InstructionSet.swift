import KernelInterface
import Kernels

#if arch(x86_64)
  import KernelsAVX2
  import KernelsAVX512
  import _Builtin_intrinsics.intel.cpuid
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A family of vector instructions that the kernels were compiled for.
///
/// The best one that the processor has is chosen when the first tensor is computed. The environment
/// variable `DESCENT_ISA` (`baseline`, `avx2` or `avx512`) chooses another one.
public enum InstructionSet: String, Sendable, CaseIterable {
  /// What every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
  case baseline
  /// 256-bit vectors with fused multiply-add.
  case avx2
  /// 512-bit vectors.
  case avx512

  /// The instruction set in use.
  public static let current = choose(
    request: getenv("DESCENT_ISA").map { String(cString: $0) }, available: available,
    warn: { writeWarning($0) })

  /// The instruction sets that this processor and its operating system can run, the best one last.
  public static let available: [InstructionSet] = detect()

  /// The usual name, for people.
  public var name: String {
    switch self {
    case .avx512: return "AVX-512"
    case .avx2: return "AVX2"
    case .baseline:
      #if arch(arm64)
        return "NEON"
      #else
        return "SSE2"
      #endif
    }
  }

  /// Chooses the requested set, or the best one if there is no request that can be met.
  static func choose(
    request: String?, available: [InstructionSet], warn: (String) -> Void
  ) -> InstructionSet {
    let best = available.last ?? .baseline
    guard let request, !request.isEmpty else { return best }
    let names = available.map(\.rawValue).joined(separator: ", ")
    guard let wanted = InstructionSet(rawValue: request.lowercased()) else {
      warn(
        "DESCENT_ISA=\(request) is not known; this computer has \(names); using \(best.rawValue)")
      return best
    }
    guard available.contains(wanted) else {
      warn("DESCENT_ISA=\(request): this computer has only \(names); using \(best.rawValue)")
      return best
    }
    return wanted
  }

  /// The kernels that were compiled for this instruction set.
  var kernels: any KernelSet.Type {
    #if arch(x86_64)
      switch self {
      case .baseline: return Kernels.VectorKernels.self
      case .avx2: return KernelsAVX2.VectorKernels.self
      case .avx512: return KernelsAVX512.VectorKernels.self
      }
    #else
      return Kernels.VectorKernels.self
    #endif
  }
}

/// The kernels in use.
///
/// Every call goes through one table of functions, so that dispatch is written once.
let kernels: any KernelSet.Type = InstructionSet.current.kernels

private func writeWarning(_ message: String) {
  let line = Array("descent: \(message)\n".utf8)
  _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
}

// MARK: What the processor can do

#if arch(x86_64)
  /// Asks the processor with its instruction `cpuid`.
  ///
  /// It is not enough that the processor has an instruction: the operating system must also save the
  /// wide registers when it switches between programs. Leaf 0xD says how large the area is that it
  /// saves, and where in it each group of registers would lie.
  private func detect() -> [InstructionSet] {
    var a: UInt32 = 0
    var b: UInt32 = 0
    var c: UInt32 = 0
    var d: UInt32 = 0
    let systemSavesRegisters = 27
    let fusedMultiplyAdd = 12
    guard __get_cpuid(1, &a, &b, &c, &d) != 0, c >> systemSavesRegisters & 1 == 1,
      c >> fusedMultiplyAdd & 1 == 1, __get_cpuid_count(0xD, 0, &a, &b, &c, &d) != 0
    else { return [.baseline] }
    let savedBytes = b
    func saves(_ group: UInt32) -> Bool {
      __get_cpuid_count(0xD, group, &a, &b, &c, &d) != 0 && a > 0 && savedBytes >= a + b
    }
    let upperHalves256: UInt32 = 2
    let upperRegisters512: UInt32 = 7
    guard saves(upperHalves256), __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0, b >> 5 & 1 == 1
    else { return [.baseline] }
    let hasAVX512 = b >> 16 & 1 == 1
    return hasAVX512 && saves(upperRegisters512)
      ? [.baseline, .avx2, .avx512] : [.baseline, .avx2]
  }
#else
  private func detect() -> [InstructionSet] { [.baseline] }
#endif
