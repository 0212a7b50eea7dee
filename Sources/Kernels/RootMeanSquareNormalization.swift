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
      if let scale {
        eachInRows(Scaled(factor: inverse), start, scale, target, columns)
      } else {
        eachInRow(Scaled(factor: inverse), start, target, columns)
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
      let g = gradient + row * columns
      let start = x + row * columns
      let target = result + row * columns
      let inverse = inverseDeviations[row]
      if let scale {
        rowGradient(g, start, Stream(start: scale), inverse, target, columns)
      } else {
        rowGradient(g, start, Constant(value: 1), inverse, target, columns)
      }
      row += 1
    }
  }
}

private struct Scaled: RowOperation, RowPairOperation {
  let factor: Float
  @inline(__always) func apply(_ x: Vector) -> Vector { x * factor }
  @inline(__always) func apply(_ x: Vector, _ scale: Vector) -> Vector { x * factor * scale }
}

/// With h = g scale, the gradient is `(h - x inverse² mean(h x)) * inverse`.
@inline(__always)
private func rowGradient<Scale: Operand>(
  _ g: Input, _ x: Input, _ scale: Scale, _ inverse: Float, _ result: Output, _ count: Int
) {
  var product = Vector()
  var i = 0
  while i + width <= count {
    product = multiplyAdd(load(g + i) * scale.vector(i), load(x + i), product)
    i += width
  }
  if i < count {
    let lanes = count - i
    let h = load(g + i, count: lanes) * scale.vector(i, count: lanes)
    product = multiplyAdd(h, load(x + i, count: lanes), product)
  }
  let c = sumOfLanes(product) / Float(count) * (inverse * inverse * inverse)
  i = 0
  while i + width <= count {
    let h = load(g + i) * scale.vector(i) * inverse
    store(multiplyAdd(load(x + i), -c, h), result + i)
    i += width
  }
  if i < count {
    let lanes = count - i
    let h = load(g + i, count: lanes) * scale.vector(i, count: lanes) * inverse
    store(multiplyAdd(load(x + i, count: lanes), -c, h), result + i, count: lanes)
  }
}
