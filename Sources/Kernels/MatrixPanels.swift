// Packing: copying a block of a matrix into the order in which the tiles read it.

/// Copies a block into a panel of `breadth` lanes: `panel[p * breadth + i] = block[i * lane + p * step]`.
///
/// A panel holds, for every step `p` along the inner dimension, the elements that one tile needs, side
/// by side. Lanes from `lanes` to `breadth` are filled with zeros, so that the tile needs no special
/// case at the edge of a matrix.
@inline(__always)
func pack(
  _ panel: UnsafeMutablePointer<Float>, breadth: Int, _ block: UnsafePointer<Float>, lanes: Int,
  laneStride: Int, steps: Int, stepStride: Int
) {
  if lanes < breadth { clear(panel, breadth, lanes, steps) }
  if laneStride == 1 {
    packContiguous(panel, breadth, block, lanes, steps, stepStride)
  } else if stepStride == 1 {
    packTransposed(panel, breadth, block, lanes, laneStride, steps)
  } else {
    packStrided(panel, breadth, block, lanes, laneStride, steps, stepStride)
  }
}

/// Writes the zeros in a loop of their own: `i < lanes ? block[i] : 0` becomes a masked load that
/// touches memory past the block, which the processor handles very slowly.
@inline(__always)
private func clear(
  _ panel: UnsafeMutablePointer<Float>, _ breadth: Int, _ lanes: Int, _ steps: Int
) {
  var p = 0
  while p < steps {
    var i = lanes
    while i < breadth {
      panel[p * breadth + i] = 0
      i += 1
    }
    p += 1
  }
}

/// Neighbouring lanes are neighbours in memory: copies vectors.
@inline(__always)
private func packContiguous(
  _ panel: UnsafeMutablePointer<Float>, _ breadth: Int, _ block: UnsafePointer<Float>,
  _ lanes: Int, _ steps: Int, _ stepStride: Int
) {
  if lanes == 2 * width {
    packWhole(panel, breadth, block, steps, stepStride)
  } else if lanes < 4 {
    packSingly(panel, breadth, block, lanes, steps, stepStride)
  } else {
    packOverlapping(panel, breadth, block, lanes, steps, stepStride)
  }
}

/// Two vectors a step.
@inline(__always)
private func packWhole(
  _ panel: UnsafeMutablePointer<Float>, _ breadth: Int, _ block: UnsafePointer<Float>,
  _ steps: Int, _ stepStride: Int
) {
  var p = 0
  while p < steps {
    let to = panel + p * breadth
    let from = block + p * stepStride
    store(load(from), to)
    store(load(from + width), to + width)
    p += 1
  }
}

/// Fewer lanes than the smallest vector has.
@inline(__always)
private func packSingly(
  _ panel: UnsafeMutablePointer<Float>, _ breadth: Int, _ block: UnsafePointer<Float>,
  _ lanes: Int, _ steps: Int, _ stepStride: Int
) {
  var p = 0
  while p < steps {
    var i = 0
    while i < lanes {
      panel[p * breadth + i] = block[p * stepStride + i]
      i += 1
    }
    p += 1
  }
}

/// Four lanes at a time; the last four may overlap those before them.
@inline(__always)
private func packOverlapping(
  _ panel: UnsafeMutablePointer<Float>, _ breadth: Int, _ block: UnsafePointer<Float>,
  _ lanes: Int, _ steps: Int, _ stepStride: Int
) {
  var p = 0
  while p < steps {
    let to = panel + p * breadth
    let from = block + p * stepStride
    var i = 0
    while i + width <= lanes {
      store(load(from + i), to + i)
      i += width
    }
    while i + 4 <= lanes {
      storeFour(loadFour(from + i), to + i)
      i += 4
    }
    if i < lanes { storeFour(loadFour(from + (lanes - 4)), to + (lanes - 4)) }
    p += 1
  }
}

/// Neighbouring steps are neighbours in memory: transposes blocks of 4 x 4.
@inline(__always)
func packTransposed(
  _ panel: UnsafeMutablePointer<Float>, _ breadth: Int, _ block: UnsafePointer<Float>,
  _ lanes: Int, _ laneStride: Int, _ steps: Int
) {
  var i = 0
  while i + 4 <= lanes {
    let from = block + i * laneStride
    var p = 0
    while p + 4 <= steps {
      let a = loadFour(from + p)
      let b = loadFour(from + laneStride + p)
      let c = loadFour(from + 2 * laneStride + p)
      let d = loadFour(from + 3 * laneStride + p)
      let to = panel + (p * breadth + i)
      storeFour(SIMD4(a[0], b[0], c[0], d[0]), to)
      storeFour(SIMD4(a[1], b[1], c[1], d[1]), to + breadth)
      storeFour(SIMD4(a[2], b[2], c[2], d[2]), to + 2 * breadth)
      storeFour(SIMD4(a[3], b[3], c[3], d[3]), to + 3 * breadth)
      p += 4
    }
    while p < steps {
      let to = panel + (p * breadth + i)
      to[0] = from[p]
      to[1] = from[laneStride + p]
      to[2] = from[2 * laneStride + p]
      to[3] = from[3 * laneStride + p]
      p += 1
    }
    i += 4
  }
  while i < lanes {
    let from = block + i * laneStride
    var p = 0
    while p < steps {
      panel[p * breadth + i] = from[p]
      p += 1
    }
    i += 1
  }
}

@inline(__always)
private func packStrided(
  _ panel: UnsafeMutablePointer<Float>, _ breadth: Int, _ block: UnsafePointer<Float>,
  _ lanes: Int, _ laneStride: Int, _ steps: Int, _ stepStride: Int
) {
  var p = 0
  while p < steps {
    var i = 0
    while i < lanes {
      panel[p * breadth + i] = block[i * laneStride + p * stepStride]
      i += 1
    }
    p += 1
  }
}
