// One tensor cut into several along an axis: the opposite of joining.

extension Tensor {
  /// Cuts an axis into parts of the given extents, which must add up to the whole.
  public func split(sizes: [Int], axis: Int = 0) -> [Tensor] {
    let axis = Shape.axis(axis, of: shape, in: "split")
    require(
      sizes.allSatisfy { $0 >= 0 } && sizes.reduce(0, +) == shape[axis],
      "split: \(shape): the sizes \(sizes) do not add up to extent \(shape[axis]) of axis \(axis)")
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return slice(start..<start + size, axis: axis)
    }
  }

  /// Cuts an axis into `count` parts of equal extents.
  ///
  /// If the extent does not divide evenly, the first parts are longer by one, as with NumPy's
  /// `array_split` and PyTorch's `tensor_split`: 7 in 3 parts gives 3, 2 and 2.
  public func chunked(_ count: Int, axis: Int = 0) -> [Tensor] {
    let axis = Shape.axis(axis, of: shape, in: "chunked")
    require(count > 0, "chunked: \(shape): \(count) parts; at least one is expected")
    let (size, longer) = shape[axis].quotientAndRemainder(dividingBy: count)
    return split(sizes: (0..<count).map { $0 < longer ? size + 1 : size }, axis: axis)
  }
}
