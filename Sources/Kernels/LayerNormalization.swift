public import KernelInterface

extension VectorKernels {
  /// Normalizes every row to mean 0 and variance 1.
  public static func layerNorm(
    rows: Int, columns: Int, _ x: Input, scale: Input?, shift: Input?, epsilon: Float,
    _ result: Output, means: Output, inverseDeviations: Output
  ) {
    var row = 0
    while row < rows {
      let start = x + row * columns
      let mean = Float(sum(start, count: columns) / Double(columns))
      let variance = squaredDeviations(start, columns, from: mean) / Double(columns)
      let inverse = 1 / (Float(variance) + epsilon).squareRoot()
      means[row] = mean
      inverseDeviations[row] = inverse
      let target = result + row * columns
      if let scale {
        if let shift {
          normalize(
            start, mean, inverse, Stream(start: scale), Stream(start: shift), target, columns)
        } else {
          normalize(start, mean, inverse, Stream(start: scale), Constant(value: 0), target, columns)
        }
      } else if let shift {
        normalize(start, mean, inverse, Constant(value: 1), Stream(start: shift), target, columns)
      } else {
        normalize(start, mean, inverse, Constant(value: 1), Constant(value: 0), target, columns)
      }
      row += 1
    }
  }

  /// Computes the gradient of `layerNorm` with respect to its operand.
  public static func layerNormGradient(
    rows: Int, columns: Int, _ gradient: Input, _ x: Input, scale: Input?, means: Input,
    inverseDeviations: Input, _ result: Output
  ) {
    var row = 0
    while row < rows {
      let g = gradient + row * columns
      let start = x + row * columns
      let target = result + row * columns
      if let scale {
        rowGradient(
          g, start, Stream(start: scale), means[row], inverseDeviations[row], target, columns)
      } else {
        rowGradient(
          g, start, Constant(value: 1), means[row], inverseDeviations[row], target, columns)
      }
      row += 1
    }
  }
}

/// Computes `(x - mean) * inverse * scale + shift` for one row.
@inline(__always)
private func normalize<Scale: Operand, Shift: Operand>(
  _ x: Input, _ mean: Float, _ inverse: Float, _ scale: Scale, _ shift: Shift, _ result: Output,
  _ count: Int
) {
  var i = 0
  while i + width <= count {
    let deviation = (load(x + i) - mean) * inverse
    store(multiplyAdd(deviation, scale.vector(i), shift.vector(i)), result + i)
    i += width
  }
  if i < count {
    let lanes = count - i
    let deviation = (load(x + i, count: lanes) - mean) * inverse
    let y = multiplyAdd(
      deviation, scale.vector(i, count: lanes), shift.vector(i, count: lanes))
    store(y, result + i, count: lanes)
  }
}

/// With h = g scale and the normalized elements z, the gradient is
/// `(h - mean(h) - z mean(h z)) * inverse`: a change of x also moves mean and deviation.
@inline(__always)
private func rowGradient<Scale: Operand>(
  _ g: Input, _ x: Input, _ scale: Scale, _ mean: Float, _ inverse: Float, _ result: Output,
  _ count: Int
) {
  var sum = Vector()
  var product = Vector()
  var i = 0
  while i + width <= count {
    let h = load(g + i) * scale.vector(i)
    sum += h
    product = multiplyAdd(h, load(x + i) - mean, product)
    i += width
  }
  if i < count {
    // h is 0 where there is no element.
    let lanes = count - i
    let h = load(g + i, count: lanes) * scale.vector(i, count: lanes)
    sum += h
    product = multiplyAdd(h, load(x + i, count: lanes) - mean, product)
  }
  // The gradient is a (h - b) - c (x - mean).
  let a = inverse
  let b = sumOfLanes(sum) / Float(count)
  let c = sumOfLanes(product) / Float(count) * (inverse * inverse * inverse)
  i = 0
  while i + width <= count {
    let h = load(g + i) * scale.vector(i) - b
    store(multiplyAdd(load(x + i) - mean, -c, h * a), result + i)
    i += width
  }
  if i < count {
    let lanes = count - i
    let h = load(g + i, count: lanes) * scale.vector(i, count: lanes) - b
    let y = multiplyAdd(load(x + i, count: lanes) - mean, -c, h * a)
    store(y, result + i, count: lanes)
  }
}
