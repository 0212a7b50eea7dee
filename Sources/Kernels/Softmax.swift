public import KernelInterface

// Softmax and its relatives. The largest element of a row is subtracted before exponentials are taken:
// they are at most 1, and one of them is 1, so that their sum neither overflows nor vanishes.

extension VectorKernels {
  /// Computes the softmax of every row.
  public static func softmax(rows: Int, columns: Int, _ x: Input, _ result: Output) {
    var row = 0
    while row < rows {
      let a = x + row * columns
      let y = result + row * columns
      if row + 4 <= rows {
        let m = largestOfFour(a, columns)
        let s0 = storeExponentials(a, y, columns, m.0)
        let s1 = storeExponentials(a + columns, y + columns, columns, m.1)
        let s2 = storeExponentials(a + 2 * columns, y + 2 * columns, columns, m.2)
        let s3 = storeExponentials(a + 3 * columns, y + 3 * columns, columns, m.3)
        scale(y, columns, 1 / s0)
        scale(y + columns, columns, 1 / s1)
        scale(y + 2 * columns, columns, 1 / s2)
        scale(y + 3 * columns, columns, 1 / s3)
        row += 4
      } else {
        let largest = find(.largest, a, count: columns)
        scale(y, columns, 1 / storeExponentials(a, y, columns, largest))
        row += 1
      }
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
      let a = x + row * columns
      let y = result + row * columns
      if row + 4 <= rows {
        let m = largestOfFour(a, columns)
        let l = logarithmsOfFour(a, columns, m)
        shift(a, y, columns, m.0, l.0)
        shift(a + columns, y + columns, columns, m.1, l.1)
        shift(a + 2 * columns, y + 2 * columns, columns, m.2, l.2)
        shift(a + 3 * columns, y + 3 * columns, columns, m.3, l.3)
        row += 4
      } else {
        let largest = find(.largest, a, count: columns)
        shift(a, y, columns, largest, logarithmOfOne(a, columns, largest))
        row += 1
      }
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
      let a = x + row * columns
      if row + 4 <= rows {
        let m = largestOfFour(a, columns)
        let l = logarithmsOfFour(a, columns, m)
        result[row] = logSum(m.0, l.0)
        result[row + 1] = logSum(m.1, l.1)
        result[row + 2] = logSum(m.2, l.2)
        result[row + 3] = logSum(m.3, l.3)
        row += 4
      } else {
        let largest = find(.largest, a, count: columns)
        result[row] = logSum(largest, logarithmOfOne(a, columns, largest))
        row += 1
      }
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

// Four rows at a time, step by step: while one row waits for its last operations, the processor works on
// the next one.

/// Four numbers, one for every row of a group.
typealias Four = (Float, Float, Float, Float)

/// Finds the largest elements of four rows.
@inline(__always) func largestOfFour(_ x: Input, _ columns: Int) -> Four {
  (
    VectorKernels.find(.largest, x, count: columns),
    VectorKernels.find(.largest, x + columns, count: columns),
    VectorKernels.find(.largest, x + 2 * columns, count: columns),
    VectorKernels.find(.largest, x + 3 * columns, count: columns)
  )
}

/// Computes `log(sum(exp(x - largest)))` of four rows.
@inline(__always)
func logarithmsOfFour(_ x: Input, _ columns: Int, _ largest: Four) -> Four {
  var sums = Vector(repeating: sumOfExponentials(x, columns, largest.0))
  sums[1] = sumOfExponentials(x + columns, columns, largest.1)
  sums[2] = sumOfExponentials(x + 2 * columns, columns, largest.2)
  sums[3] = sumOfExponentials(x + 3 * columns, columns, largest.3)
  let results = logarithm(sums)
  return (results[0], results[1], results[2], results[3])
}

/// Computes `log(sum(exp(x - largest)))` of one row.
@inline(__always)
func logarithmOfOne(_ x: Input, _ columns: Int, _ largest: Float) -> Float {
  logarithm(Vector(repeating: sumOfExponentials(x, columns, largest)))[0]
}

/// Puts the parts together; an infinite element is its own result.
@inline(__always) func logSum(_ largest: Float, _ logarithm: Float) -> Float {
  largest - largest == 0 ? largest + logarithm : largest
}

/// Sums `exp(x - largest)` of a row.
@inline(never)
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
@inline(never)
private func storeExponentials(
  _ x: Input, _ result: Output, _ count: Int, _ largest: Float
) -> Float {
  let shift = Vector(repeating: largest)
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

@inline(never) private func scale(_ y: Output, _ count: Int, _ factor: Float) {
  eachInRow(Scaled(factor: factor), y, y, count)
}

@inline(never)
private func shift(
  _ x: Input, _ result: Output, _ count: Int, _ largest: Float, _ logarithm: Float
) {
  eachInRow(Shifted(largest: largest, logarithm: logarithm), x, result, count)
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
