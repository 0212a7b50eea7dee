// Numbers with 24 bits
//
// A `Float` has a sign, an exponent, and 24 significant bits (23 stored, the leading 1 is understood):
//
//     x = ± 1.b₁b₂…b₂₃ (binary) · 2^exponent         exponent -126 … 127
//
// So the distance to the next larger number, the *spacing*, is 2^(exponent - 23): it doubles at every
// power of two. At 1 it is 1.2 · 10⁻⁷, at 1,000 it is 6.1 · 10⁻⁵, at 16,777,216 = 2²⁴ it is 2, and there
// 1 + 1 + … never gets further: the sum is rounded back each time.
//
// Every operation gives the exact result, rounded to the nearest Float. The relative error is at most half
// a spacing over the number, u = 2⁻²⁴ = 6 · 10⁻⁸: seven decimal digits. That is all there is to know, and
// it has three consequences:
//
//   1. *Range.* Beyond 3.4 · 10³⁸ comes infinity, below 1.2 · 10⁻³⁸ digits are lost, below 1.4 · 10⁻⁴⁵ comes 0.
//      e⁸⁹ is infinite.
//   2. *Absorption.* Adding a small number to a large one loses the small one's digits.
//   3. *Cancellation.* Subtracting nearly equal numbers is exact, and shows how little they were known:
//      1.0000001 - 1 = 1.1920929 · 10⁻⁷. The difference has one good digit, and looks as if it had eight.
//
// The order of additions matters, and (a + b) + c is not a + (b + c). Nothing here is random: the same
// operations in the same order give the same bits.

/// The parts of a `Float`: `(-1)^sign · significand · 2^exponent`.
public struct FloatParts: Sendable, Equatable, CustomStringConvertible {
  /// Whether the number is negative.
  public let isNegative: Bool
  /// The power of two below the number.
  public let exponent: Int
  /// From 1 to below 2; 24 bits.
  public let significand: Float
  /// The distance to the next larger number of the same sign.
  public let spacing: Float

  /// Takes a finite number that is not 0 apart.
  public init(_ x: Float) {
    isNegative = x.sign == .minus
    exponent = Int(x.exponent)
    significand = x.significand
    spacing = x.magnitude.nextUp - x.magnitude
  }

  /// The number as a product, for example `+1.25 x 2^3, spacing 9.536743e-07`.
  public var description: String {
    "\(isNegative ? "-" : "+")\(significand) x 2^\(exponent), spacing \(spacing)"
  }
}
