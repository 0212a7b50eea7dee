import KernelInterface

// Positions by list: the same ones for every line along an axis, or other ones for each line.

extension Tensor {
  /// Chooses positions of an axis, in the order of the list: `[…, n, …] -> […, indices.count, …]`.
  ///
  /// NumPy's `take`, PyTorch's `index_select`.
  public func gathered(_ indices: [Int], axis: Int) -> Tensor {
    let lines = Lines(shape, axis, in: "gathered")
    lines.requireInside(indices, shape, "gathered")
    var target = shape
    target[lines.axis] = indices.count
    let (inner, row) = (lines.inner, lines.length * lines.inner)
    let value = Tensor.make(target, count: lines.outer * indices.count * inner) { result in
      withPointer { x, _ in
        let size = indices.count * inner
        if size == 0 { return }
        inParallelRanges(lines.outer, length: Swift.max(1, chunkLength / size)) { start, count in
          for o in start..<start + count {
            choose(indices, inner, x + o * row, result + o * size)
          }
        }
      }
    }
    guard isTracked else { return value }
    return value.recorded(from: self) { [shape] g in
      g.scattered(indices, axis: lines.axis, in: shape)
    }
  }

  /// Adds `values` to the positions of an axis that a list names, the opposite of choosing them.
  ///
  /// A position that is named several times gets every one of its values. PyTorch's `index_add`.
  ///
  /// - Parameter values: This tensor's shape, but for the axis, whose extent is `indices.count`.
  public func scatterAdded(_ values: Tensor, at indices: [Int], axis: Int) -> Tensor {
    let lines = Lines(shape, axis, in: "scatterAdded")
    lines.requireInside(indices, shape, "scatterAdded")
    var expected = shape
    expected[lines.axis] = indices.count
    require(
      values.shape == expected,
      "scatterAdded: \(shape): values of shape \(expected) are expected, not \(values.shape)")
    return self + values.scattered(indices, axis: lines.axis, in: shape)
  }

  /// A tensor of zeros of the shape `target` to which this one is added at positions of an axis.
  func scattered(_ indices: [Int], axis: Int, in target: [Int]) -> Tensor {
    let lines = Lines(target, axis, in: "scattered")
    let (inner, row) = (lines.inner, lines.length * lines.inner)
    let size = Shape.count(target)
    let sums = Tensor.make(target, count: size) { result in
      result.update(repeating: 0, count: size)
      withPointer { x, _ in
        for o in 0..<lines.outer {
          for (j, position) in indices.enumerated() {
            let from = x + (o * indices.count + j) * inner
            let to = result + (o * row + position * inner)
            for i in 0..<inner { to[i] += from[i] }
          }
        }
      }
    }
    guard isTracked else { return sums }
    return sums.recorded(from: self) { g in g.gathered(indices, axis: axis) }
  }
}

/// Copies the chosen parts of `inner` elements each, one after the other.
private func choose(_ indices: [Int], _ inner: Int, _ x: Input, _ result: Output) {
  indices.withUnsafeBufferPointer { indices in
    if inner == 1 {
      for j in indices.indices { result[j] = x[indices[j]] }
      return
    }
    inParallelRanges(indices.count, length: max(1, chunkLength / inner)) { start, count in
      for j in start..<start + count {
        (result + j * inner).update(from: x + indices[j] * inner, count: inner)
      }
    }
  }
}

/// A tensor as lines along one axis: `[outer, length, inner]`.
struct Lines {
  let axis: Int
  let outer: Int
  let length: Int
  let inner: Int

  init(_ shape: [Int], _ axis: Int, in operation: String) {
    self.axis = Shape.axis(axis, of: shape, in: operation)
    outer = Shape.count(Array(shape[..<self.axis]))
    length = shape[self.axis]
    inner = Shape.count(Array(shape[(self.axis + 1)...]))
  }

  /// The number of lines.
  var count: Int { outer * inner }

  func requireInside(_ indices: [Int], _ shape: [Int], _ operation: String) {
    for (number, index) in indices.enumerated() {
      require(
        index >= 0 && index < length,
        "\(operation): \(shape): index \(index) at position \(number) is outside 0..<\(length) of "
          + "axis \(axis)")
    }
  }

  /// Calls `body` with the place in the list and the place in the tensor of each entry of a list
  /// that holds `width` positions for every line.
  func forEach(_ indices: [Int], width: Int, _ body: (_ entry: Int, _ element: Int) -> Void) {
    if width == 0 || count == 0 { return }
    indices.withUnsafeBufferPointer { indices in
      var entry = 0
      for o in 0..<outer {
        for _ in 0..<width {
          for i in 0..<inner {
            body(entry, (o * length + indices[entry]) * inner + i)
            entry += 1
          }
        }
      }
    }
  }
}
