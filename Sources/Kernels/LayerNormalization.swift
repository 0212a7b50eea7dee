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
      if row + 1 < rows && columns <= sumBlockLength {
        momentsOfTwoRows(start, columns, means + row, inverseDeviations + row)
        normalizeRow(start, columns, scale, shift, epsilon, result, means, inverseDeviations, row)
        row += 1
      } else {
        let mean = Float(sum(start, count: columns) / Double(columns))
        means[row] = mean
        inverseDeviations[row] = Float(
          squaredDeviations(start, columns, from: mean) / Double(columns))
      }
      normalizeRow(
        x + row * columns, columns, scale, shift, epsilon, result, means, inverseDeviations, row)
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

/// Computes means and variances of two rows.
///
/// The processor works on both at once while one would wait for its last additions.
@inline(__always)
private func momentsOfTwoRows(
  _ x: Input, _ columns: Int, _ means: Output, _ variances: Output
) {
  let y = x + columns
  var a0 = Vector()
  var a1 = Vector()
  var b0 = Vector()
  var b1 = Vector()
  var i = 0
  while i + 2 * width <= columns {
    a0 += load(x + i)
    a1 += load(x + i + width)
    b0 += load(y + i)
    b1 += load(y + i + width)
    i += 2 * width
  }
  if i + width <= columns {
    a0 += load(x + i)
    b0 += load(y + i)
    i += width
  }
  if i < columns {
    a1 += loadEnd(x + i, count: columns - i)
    b1 += loadEnd(y + i, count: columns - i)
  }
  let share = 1 / Float(columns)
  let a = sumOfLanes(a0 + a1) * share
  let b = sumOfLanes(b0 + b1) * share
  means[0] = a
  means[1] = b
  a0 = Vector()
  a1 = Vector()
  b0 = Vector()
  b1 = Vector()
  i = 0
  while i + 2 * width <= columns {
    addSquare(load(x + i) - a, &a0)
    addSquare(load(x + i + width) - a, &a1)
    addSquare(load(y + i) - b, &b0)
    addSquare(load(y + i + width) - b, &b1)
    i += 2 * width
  }
  if i + width <= columns {
    addSquare(load(x + i) - a, &a0)
    addSquare(load(y + i) - b, &b0)
    i += width
  }
  if i < columns {
    addSquare(loadEnd(x + i, count: columns - i, fill: a) - a, &a1)
    addSquare(loadEnd(y + i, count: columns - i, fill: b) - b, &b1)
  }
  variances[0] = sumOfLanes(a0 + a1) * share
  variances[1] = sumOfLanes(b0 + b1) * share
}

@inline(__always) private func addSquare(_ x: Vector, _ sum: inout Vector) {
  sum = multiplyAdd(x, x, sum)
}

/// Normalizes a row by its mean and variance, and puts the inverse deviation in the variance's place.
@inline(__always)
private func normalizeRow(
  _ x: Input, _ columns: Int, _ scale: Input?, _ shift: Input?, _ epsilon: Float,
  _ result: Output, _ means: Input, _ inverses: Output, _ row: Int
) {
  let inverse = 1 / (inverses[row] + epsilon).squareRoot()
  inverses[row] = inverse
  normalize(x, means[row], inverse, scale, shift, result + row * columns, columns)
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
