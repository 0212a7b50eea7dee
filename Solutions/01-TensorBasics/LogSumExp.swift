import Tensors

/// Exercise 01.10: computes `log Σ e^x` along an axis, without overflow.
///
///     logSumExp(Tensor([[1000, 1000], [0, 0]]), axis: 1)   // [1000.6931, 0.6931]
///
/// Take the largest element out of each line: `log Σ e^x = m + log Σ e^(x - m)`. A line of nothing but -∞, such
/// as a mask that allows nothing, gives -∞.
///
/// Write it with `exp`, `log`, `max` and `sum`; the library's `logSumExp` is what you are building.
///
/// - Parameters:
///   - x: Any shape with at least one axis; elements may be -∞, none is +∞.
///   - axis: The axis that disappears; negative axes count from the end.
/// - Returns: The shape of `x` without the axis.
public func logSumExp(_ x: Tensor, axis: Int) throws -> Tensor {
  let largest = x.max(axis: axis, keepDimensions: true)
  // Where a line is -∞ throughout, subtracting 0 leaves e^-∞ = 0, and the logarithm of 0 is -∞.
  let shift = select(largest .== -.infinity, 0, largest)
  let sums = exp(x - shift).sum(axis: axis, keepDimensions: true)
  return (shift + log(sums)).squeezed(axis: axis)
}
