// Eight ways to read the same numbers
//
// Each of these functions computes a new shape, new strides and a new offset. None touches an element.

import Tensors

extension StridedView {
  /// Puts the axes in another order: axis `i` of the result is axis `axes[i]` of this view.
  public func permuted(_ axes: [Int]) -> StridedView {
    let axes = axes.map { axis($0, in: "permuted") }
    require(
      axes.sorted() == Array(shape.indices),
      "permuted: \(shape): the axes \(axes) do not name every axis once")
    return with(shape: axes.map { shape[$0] }, strides: axes.map { strides[$0] })
  }

  /// Exchanges the last two axes: `[…, m, n] -> […, n, m]`.
  public func transposed() -> StridedView {
    require(rank >= 2, "transposed: \(shape): a matrix is expected")
    return permuted(Array(0..<rank - 2) + [rank - 1, rank - 2])
  }

  /// Keeps the positions `start, start + step, …` of an axis that lie before `end`.
  ///
  /// - Parameters:
  ///   - axis: Which axis; may count from the end.
  ///   - range: The first position, and the one to stop before.
  ///   - step: The distance between positions, at least 1.
  public func sliced(axis: Int, _ range: Range<Int>, by step: Int = 1) -> StridedView {
    let axis = self.axis(axis, in: "sliced")
    require(
      step >= 1 && range.lowerBound >= 0 && range.upperBound <= shape[axis],
      "sliced: \(shape): positions \(range) by \(step) of axis \(axis), which has \(shape[axis])")
    var (shape, strides) = (shape, strides)
    shape[axis] = (range.count + step - 1) / step
    strides[axis] *= step
    return with(
      shape: shape, strides: strides, offset: offset + range.lowerBound * self.strides[axis])
  }

  /// Keeps one position of an axis, which is removed: a row of a matrix is a vector.
  public func at(_ position: Int, axis: Int) -> StridedView {
    let axis = self.axis(axis, in: "at")
    let one = sliced(axis: axis, position..<position + 1)
    var (shape, strides) = (one.shape, one.strides)
    shape.remove(at: axis)
    strides.remove(at: axis)
    return with(shape: shape, strides: strides, offset: one.offset)
  }

  /// Reads an axis backwards.
  public func reversed(axis: Int) -> StridedView {
    let axis = self.axis(axis, in: "reversed")
    var strides = strides
    strides[axis] = -strides[axis]
    let last = max(shape[axis] - 1, 0) * self.strides[axis]
    return with(shape: shape, strides: strides, offset: offset + last)
  }

  /// Inserts an axis of extent 1: `[3] -> [3, 1]` with `axis` 1.
  public func expanded(at axis: Int) -> StridedView {
    require(
      axis >= 0 && axis <= rank, "expanded: \(shape): an axis cannot be inserted at \(axis)")
    var (shape, strides) = (shape, strides)
    shape.insert(1, at: axis)
    strides.insert(0, at: axis)
    return with(shape: shape, strides: strides)
  }

  /// Reads the diagonal of a matrix: `[m, n] -> [min(m, n)]`.
  ///
  /// One step along it is one row down and one column to the right, so its stride is the sum of both.
  public func diagonal() -> StridedView {
    require(rank == 2, "diagonal: \(shape): a matrix is expected")
    return with(shape: [min(shape[0], shape[1])], strides: [strides[0] + strides[1]])
  }

  /// Shows every stretch of `length` neighbours along an axis: `[…, n, …] -> […, n - length + 1, …, length]`.
  ///
  /// Neighbouring windows overlap, and in memory they do so literally. Convolutions are sums over such
  /// windows (chapter 09).
  public func windows(of length: Int, axis: Int) -> StridedView {
    let axis = self.axis(axis, in: "windows")
    require(
      length >= 1 && length <= shape[axis],
      "windows: \(shape): axis \(axis) has no window of \(length) elements")
    var extents = shape
    extents[axis] -= length - 1
    return with(shape: extents + [length], strides: strides + [strides[axis]])
  }
}
