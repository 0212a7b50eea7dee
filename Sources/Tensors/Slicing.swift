// A range of positions along any axis, and its opposite.

extension Tensor {
  /// The part at the positions `range` of an axis, copied.
  public func slice(_ range: Range<Int>, axis: Int) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "slice")
    require(
      range.lowerBound >= 0 && range.upperBound <= shape[axis],
      "slice: \(shape): the range \(range) is outside 0..<\(shape[axis]) of axis \(axis)")
    if axis == 0 { return self[range] }
    var partShape = shape
    partShape[axis] = range.count
    let (outer, row, width) = blocks(axis, range.count)
    let start = range.lowerBound * (range.isEmpty ? 0 : width / range.count)
    let part = Tensor.make(partShape, count: outer * width) { result in
      withPointer { x, _ in
        for i in 0..<outer {
          (result + i * width).update(from: x + (i * row + start), count: width)
        }
      }
    }
    guard isTracked else { return part }
    return part.recorded(from: self) { [shape] g in
      g.placed(at: range.lowerBound, axis: axis, in: shape)
    }
  }

  /// A tensor of zeros of the shape `target` that holds this one from position `start` of an axis on.
  package func placed(at start: Int, axis: Int, in target: [Int]) -> Tensor {
    let length = shape[axis]
    var whole = Tensor.zeros(target)
    let (outer, row, width) = whole.blocks(axis, length)
    let offset = start * (length == 0 ? 0 : width / length)
    withUnsafeScalars { part in
      whole.withUnsafeMutableScalars { whole in
        guard let from = part.baseAddress, let to = whole.baseAddress else { return }
        for i in 0..<outer {
          (to + (i * row + offset)).update(from: from + i * width, count: width)
        }
      }
    }
    guard isTracked else { return whole }
    return whole.recorded(from: self) { g in g.slice(start..<start + length, axis: axis) }
  }

  /// How often an axis is met, how many elements it spans each time, and how many `length` positions do.
  private func blocks(_ axis: Int, _ length: Int) -> (outer: Int, row: Int, width: Int) {
    let inner = Shape.count(Array(shape[(axis + 1)...]))
    return (Shape.count(Array(shape[..<axis])), shape[axis] * inner, length * inner)
  }
}
