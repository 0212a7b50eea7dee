/// A tensor seen as matrices: its last two axes, repeated over the axes before them.
struct MatrixBatch {
  let tensor: Tensor
  /// The extents of the axes before the last two; `[]` for a single matrix.
  let axes: [Int]
  /// The number of matrices.
  let count: Int
  let rows: Int
  let columns: Int

  init(_ tensor: Tensor, in operation: String) {
    require(
      tensor.rank >= 2,
      "\(operation): \(tensor.shape): a matrix is expected, a tensor of rank 2 or more")
    self.tensor = tensor
    axes = Array(tensor.shape.dropLast(2))
    count = Shape.count(axes)
    rows = tensor.shape[tensor.rank - 2]
    columns = tensor.shape[tensor.rank - 1]
  }

  /// Makes a batch of square matrices; traps for others.
  init(square tensor: Tensor, in operation: String) {
    self.init(tensor, in: operation)
    require(
      rows == columns,
      "\(operation): \(tensor.shape): a square matrix is expected, not \(rows) x \(columns)")
  }

  /// Calls `body` for every matrix and collects what it returns: one tensor per element of `shapes`.
  ///
  /// Each tensor has the batch's axes and then the given extents; `body` returns as many matrices, with
  /// as many elements as their shapes say. Several threads share the matrices.
  func map(
    to shapes: [[Int]], _ body: (_ index: Int, _ matrix: PreciseMatrix) -> [PreciseMatrix]
  ) -> [Tensor] {
    let counts = shapes.map(Shape.count)
    let results = shapes.map { Tensor.make(axes + $0, count: count * Shape.count($0)) { _ in } }
    // A decomposition takes some ten operations per element and row.
    let work = 10 * rows * columns * Swift.max(1, Swift.min(rows, columns))
    tensor.withPointer { source, _ in
      inParallelRanges(count, length: Swift.max(1, 4 * chunkLength / Swift.max(1, work))) {
        start, length in
        for index in start..<start + length {
          let matrix = PreciseMatrix(
            rows: rows, columns: columns, source + index * rows * columns)
          for (position, part) in body(index, matrix).enumerated() {
            let target = results[position].storage.start + index * counts[position]
            for (i, element) in part.elements.enumerated() { target[i] = Float(element) }
          }
        }
      }
    }
    return results
  }
}

/// Brings two batches of matrices to the same leading axes, as NumPy's broadcasting does.
func broadcastBatches(_ a: Tensor, _ b: Tensor, in operation: String) -> (Tensor, Tensor) {
  let (axesA, axesB) = (Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)))
  if axesA == axesB { return (a, b) }
  let axes = Shape.broadcast(axesA, axesB, in: operation)
  return (
    a.broadcasted(to: axes + a.shape.suffix(2)), b.broadcasted(to: axes + b.shape.suffix(2))
  )
}

extension Tensor {
  /// Makes a square mask: 1 below the diagonal, 0 above it and `diagonal` on it.
  static func lowerTriangle(_ n: Int, diagonal: Float) -> Tensor {
    Tensor(shape: [n, n]) { result in
      for i in 0..<n {
        for j in 0..<n { result[i * n + j] = j < i ? 1 : j == i ? diagonal : 0 }
      }
    }
  }

  /// The vectors along the last axis as rows: `[…, n] -> […, 1, n]`.
  var asRows: Tensor { reshaped(Array(shape.dropLast()) + [1, shape[rank - 1]]) }

  /// The vectors along the last axis as columns: `[…, n] -> […, n, 1]`.
  var asColumns: Tensor { reshaped(shape + [1]) }

  /// Every number as a matrix of one element: `[…] -> […, 1, 1]`.
  var asMatrices: Tensor { reshaped(shape + [1, 1]) }
}
