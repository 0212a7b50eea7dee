// Axes that are added, taken away, merged and divided. No element moves.

extension Tensor {
  /// Adds an axis of extent 1 that becomes axis `axis` of the result: `[a, b]` at 1 gives `[a, 1,
  /// b]`.
  ///
  /// At -1 the new axis is the last one.
  public func expanded(at axis: Int) -> Tensor {
    let position = axis < 0 ? axis + rank + 1 : axis
    require(
      position >= 0 && position <= rank,
      "expanded: \(shape): the new axis \(axis) is outside \(-rank - 1)...\(rank)")
    var result = shape
    result.insert(1, at: position)
    return reshaped(result)
  }

  /// Takes away an axis of extent 1.
  public func squeezed(axis: Int) -> Tensor {
    let position = Shape.axis(axis, of: shape, in: "squeezed")
    require(
      shape[position] == 1,
      "squeezed: \(shape): axis \(axis) has extent \(shape[position]); only extent 1 can be removed"
    )
    var result = shape
    result.remove(at: position)
    return reshaped(result)
  }

  /// Takes away every axis of extent 1.
  public func squeezed() -> Tensor { reshaped(shape.filter { $0 != 1 }) }

  /// Merges neighbouring axes into one: `[a, b, c, d]` from 1 through 2 gives `[a, b · c, d]`.
  public func flattened(from first: Int, through last: Int = -1) -> Tensor {
    if rank == 0 && (first == 0 || first == -1) && (last == 0 || last == -1) {
      return reshaped([1])
    }
    let start = Shape.axis(first, of: shape, in: "flattened")
    let end = Shape.axis(last, of: shape, in: "flattened")
    require(
      start <= end, "flattened: \(shape): axis \(first) comes after axis \(last)")
    let merged = Shape.count(Array(shape[start...end]))
    return reshaped(Array(shape[..<start]) + [merged] + shape[(end + 1)...])
  }

  /// Divides an axis into several: `[a, 6]` with axis 1 to `[2, 3]` gives `[a, 2, 3]`.
  ///
  /// One of the extents may be -1 and is computed.
  public func unflattened(axis: Int, to extents: [Int]) -> Tensor {
    let position = Shape.axis(axis, of: shape, in: "unflattened")
    var parts = extents
    let unknown = extents.indices.filter { extents[$0] == -1 }
    let known = extents.reduce(1) { $1 == -1 ? $0 : $0 * $1 }
    if unknown.count == 1, known > 0, shape[position] % known == 0 {
      parts[unknown[0]] = shape[position] / known
    }
    require(
      parts.allSatisfy { $0 >= 0 } && Shape.count(parts) == shape[position],
      "unflattened: \(shape): extent \(shape[position]) of axis \(axis) does not divide into "
        + "\(extents)")
    return reshaped(Array(shape[..<position]) + parts + shape[(position + 1)...])
  }
}
