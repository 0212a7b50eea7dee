public import KernelInterface

extension VectorKernels {
  /// Divides every row by its root mean square.
  public static func rootMeanSquareNorm(
    rows: Int, columns: Int, _ x: Input, scale: Input?, epsilon: Float, _ result: Output,
    inverseDeviations: Output
  ) {
    var row = 0
    while row < rows {
      let start = x + row * columns
      let mean = Float(dot(start, start, count: columns) / Double(columns))
      let inverse = 1 / (mean + epsilon).squareRoot()
      inverseDeviations[row] = inverse
      let target = result + row * columns
      var i = 0
      while i + width <= columns {
        let x = load(start + i) * inverse
        store(x * AllLanes().read(scale, i, orElse: 1), target + i)
        i += width
      }
      if i < columns {
        let lanes = FirstLanes(count: columns - i)
        let x = lanes.read(start + i) * inverse
        lanes.write(x * lanes.read(scale, i, orElse: 1), target + i)
      }
      row += 1
    }
  }

  /// Computes the gradient of `rootMeanSquareNorm` with respect to its operand.
  public static func rootMeanSquareNormGradient(
    rows: Int, columns: Int, _ gradient: Input, _ x: Input, scale: Input?,
    inverseDeviations: Input, _ result: Output
  ) {
    var row = 0
    while row < rows {
      rowGradient(
        gradient + row * columns, x + row * columns, scale, inverseDeviations[row],
        result + row * columns, columns)
      row += 1
    }
  }
}

/// Computes the gradient for one row: with h = g scale, `(h - x inverse² mean(h x)) * inverse`.
@inline(__always)
private func rowGradient(
  _ g: Input, _ x: Input, _ scale: Input?, _ inverse: Float, _ result: Output, _ count: Int
) {
  var product = Vector()
  var i = 0
  while i + width <= count {
    let h = load(g + i) * AllLanes().read(scale, i, orElse: 1)
    product = multiplyAdd(h, load(x + i), product)
    i += width
  }
  if i < count {
    let lanes = FirstLanes(count: count - i)
    let h = lanes.read(g + i) * lanes.read(scale, i, orElse: 1)
    product = multiplyAdd(h, lanes.read(x + i), product)
  }
  let slope = sumOfLanes(product) / Float(count) * (inverse * inverse)
  i = 0
  while i + width <= count {
    let h = load(g + i) * AllLanes().read(scale, i, orElse: 1)
    store(multiplyAdd(load(x + i), -slope, h) * inverse, result + i)
    i += width
  }
  if i < count {
    let lanes = FirstLanes(count: count - i)
    let h = lanes.read(g + i) * lanes.read(scale, i, orElse: 1)
    lanes.write(multiplyAdd(lanes.read(x + i), -slope, h) * inverse, result + i)
  }
}
