import Tensors

/// Exercise 05.8, first part: pulls a gradient back through the mean along one axis.
///
/// With the shape `[2, 3]`, axis 1 and the gradient `[6, 12]` the answer is
/// `[[2, 2, 2], [4, 4, 4]]`.
///
/// - Parameters:
///   - gradient: The gradient of the means: the operand's shape without the axis.
///   - shape: The shape of the operand, `[rows, columns]`.
///   - axis: 0 or 1.
/// - Returns: The gradient of the operand, of the shape `shape`.
public func meanPullback(_ gradient: Tensor, from shape: [Int], axis: Int) throws -> Tensor {
  let share = gradient / Float(shape[axis])
  let column = axis == 0 ? share.reshaped([1, shape[1]]) : share.reshaped([shape[0], 1])
  return Tensor.zeros(shape) + column
}

/// Exercise 05.8, second part: pulls a gradient back through the maximum along one axis.
///
/// Only the largest element of each row (axis 1) or column (axis 0) has moved the result. Where several
/// are equally large, the first of them gets the whole gradient.
///
/// With x = `[[1, 5, 5], [7, 2, 3]]`, axis 1 and the gradient `[10, 20]` the answer is
/// `[[0, 10, 0], [20, 0, 0]]`.
///
/// - Parameters:
///   - gradient: The gradient of the maxima: the shape of `x` without the axis.
///   - x: The operand, `[rows, columns]`.
///   - axis: 0 or 1.
/// - Returns: The gradient of `x`, of its shape.
public func maximumPullback(_ gradient: Tensor, of x: Tensor, axis: Int) throws -> Tensor {
  let winners = x.argmax(axis: axis)
  let slopes = gradient.scalars
  var result = Tensor.zeros(x.shape)
  for (line, winner) in winners.enumerated() {
    if axis == 0 {
      result[winner, line] = slopes[line]
    } else {
      result[line, winner] = slopes[line]
    }
  }
  return result
}
