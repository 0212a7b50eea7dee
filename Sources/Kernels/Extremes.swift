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
    if let found = findFinite(Operation.self, x, count) { return found }
    // Starts from the last full vector, which may overlap others: an extreme may be counted twice.
    var m0 = load(x + (count - width))
    var m1 = m0
    var i = 0
    while i + 2 * width <= count {
      m0 = Operation.apply(m0, load(x + i))
      m1 = Operation.apply(m1, load(x + i + width))
      i += 2 * width
    }
    if i + width <= count { m0 = Operation.apply(m0, load(x + i)) }
    return reduceLanes(Operation.self, Operation.apply(m0, m1))
  }

  /// Finds the extreme of at least `width` finite elements; `nil` if there is an infinity or NaN.
  ///
  /// A choice that need not keep NaN is one instruction. Times 0, every other element is 0.
  @inline(__always)
  private static func findFinite<Operation: Selection>(
    _: Operation.Type, _ x: Input, _ count: Int
  ) -> Float? {
    let last = load(x + (count - width))
    var m0 = last
    var m1 = last
    var m2 = last
    var m3 = last
    var z0 = last * 0
    var z1 = z0
    var i = 0
    while i + 4 * width <= count {
      let x0 = load(x + i)
      let x1 = load(x + i + width)
      let x2 = load(x + i + 2 * width)
      let x3 = load(x + i + 3 * width)
      m0 = Operation.choose(m0, x0)
      m1 = Operation.choose(m1, x1)
      m2 = Operation.choose(m2, x2)
      m3 = Operation.choose(m3, x3)
      z0 = multiplyAdd(x0, 0, z0)
      z1 = multiplyAdd(x1, 0, z1)
      z0 = multiplyAdd(x2, 0, z0)
      z1 = multiplyAdd(x3, 0, z1)
      i += 4 * width
    }
    while i + width <= count {
      let x0 = load(x + i)
      m0 = Operation.choose(m0, x0)
      z0 = multiplyAdd(x0, 0, z0)
      i += width
    }
    if sumOfLanes(z0 + z1) != 0 { return nil }
    return reduceLanes(
      Operation.self, Operation.choose(Operation.choose(m0, m1), Operation.choose(m2, m3)))
  }

  @inline(__always)
  private static func findInColumns<Operation: Selection>(
    _: Operation.Type, _ rows: Int, _ columns: Int, _ x: Input, _ result: Output
  ) {
    var j = 0
    // Several vectors side by side: none has to wait for the comparison of the one above.
    while j + 4 * width <= columns {
      var p = x + j
      var m0 = load(p)
      var m1 = load(p + width)
      var m2 = load(p + 2 * width)
      var m3 = load(p + 3 * width)
      var row = 1
      while row < rows {
        p += columns
        m0 = Operation.apply(m0, load(p))
        m1 = Operation.apply(m1, load(p + width))
        m2 = Operation.apply(m2, load(p + 2 * width))
        m3 = Operation.apply(m3, load(p + 3 * width))
        row += 1
      }
      store(m0, result + j)
      store(m1, result + j + width)
      store(m2, result + j + 2 * width)
      store(m3, result + j + 3 * width)
      j += 4 * width
    }
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
private func reduceLanes<Operation: Selection>(_: Operation.Type, _ v: Vector) -> Float {
  #if AVX512
    let eight = Operation.apply(v.lowHalf, v.highHalf)
    let four = Operation.apply(eight.lowHalf, eight.highHalf)
  #elseif AVX2
    let four = Operation.apply(v.lowHalf, v.highHalf)
  #else
    let four = v
  #endif
  // Four lanes to the end: a comparison of single floats would be a jump that nobody can predict.
  let two = Operation.apply(four, SIMD4(four.z, four.w, four.x, four.y))
  return Operation.apply(two, SIMD4(two.y, two.x, two.w, two.z)).x
}

/// A choice between two elements, for vectors of every length.
private protocol Selection {
  /// The choice between vectors without NaN.
  static func choose(_ a: Vector, _ b: Vector) -> Vector
  static func apply(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float>
  #if AVX512 || AVX2
    static func apply(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float>
  #endif
  #if AVX512
    static func apply(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float>
  #endif
}

private enum Maximum: Selection {
  @inline(__always) static func choose(_ a: Vector, _ b: Vector) -> Vector { larger(a, b) }

  @inline(__always)
  static func apply(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
    a.replacing(with: b, where: a .< b).replacing(with: b, where: b .!= b)
  }

  #if AVX512 || AVX2
    @inline(__always)
    static func apply(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
      a.replacing(with: b, where: a .< b).replacing(with: b, where: b .!= b)
    }
  #endif

  #if AVX512
    @inline(__always)
    static func apply(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> {
      a.replacing(with: b, where: a .< b).replacing(with: b, where: b .!= b)
    }
  #endif
}

private enum Minimum: Selection {
  @inline(__always) static func choose(_ a: Vector, _ b: Vector) -> Vector { smaller(a, b) }

  @inline(__always)
  static func apply(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
    a.replacing(with: b, where: b .< a).replacing(with: b, where: b .!= b)
  }

  #if AVX512 || AVX2
    @inline(__always)
    static func apply(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
      a.replacing(with: b, where: b .< a).replacing(with: b, where: b .!= b)
    }
  #endif

  #if AVX512
    @inline(__always)
    static func apply(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> {
      a.replacing(with: b, where: b .< a).replacing(with: b, where: b .!= b)
    }
  #endif
}
