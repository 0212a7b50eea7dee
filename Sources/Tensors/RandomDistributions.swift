// Tensors of numbers from distributions, see `RandomNumbers.swift` for the methods. The elements are drawn
// in row-major order. The versions without a generator draw from the default one, see `withSeed`.

extension Tensor {
  /// Draws every element from an exponential distribution of mean `1 / rate`.
  public static func exponential(
    _ shape: [Int], rate: Float = 1, using generator: inout RandomGenerator
  ) -> Tensor {
    filled(shape, using: &generator) { $0.exponential(rate: rate) }
  }

  /// Draws every element from an exponential distribution with the default generator.
  public static func exponential(_ shape: [Int], rate: Float = 1) -> Tensor {
    SharedGenerator.current.draw { exponential(shape, rate: rate, using: &$0) }
  }

  /// Draws every element from the standard Gumbel distribution.
  public static func gumbel(_ shape: [Int], using generator: inout RandomGenerator) -> Tensor {
    filled(shape, using: &generator) { $0.gumbel() }
  }

  /// Draws every element from the standard Gumbel distribution with the default generator.
  public static func gumbel(_ shape: [Int]) -> Tensor {
    SharedGenerator.current.draw { gumbel(shape, using: &$0) }
  }

  /// Draws every element from a gamma distribution of mean `concentration / rate`.
  public static func gamma(
    _ shape: [Int], concentration: Float, rate: Float = 1, using generator: inout RandomGenerator
  ) -> Tensor {
    filled(shape, using: &generator) { $0.gamma(concentration: concentration, rate: rate) }
  }

  /// Draws every element from a gamma distribution with the default generator.
  public static func gamma(_ shape: [Int], concentration: Float, rate: Float = 1) -> Tensor {
    SharedGenerator.current.draw {
      gamma(shape, concentration: concentration, rate: rate, using: &$0)
    }
  }

  /// Draws every element from a beta distribution of mean `alpha / (alpha + beta)`.
  public static func beta(
    _ shape: [Int], alpha: Float, beta: Float, using generator: inout RandomGenerator
  ) -> Tensor {
    filled(shape, using: &generator) { $0.beta(alpha: alpha, beta: beta) }
  }

  /// Draws every element from a beta distribution with the default generator.
  public static func beta(_ shape: [Int], alpha: Float, beta other: Float) -> Tensor {
    SharedGenerator.current.draw { beta(shape, alpha: alpha, beta: other, using: &$0) }
  }

  /// Draws every element from a normal distribution that is limited to a range around its mean.
  ///
  /// - Parameter range: The limits in standard deviations from the mean.
  public static func truncatedNormal(
    _ shape: [Int], mean: Float = 0, standardDeviation: Float = 1,
    within range: ClosedRange<Float> = -2...2, using generator: inout RandomGenerator
  ) -> Tensor {
    require(
      standardDeviation >= 0,
      "truncatedNormal: the standard deviation \(standardDeviation) must not be negative")
    return filled(shape, using: &generator) {
      mean + standardDeviation * $0.truncatedNormal(within: range)
    }
  }

  /// Draws every element from a limited normal distribution with the default generator.
  ///
  /// - Parameter range: The limits in standard deviations from the mean.
  public static func truncatedNormal(
    _ shape: [Int], mean: Float = 0, standardDeviation: Float = 1,
    within range: ClosedRange<Float> = -2...2
  ) -> Tensor {
    SharedGenerator.current.draw {
      truncatedNormal(
        shape, mean: mean, standardDeviation: standardDeviation, within: range, using: &$0)
    }
  }

  /// Draws ones with the given probability, and zeros otherwise.
  public static func bernoulli(
    _ shape: [Int], probability: Float, using generator: inout RandomGenerator
  ) -> Tensor {
    filled(shape, using: &generator) { $0.bernoulli(probability: probability) ? 1 : 0 }
  }

  /// Draws ones with the given probability, and zeros otherwise, with the default generator.
  public static func bernoulli(_ shape: [Int], probability: Float) -> Tensor {
    SharedGenerator.current.draw { bernoulli(shape, probability: probability, using: &$0) }
  }

  /// Draws a one or a zero for every element of `probabilities`, the chance of a one: `[…] -> […]`.
  ///
  /// The result is a constant: no gradient flows to the probabilities.
  public static func bernoulli(
    probabilities: Tensor, using generator: inout RandomGenerator
  ) -> Tensor {
    probabilities.withUnsafeScalars { chances in
      Tensor(shape: probabilities.shape) { result in
        for i in chances.indices {
          result[i] = generator.bernoulli(probability: chances[i]) ? 1 : 0
        }
      }
    }
  }

  /// Draws a one or a zero for every element of `probabilities` with the default generator.
  public static func bernoulli(probabilities: Tensor) -> Tensor {
    SharedGenerator.current.draw { bernoulli(probabilities: probabilities, using: &$0) }
  }

  /// Draws every element as a number of events of which `rate` are expected.
  public static func poisson(
    _ shape: [Int], rate: Float, using generator: inout RandomGenerator
  ) -> Tensor {
    filled(shape, using: &generator) { Float($0.poisson(rate: rate)) }
  }

  /// Draws every element as a number of events of which `rate` are expected, with the default generator.
  public static func poisson(_ shape: [Int], rate: Float) -> Tensor {
    SharedGenerator.current.draw { poisson(shape, rate: rate, using: &$0) }
  }

  private static func filled(
    _ shape: [Int], using generator: inout RandomGenerator,
    _ draw: (inout RandomGenerator) -> Float
  ) -> Tensor {
    Tensor(shape: shape) { result in
      for i in result.indices { result[i] = draw(&generator) }
    }
  }
}
