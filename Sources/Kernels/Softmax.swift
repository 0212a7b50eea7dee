public import KernelInterface

// Softmax and its relatives. The largest element of a row is subtracted before exponentials are taken:
// they are at most 1, and one of them is 1, so that their sum neither overflows nor vanishes.

extension VectorKernels {
  /// Computes the softmax of every row.
  public static func softmax(rows: Int, columns: Int, _ x: Input, _ result: Output) {
    var row = 0
    while row < rows {
      let start = result + row * columns
      let sum = storeExponentials(x + row * columns, start, columns)
      eachInRow(Scaled(factor: 1 / sum), start, start, columns)
      row += 1
    }
  }

  /// Computes the gradient of softmax from its result.
  public static func softmaxGradient(
    rows: Int, columns: Int, _ gradient: Input, _ y: Input, _ result: Output
  ) {
    var row = 0
    while row < rows {
      let g = gradient + row * columns
      let p = y + row * columns
      let mean = Float(dot(g, p, count: columns))
      eachInRows(SoftmaxGradient(mean: mean), g, p, result + row * columns, columns)
      row += 1
    }
  }

  /// Computes the logarithm of the softmax of every row.
  public static func logSoftmax(rows: Int, columns: Int, _ x: Input, _ result: Output) {
    var row = 0
    while row < rows {
      let start = x + row * columns
      let (largest, logarithm) = logSumParts(start, columns)
      let shift = Shifted(largest: largest, logarithm: logarithm)
      eachInRow(shift, start, result + row * columns, columns)
      row += 1
    }
  }

  /// Computes the gradient of the logarithm of softmax from its result.
  public static func logSoftmaxGradient(
    rows: Int, columns: Int, _ gradient: Input, _ y: Input, _ result: Output
  ) {
    var row = 0
    while row < rows {
      let g = gradient + row * columns
      let total = Float(sum(g, count: columns))
      eachInRows(
        LogSoftmaxGradient(total: total), g, y + row * columns, result + row * columns, columns)
      row += 1
    }
  }

  /// Computes the logarithm of the sum of the exponentials of every row.
  public static func logSumExponential(rows: Int, columns: Int, _ x: Input, _ result: Output) {
    var row = 0
    while row < rows {
      let (largest, logarithm) = logSumParts(x + row * columns, columns)
      result[row] = logSum(largest, logarithm)
      row += 1
    }
  }

  /// Computes the gradient of `logSumExponential`.
  public static func logSumExponentialGradient(
    rows: Int, columns: Int, _ gradient: Input, _ x: Input, _ y: Input, _ result: Output
  ) {
    var row = 0
    while row < rows {
      storeScaledExponentials(
        x + row * columns, result + row * columns, columns, shift: y[row], factor: gradient[row])
      row += 1
    }
  }
}

/// Finds the largest element of a row, and the logarithm of the sum of `exp(x - largest)`.
@inline(__always)
func logSumParts(_ x: Input, _ count: Int) -> (largest: Float, logarithm: Float) {
  let largest = VectorKernels.find(.largest, x, count: count)
  return (largest, logarithm(Vector(repeating: sumOfExponentials(x, count, largest)))[0])
}

/// Puts the parts together; an infinite element is its own result.
@inline(__always) func logSum(_ largest: Float, _ logarithm: Float) -> Float {
  largest - largest == 0 ? largest + logarithm : largest
}

/// Sums `exp(x - largest)` of a row.
@inline(__always)
private func sumOfExponentials(_ x: Input, _ count: Int, _ largest: Float) -> Float {
  let shift = Vector(repeating: largest)
  var sum = Vector()
  var i = 0
  while i + width <= count {
    sum += exponentialOfNegative(load(x + i) - shift)
    i += width
  }
  if i < count {
    // What is not there counts as exp(-infinity).
    sum += exponentialOfNegative(load(x + i, count: count - i, fill: -.infinity) - shift)
  }
  return sumOfLanes(sum)
}

/// Stores `exp(x - largest)` of a row and returns the sum.
@inline(__always)
private func storeExponentials(_ x: Input, _ result: Output, _ count: Int) -> Float {
  let shift = Vector(repeating: VectorKernels.find(.largest, x, count: count))
  var sum = Vector()
  var i = 0
  while i + width <= count {
    let y = exponentialOfNegative(load(x + i) - shift)
    store(y, result + i)
    sum += y
    i += width
  }
  if i < count {
    let y = exponentialOfNegative(load(x + i, count: count - i, fill: -.infinity) - shift)
    store(y, result + i, count: count - i)
    sum += y
  }
  return sumOfLanes(sum)
}

private struct Scaled: RowOperation {
  let factor: Float
  @inline(__always) func apply(_ x: Vector) -> Vector { x * factor }
}

private struct Shifted: RowOperation {
  let largest: Float
  let logarithm: Float
  @inline(__always) func apply(_ x: Vector) -> Vector { (x - largest) - logarithm }
}

/// Stores `exp(x - shift) * factor` of a row.
@inline(__always)
func storeScaledExponentials(
  _ x: Input, _ result: Output, _ count: Int, shift: Float, factor: Float
) {
  eachInRow(ScaledExponential(shift: shift, factor: factor), x, result, count)
}

private struct ScaledExponential: RowOperation {
  let shift: Float
  let factor: Float
  @inline(__always) func apply(_ x: Vector) -> Vector { exponential(x - shift) * factor }
}

private struct SoftmaxGradient: RowPairOperation {
  let mean: Float
  @inline(__always) func apply(_ g: Vector, _ y: Vector) -> Vector { y * (g - mean) }
}

private struct LogSoftmaxGradient: RowPairOperation {
  let total: Float
  @inline(__always) func apply(_ g: Vector, _ y: Vector) -> Vector {
    multiplyAdd(exponential(y), -total, g)
  }
}
