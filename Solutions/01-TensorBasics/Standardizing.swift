import Tensors

/// Exercise 01.4: shifts and scales every line along an axis to mean 0 and variance 1.
///
///     y = (x - mean) / √variance
///
/// The variance is the mean of the squared distances from the mean (divided by n, not by n - 1). A line
/// whose elements are all equal has the variance 0 and becomes 0, not "not a number".
///
/// With axis 0 the columns `[1, 3]` and `[5, 5]` of `[[1, 5], [3, 5]]` become `[-1, 1]` and `[0, 0]`.
///
/// - Parameters:
///   - x: One axis or more; no extent is 0.
///   - axis: The axis along which to take mean and variance; negative axes count from the end.
/// - Returns: The shape of `x`.
public func standardized(_ x: Tensor, axis: Int) throws -> Tensor {
  let centred = x - x.mean(axis: axis, keepDimensions: true)
  let variance = (centred * centred).mean(axis: axis, keepDimensions: true)
  return select(variance .== 0, 0, centred / sqrt(variance))
}
