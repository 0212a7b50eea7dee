import KernelInterface

// Rows brought to mean 0 and variance 1, or to length 1.

/// Normalizes the last axis to mean 0 and variance 1 (Ba, Kiros and Hinton 2016).
///
///     y = (x − mean) / √(variance + epsilon) · scale + shift
///
/// - Parameters:
///   - x: `[…, d]`
///   - scale: `[d]`, or `nil` for 1.
///   - shift: `[d]`, or `nil` for 0.
///   - epsilon: Added to the variance, which divides by `d`.
@_disfavoredOverload
public func layerNorm(
  _ x: Tensor, scale: Tensor? = nil, shift: Tensor? = nil, epsilon: Float = 1e-5
) -> Tensor {
  let (rows, columns) = rowsAndColumns(x, "layerNorm", scale, shift)
  let means = Tensor.zeros([rows])
  let inverse = Tensor.zeros([rows])
  let y = Tensor.make(x.shape, count: x.count) { result in
    withPointers(x, scale, shift) { x, scale, shift in
      inParallelRows(rows, columns) { row, count in
        kernels.layerNorm(
          rows: count, columns: columns, x + row * columns, scale: scale, shift: shift,
          epsilon: epsilon, result + row * columns, means: means.storage.start + row,
          inverseDeviations: inverse.storage.start + row)
      }
    }
  }
  let inputs = [x] + [scale, shift].compactMap(\.self)
  guard inputs.contains(where: \.isTracked) else { return y }
  return y.recorded(from: inputs) { g, needed in
    if Recording.isNested {
      return layerNormGradients(g, x, scale: scale, shift: shift, epsilon: epsilon)
    }
    let dx = Tensor.make(x.shape, count: x.count) { result in
      withPointers(x, scale, g) { x, scale, g in
        guard let g else { return }
        inParallelRows(rows, columns) { row, count in
          kernels.layerNormGradient(
            rows: count, columns: columns, g + row * columns, x + row * columns, scale: scale,
            means: Input(means.storage.start + row),
            inverseDeviations: Input(inverse.storage.start + row), result + row * columns)
        }
      }
    }
    guard inputs.count > 1 else { return [dx] }
    let (ds, db) = parameterGradients(g, x, means, inverse, rows, columns)
    return [dx] + (scale == nil ? [] : [ds]) + (shift == nil ? [] : [db])
  }
}

/// The gradients of scale and shift: sums over the rows, in chunks that do not depend on the threads.
private func parameterGradients(
  _ g: Tensor, _ x: Tensor, _ means: Tensor, _ inverse: Tensor, _ rows: Int, _ columns: Int
) -> (scale: Tensor, shift: Tensor) {
  let rowsPerChunk = max(64, chunkLength / max(1, columns))
  let chunks = (rows + rowsPerChunk - 1) / rowsPerChunk
  let scales = Tensor.zeros([max(1, chunks), columns])
  let shifts = Tensor.zeros([max(1, chunks), columns])
  withPointers(x, g, nil) { x, g, _ in
    guard let g else { return }
    inParallel(chunks) { chunk in
      let row = chunk * rowsPerChunk
      kernels.layerNormParameterGradients(
        rows: min(rowsPerChunk, rows - row), columns: columns, g + row * columns,
        x + row * columns, means: Input(means.storage.start + row),
        inverseDeviations: Input(inverse.storage.start + row),
        scaleGradient: scales.storage.start + chunk * columns,
        shiftGradient: shifts.storage.start + chunk * columns)
    }
  }
  return (scales.sum(axis: 0), shifts.sum(axis: 0))
}

/// The gradients of ``layerNorm(_:scale:shift:epsilon:)`` in tensor operations, to be differentiated.
private func layerNormGradients(
  _ g: Tensor, _ x: Tensor, scale: Tensor?, shift: Tensor?, epsilon: Float
) -> [Tensor?] {
  let centred = x - x.mean(axis: -1, keepDimensions: true)
  let variance = square(centred).mean(axis: -1, keepDimensions: true)
  let inverse = reciprocalSquareRoot(variance + epsilon)
  let normal = centred * inverse
  let scaled = scale.map { g * $0 } ?? g
  let dx =
    inverse
    * (scaled - scaled.mean(axis: -1, keepDimensions: true)
      - normal * (scaled * normal).mean(axis: -1, keepDimensions: true))
  return [dx] + (scale.map { [(g * normal).summed(to: $0.shape)] } ?? [])
    + (shift.map { [g.summed(to: $0.shape)] } ?? [])
}

/// Divides the last axis by its root mean square (Zhang and Sennrich 2019).
///
///     y = x / √(mean of x² + epsilon) · scale
///
/// - Parameters:
///   - x: `[…, d]`
///   - scale: `[d]`, or `nil` for 1.
///   - epsilon: Added to the mean square.
@_disfavoredOverload
public func rootMeanSquareNorm(
  _ x: Tensor, scale: Tensor? = nil, epsilon: Float = 1e-6
) -> Tensor {
  let (rows, columns) = rowsAndColumns(x, "rootMeanSquareNorm", scale, nil)
  let inverse = Tensor.zeros([rows])
  let y = Tensor.make(x.shape, count: x.count) { result in
    withPointers(x, scale, nil) { x, scale, _ in
      inParallelRows(rows, columns) { row, count in
        kernels.rootMeanSquareNorm(
          rows: count, columns: columns, x + row * columns, scale: scale, epsilon: epsilon,
          result + row * columns, inverseDeviations: inverse.storage.start + row)
      }
    }
  }
  let inputs = [x] + [scale].compactMap(\.self)
  guard inputs.contains(where: \.isTracked) else { return y }
  return y.recorded(from: inputs) { g, _ in
    let inverse =
      Recording.isNested
      ? reciprocalSquareRoot(square(x).mean(axis: -1, keepDimensions: true) + epsilon)
      : inverse.reshaped(Array(x.shape.dropLast()) + [1])
    let normal = x * inverse
    let scaled = scale.map { g * $0 } ?? g
    let dx = inverse * (scaled - normal * (scaled * normal).mean(axis: -1, keepDimensions: true))
    return [dx] + (scale.map { [(g * normal).summed(to: $0.shape)] } ?? [])
  }
}

private func rowsAndColumns(
  _ x: Tensor, _ name: String, _ scale: Tensor?, _ shift: Tensor?
) -> (rows: Int, columns: Int) {
  require(x.rank > 0, "\(name): \(x.shape): there is no axis to normalize")
  let columns = x.shape[x.rank - 1]
  for parameter in [scale, shift].compactMap(\.self) {
    require(
      parameter.shape == [columns],
      "\(name): \(x.shape) and \(parameter.shape): scale and shift must have the shape [\(columns)]"
    )
  }
  return (columns == 0 ? 0 : x.count / columns, columns)
}

/// Calls `body` with the elements of up to three tensors.
func withPointers(
  _ a: Tensor, _ b: Tensor?, _ c: Tensor?, _ body: (Input, Input?, Input?) -> Void
) {
  a.withPointer { first, _ in
    withExtendedLifetime((b?.storage, c?.storage)) {
      body(
        first, b.map { Input($0.storage.start + $0.offset) },
        c.map { Input($0.storage.start + $0.offset) })
    }
  }
}
