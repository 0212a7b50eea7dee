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
      normalize(start, mean, inverse, scale, shift, result + row * columns, columns)
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
      rowGradient(
        gradient + row * columns, x + row * columns, scale, means[row], inverseDeviations[row],
        result + row * columns, columns)
      row += 1
    }
  }
}

/// Computes `(x - mean) * inverse * scale + shift` for one row.
@inline(__always)
private func normalize(
  _ x: Input, _ mean: Float, _ inverse: Float, _ scale: Input?, _ shift: Input?,
  _ result: Output, _ count: Int
) {
  var i = 0
  while i + width <= count {
    normalize(AllLanes(), i, x, mean, inverse, scale, shift, result)
    i += width
  }
  if i < count {
    normalize(FirstLanes(count: count - i), i, x, mean, inverse, scale, shift, result)
  }
}

@inline(__always)
private func normalize<Lanes: VectorLanes>(
  _ lanes: Lanes, _ i: Int, _ x: Input, _ mean: Float, _ inverse: Float, _ scale: Input?,
  _ shift: Input?, _ result: Output
) {
  let z = (lanes.read(x + i) - mean) * inverse
  let scaled = multiplyAdd(
    z, lanes.read(scale, i, orElse: 1), lanes.read(shift, i, orElse: 0))
  lanes.write(scaled, result + i)
}

/// Computes the gradient for one row.
///
/// With h = g scale and the normalized elements z it is `(h - mean(h) - z mean(h z)) * inverse`: a change
/// of x also moves mean and deviation.
@inline(__always)
private func rowGradient(
  _ g: Input, _ x: Input, _ scale: Input?, _ mean: Float, _ inverse: Float, _ result: Output,
  _ count: Int
) {
  var sum = Vector()
  var product = Vector()
  var i = 0
  while i + width <= count {
    addGradient(AllLanes(), i, g, x, scale, mean, &sum, &product)
    i += width
  }
  if i < count {
    addGradient(FirstLanes(count: count - i), i, g, x, scale, mean, &sum, &product)
  }
  let offset = sumOfLanes(sum) / Float(count)
  let slope = sumOfLanes(product) / Float(count) * (inverse * inverse)
  i = 0
  while i + width <= count {
    storeGradient(AllLanes(), i, g, x, scale, mean, inverse, offset, slope, result)
    i += width
  }
  if i < count {
    let lanes = FirstLanes(count: count - i)
    storeGradient(lanes, i, g, x, scale, mean, inverse, offset, slope, result)
  }
}

@inline(__always)
private func addGradient<Lanes: VectorLanes>(
  _ lanes: Lanes, _ i: Int, _ g: Input, _ x: Input, _ scale: Input?, _ mean: Float,
  _ sum: inout Vector, _ product: inout Vector
) {
  // It is 0 in lanes without an element.
  let h = lanes.read(g + i) * lanes.read(scale, i, orElse: 1)
  sum += h
  product = multiplyAdd(h, lanes.read(x + i) - mean, product)
}

@inline(__always)
private func storeGradient<Lanes: VectorLanes>(
  _ lanes: Lanes, _ i: Int, _ g: Input, _ x: Input, _ scale: Input?, _ mean: Float,
  _ inverse: Float, _ offset: Float, _ slope: Float, _ result: Output
) {
  let h = lanes.read(g + i) * lanes.read(scale, i, orElse: 1) - offset
  lanes.write(multiplyAdd(lanes.read(x + i) - mean, -slope, h) * inverse, result + i)
}
