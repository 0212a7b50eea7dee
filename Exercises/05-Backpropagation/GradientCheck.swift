import Course
import Tensors

/// Exercise 05.10: says how far a pullback is from the slopes that can be measured.
///
/// Your check will be tried on right and on wrong pullbacks. For a right one it must return less than
/// 1e-6, for a wrong one more than 1e-3, however large or small the function's values are.
///
/// Draw random weights for the outputs, not all alike: some wrong pullbacks are right when all weights are
/// 1. Then compare the pullback's gradient with measured slopes of the weighed sum of the outputs, along a
/// random direction or one input at a time.
///
/// - Parameters:
///   - x: Where to check: `n` numbers of size about 1.
///   - generator: `Double(generator.normal())` is a random number.
///   - function: Computes any number of outputs; smooth near `x`.
///   - pullback: Claims to turn weights of the outputs into the gradient of their weighed sum: `n` numbers.
/// - Returns: `|computed − measured|`, relative to the larger of the two slopes; if several slopes are
///   compared, the worst. Where both slopes are 0, nothing is wrong, and the error is 0.
public func gradientError(
  at x: [Double], using generator: inout RandomGenerator, of function: ([Double]) -> [Double],
  pullback: (_ x: [Double], _ weights: [Double]) -> [Double]
) throws -> Double {
  throw NotImplemented()
}
