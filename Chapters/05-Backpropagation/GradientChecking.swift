// Gradient checking, done right.
//
// A pullback is derived by hand, and hands slip. The slope can also be measured, without any derivation:
// move the input a little and look how far the output moves.
//
//     forward   (f(x + h) − f(x)) / h           its error grows like h
//     central   (f(x + h) − f(x − h)) / (2 h)   its error grows like h²
//
// In theory a smaller step h is always better. In a computer f(x + h) and f(x − h) agree in almost all
// their digits when h is small, and their difference keeps only what is left: an error of about ε / h,
// where ε is the rounding of the number type, 1.1e-16 for Double and 6e-8 for Float. The two errors
// together are smallest near h = ∛ε for the central difference: 5e-6 in Double, where ten digits are
// right, and 4e-3 in Float, where four are. So checks are made in Double.
//
// Three more traps.
//
// 1. *One output at a time is too slow, and the sum of all outputs is blind.* The outputs of a softmax sum
//    to 1, so their sum has the slope 0 everywhere, and a pullback that always returns 0 passes. Weigh the
//    outputs with random numbers: a random *cotangent*.
// 2. *One input at a time is slow too.* Move all inputs at once along a random direction v. A right
//    gradient g satisfies g · v = the measured slope; a wrong one agrees by chance only.
// 3. *"The difference is 1e-3" says nothing.* If the slope is 1e-4, that is ten times too large. Compare
//    relative to the size of the slopes.
//
// And stay away from corners: where max(x, 0) bends within the step, the measured slope is a mean of both
// sides, and a right pullback fails.

import Foundation
public import Tensors

/// A slope as a pullback gives it, and as it was measured.
public struct SlopeComparison: Sendable, CustomStringConvertible {
  /// What the pullback says: its gradient times the direction.
  public let computed: Double
  /// What moving the input shows.
  public let measured: Double
  /// The difference, relative to the size that the slope could have had along this direction.
  public let error: Double

  /// Says all three numbers.
  public var description: String {
    "computed \(computed), measured \(measured), relative error \(error)"
  }
}

/// Compares a pullback with the measured slope along a random direction, for random weights of the outputs.
///
///     weights · J · direction    measured by a central difference
///     pullback(weights) · direction    computed
///
/// Both are the same number, because `(Jᵀ u) · v = u · (J v)`. With a right pullback the relative error is
/// about 1e-9.
///
/// - Parameters:
///   - x: Where to compare, away from corners: `n` numbers.
///   - step: How far to move, relative to the size of `x`.
///   - generator: Draws the weights of the outputs and the direction.
///   - function: Computes any number of outputs.
///   - pullback: Turns weights of the outputs into a gradient of `n` numbers.
public func compareSlopes(
  at x: [Double], step: Double = 5e-6, using generator: inout RandomGenerator,
  of function: ([Double]) -> [Double], pullback: (_ x: [Double], _ weights: [Double]) -> [Double]
) -> SlopeComparison {
  let weights = function(x).map { _ in Double(generator.normal()) }
  let direction = x.map { _ in Double(generator.normal()) }
  let gradient = pullback(x, weights)
  require(
    gradient.count == x.count,
    "compareSlopes: the pullback gives \(gradient.count) numbers for \(x.count) inputs")
  let h = step * max(1, length(x) / Double(max(x.count, 1)).squareRoot())
  func value(_ distance: Double) -> Double {
    product(function(zip(x, direction).map { $0 + distance * $1 }), weights)
  }
  let measured = (value(h) - value(-h)) / (2 * h)
  let computed = product(gradient, direction)
  // A slope that happens to be small along this direction is no reason to demand more digits.
  let size = max(abs(measured), abs(computed), length(gradient), 1e-8)
  return SlopeComparison(
    computed: computed, measured: measured, error: abs(computed - measured) / size)
}

/// Measures a slope from one side: `(f(x + h) − f(x)) / h`.
public func forwardDifference<Number: BinaryFloatingPoint>(
  at x: Number, step h: Number, of function: (Number) -> Number
) -> Number {
  (function(x + h) - function(x)) / h
}

/// Measures a slope from both sides: `(f(x + h) − f(x − h)) / (2 h)`.
public func centralDifference<Number: BinaryFloatingPoint>(
  at x: Number, step h: Number, of function: (Number) -> Number
) -> Number {
  (function(x + h) - function(x - h)) / (2 * h)
}

private func product(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}

private func length(_ a: [Double]) -> Double { product(a, a).squareRoot() }
