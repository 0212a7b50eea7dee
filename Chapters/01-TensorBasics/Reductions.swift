// Reductions: an axis disappears
//
// A sum, a mean or a maximum over an axis puts one number where a row of numbers was. The question that
// goes wrong most often is which axis that is. The axis you name is the one that *disappears*:
//
//     x = [[1, 2, 3],          sum over axis 0 -> [5, 7, 9]      down the columns
//          [4, 5, 6]]          sum over axis 1 -> [6, 15]        along the rows
//
// With `keepDimensions` its extent becomes 1 instead. That is what one wants when the result goes back to
// the numbers it came from, such as `x - x.mean(axis: 1, keepDimensions: true)`: [2, 3] - [2, 1]. Without
// it, the shapes are [2, 3] and [2], which do not broadcast. And with a square matrix they *do*: [3, 3]
// and [3] subtract the mean of row j from column j. No message, wrong numbers. So keep the axis.
//
// Summing and stretching belong together. If y is x stretched along an axis, then every element of x is
// used many times, and its influence on a loss is the *sum* over its uses. So the gradient of a
// broadcast is a sum over the stretched axes, and the gradient of a sum is a broadcast (chapter 05).

public import Tensors

extension StridedView {
  /// Folds every line along an axis into one number; the axis disappears, or is kept with extent 1.
  ///
  /// - Parameters:
  ///   - axis: The axis that disappears; may count from the end.
  ///   - keepDimensions: Whether it stays with extent 1.
  ///   - initial: What the fold starts with.
  ///   - operation: Takes the result so far and the next element, from the first position to the last.
  public func reduced(
    axis: Int, keepDimensions: Bool = false, from initial: Float,
    _ operation: (Float, Float) -> Float
  ) -> Tensor {
    let axis = self.axis(axis, in: "reduced")
    // The line along the axis that starts at each element of the first slice.
    let firsts = shape[axis] == 0 ? nil : at(0, axis: axis)
    var rest = shape
    rest.remove(at: axis)
    var result: [Float] = []
    if let firsts {
      firsts.forEachPlace { first in
        var value = initial
        for position in 0..<shape[axis] {
          value = operation(value, storage[first + position * strides[axis]])
        }
        result.append(value)
      }
    } else {
      result = Array(repeating: initial, count: rest.reduce(1, *))
    }
    if keepDimensions { rest.insert(1, at: axis) }
    return Tensor(result, shape: rest)
  }
}

/// Shifts and scales every line along an axis to mean 0 and variance 1, in the shape of `x`.
///
/// Lines whose elements are all equal become 0. The variance is the mean of the squared distances
/// (divided by n, not n − 1).
///
/// With axis 0 the columns of a table of examples are standardized, one feature at a time. With the last
/// axis it is what layer normalization does to each example (chapter 07).
public func standardized(_ x: Tensor, axis: Int) -> Tensor {
  let centred = x - x.mean(axis: axis, keepDimensions: true)
  let spread = sqrt((centred * centred).mean(axis: axis, keepDimensions: true))
  return centred / select(spread .== 0, 1, spread)
}
