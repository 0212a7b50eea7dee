/// Two independent normal random numbers from two random words, by the method of Box and Muller.
///
/// A point of the plane whose coordinates are both normal has a uniform angle, and the square of its
/// distance from the origin is exponential: `-2 ln u`. So draw an angle and a distance, and read off
/// the coordinates. With 32 random bits the distance is at most `sqrt(-2 ln 2⁻³³)`, about 6.76.
/// Source: G. Box, M. Muller, "A note on the generation of random normal deviates" (1958).
///
/// Logarithm, sine and cosine are computed here from additions, multiplications and divisions in
/// double precision, in a fixed order, because the system's own differ from platform to platform.
struct NormalPair {
  let first: Double
  let second: Double

  init(radiusBits: UInt32, angleBits: UInt32) {
    // The middle of one of 2³² equal intervals of 0...1, so never 0.
    let u = (Double(radiusBits) + 0.5) * 0x1p-32
    let radius = (-2 * Self.logarithm(u)).squareRoot()
    let (cosine, sine) = Self.direction(angleBits)
    first = radius * cosine
    second = radius * sine
  }

  /// The natural logarithm of a positive number.
  ///
  /// With `u = m 2^e` and `s = (m - 1) / (m + 1)`: `ln u = e ln 2 + 2 (s + s³/3 + s⁵/5 + …)`.
  static func logarithm(_ u: Double) -> Double {
    var m = u.significand
    var e = Double(u.exponent)
    if m > 1.414_213_562_373_095_1 {
      m *= 0.5
      e += 1
    }
    let s = (m - 1) / (m + 1)
    let z = s * s
    var sum = 1.0 / 21
    sum = sum * z + 1.0 / 19
    sum = sum * z + 1.0 / 17
    sum = sum * z + 1.0 / 15
    sum = sum * z + 1.0 / 13
    sum = sum * z + 1.0 / 11
    sum = sum * z + 1.0 / 9
    sum = sum * z + 1.0 / 7
    sum = sum * z + 1.0 / 5
    sum = sum * z + 1.0 / 3
    sum = sum * z + 1
    return e * 0.693_147_180_559_945_3 + 2 * s * sum
  }

  /// Cosine and sine of the angle of `bits / 2³²` turns.
  static func direction(_ bits: UInt32) -> (cosine: Double, sine: Double) {
    // The nearest quarter turn, and what remains of the angle: at most an eighth of a turn.
    let quarter = (bits &+ 0x2000_0000) >> 30
    let rest = Int32(bitPattern: bits &- quarter << 30)
    let x = Double(rest) * (6.283_185_307_179_586 * 0x1p-32)
    let z = x * x
    // Taylor series, to terms below 10⁻¹⁵: the coefficients are 1 / 2!, 1 / 3!, …
    var sine = -1.0 / 1_307_674_368_000
    sine = sine * z + 1.0 / 6_227_020_800
    sine = sine * z - 1.0 / 39_916_800
    sine = sine * z + 1.0 / 362_880
    sine = sine * z - 1.0 / 5_040
    sine = sine * z + 1.0 / 120
    sine = sine * z - 1.0 / 6
    sine = (sine * z + 1) * x
    var cosine = 1.0 / 20_922_789_888_000
    cosine = cosine * z - 1.0 / 87_178_291_200
    cosine = cosine * z + 1.0 / 479_001_600
    cosine = cosine * z - 1.0 / 3_628_800
    cosine = cosine * z + 1.0 / 40_320
    cosine = cosine * z - 1.0 / 720
    cosine = cosine * z + 1.0 / 24
    cosine = cosine * z - 1.0 / 2
    cosine = cosine * z + 1
    return switch quarter {
    case 0: (cosine, sine)
    case 1: (-sine, cosine)
    case 2: (-cosine, -sine)
    default: (sine, -cosine)
    }
  }
}
