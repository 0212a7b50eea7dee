import KernelInterface
import Testing

/// Prints how fast the kernels are in this build, compared with what the processor can do.
///
/// Kernels are optimized in debug builds, too, so the share is about the same under plain `swift test` as in
/// a release build. Nothing about time is asserted: a busy machine would make it fail.
@Suite(.serialized) struct SpeedReport {
  @Test(arguments: KernelCase.all) func matrixProductAgainstRegisters(_ unit: KernelCase) {
    let size = 256
    let a = noise(size * size, seed: 1)
    let b = noise(size * size, seed: 2)
    var result = [Float](repeating: .nan, count: size * size)
    var scratch = [Float](repeating: 0, count: unit.kernels.scratchCount(m: size, n: size, k: size))
    let clock = ContinuousClock()
    var product = Duration.seconds(1)
    var registers = Duration.seconds(1)
    var most = (operations: 0, result: Float.nan)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        result.withUnsafeMutableBufferPointer { result in
          scratch.withUnsafeMutableBufferPointer { scratch in
            let first = Matrix(a.baseAddress!, rowStride: size, columnStride: 1)
            let second = Matrix(b.baseAddress!, rowStride: size, columnStride: 1)
            // In turns, and the best of each: a disturbance spoils few of them.
            for _ in 0..<10 {
              registers = min(
                registers, clock.measure { most = unit.kernels.multiplyAndAdd(rounds: 50_000) })
              product = min(
                product,
                clock.measure {
                  unit.kernels.multiply(
                    m: size, n: size, k: size, alpha: 1, first, second, result.baseAddress!,
                    resultRow: size, accumulate: false, scratch: scratch.baseAddress!)
                })
            }
          }
        }
      }
    }
    #expect(most.result.isFinite && result.allSatisfy(\.isFinite))
    let reached = 2e-9 * Double(size * size * size) / (product / .seconds(1))
    let possible = 1e-9 * Double(most.operations) / (registers / .seconds(1))
    #if DEBUG
      let build = "debug"
    #else
      let build = "release"
    #endif
    print(
      "kernels in this \(build) build, \(unit.name): the product of two 256 x 256 matrices runs at "
        + "\(Int((100 * reached / possible).rounded())) % of the fastest arithmetic in registers "
        + "(\(Int(reached.rounded())) of \(Int(possible.rounded())) GFLOP/s)")
  }
}
