import Course

/// Exercise 05.3: computes the slope of one number of a graph with respect to every number.
///
/// The gradient of the result is 1. Every other number gets, from each result that it is an operand of,
/// that result's gradient times the local slope; the shares add up. A number may hand its gradient on
/// only when all shares have arrived.
///
/// `L = y + y · y` with `y = x · x` at x = 3, written as L (0), x (1), y (2), y · y (3):
///
///     operands  [[2, 3], [], [1, 1], [2, 2]]
///     slopes    [[1, 1], [], [3, 3], [9, 9]]
///
/// With result 0 the gradients are `[1, 114, 19, 1]`.
///
/// - Parameters:
///   - operands: For each number the positions of its operands, in any order and perhaps twice; there are
///     no loops.
///   - slopes: For each number the local slope with respect to each of its operands.
///   - result: The position of the number whose slope is asked for.
/// - Returns: One gradient for each number: 0 for numbers that the result does not depend on.
public func backwardPass(
  operands: [[Int]], slopes: [[Double]], result: Int
) throws -> [Double] {
  throw NotImplemented()
}
