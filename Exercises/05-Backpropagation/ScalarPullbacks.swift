import Course
import Foundation

/// Exercise 05.1, first part: pulls a gradient back through `x · y`.
///
/// A pullback turns the gradient of a result, `upstream`, into the gradients of the operands: it
/// multiplies by the local slope of each.
///
/// With x = 3, y = −2 and upstream = 4 the gradients are −8 and 12.
///
/// - Returns: The gradient of `x` and that of `y`.
public func multiplyPullback(
  _ x: Double, _ y: Double, upstream: Double
) throws -> (x: Double, y: Double) {
  throw NotImplemented()
}

/// Exercise 05.1, second part: pulls a gradient back through `x / y`, where y is not 0.
///
/// With x = 6, y = 2 and upstream = 4 the gradients are 2 and −6.
///
/// - Returns: The gradient of `x` and that of `y`.
public func dividePullback(
  _ x: Double, _ y: Double, upstream: Double
) throws -> (x: Double, y: Double) {
  throw NotImplemented()
}

/// Exercise 05.1, third part: pulls a gradient back through `tanh x`.
///
/// Where tanh x = 0.5, the slope is 0.75: with upstream = 2 the gradient is 1.5.
public func tanhPullback(_ x: Double, upstream: Double) throws -> Double {
  throw NotImplemented()
}

/// Exercise 05.1, fourth part: pulls a gradient back through `max(x, 0)`.
///
/// At exactly 0 the slope counts as 0.
///
/// With upstream = −5 the gradient is −5 for x = 3, and 0 for x = −1 and x = 0.
public func reluPullback(_ x: Double, upstream: Double) throws -> Double {
  throw NotImplemented()
}
