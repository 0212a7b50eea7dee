// Single numbers from distributions. `RandomDistributions.swift` has tensors of them.

extension RandomGenerator {
  /// Draws a waiting time: exponential, of mean `1 / rate`.
  ///
  /// The method is inversion: `-ln(u) / rate`.
  public mutating func exponential(rate: Float = 1) -> Float {
    require(rate > 0, "exponential: the rate \(rate) must be positive")
    return Float(preciseExponential() / Double(rate))
  }

  /// Draws from the standard Gumbel distribution, of mean 0.5772 and variance π²/6.
  ///
  /// Added to logits, it makes the position of the largest one a sample of `softmax(logits)`. The method
  /// is inversion: `-ln(-ln(u))`.
  /// Source: E. Gumbel, "Statistical theory of extreme values" (1954).
  public mutating func gumbel() -> Float {
    Float(-NormalPair.logarithm(preciseExponential()))
  }

  /// Draws from the gamma distribution, of mean `concentration / rate`.
  ///
  /// A small concentration gives numbers close to 0; those below 1e-45 are rounded to 0.
  /// Source: G. Marsaglia, W. Tsang, "A simple method for generating gamma variables" (2000).
  public mutating func gamma(concentration: Float, rate: Float = 1) -> Float {
    require(
      concentration > 0 && concentration.isFinite && rate > 0,
      "gamma: the concentration \(concentration) and the rate \(rate) must be positive")
    return Float(portableExponential(logarithmOfGamma(Double(concentration))) / Double(rate))
  }

  /// Draws from the beta distribution on 0...1, of mean `alpha / (alpha + beta)`.
  ///
  /// The method: of two gamma variables, the first one's part of the sum. It is computed from their
  /// logarithms, which do not underflow for small parameters.
  /// Source: L. Devroye, "Non-uniform random variate generation" (1986), chapter IX.
  public mutating func beta(alpha: Float, beta: Float) -> Float {
    require(
      alpha > 0 && alpha.isFinite && beta > 0 && beta.isFinite,
      "beta: the parameters \(alpha) and \(beta) must be positive")
    let first = logarithmOfGamma(Double(alpha))
    return Float(1 / (1 + portableExponential(logarithmOfGamma(Double(beta)) - first)))
  }

  /// Draws from the standard normal distribution, limited to a range.
  ///
  /// Outside the range nothing is cut off to its ends; it does not occur. Either end may be infinite.
  /// Source: C. Robert, "Simulation of truncated normal variables" (1995).
  public mutating func truncatedNormal(within range: ClosedRange<Float> = -2...2) -> Float {
    require(
      range.lowerBound < .infinity && range.upperBound > -.infinity,
      "truncatedNormal: the range \(range) contains no number")
    let x = Float(preciseTruncatedNormal(Double(range.lowerBound), Double(range.upperBound)))
    return min(max(x, range.lowerBound), range.upperBound)
  }

  /// Draws true with the given probability.
  ///
  /// A uniform number below `probability` is true, so 0 never is and 1 always is.
  public mutating func bernoulli(probability: Float) -> Bool {
    require(
      probability >= 0 && probability <= 1,
      "bernoulli: the probability \(probability) is outside 0...1")
    return uniform() < probability
  }

  /// Draws the number of events in a time in which `rate` are expected.
  ///
  /// The time taken grows with `rate`. The method is inversion: one uniform number, from which the
  /// probabilities of 0, 1, 2, … are subtracted until it is used up. A rate above 500 is split into equal
  /// parts, whose numbers add up.
  /// Source: L. Devroye, "Non-uniform random variate generation" (1986), chapter X.
  public mutating func poisson(rate: Float) -> Int {
    require(
      rate >= 0 && rate.isFinite, "poisson: the rate \(rate) must be finite and not negative")
    let parts = max(1, (rate / 500).rounded(.up))
    let part = Double(rate) / Double(parts)
    var count = 0
    for _ in 0..<Int(parts) { count += poissonByInversion(part) }
    return count
  }
}

extension RandomGenerator {
  private mutating func poissonByInversion(_ rate: Double) -> Int {
    var rest = preciseUniform()
    var probability = portableExponential(-rate)
    var count = 0
    while rest > probability && probability > 0 {
      rest -= probability
      count += 1
      probability *= rate / Double(count)
    }
    return count
  }

  /// The logarithm of a gamma variable of rate 1.
  private mutating func logarithmOfGamma(_ concentration: Double) -> Double {
    if concentration < 1 {
      // A gamma variable of one more, times a uniform one to the power of 1 / concentration.
      let logarithm = NormalPair.logarithm(preciseUniform()) / concentration
      return logarithmOfGamma(concentration + 1) + logarithm
    }
    // d v has nearly the right density if v is the cube of 1 + c x and x is normal; rejection makes it
    // right. At least 95 of 100 pass.
    let d = concentration - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = Double(normal())
      let root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      let logarithm = NormalPair.logarithm(v)
      if preciseExponential() > d * (v - 1 - logarithm) - x * x / 2 {
        return NormalPair.logarithm(d) + logarithm
      }
    }
  }

  /// At least four of ten proposals pass, wherever the range is.
  private mutating func preciseTruncatedNormal(_ low: Double, _ high: Double) -> Double {
    if high < 0 { return -preciseTruncatedNormal(-high, -low) }
    if low <= 0 && high - low > 2.5 {
      // The range holds much of the distribution: draw until it is hit.
      while true {
        let x = Double(normal())
        if x >= low && x <= high { return x }
      }
    }
    // The point of the range where the density is largest, and how fast the density falls from there.
    let top = max(low, 0)
    let slope = (top + (top * top + 4).squareRoot()) / 2
    while true {
      if low <= 0 || high - low < 1 / slope {
        let x = low + (high - low) * preciseUniform()
        if preciseExponential() >= (x * x - top * top) / 2 { return x }
      } else {
        let x = low + preciseExponential() / slope
        let miss = x - slope
        if x <= high && preciseExponential() >= miss * miss / 2 { return x }
      }
    }
  }
}
