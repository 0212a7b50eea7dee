/// The ways to measure the length of a vector.
public enum VectorNorm: Sendable {
  /// The sum of the absolute values.
  case one
  /// The square root of the sum of the squares: the Euclidean length.
  case two
  /// The largest absolute value.
  case infinity
}

/// The ways to measure the size of a matrix.
public enum MatrixNorm: Sendable {
  /// The largest sum of absolute values in a column.
  case one
  /// The largest singular value: the most that the matrix stretches a vector.
  case two
  /// The largest sum of absolute values in a row.
  case infinity
  /// The square root of the sum of the squares of all elements.
  case frobenius
}

/// Measures the Euclidean length of all elements together: `[…] -> []`.
public func norm(_ x: Tensor) -> Tensor { norm(x.flattened(), axis: 0) }

/// Measures vectors along an axis, which is removed or kept with extent 1.
///
/// The squares neither overflow nor underflow. The slope of a Euclidean length at 0 counts as 0.
/// Source: G. Golub, C. Van Loan, "Matrix Computations" (2013), section 2.2.
public func norm(
  _ x: Tensor, _ kind: VectorNorm = .two, axis: Int, keepDimensions: Bool = false
) -> Tensor {
  let axis = Shape.axis(axis, of: x.shape, in: "norm")
  switch kind {
  case .one: return abs(x).sum(axis: axis, keepDimensions: keepDimensions)
  case .infinity: return abs(x).max(axis: axis, keepDimensions: keepDimensions)
  case .two:
    let y = euclideanNorm(x, axis)
    return keepDimensions ? y : y.reshaped(Array(x.shape[..<axis]) + x.shape[(axis + 1)...])
  }
}

/// Measures matrices: `[…, m, n] -> […]`.
///
/// Source: G. Golub, C. Van Loan, "Matrix Computations" (2013), section 2.3.
public func matrixNorm(_ a: Tensor, _ kind: MatrixNorm = .frobenius) -> Tensor {
  let batch = MatrixBatch(a, in: "matrixNorm")
  switch kind {
  case .one: return abs(a).sum(axis: -2).max(axis: -1)
  case .infinity: return abs(a).sum(axis: -1).max(axis: -1)
  case .two: return svd(a).s.max(axis: -1)
  case .frobenius: return norm(a.reshaped(batch.axes + [batch.rows * batch.columns]), axis: -1)
  }
}

/// The Euclidean lengths along an axis, which is kept with extent 1.
private func euclideanNorm(_ x: Tensor, _ axis: Int) -> Tensor {
  let length = x.shape[axis]
  let outer = Shape.count(Array(x.shape[..<axis]))
  let inner = Shape.count(Array(x.shape[(axis + 1)...]))
  var shape = x.shape
  shape[axis] = 1
  let y = Tensor.make(shape, count: outer * inner) { result in
    x.withPointer { x, _ in
      inParallelRanges(outer * inner, length: max(1, chunkLength / max(1, length))) {
        start, count in
        for index in start..<start + count {
          let first = index / inner * length * inner + index % inner
          var total = 0.0
          for i in 0..<length {
            let element = Double(x[first + i * inner])
            total += element * element
          }
          result[index] = Float(total.squareRoot())
        }
      }
    }
  }
  guard x.isTracked else { return y }
  return y.recorded(from: x) { g in
    // Dividing by 1 where the length is 0 gives the slope 0 there.
    let zeros = Tensor(shape: y.shape) { result in
      for (i, length) in y.scalars.enumerated() { result[i] = length == 0 ? 1 : 0 }
    }
    return g * (x / (replay(y) { euclideanNorm(x, axis) } + zeros))
  }
}
