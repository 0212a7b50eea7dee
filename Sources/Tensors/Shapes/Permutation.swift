// The axes in another order.

extension Tensor {
  /// Puts the axes in the order `axes`: axis `i` of the result is axis `axes[i]` of this tensor.
  ///
  /// `x.permuted([0, 2, 1, 3])` turns `[batch, time, heads, size]` into `[batch, heads, time,
  /// size]`.
  public func permuted(_ axes: [Int]) -> Tensor {
    let order = axes.map { Shape.axis($0, of: shape, in: "permuted") }
    require(
      order.sorted() == Array(0..<rank),
      "permuted: \(shape): \(axes) does not name each of the \(rank) axes once")
    if order == Array(0..<rank) { return self }
    let strides = Shape.strides(shape)
    return read(Layout(shape: order.map { shape[$0] }, strides: order.map { strides[$0] }))
  }

  /// Moves one axis to another place; the others keep their order.
  ///
  /// `x.movedAxis(from: 1, to: -1)` turns `[batch, channels, height, width]` into
  /// `[batch, height, width, channels]`.
  public func movedAxis(from source: Int, to destination: Int) -> Tensor {
    let source = Shape.axis(source, of: shape, in: "movedAxis")
    let destination = Shape.axis(destination, of: shape, in: "movedAxis")
    var order = Array(0..<rank)
    order.insert(order.remove(at: source), at: destination)
    return permuted(order)
  }

  /// Reverses the order of the positions along an axis.
  public func reversed(axis: Int) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "reversed")
    if shape[axis] <= 1 { return self }
    var layout = Layout(shape)
    layout.offset = (shape[axis] - 1) * layout.strides[axis]
    layout.strides[axis] *= -1
    return read(layout)
  }
}
