public import KernelInterface

// Sums. Adding many numbers one by one to a growing total loses their low digits. Here every lane of
// several vectors keeps a total of its own over a short block, and the blocks are added in double
// precision.

/// The elements that are added in single precision before they join the total.
@inline(__always) var sumBlockLength: Int { 64 * 4 * width }

extension VectorKernels {
  /// Sums all elements.
  public static func sum(_ x: Input, count: Int) -> Double {
    var total = 0.0
    var i = 0
    while i < count {
      let length = smallerInt(sumBlockLength, count - i)
      total += Double(sumOfBlock(x + i, length))
      i += length
    }
    return total
  }

  /// Sums the products of pairs of elements.
  public static func dot(_ a: Input, _ b: Input, count: Int) -> Double {
    var total = 0.0
    var i = 0
    while i < count {
      let length = smallerInt(sumBlockLength, count - i)
      total += Double(dotOfBlock(a + i, b + i, length))
      i += length
    }
    return total
  }

  /// Sums every row.
  public static func sumRows(rows: Int, columns: Int, _ x: Input, _ result: Output) {
    var row = 0
    while row < rows {
      result[row] = Float(sum(x + row * columns, count: columns))
      row += 1
    }
  }

  /// Sums every column.
  public static func sumColumns(rows: Int, columns: Int, _ x: Input, _ result: Output) {
    var j = 0
    while j + 4 * width <= columns {
      var s0 = Vector()
      var s1 = Vector()
      var s2 = Vector()
      var s3 = Vector()
      var p = x + j
      var row = 0
      while row < rows {
        s0 += load(p)
        s1 += load(p + width)
        s2 += load(p + 2 * width)
        s3 += load(p + 3 * width)
        p += columns
        row += 1
      }
      store(s0, result + j)
      store(s1, result + j + width)
      store(s2, result + j + 2 * width)
      store(s3, result + j + 3 * width)
      j += 4 * width
    }
    while j < columns {
      let lanes = smallerInt(width, columns - j)
      sumNarrowColumns(rows, columns, x + j, result + j, lanes)
      j += lanes
    }
  }
}

/// Sums at most `width` columns.
@inline(__always)
private func sumNarrowColumns(
  _ rows: Int, _ columns: Int, _ x: Input, _ result: Output, _ lanes: Int
) {
  var sum = Vector()
  var p = x
  var row = 0
  if lanes == width {
    while row < rows {
      sum += load(p)
      p += columns
      row += 1
    }
    store(sum, result)
    return
  }
  // A full vector may be read as long as it ends before the matrix does: its other lanes belong to the
  // next rows, and are not stored.
  let whole = rows - (width - lanes + columns - 1) / columns
  while row < whole {
    sum += load(p)
    p += columns
    row += 1
  }
  while row < rows {
    sum += load(p, count: lanes)
    p += columns
    row += 1
  }
  store(sum, result, count: lanes)
}

@inline(__always) private func sumOfBlock(_ x: Input, _ count: Int) -> Float {
  var s0 = Vector()
  var s1 = Vector()
  var s2 = Vector()
  var s3 = Vector()
  var i = 0
  while i + 4 * width <= count {
    s0 += load(x + i)
    s1 += load(x + i + width)
    s2 += load(x + i + 2 * width)
    s3 += load(x + i + 3 * width)
    i += 4 * width
  }
  while i + width <= count {
    s0 += load(x + i)
    i += width
  }
  if i < count { s1 += load(x + i, count: count - i) }
  return sumOfLanes((s0 + s1) + (s2 + s3))
}

@inline(__always) private func dotOfBlock(_ a: Input, _ b: Input, _ count: Int) -> Float {
  var s0 = Vector()
  var s1 = Vector()
  var s2 = Vector()
  var s3 = Vector()
  var i = 0
  while i + 4 * width <= count {
    s0 = multiplyAdd(load(a + i), load(b + i), s0)
    s1 = multiplyAdd(load(a + i + width), load(b + i + width), s1)
    s2 = multiplyAdd(load(a + i + 2 * width), load(b + i + 2 * width), s2)
    s3 = multiplyAdd(load(a + i + 3 * width), load(b + i + 3 * width), s3)
    i += 4 * width
  }
  while i + width <= count {
    s0 = multiplyAdd(load(a + i), load(b + i), s0)
    i += width
  }
  if i < count {
    s1 = multiplyAdd(load(a + i, count: count - i), load(b + i, count: count - i), s1)
  }
  return sumOfLanes((s0 + s1) + (s2 + s3))
}

@inline(__always) func smallerInt(_ a: Int, _ b: Int) -> Int { a < b ? a : b }
