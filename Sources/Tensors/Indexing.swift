// Elements, slices and rows.

extension Tensor {
  /// The part at position `index` of the leading axis: `[n, …] -> […]`.
  ///
  /// Reading shares memory with this tensor. A negative index is an error.
  public subscript(_ index: Int) -> Tensor {
    get {
      require(rank > 0, "subscript: \(shape): a tensor of rank 0 has no parts")
      requireIndex(index, axis: 0)
      return leadingSlice(index..<index + 1, shape: Array(shape.dropFirst()))
    }
    set {
      require(rank > 0, "subscript: \(shape): a tensor of rank 0 has no parts")
      requireIndex(index, axis: 0)
      replace(index..<index + 1, with: newValue, expected: Array(shape.dropFirst()))
    }
  }

  /// The element in row `row` and column `column` of a tensor of rank 2.
  public subscript(_ row: Int, _ column: Int) -> Float {
    get {
      let index = elementIndex(row, column)
      return withUnsafeScalars { $0[index] }
    }
    set {
      let index = elementIndex(row, column)
      if isTracked {
        var part = stopGradient(self[row])
        part.withUnsafeMutableScalars { $0[column] = newValue }
        var kept = Tensor.ones([shape[1]])
        kept.withUnsafeMutableScalars { $0[column] = 0 }
        self[row] = self[row] * kept + part * (1 - kept)
      } else {
        withUnsafeMutableScalars { $0[index] = newValue }
      }
    }
  }

  /// The parts at the positions `range` of the leading axis: `[n, …] -> [range.count, …]`.
  ///
  /// Reading shares memory with this tensor.
  public subscript(_ range: Range<Int>) -> Tensor {
    get {
      requireRange(range)
      return leadingSlice(range, shape: [range.count] + shape.dropFirst())
    }
    set {
      requireRange(range)
      replace(range, with: newValue, expected: [range.count] + shape.dropFirst())
    }
  }

  /// The parts at the positions `indices` of the leading axis, in their order, copied:
  /// `[n, …] -> [indices.count, …]`.
  public subscript(_ indices: [Int]) -> Tensor {
    require(rank > 0, "subscript: \(shape): a tensor of rank 0 has no parts")
    for index in indices { requireIndex(index, axis: 0) }
    return gathered(indices, axis: 0)
  }

  private func leadingSlice(_ range: Range<Int>, shape partShape: [Int]) -> Tensor {
    let step = Shape.count(Array(shape.dropFirst()))
    return read(
      Layout(
        offset: range.lowerBound * step, shape: partShape, strides: Shape.strides(partShape)))
  }

  private mutating func replace(_ range: Range<Int>, with part: Tensor, expected: [Int]) {
    require(
      part.shape == expected,
      "subscript: \(shape): a part of shape \(expected) is expected, not \(part.shape)")
    if isTracked || part.isTracked {
      let whole = part.reshaped([range.count] + shape.dropFirst())
      self = Tensor.concatenate([
        self[0..<range.lowerBound], whole, self[range.upperBound..<shape[0]],
      ])
      return
    }
    let start = range.lowerBound * Shape.count(Array(shape.dropFirst()))
    withUnsafeMutableScalars { target in
      part.withUnsafeScalars { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        (to + start).update(from: from, count: source.count)
      }
    }
  }

  private func elementIndex(_ row: Int, _ column: Int) -> Int {
    require(rank == 2, "subscript: \(shape): two indices need a tensor of rank 2")
    requireIndex(row, axis: 0)
    requireIndex(column, axis: 1)
    return row * shape[1] + column
  }

  private func requireIndex(_ index: Int, axis: Int) {
    require(
      index >= 0 && index < shape[axis],
      "subscript: \(shape): index \(index) is outside 0..<\(shape[axis]) of axis \(axis)")
  }

  private func requireRange(_ range: Range<Int>) {
    require(rank > 0, "subscript: \(shape): a tensor of rank 0 has no parts")
    require(
      range.lowerBound >= 0 && range.upperBound <= shape[0],
      "subscript: \(shape): the range \(range) is outside 0..<\(shape[0]) of axis 0")
  }
}
