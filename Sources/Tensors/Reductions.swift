import KernelInterface

// Sums, means and extremes, of all elements or along one axis.

extension Tensor {
  /// Sums all elements; 0 for an empty tensor.
  ///
  /// The elements are added in blocks, in an order that depends on their number only.
  ///
  /// - Returns: A tensor of rank 0; its `scalar` is the number.
  public func sum() -> Tensor {
    let total = Tensor(Float(preciseSum()))
    guard isTracked else { return total }
    return total.recorded(from: self) { [shape] g in g.broadcasted(to: shape) }
  }

  /// Averages all elements; NaN for an empty tensor.
  ///
  /// - Returns: A tensor of rank 0; its `scalar` is the number.
  public func mean() -> Tensor {
    let mean = Tensor(Float(preciseSum() / Double(count)))
    guard isTracked else { return mean }
    return mean.recorded(from: self) { [shape, count] g in
      (g / Float(count)).broadcasted(to: shape)
    }
  }

  /// Finds the largest element; NaN if any element is NaN.
  ///
  /// Elements that are equally large share the gradient.
  ///
  /// - Returns: A tensor of rank 0; its `scalar` is the number.
  public func max() -> Tensor { extreme(.largest, "max") }

  /// Finds the smallest element; NaN if any element is NaN.
  ///
  /// Elements that are equally small share the gradient.
  ///
  /// - Returns: A tensor of rank 0; its `scalar` is the number.
  public func min() -> Tensor { extreme(.smallest, "min") }

  /// Finds the row-major position of the largest element, the first one of equals.
  ///
  /// A NaN counts as larger than everything.
  public func argmax() -> Int {
    require(count > 0, "argmax: \(shape): an empty tensor has no largest element")
    return withPointer { x, count in kernels.positionOfLargest(x, count: count) }
  }

  /// Sums along one axis, which is removed or kept with extent 1.
  public func sum(axis: Int, keepDimensions: Bool = false) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "sum")
    let sums = reduce(
      axis, keepDimensions,
      rows: { kernels.sumRows(rows: $0, columns: $1, $2, $3) },
      columns: { kernels.sumColumns(rows: $0, columns: $1, $2, $3) })
    guard isTracked else { return sums }
    let shape = self.shape
    return sums.recorded(from: self) { g in g.restored(axis, of: shape).broadcasted(to: shape) }
  }

  /// Averages along one axis, which is removed or kept with extent 1.
  public func mean(axis: Int, keepDimensions: Bool = false) -> Tensor {
    let position = Shape.axis(axis, of: shape, in: "mean")
    return sum(axis: position, keepDimensions: keepDimensions) / Float(shape[position])
  }

  /// Finds the largest elements along one axis, which is removed or kept with extent 1.
  public func max(axis: Int, keepDimensions: Bool = false) -> Tensor {
    find(.largest, "max", axis, keepDimensions)
  }

  /// Finds the smallest elements along one axis, which is removed or kept with extent 1.
  public func min(axis: Int, keepDimensions: Bool = false) -> Tensor {
    find(.smallest, "min", axis, keepDimensions)
  }

  /// Finds the positions of the largest elements along one axis, the first ones of equals.
  ///
  /// The positions are listed in row-major order of the remaining axes: for `[batch, classes]` and
  /// axis 1, one position per row. A NaN counts as larger than everything.
  public func argmax(axis: Int) -> [Int] {
    let axis = Shape.axis(axis, of: shape, in: "argmax")
    requireNotEmpty(axis, "argmax")
    if axis != rank - 1 && Shape.count(Array(shape[(axis + 1)...])) != 1 {
      return transposedToLast(axis).argmax(axis: -1)
    }
    let length = shape[axis]
    return withPointer { x, count in
      (0..<count / length).map { kernels.positionOfLargest(x + $0 * length, count: length) }
    }
  }
}

// MARK: All elements

extension Tensor {
  private func preciseSum() -> Double {
    withPointer { x, count in
      // The sums of fixed ranges, whoever computes them, added in their order.
      let length = 2 * chunkLength
      if count <= length { return kernels.sum(x, count: count) }
      let ranges = (count + length - 1) / length
      return withUnsafeTemporaryAllocation(of: Double.self, capacity: ranges) { sums in
        inParallel(ranges) { range in
          let start = range * length
          sums[range] = kernels.sum(x + start, count: Swift.min(length, count - start))
        }
        return sums.reduce(0, +)
      }
    }
  }

  private func extreme(_ extreme: Extreme, _ name: String) -> Tensor {
    let value = find(extreme, name)
    guard isTracked else { return Tensor(value) }
    let places = mapped { $0 == value || ($0.isNaN && value.isNaN) ? 1 : 0 }
    let shares = places / places.sum()
    return Tensor(value).recorded(from: self) { g in g * shares }
  }

  private func find(_ extreme: Extreme, _ name: String) -> Float {
    require(count > 0, "\(name): \(shape): an empty tensor has no \(extreme) element")
    return withPointer { x, count in
      let length = 2 * chunkLength
      if count <= length { return kernels.find(extreme, x, count: count) }
      let ranges = (count + length - 1) / length
      return withUnsafeTemporaryAllocation(of: Float.self, capacity: ranges) { found in
        inParallel(ranges) { range in
          let start = range * length
          found[range] = kernels.find(extreme, x + start, count: Swift.min(length, count - start))
        }
        return found.baseAddress.map { kernels.find(extreme, $0, count: ranges) } ?? .nan
      }
    }
  }
}

// MARK: Along an axis

/// A kernel that reduces a contiguous matrix: rows, columns, the matrix, the result.
private typealias MatrixReduction = (Int, Int, Input, Output) -> Void

extension Tensor {
  private func requireNotEmpty(_ axis: Int, _ name: String) {
    require(shape[axis] > 0, "\(name): \(shape): axis \(axis) is empty and has no extreme")
  }

  private func find(
    _ extreme: Extreme, _ name: String, _ axis: Int, _ keepDimensions: Bool
  ) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: name)
    requireNotEmpty(axis, name)
    let values = reduce(
      axis, keepDimensions,
      rows: { kernels.findAxis(extreme, outer: $0, axis: $1, inner: 1, $2, $3, nil) },
      columns: { kernels.findInColumns(extreme, rows: $0, columns: $1, $2, $3) })
    guard isTracked else { return values }
    let shape = self.shape
    let places = withoutRecording { firstPlaces(of: extreme, axis) }
    return values.recorded(from: self) { g in g.restored(axis, of: shape) * places }
  }

  /// 1 at the first extreme along an axis and 0 elsewhere, in this tensor's shape.
  private func firstPlaces(of extreme: Extreme, _ axis: Int) -> Tensor {
    let positions = (extreme == .largest ? self : -self).argmax(axis: axis)
    let (length, inner) = (shape[axis], Shape.count(Array(shape[(axis + 1)...])))
    var places = Tensor.zeros(shape)
    places.withUnsafeMutableScalars { places in
      for (index, position) in positions.enumerated() {
        places[(index / inner * length + position) * inner + index % inner] = 1
      }
    }
    return places
  }

  /// Puts a reduced axis back with extent 1, if it was removed from `shape`.
  private func restored(_ axis: Int, of shape: [Int]) -> Tensor {
    var kept = shape
    kept[axis] = 1
    return reshaped(kept)
  }

  /// Reduces along one axis: `[outer, length, inner] -> [outer, inner]`.
  private func reduce(
    _ axis: Int, _ keepDimensions: Bool, rows: MatrixReduction, columns: MatrixReduction
  ) -> Tensor {
    let length = shape[axis]
    let outer = Shape.count(Array(shape[..<axis]))
    let inner = Shape.count(Array(shape[(axis + 1)...]))
    var resultShape = shape
    if keepDimensions { resultShape[axis] = 1 } else { resultShape.remove(at: axis) }
    return Tensor.make(resultShape, count: outer * inner) { result in
      withPointer { x, _ in
        if inner == 1 {
          let rowsPerChunk = Swift.max(1, chunkLength / Swift.max(1, length))
          inParallelRanges(outer, length: rowsPerChunk) { start, count in
            rows(count, length, x + start * length, result + start)
          }
        } else {
          reduceColumns(outer, length, inner, x, result, columns)
        }
      }
    }
  }
}

/// Reduces the columns of `outer` matrices `[length, inner]`.
///
/// A long matrix is cut into blocks of rows, whose results are reduced in turn. That lets several threads
/// work on it, and it keeps sums precise: a total that has grown large loses the digits of what is added.
private func reduceColumns(
  _ outer: Int, _ length: Int, _ inner: Int, _ x: Input, _ result: Output,
  _ kernel: MatrixReduction
) {
  if outer * inner == 0 { return }
  let rows = min(256, max(64, 2 * chunkLength / inner))
  let blocks = (length + rows - 1) / rows
  if blocks <= 1 {
    let matricesPerChunk = max(1, chunkLength / max(1, length * inner))
    inParallelRanges(outer, length: matricesPerChunk) { start, count in
      for matrix in start..<start + count {
        kernel(length, inner, x + matrix * length * inner, result + matrix * inner)
      }
    }
    return
  }
  let partial = Storage(count: outer * blocks * inner)
  withExtendedLifetime(partial) {
    let partials = partial.start
    let blocksPerChunk = max(1, chunkLength / (rows * inner))
    inParallelRanges(outer * blocks, length: blocksPerChunk) { start, count in
      for index in start..<start + count {
        let row = index % blocks * rows
        let matrix = x + index / blocks * length * inner
        kernel(min(rows, length - row), inner, matrix + row * inner, partials + index * inner)
      }
    }
    reduceColumns(outer, blocks, inner, Input(partials), result, kernel)
  }
}
