import Foundation
import KernelInterface
import Kernels
import Tensors
import Testing

#if arch(x86_64)
  import KernelsAVX2
  import KernelsAVX512
#endif

/// One compilation of the kernels that this machine can run.
struct KernelCase: CustomTestStringConvertible {
  let name: String
  let kernels: any KernelSet.Type

  var testDescription: String { name }

  static let all: [KernelCase] = {
    var cases = [KernelCase(name: "baseline", kernels: Kernels.VectorKernels.self)]
    #if arch(x86_64)
      if InstructionSet.available.contains(.avx2) {
        cases.append(KernelCase(name: "AVX2", kernels: KernelsAVX2.VectorKernels.self))
      }
      if InstructionSet.available.contains(.avx512) {
        cases.append(KernelCase(name: "AVX-512", kernels: KernelsAVX512.VectorKernels.self))
      }
    #endif
    return cases
  }()
}

/// Sizes around the widths of vectors and blocks.
let sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 127, 128, 129, 1000]

/// Memory with a border of marks, which a kernel must not overwrite.
struct Guarded {
  static let mark: Float = -12345
  private static let border = 16
  private var memory: [Float]

  init(_ values: [Float]) {
    let border = [Float](repeating: Self.mark, count: Self.border)
    memory = border + values + border
  }

  init(count: Int) {
    self.init([Float](repeating: 777, count: count))
  }

  var values: [Float] { Array(memory[Self.border..<(memory.count - Self.border)]) }

  var borderIsIntact: Bool {
    memory.prefix(Self.border).allSatisfy { $0 == Self.mark }
      && memory.suffix(Self.border).allSatisfy { $0 == Self.mark }
  }

  mutating func write(_ body: (UnsafeMutablePointer<Float>) -> Void) {
    memory.withUnsafeMutableBufferPointer { body($0.baseAddress! + Self.border) }
  }
}

/// Numbers between -1 and 1 that depend on the seed only.
func noise(_ count: Int, seed: UInt64) -> [Float] {
  var generator = RandomGenerator(seed: seed)
  return (0..<count).map { _ in 2 * generator.uniform() - 1 }
}

/// Whether two floats are the same value, NaN being the same as NaN.
func same(_ a: Float, _ b: Float) -> Bool { a == b || (a.isNaN && b.isNaN) }

/// The numbers at which a function's precision is measured; `DESCENT_LONG=1` takes many more.
let sweepCount = ProcessInfo.processInfo.environment["DESCENT_LONG"] == "1" ? 200_001 : 8_001
