public import KernelInterface

// The largest and the smallest of many elements.

extension VectorKernels {
  /// Finds an extreme of all elements.
  public static func find(_ extreme: Extreme, _ x: Input, count: Int) -> Float {
    switch extreme {
    case .largest: find(Maximum.self, x, count)
    case .smallest: find(Minimum.self, x, count)
    }
  }

  /// Finds an extreme of every column.
  public static func findInColumns(
    _ extreme: Extreme, rows: Int, columns: Int, _ x: Input, _ result: Output
  ) {
    switch extreme {
    case .largest: findInColumns(Maximum.self, rows, columns, x, result)
    case .smallest: findInColumns(Minimum.self, rows, columns, x, result)
    }
  }

  /// Finds the position of the first largest element.
  public static func positionOfLargest(_ x: Input, count: Int) -> Int {
    let largest = find(.largest, x, count: count)
    var i = 0
    if largest.isNaN {
      while !x[i].isNaN { i += 1 }
      return i
    }
    // Skips whole blocks that do not contain it.
    let block = 8 * width
    while i + block <= count && find(.largest, x + i, count: block) != largest { i += block }
    while x[i] != largest { i += 1 }
    return i
  }

  @inline(__always)
  private static func find<Operation: Selection>(
    _: Operation.Type, _ x: Input, _ count: Int
  ) -> Float {
    if count < width { return reduceLanes(Operation.self, load(x, count: count, fill: x[0])) }
    // Starts from the last full vector, which may overlap others: an extreme may be counted twice.
    var m0 = load(x + (count - width))
    var m1 = m0
    var m2 = m0
    var m3 = m0
    var i = 0
    while i + 4 * width <= count {
      m0 = Operation.apply(m0, load(x + i))
      m1 = Operation.apply(m1, load(x + i + width))
      m2 = Operation.apply(m2, load(x + i + 2 * width))
      m3 = Operation.apply(m3, load(x + i + 3 * width))
      i += 4 * width
    }
    while i + width <= count {
      m0 = Operation.apply(m0, load(x + i))
      i += width
    }
    m0 = Operation.apply(Operation.apply(m0, m1), Operation.apply(m2, m3))
    return reduceLanes(Operation.self, m0)
  }

  @inline(__always)
  private static func findInColumns<Operation: Selection>(
    _: Operation.Type, _ rows: Int, _ columns: Int, _ x: Input, _ result: Output
  ) {
    var j = 0
    while j < columns {
      let lanes = smallerInt(width, columns - j)
      var p = x + j
      if lanes == width {
        var best = load(p)
        var row = 1
        while row < rows {
          p += columns
          best = Operation.apply(best, load(p))
          row += 1
        }
        store(best, result + j)
      } else {
        var best = load(p, count: lanes)
        var row = 1
        while row < rows {
          p += columns
          best = Operation.apply(best, load(p, count: lanes))
          row += 1
        }
        store(best, result + j, count: lanes)
      }
      j += lanes
    }
  }
}

/// Applies an operation to all lanes: the upper half joins the lower half until one lane is left.
@inline(__always)
private func reduceLanes<Operation: Selection>(
  _: Operation.Type, _ v: Vector
) -> Float {
  #if AVX512
    let eight = v.highHalf
    let a = Operation.apply(v, Vector(lowHalf: eight, highHalf: eight))
    let four = a.lowHalf.highHalf
    let pair = SIMD8(lowHalf: four, highHalf: four)
    let b = Operation.apply(a, Vector(lowHalf: pair, highHalf: pair))
  #elseif AVX2
    let b = Operation.apply(v, Vector(lowHalf: v.highHalf, highHalf: v.highHalf))
  #else
    let b = v
  #endif
  let c = Operation.apply(b, Vector(repeating: b[2]).replacingFirst(b[2], b[3]))
  let d = Operation.apply(c, Vector(repeating: c[1]))
  return d[0]
}

extension Vector {
  @inline(__always) fileprivate func replacingFirst(_ first: Float, _ second: Float) -> Vector {
    var v = self
    v[0] = first
    v[1] = second
    return v
  }
}

private protocol Selection {
  static func apply(_ a: Vector, _ b: Vector) -> Vector
}

private enum Maximum: Selection {
  @inline(__always) static func apply(_ a: Vector, _ b: Vector) -> Vector { maximum(a, b) }
}

private enum Minimum: Selection {
  @inline(__always) static func apply(_ a: Vector, _ b: Vector) -> Vector { minimum(a, b) }
}
