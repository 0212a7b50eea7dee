// Other positions for each line along an axis, as sorting and the search for extremes find them.
//
// A list of positions is written in row-major order of the result: for `[batch, classes]` and axis
// 1, the positions of row 0 come first. How many each line gets follows from the length of the
// list.

extension Tensor {
  /// Takes other positions from each line along an axis: `[…, n, …] -> […, k, …]`.
  ///
  /// ```swift
  /// let x = Tensor([[5, 6, 7], [8, 9, 10]])
  /// x.takeAlong([2, 0], axis: 1)        // [[7], [8]]: one position per row
  /// x.takeAlong([2, 0, 1, 1], axis: 1)  // [[7, 5], [9, 9]]: two per row
  /// x.takeAlong(x.argsort(axis: 1), axis: 1)  // every row sorted
  /// ```
  ///
  /// NumPy's `take_along_axis`, PyTorch's `gather`.
  ///
  /// - Parameters:
  ///   - indices: The positions, in row-major order of the result. A multiple of the number of lines.
  ///   - width: The positions per line; only needed if there are no lines to infer it from.
  ///   - axis: The axis along which the lines run.
  public func takeAlong(_ indices: [Int], width: Int? = nil, axis: Int) -> Tensor {
    let lines = Lines(shape, axis, in: "takeAlong")
    let width = lines.width(of: indices, shape, width, "takeAlong")
    lines.requireInside(indices, shape, "takeAlong")
    var target = shape
    target[lines.axis] = width
    let value = Tensor.make(target, count: indices.count) { result in
      withPointer { x, _ in
        lines.forEach(indices, width: width) { entry, element in result[entry] = x[element] }
      }
    }
    guard isTracked else { return value }
    return value.recorded(from: self) { [shape] g in
      g.scatteredAlong(indices, axis: lines.axis, in: shape)
    }
  }

  /// Adds each value at a position of its own line along an axis, the opposite of `takeAlong`.
  ///
  /// A position that is named several times gets every one of its values. PyTorch's `scatter_add`.
  ///
  /// - Parameters:
  ///   - values: This tensor's shape, but for the axis.
  ///   - indices: One position for each value, in row-major order of the values.
  ///   - axis: The axis along which the lines run.
  public func scatterAddedAlong(_ values: Tensor, at indices: [Int], axis: Int) -> Tensor {
    let lines = requireAlong(values, indices, axis, "scatterAddedAlong")
    return self + values.scatteredAlong(indices, axis: lines.axis, in: shape)
  }

  /// Puts each value at a position of its own line along an axis, in place of what is there.
  ///
  /// If a position is named several times, the last value stays. NumPy's `put_along_axis`,
  /// PyTorch's `scatter`.
  ///
  /// - Parameters:
  ///   - values: This tensor's shape, but for the axis.
  ///   - indices: One position for each value, in row-major order of the values.
  ///   - axis: The axis along which the lines run.
  public func putAlong(_ values: Tensor, at indices: [Int], axis: Int) -> Tensor {
    let lines = requireAlong(values, indices, axis, "putAlong")
    let width = values.shape[lines.axis]
    // For each element the value that it gets, and for each value whether it stays.
    var chosen = [Int](repeating: -1, count: count)
    lines.forEach(indices, width: width) { entry, element in chosen[element] = entry }
    var result = stopGradient(self)
    result.withUnsafeMutableScalars { result in
      values.withPointer { values, _ in
        for (element, entry) in chosen.enumerated() where entry >= 0 {
          result[element] = values[entry]
        }
      }
    }
    guard isTracked || values.isTracked else { return result }
    let overwritten = Mask(chosen.map { $0 >= 0 }, shape: shape)
    var stays = [Bool](repeating: false, count: values.count)
    for entry in chosen where entry >= 0 { stays[entry] = true }
    let staying = Mask(stays, shape: values.shape)
    return result.recorded(
      from: self, { g in select(overwritten, 0, g) },
      and: values, { g in select(staying, g.takeAlong(indices, width: width, axis: lines.axis), 0) }
    )
  }

  /// A tensor of zeros of the shape `target` to which each element is added in its own line.
  func scatteredAlong(_ indices: [Int], axis: Int, in target: [Int]) -> Tensor {
    let lines = Lines(target, axis, in: "scatteredAlong")
    let width = shape[axis]
    let size = Shape.count(target)
    let sums = Tensor.make(target, count: size) { result in
      result.update(repeating: 0, count: size)
      withPointer { x, _ in
        lines.forEach(indices, width: width) { entry, element in result[element] += x[entry] }
      }
    }
    guard isTracked else { return sums }
    return sums.recorded(from: self) { g in g.takeAlong(indices, width: width, axis: axis) }
  }

  private func requireAlong(
    _ values: Tensor, _ indices: [Int], _ axis: Int, _ operation: String
  ) -> Lines {
    let lines = Lines(shape, axis, in: operation)
    var expected = shape
    if values.rank == rank { expected[lines.axis] = values.shape[lines.axis] }
    require(
      values.shape == expected,
      "\(operation): \(shape): values of shape \(values.shape) do not fit; "
        + "only the extent of axis \(lines.axis) may differ")
    require(
      indices.count == values.count,
      "\(operation): \(shape): \(indices.count) indices for \(values.count) values")
    lines.requireInside(indices, shape, operation)
    return lines
  }
}

extension Lines {
  /// How many positions of a list belong to each line.
  fileprivate func width(
    of indices: [Int], _ shape: [Int], _ width: Int?, _ operation: String
  ) -> Int {
    let result = width ?? (count == 0 ? 0 : indices.count / count)
    require(
      result >= 0 && indices.count == result * count,
      "\(operation): \(shape): \(indices.count) indices do not give each of the \(count) lines along "
        + "axis \(axis) " + (width.map { "\($0) positions" } ?? "the same number of positions"))
    return result
  }
}
