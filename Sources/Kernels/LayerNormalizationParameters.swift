public import KernelInterface

// Gradients of scale and shift: sums over rows. Four rows at a time are added to totals in memory, which
// stay in the first-level cache.

extension VectorKernels {
  /// Computes the gradients of `layerNorm` with respect to scale and shift.
  public static func layerNormParameterGradients(
    rows: Int, columns: Int, _ gradient: Input, _ x: Input, means: Input,
    inverseDeviations: Input, scaleGradient: Output, shiftGradient: Output
  ) {
    clear(scaleGradient, columns)
    clear(shiftGradient, columns)
    var row = 0
    while row + 4 <= rows {
      addRow(
        FourRows(step: columns), gradient + row * columns, x + row * columns, means + row,
        inverseDeviations + row, scaleGradient, shiftGradient, columns)
      row += 4
    }
    while row < rows {
      addRow(
        OneRow(), gradient + row * columns, x + row * columns, means + row,
        inverseDeviations + row, scaleGradient, shiftGradient, columns)
      row += 1
    }
  }

  /// Computes the gradient of `rootMeanSquareNorm` with respect to the scale.
  public static func rootMeanSquareNormParameterGradient(
    rows: Int, columns: Int, _ gradient: Input, _ x: Input, inverseDeviations: Input,
    scaleGradient: Output
  ) {
    clear(scaleGradient, columns)
    var row = 0
    while row < rows {
      let g = gradient + row * columns
      let start = x + row * columns
      let inverse = inverseDeviations[row]
      var i = 0
      while i + width <= columns {
        let product = load(g + i) * load(start + i)
        store(multiplyAdd(product, inverse, load(scaleGradient + i)), scaleGradient + i)
        i += width
      }
      if i < columns {
        let lanes = columns - i
        let product = loadEnd(g + i, count: lanes) * loadEnd(start + i, count: lanes)
        let total = loadEnd(scaleGradient + i, count: lanes)
        storeEnd(multiplyAdd(product, inverse, total), scaleGradient + i, count: lanes)
      }
      row += 1
    }
  }
}

private func clear(_ x: Output, _ count: Int) {
  var i = 0
  while i < count {
    x[i] = 0
    i += 1
  }
}

/// One row, or several: adds `g` and `g (x - mean) inverse` to the totals of a vector of columns.
private protocol RowGroup {
  func add<Lanes: VectorLanes>(
    _ lanes: Lanes, _ g: Input, _ x: Input, _ means: Input, _ inverses: Input,
    _ scale: inout Vector, _ shift: inout Vector)
}

private struct OneRow: RowGroup {
  @inline(__always)
  func add<Lanes: VectorLanes>(
    _ lanes: Lanes, _ g: Input, _ x: Input, _ means: Input, _ inverses: Input,
    _ scale: inout Vector, _ shift: inout Vector
  ) {
    let gradient = lanes.read(g)
    scale = multiplyAdd(gradient, (lanes.read(x) - means[0]) * inverses[0], scale)
    shift += gradient
  }
}

private struct FourRows: RowGroup {
  let step: Int

  @inline(__always)
  func add<Lanes: VectorLanes>(
    _ lanes: Lanes, _ g: Input, _ x: Input, _ means: Input, _ inverses: Input,
    _ scale: inout Vector, _ shift: inout Vector
  ) {
    let g0 = lanes.read(g)
    let g1 = lanes.read(g + step)
    let g2 = lanes.read(g + 2 * step)
    let g3 = lanes.read(g + 3 * step)
    scale = multiplyAdd(g0, (lanes.read(x) - means[0]) * inverses[0], scale)
    scale = multiplyAdd(g1, (lanes.read(x + step) - means[1]) * inverses[1], scale)
    scale = multiplyAdd(g2, (lanes.read(x + 2 * step) - means[2]) * inverses[2], scale)
    scale = multiplyAdd(g3, (lanes.read(x + 3 * step) - means[3]) * inverses[3], scale)
    shift += (g0 + g1) + (g2 + g3)
  }
}

@inline(__always)
private func addRow<Group: RowGroup>(
  _ group: Group, _ g: Input, _ x: Input, _ means: Input, _ inverses: Input, _ scale: Output,
  _ shift: Output, _ columns: Int
) {
  var i = 0
  while i + width <= columns {
    addVector(group, AllLanes(), g + i, x + i, means, inverses, scale + i, shift + i)
    i += width
  }
  if i < columns {
    let lanes = FirstLanes(count: columns - i)
    addVector(group, lanes, g + i, x + i, means, inverses, scale + i, shift + i)
  }
}

@inline(__always)
private func addVector<Group: RowGroup, Lanes: VectorLanes>(
  _ group: Group, _ lanes: Lanes, _ g: Input, _ x: Input, _ means: Input, _ inverses: Input,
  _ scale: Output, _ shift: Output
) {
  var first = lanes.read(scale)
  var second = lanes.read(shift)
  group.add(lanes, g, x, means, inverses, &first, &second)
  lanes.write(first, scale)
  lanes.write(second, shift)
}
