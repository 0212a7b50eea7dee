public import KernelInterface

// Reductions along the middle axis of [outer, axis, inner]. With one inner element the axis is a row in
// memory; with more, every outer element is a matrix whose columns are reduced.

extension VectorKernels {
  /// Sums along the axis.
  public static func sumAxis(outer: Int, axis: Int, inner: Int, _ x: Input, _ result: Output) {
    if inner == 1 { return sumRows(rows: outer, columns: axis, x, result) }
    var i = 0
    while i < outer {
      sumColumns(rows: axis, columns: inner, x + i * axis * inner, result + i * inner)
      i += 1
    }
  }

  /// Multiplies along the axis.
  public static func productAxis(
    outer: Int, axis: Int, inner: Int, _ x: Input, _ result: Output
  ) {
    var i = 0
    while i < outer {
      let start = x + i * axis * inner
      if inner == 1 {
        result[i] = product(start, axis)
      } else {
        productOfColumns(axis, inner, start, result + i * inner)
      }
      i += 1
    }
  }

  /// Computes means and variances along the axis.
  public static func varianceAxis(
    outer: Int, axis: Int, inner: Int, correction: Int, _ x: Input, means: Output,
    variances: Output
  ) {
    var i = 0
    while i < outer {
      let start = x + i * axis * inner
      if inner == 1 {
        let mean = Float(sum(start, count: axis) / Double(axis))
        means[i] = mean
        let squares = squaredDeviations(start, axis, from: mean)
        variances[i] = Float(squares / Double(axis - correction))
      } else {
        momentsOfColumns(
          axis, inner, inner, start, means + i * inner, variances + i * inner,
          divisor: axis - correction)
      }
      i += 1
    }
  }
}

@inline(__always) private func product(_ x: Input, _ count: Int) -> Float {
  var p0 = Vector(repeating: 1)
  var p1 = p0
  var i = 0
  while i + 2 * width <= count {
    p0 *= load(x + i)
    p1 *= load(x + i + width)
    i += 2 * width
  }
  if i + width <= count {
    p0 *= load(x + i)
    i += width
  }
  if i < count { p1 *= loadEnd(x + i, count: count - i, fill: 1) }
  return productOfLanes(p0 * p1)
}

@inline(__always) private func productOfLanes(_ v: Vector) -> Float {
  #if AVX512
    let eight = v.lowHalf * v.highHalf
    let four = eight.lowHalf * eight.highHalf
  #elseif AVX2
    let four = v.lowHalf * v.highHalf
  #else
    let four = v
  #endif
  return (four.x * four.z) * (four.y * four.w)
}

@inline(__always)
private func productOfColumns(_ rows: Int, _ columns: Int, _ x: Input, _ result: Output) {
  var i = 0
  while i + width <= columns {
    productOfVector(AllLanes(), rows, columns, x + i, result + i)
    i += width
  }
  if i < columns {
    productOfVector(FirstLanes(count: columns - i), rows, columns, x + i, result + i)
  }
}

@inline(__always)
private func productOfVector<Lanes: VectorLanes>(
  _ lanes: Lanes, _ rows: Int, _ step: Int, _ x: Input, _ result: Output
) {
  var product = Vector(repeating: 1)
  var row = 0
  while row < rows {
    product *= lanes.read(x + row * step)
    row += 1
  }
  lanes.write(product, result)
}
