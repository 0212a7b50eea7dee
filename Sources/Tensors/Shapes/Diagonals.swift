// Diagonals and triangles of matrices.

extension Tensor {
  /// The diagonal of each matrix: `[…, m, n] -> […, length]`.
  ///
  /// - Parameters:
  ///   - offset: Which diagonal: 0 is the main one, 1 the one above it, -1 the one below.
  ///   - axes: The axes of the rows and of the columns; the diagonal becomes the last axis.
  public func diagonal(offset: Int = 0, axes: (Int, Int) = (-2, -1)) -> Tensor {
    require(rank >= 2, "diagonal: \(shape): a tensor of rank 2 or more is expected")
    let row = Shape.axis(axes.0, of: shape, in: "diagonal")
    let column = Shape.axis(axes.1, of: shape, in: "diagonal")
    require(row != column, "diagonal: \(shape): the axes \(axes.0) and \(axes.1) are the same")
    let whole = Layout(shape)
    let others = shape.indices.filter { $0 != row && $0 != column }
    let length = Swift.max(
      0, Swift.min(shape[row] - Swift.max(0, -offset), shape[column] - Swift.max(0, offset)))
    let start =
      Swift.max(0, -offset) * whole.strides[row] + Swift.max(0, offset) * whole.strides[column]
    return read(
      Layout(
        offset: length == 0 ? 0 : start, shape: others.map { shape[$0] } + [length],
        strides: others.map { whole.strides[$0] } + [whole.strides[row] + whole.strides[column]]))
  }

  /// Square matrices with this tensor's last axis on their diagonal, zeros elsewhere:
  /// `[…, n] -> […, n, n]`.
  ///
  /// - Parameter offset: Which diagonal: 0 is the main one, 1 the one above it, -1 the one below. The
  ///   matrices are larger by its size.
  public func diagonalMatrix(offset: Int = 0) -> Tensor {
    require(rank >= 1, "diagonalMatrix: \(shape): a tensor of rank 1 or more is expected")
    let size = shape[rank - 1] + Swift.abs(offset)
    let target = shape.dropLast() + [size, size]
    let strides = Shape.strides(Array(target))
    let layout = Layout(
      offset: shape[rank - 1] == 0 ? 0 : Swift.max(0, -offset) * size + Swift.max(0, offset),
      shape: shape, strides: strides.dropLast(2) + [size + 1])
    return written(layout, in: Array(target))
  }

  /// Keeps the diagonal of each matrix and what is below it, and puts zeros elsewhere.
  ///
  /// - Parameter offset: Moves the edge: with 1, the diagonal above the main one is kept too.
  public func lowerTriangle(offset: Int = 0) -> Tensor {
    triangle("lowerTriangle", pullback: { $0.lowerTriangle(offset: offset) }) { row, columns in
      0..<Swift.min(Swift.max(0, row + offset + 1), columns)
    }
  }

  /// Keeps the diagonal of each matrix and what is above it, and puts zeros elsewhere.
  ///
  /// - Parameter offset: Moves the edge: with 1, the main diagonal is not kept.
  public func upperTriangle(offset: Int = 0) -> Tensor {
    triangle("upperTriangle", pullback: { $0.upperTriangle(offset: offset) }) { row, columns in
      Swift.min(Swift.max(0, row + offset), columns)..<columns
    }
  }

  private func triangle(
    _ name: String, pullback: @escaping @Sendable (Tensor) -> Tensor,
    kept: (_ row: Int, _ columns: Int) -> Range<Int>
  ) -> Tensor {
    require(rank >= 2, "\(name): \(shape): a tensor of rank 2 or more is expected")
    let (rows, columns) = (shape[rank - 2], shape[rank - 1])
    let value = Tensor.make(shape, count: count) { result in
      withPointer { x, count in
        if count == 0 { return }
        inParallelRanges(count / columns, length: Swift.max(1, chunkLength / columns)) {
          start, count in
          for index in start..<start + count {
            let range = kept(index % rows, columns)
            let (from, to) = (x + index * columns, result + index * columns)
            to.update(repeating: 0, count: range.lowerBound)
            (to + range.lowerBound).update(from: from + range.lowerBound, count: range.count)
            (to + range.upperBound).update(repeating: 0, count: columns - range.upperBound)
          }
        }
      }
    }
    return isTracked ? value.recorded(from: self, pullback) : value
  }
}
