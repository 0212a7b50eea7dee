/// The arithmetic of shapes: lists of extents, one per axis.
///
/// A tensor of shape `[2, 3, 4]` has 24 elements in *row-major* order: the last axis varies fastest.
/// One step along an axis therefore skips a fixed number of elements, the axis's *stride*:
/// `[12, 4, 1]` for this shape.
package enum Shape {
  /// The number of elements of a tensor of this shape: the product of the extents, 1 for `[]`.
  package static func count(_ shape: [Int]) -> Int {
    var count = 1
    for extent in shape { count *= extent }
    return count
  }

  /// The distance in elements between neighbours along each axis, in row-major order.
  package static func strides(_ shape: [Int]) -> [Int] {
    var strides = shape
    var step = 1
    for axis in shape.indices.reversed() {
      strides[axis] = step
      step *= shape[axis]
    }
    return strides
  }

  /// The position of `axis`, which may count from the end: -1 is the last axis.
  package static func axis(_ axis: Int, of shape: [Int], in operation: String) -> Int {
    let position = axis < 0 ? axis + shape.count : axis
    require(
      position >= 0 && position < shape.count,
      "\(operation): \(shape): there is no axis \(axis) in a tensor of rank \(shape.count)")
    return position
  }

  /// The shape that two shapes broadcast to.
  ///
  /// The shapes are aligned at their last axes; a missing axis counts as extent 1; an extent of 1
  /// stretches to the other one. `[4, 1]` and `[3]` give `[4, 3]`.
  package static func broadcast(_ a: [Int], _ b: [Int], in operation: String) -> [Int] {
    if a == b { return a }
    let rank = max(a.count, b.count)
    var result = [Int](repeating: 1, count: rank)
    for back in 1...rank {
      let extentA = back <= a.count ? a[a.count - back] : 1
      let extentB = back <= b.count ? b[b.count - back] : 1
      require(
        extentA == extentB || extentA == 1 || extentB == 1,
        "\(operation): \(a) and \(b) do not broadcast: "
          + "extents \(extentA) and \(extentB) of axis -\(back) differ and neither is 1")
      result[rank - back] = extentA == 1 ? extentB : extentA
    }
    return result
  }

  /// The strides with which a row-major tensor of shape `shape` is read as if it had shape `target`.
  ///
  /// A stretched axis has stride 0: the same element is read again.
  package static func strides(of shape: [Int], broadcastTo target: [Int]) -> [Int] {
    let own = strides(shape)
    let missing = target.count - shape.count
    var result = [Int](repeating: 0, count: target.count)
    for axis in shape.indices where shape[axis] != 1 { result[axis + missing] = own[axis] }
    return result
  }
}
