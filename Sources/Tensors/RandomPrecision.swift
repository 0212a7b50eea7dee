// What the distributions share: uniforms with all the digits of `Double`, and an exponential function that
// is the same on every platform.

extension RandomGenerator {
  /// Draws from the middles of 2⁵² equal intervals of 0...1: never 0 and never 1.
  ///
  /// It takes two words. What happens once in a billion draws needs more than the 24 bits of `uniform()`.
  mutating func preciseUniform() -> Double {
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  /// Draws from the exponential distribution of mean 1, by inverting its distribution function.
  mutating func preciseExponential() -> Double {
    -NormalPair.logarithm(preciseUniform())
  }
}

/// The exponential function of `Double`, to about 10⁻¹⁵ relative.
///
/// It is computed here from additions and multiplications in a fixed order, because the system's own
/// differs from platform to platform. With `x = k ln 2 + r`: `eˣ = 2ᵏ (1 + r + r²/2! + r³/3! + …)`.
func portableExponential(_ x: Double) -> Double {
  if x < -746 { return 0 }
  if x > 710 { return .infinity }
  let k = (x * 1.442_695_040_888_963_4).rounded()
  // ln 2 in two parts, of which the first has zeros at its end, so that k times it is exact.
  let r = x - k * 0x1.62e42feep-1 - k * 0x1.a39ef35793c76p-33
  var sum = 1.0
  for n in stride(from: 14.0, through: 1, by: -1) { sum = sum * r / n + 1 }
  // In two steps, because 2ᵏ alone may be out of range.
  let half = Int(k) / 2
  return sum * Double(sign: .plus, exponent: half, significand: 1)
    * Double(sign: .plus, exponent: Int(k) - half, significand: 1)
}
