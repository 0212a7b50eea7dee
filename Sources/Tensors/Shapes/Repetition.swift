// The same elements several times.

extension Tensor {
  /// Repeats the whole tensor along its axes: `[1, 2]` tiled by `[3]` is `[1, 2, 1, 2, 1, 2]`.
  ///
  /// - Parameter repetitions: How often along each axis. Missing numbers and missing axes are added in
  ///   front, as 1.
  public func tiled(_ repetitions: [Int]) -> Tensor {
    require(
      repetitions.allSatisfy { $0 >= 0 },
      "tiled: \(shape): the repetitions \(repetitions) must not be negative")
    let rank = Swift.max(rank, repetitions.count)
    let extents = [Int](repeating: 1, count: rank - shape.count) + shape
    let times = [Int](repeating: 1, count: rank - repetitions.count) + repetitions
    let strides = Shape.strides(extents)
    let layout = Layout(
      shape: zip(times, extents).flatMap { [$0, $1] }, strides: strides.flatMap { [0, $0] })
    return read(layout).reshaped(zip(times, extents).map { $0 * $1 })
  }

  /// Repeats every position of an axis: `[1, 2]` repeated 3 times is `[1, 1, 1, 2, 2, 2]`.
  ///
  /// `keys.repeated(4, axis: 1)` gives every head of grouped-query attention to 4 queries.
  public func repeated(_ count: Int, axis: Int) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "repeated")
    require(count >= 0, "repeated: \(shape): \(count) times; a negative number makes no sense")
    var layout = Layout(shape)
    layout.shape.insert(count, at: axis + 1)
    layout.strides.insert(0, at: axis + 1)
    var result = shape
    result[axis] *= count
    return read(layout).reshaped(result)
  }

  /// Repeats every position of an axis a number of times of its own.
  ///
  /// `[1, 2, 3]` with the counts `[2, 0, 1]` is `[1, 1, 3]`.
  public func repeated(_ counts: [Int], axis: Int) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "repeated")
    require(
      counts.count == shape[axis] && counts.allSatisfy { $0 >= 0 },
      "repeated: \(shape): \(counts) must hold one number for each of the \(shape[axis]) positions "
        + "of axis \(axis), and none below 0")
    let positions = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
    return gathered(positions, axis: axis)
  }

  /// Moves the positions of an axis forward; what leaves at the end comes in at the front.
  ///
  /// `[1, 2, 3, 4]` rolled by 1 is `[4, 1, 2, 3]`. A negative distance moves backward.
  public func rolled(by distance: Int, axis: Int) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "rolled")
    let extent = shape[axis]
    if extent == 0 { return self }
    let shift = (distance % extent + extent) % extent
    if shift == 0 { return self }
    let strides = Shape.strides(shape)
    let value = Tensor.make(shape, count: count) { result in
      withPointer { x, _ in
        var part = shape
        part[axis] = extent - shift
        StridedCopy(part, from: strides, to: strides).run(x, result + shift * strides[axis])
        part[axis] = shift
        StridedCopy(part, from: strides, to: strides)
          .run(x + (extent - shift) * strides[axis], result)
      }
    }
    guard isTracked else { return value }
    return value.recorded(from: self) { g in g.rolled(by: -shift, axis: axis) }
  }

  /// Moves all elements forward in row-major order, around the end.
  public func rolled(by distance: Int) -> Tensor {
    flattened().rolled(by: distance, axis: 0).reshaped(shape)
  }
}

/// Spreads vectors over a grid: for `[a]`, `[b]`, … gives one tensor of shape `[a, b, …]` each.
///
/// The first result varies along axis 0, the second along axis 1, and so on (NumPy's
/// `indexing="ij"`): `let (x, y) = (grid[0], grid[1])` are the coordinates of every point of the
/// grid.
public func meshgrid(_ vectors: Tensor...) -> [Tensor] {
  for (number, vector) in vectors.enumerated() {
    require(
      vector.rank == 1, "meshgrid: operand \(number) has shape \(vector.shape), not a vector's")
  }
  let shape = vectors.map(\.count)
  return vectors.enumerated().map { axis, vector in
    var extents = [Int](repeating: 1, count: shape.count)
    extents[axis] = vector.count
    return vector.reshaped(extents).broadcasted(to: shape)
  }
}
