// Vectors of which only the first lanes are in memory: the ends of rows.
//
// They are put together from halves, quarters and single floats. A loop over lanes would go through the
// stack, and loading a vector right after its lanes were stored one by one stalls the processor.

/// Loads `count < width` floats; the other lanes are `fill`.
@inline(__always)
func load(_ p: UnsafePointer<Float>, count: Int, fill: Float = 0) -> Vector {
  #if AVX512
    let rest = SIMD8(repeating: fill)
    return count >= 8
      ? Vector(lowHalf: loadEight(p), highHalf: loadSeven(p + 8, count - 8, fill))
      : Vector(lowHalf: loadSeven(p, count, fill), highHalf: rest)
  #elseif AVX2
    return loadSeven(p, count, fill)
  #else
    return loadThree(p, count, fill)
  #endif
}

/// Stores the first `count < width` lanes.
@inline(__always)
func store(_ v: Vector, _ p: UnsafeMutablePointer<Float>, count: Int) {
  #if AVX512
    if count >= 8 {
      UnsafeMutableRawPointer(p).storeBytes(of: v.lowHalf, as: SIMD8<Float>.self)
      storeSeven(v.highHalf, p + 8, count - 8)
    } else {
      storeSeven(v.lowHalf, p, count)
    }
  #elseif AVX2
    storeSeven(v, p, count)
  #else
    storeThree(v, p, count)
  #endif
}

@inline(__always) private func loadEight(_ p: UnsafePointer<Float>) -> SIMD8<Float> {
  UnsafeRawPointer(p).loadUnaligned(as: SIMD8<Float>.self)
}

@inline(__always) func loadFour(_ p: UnsafePointer<Float>) -> SIMD4<Float> {
  UnsafeRawPointer(p).loadUnaligned(as: SIMD4<Float>.self)
}

@inline(__always)
func storeFour(_ v: SIMD4<Float>, _ p: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(p).storeBytes(of: v, as: SIMD4<Float>.self)
}

/// Loads up to seven floats.
@inline(__always)
private func loadSeven(_ p: UnsafePointer<Float>, _ count: Int, _ fill: Float) -> SIMD8<Float> {
  count >= 4
    ? SIMD8(lowHalf: loadFour(p), highHalf: loadThree(p + 4, count - 4, fill))
    : SIMD8(lowHalf: loadThree(p, count, fill), highHalf: SIMD4(repeating: fill))
}

/// Loads up to three floats.
@inline(__always)
private func loadThree(_ p: UnsafePointer<Float>, _ count: Int, _ fill: Float) -> SIMD4<Float> {
  switch count {
  case 0: SIMD4(repeating: fill)
  case 1: SIMD4(p[0], fill, fill, fill)
  case 2: SIMD4(p[0], p[1], fill, fill)
  default: SIMD4(p[0], p[1], p[2], fill)
  }
}

/// Stores up to seven floats.
@inline(__always)
private func storeSeven(_ v: SIMD8<Float>, _ p: UnsafeMutablePointer<Float>, _ count: Int) {
  if count >= 4 {
    storeFour(v.lowHalf, p)
    storeThree(v.highHalf, p + 4, count - 4)
  } else {
    storeThree(v.lowHalf, p, count)
  }
}

/// Stores up to three floats.
@inline(__always)
private func storeThree(_ v: SIMD4<Float>, _ p: UnsafeMutablePointer<Float>, _ count: Int) {
  if count > 0 { p[0] = v[0] }
  if count > 1 { p[1] = v[1] }
  if count > 2 { p[2] = v[2] }
}

// The same as calls of a function. A loop's end is no place for speed, but the compiler stops inlining
// in functions that have too many branches, and a call in the loop itself would be slow.

/// Loads `count < width` floats; the other lanes are `fill`.
@inline(never) func loadEnd(_ p: UnsafePointer<Float>, count: Int, fill: Float = 0) -> Vector {
  load(p, count: count, fill: fill)
}

/// Stores the first `count < width` lanes.
@inline(never) func storeEnd(_ v: Vector, _ p: UnsafeMutablePointer<Float>, count: Int) {
  store(v, p, count: count)
}

/// The lanes of a vector that are in memory, so that a loop's body is written once for its last, partial
/// vector too.
protocol VectorLanes {
  /// Loads the lanes; the others are 0.
  func read(_ p: UnsafePointer<Float>) -> Vector
  /// Stores the lanes.
  func write(_ v: Vector, _ p: UnsafeMutablePointer<Float>)
}

extension VectorLanes {
  @inline(__always) func read(_ p: UnsafeMutablePointer<Float>) -> Vector {
    read(UnsafePointer(p))
  }

  /// Loads lanes from element `i` on, or takes one number for all if there is no memory.
  @inline(__always)
  func read(_ p: UnsafePointer<Float>?, _ i: Int, orElse number: Float) -> Vector {
    guard let p else { return Vector(repeating: number) }
    return read(p + i)
  }
}

struct AllLanes: VectorLanes {
  @inline(__always) func read(_ p: UnsafePointer<Float>) -> Vector { load(p) }
  @inline(__always) func write(_ v: Vector, _ p: UnsafeMutablePointer<Float>) { store(v, p) }
}

struct FirstLanes: VectorLanes {
  let count: Int
  @inline(__always) func read(_ p: UnsafePointer<Float>) -> Vector { loadEnd(p, count: count) }
  @inline(__always) func write(_ v: Vector, _ p: UnsafeMutablePointer<Float>) {
    storeEnd(v, p, count: count)
  }
}
