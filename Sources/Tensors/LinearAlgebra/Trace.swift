/// Sums the diagonals of matrices: `[…, m, n] -> […]`.
///
/// Source of the gradient: the slope is 1 on the diagonal and 0 elsewhere.
public func trace(_ a: Tensor) -> Tensor {
  let batch = MatrixBatch(a, in: "trace")
  let (m, n) = (batch.rows, batch.columns)
  let value = Tensor.make(batch.axes, count: batch.count) { result in
    a.withPointer { source, _ in
      for index in 0..<batch.count {
        var total = 0.0
        for i in 0..<min(m, n) { total += Double(source[index * m * n + i * (n + 1)]) }
        result[index] = Float(total)
      }
    }
  }
  guard a.isTracked else { return value }
  return value.recorded(from: a) { g in
    g.asMatrices
      * Tensor(shape: [m, n]) { result in
        result.initialize(repeating: 0)
        for i in 0..<min(m, n) { result[i * (n + 1)] = 1 }
      }
  }
}
