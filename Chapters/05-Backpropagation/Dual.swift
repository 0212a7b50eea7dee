// Forwards instead of backwards.
//
// A function with n inputs and m outputs has n · m slopes: the Jacobian, a matrix of m rows and n columns.
// Backpropagation multiplies it from the left, uᵀ J, with weights u of the outputs: one way back gives one
// row, or one weighted sum of rows. The other product, J v, says how far all outputs move when the inputs
// move along v. It needs no way back at all: carry the movement along with the numbers.
//
//     a + ȧ ε      ε² = 0
//     (a + ȧ ε)(b + ḃ ε) = a b + (ȧ b + a ḃ) ε
//
// Such a pair is called a dual number (Clifford 1873). One pass gives one column of J. So: few outputs,
// such as one loss, backwards; few inputs, forwards. For a loss of a million parameters the choice is one
// way back or a million passes.

import Foundation

/// A number, and how far it moves when the inputs move along a chosen direction.
public struct Dual: Sendable, Equatable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The number.
  public var number: Double
  /// How far it moves: its derivative along the direction.
  public var tangent: Double

  /// Makes a number from its value and its movement; a constant does not move.
  public init(_ number: Double, tangent: Double = 0) {
    (self.number, self.tangent) = (number, tangent)
  }

  /// Makes a constant.
  public init(floatLiteral number: Double) { self.init(number) }
  /// Makes a constant.
  public init(integerLiteral number: Int) { self.init(Double(number)) }

  /// Adds.
  public static func + (a: Dual, b: Dual) -> Dual {
    Dual(a.number + b.number, tangent: a.tangent + b.tangent)
  }

  /// Subtracts.
  public static func - (a: Dual, b: Dual) -> Dual {
    Dual(a.number - b.number, tangent: a.tangent - b.tangent)
  }

  /// Multiplies: the product rule.
  public static func * (a: Dual, b: Dual) -> Dual {
    Dual(a.number * b.number, tangent: a.tangent * b.number + a.number * b.tangent)
  }

  /// Divides: the quotient rule.
  public static func / (a: Dual, b: Dual) -> Dual {
    let quotient = a.number / b.number
    return Dual(quotient, tangent: (a.tangent - quotient * b.tangent) / b.number)
  }

  /// Computes `eˣ`.
  public func exp() -> Dual {
    let e = Foundation.exp(number)
    return Dual(e, tangent: e * tangent)
  }

  /// Computes the natural logarithm.
  public func log() -> Dual { Dual(Foundation.log(number), tangent: tangent / number) }

  /// Computes the sine.
  public func sin() -> Dual {
    Dual(Foundation.sin(number), tangent: Foundation.cos(number) * tangent)
  }

  /// Computes the hyperbolic tangent.
  public func tanh() -> Dual {
    let t = Foundation.tanh(number)
    return Dual(t, tangent: (1 - t * t) * tangent)
  }
}

/// Computes how far the outputs move when the inputs move along a direction: the Jacobian times `direction`.
///
/// - Parameters:
///   - x: Where, `n` numbers.
///   - direction: `n` numbers.
///   - function: Any number of outputs.
/// - Returns: The outputs, and the movement of each.
public func jacobianVectorProduct(
  at x: [Double], along direction: [Double], of function: ([Dual]) -> [Dual]
) -> (value: [Double], derivative: [Double]) {
  let outputs = function(zip(x, direction).map { Dual($0, tangent: $1) })
  return (outputs.map(\.number), outputs.map(\.tangent))
}
