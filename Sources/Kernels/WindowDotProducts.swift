import KernelInterface

// The gradient of the weights of a few outputs. With so few, most of a tile of the matrix product would
// be empty. Instead each weight has a vector of its own, whose lanes sum over neighbouring windows: the
// gradient and the spread plane are then read as they lie in memory, and nothing is rearranged.

/// Whether dot products are faster than tiles.
@inline(__always) func hasFewOutputs(_ windows: Windows, _ outputs: Int) -> Bool {
  outputs <= 6 && windows.horizontal.positions >= width
}

/// The floats of working memory that `addDotProducts` needs.
@inline(__always) func dotScratchCount(_ windows: Windows, _ outputs: Int) -> Int {
  outputs * windows.vertical.positions * roundUp(windows.horizontal.positions, width)
}

/// Adds the products of the columns of an image with the gradient, `[outputs, positions]`, to
/// `result [tapCount, outputs]`.
@inline(never)
func addDotProducts(
  _ windows: Windows, _ plane: Input, _ taps: IndexInput, _ tapCount: Int, _ gradient: Input,
  _ outputs: Int, _ result: Output, scratch: Output
) {
  alignRows(windows, outputs, gradient, scratch)
  let count = dotScratchCount(windows, 1)
  var output = 0
  while output < outputs {
    var t = 0
    while t < tapCount {
      addBlock(
        windows, plane, taps + t, smallerInt(4, tapCount - t), scratch + output * count, count,
        smallerInt(3, outputs - output), result + (t * outputs + output), outputs)
      t += 4
    }
    output += 3
  }
}

/// Copies the rows of the gradient to whole vectors.
///
/// The last vector of a row ends where the row does. What it has in common with the one before it is
/// zero, so that it counts once.
@inline(__always)
private func alignRows(_ windows: Windows, _ outputs: Int, _ gradient: Input, _ result: Output) {
  let columns = windows.horizontal.positions
  let whole = columns / width * width
  let counted = firstLanes(whole + width - columns)
  var from = gradient
  var to = result
  var row = 0
  while row < outputs * windows.vertical.positions {
    var x = 0
    while x < whole {
      store(load(from + x), to + x)
      x += width
    }
    if whole < columns {
      let last = bits(load(from + (columns - width)))
      store(float(last & ~counted), to + whole)
    }
    from += columns
    to += roundUp(columns, width)
    row += 1
  }
}

/// Adds the sums for up to four taps and up to three outputs.
///
/// Missing ones are computed in the place of the first one and dropped.
@inline(__always)
private func addBlock(
  _ windows: Windows, _ plane: Input, _ taps: IndexInput, _ tapCount: Int, _ gradient: Input,
  _ count: Int, _ outputs: Int, _ result: Output, _ resultRow: Int
) {
  let columns = windows.horizontal.positions
  let length = roundUp(columns, width)
  let whole = columns / width * width
  let counted = firstLanes(whole + width - columns)
  var p0 = plane + Int(taps[0])
  var p1 = plane + Int(taps[tapCount > 1 ? 1 : 0])
  var p2 = plane + Int(taps[tapCount > 2 ? 2 : 0])
  var p3 = plane + Int(taps[tapCount > 3 ? 3 : 0])
  var g0 = gradient
  var g1 = gradient + (outputs > 1 ? count : 0)
  var g2 = gradient + (outputs > 2 ? 2 * count : 0)
  var s0 = Sums()
  var s1 = Sums()
  var s2 = Sums()
  var s3 = Sums()
  var y = 0
  while y < windows.vertical.positions {
    var i = 0
    while i < whole {
      let a = load(g0 + i)
      let b = load(g1 + i)
      let c = load(g2 + i)
      s0.add(load(p0 + i), a, b, c)
      s1.add(load(p1 + i), a, b, c)
      s2.add(load(p2 + i), a, b, c)
      s3.add(load(p3 + i), a, b, c)
      i += width
    }
    if whole < columns {
      // The last vector, see `alignRows`. Both factors are cleared: infinity times zero would not be zero.
      let x = columns - width
      let a = load(g0 + whole)
      let b = load(g1 + whole)
      let c = load(g2 + whole)
      s0.add(float(bits(load(p0 + x)) & ~counted), a, b, c)
      s1.add(float(bits(load(p1 + x)) & ~counted), a, b, c)
      s2.add(float(bits(load(p2 + x)) & ~counted), a, b, c)
      s3.add(float(bits(load(p3 + x)) & ~counted), a, b, c)
    }
    p0 += rowStep(windows)
    p1 += rowStep(windows)
    p2 += rowStep(windows)
    p3 += rowStep(windows)
    g0 += length
    g1 += length
    g2 += length
    y += 1
  }
  s0.put(result, outputs)
  if tapCount > 1 { s1.put(result + resultRow, outputs) }
  if tapCount > 2 { s2.put(result + 2 * resultRow, outputs) }
  if tapCount > 3 { s3.put(result + 3 * resultRow, outputs) }
}

/// The sums of one tap for three outputs.
private struct Sums {
  var a = Vector()
  var b = Vector()
  var c = Vector()

  @inline(__always) init() {}

  @inline(__always) mutating func add(_ x: Vector, _ g0: Vector, _ g1: Vector, _ g2: Vector) {
    a = multiplyAdd(x, g0, a)
    b = multiplyAdd(x, g1, b)
    c = multiplyAdd(x, g2, c)
  }

  @inline(__always) func put(_ result: Output, _ outputs: Int) {
    result[0] += sumOfLanes(a)
    if outputs > 1 { result[1] += sumOfLanes(b) }
    if outputs > 2 { result[2] += sumOfLanes(c) }
  }
}
