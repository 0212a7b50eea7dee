import KernelInterface

// Tensors of random numbers. The versions without a generator draw from the default one, see `withSeed`.

extension Tensor {
  /// Draws every element from `range`, all values equally likely.
  public static func uniform(
    _ shape: [Int], in range: Range<Float> = 0..<1, using generator: inout RandomGenerator
  ) -> Tensor {
    let width = range.upperBound - range.lowerBound
    // Rounding may reach the upper bound, which the range excludes.
    let largest = range.upperBound.nextDown
    return Tensor(shape: shape) { result in
      result.withMemoryRebound(to: UInt32.self) { words in
        generator.fill(words)
        let count = words.count
        guard let words = words.baseAddress, let result = result.baseAddress else { return }
        inParallelRanges(count) { start, count in
          let (words, result) = (words + start, result + start)
          let done = kernels.uniforms(
            words, count: count, lowest: range.lowerBound, width: width, largest: largest, result)
          for i in done..<count {
            let x = range.lowerBound + width * RandomGenerator.uniform(words[i])
            result[i] = Swift.min(x, largest)
          }
        }
      }
    }
  }

  /// Draws every element from `range` with the default generator.
  public static func uniform(_ shape: [Int], in range: Range<Float> = 0..<1) -> Tensor {
    SharedGenerator.current.draw { uniform(shape, in: range, using: &$0) }
  }

  /// Draws every element from the normal distribution of this mean and standard deviation.
  public static func normal(
    _ shape: [Int], mean: Float = 0, standardDeviation: Float = 1,
    using generator: inout RandomGenerator
  ) -> Tensor {
    Tensor(shape: shape) { result in
      generator.fillWithNormals(result, mean: mean, standardDeviation: standardDeviation)
    }
  }

  /// Draws every element from a normal distribution with the default generator.
  public static func normal(
    _ shape: [Int], mean: Float = 0, standardDeviation: Float = 1
  ) -> Tensor {
    SharedGenerator.current.draw {
      normal(shape, mean: mean, standardDeviation: standardDeviation, using: &$0)
    }
  }
}
