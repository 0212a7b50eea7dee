// A range of positions along any axis.

extension Tensor {
  /// The part at the positions `range` of an axis.
  public func slice(_ range: Range<Int>, axis: Int) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "slice")
    require(
      range.lowerBound >= 0 && range.upperBound <= shape[axis],
      "slice: \(shape): the range \(range) is outside 0..<\(shape[axis]) of axis \(axis)")
    var layout = Layout(shape)
    layout.offset = range.lowerBound * layout.strides[axis]
    layout.shape[axis] = range.count
    return read(layout)
  }
}
