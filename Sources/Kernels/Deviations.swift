import KernelInterface

// Sums of deviations from a mean, in blocks like other sums.

/// Sums the squares of `x - mean`.
@inline(__always)
func squaredDeviations(_ x: Input, _ count: Int, from mean: Float) -> Double {
  var total = 0.0
  var i = 0
  while i < count {
    let length = smallerInt(sumBlockLength, count - i)
    total += Double(squaredDeviationsOfBlock(x + i, length, mean))
    i += length
  }
  return total
}

/// Sums `g (x - mean)`.
@inline(__always)
func dotOfDeviations(_ g: Input, _ x: Input, _ count: Int, from mean: Float) -> Double {
  var total = 0.0
  var i = 0
  while i < count {
    let length = smallerInt(sumBlockLength, count - i)
    total += Double(dotOfDeviationsOfBlock(g + i, x + i, length, mean))
    i += length
  }
  return total
}

@inline(__always)
private func squaredDeviationsOfBlock(_ x: Input, _ count: Int, _ mean: Float) -> Float {
  var s0 = Vector()
  var s1 = Vector()
  var s2 = Vector()
  var s3 = Vector()
  var i = 0
  while i + 4 * width <= count {
    let d0 = load(x + i) - mean
    let d1 = load(x + i + width) - mean
    let d2 = load(x + i + 2 * width) - mean
    let d3 = load(x + i + 3 * width) - mean
    s0 = multiplyAdd(d0, d0, s0)
    s1 = multiplyAdd(d1, d1, s1)
    s2 = multiplyAdd(d2, d2, s2)
    s3 = multiplyAdd(d3, d3, s3)
    i += 4 * width
  }
  while i + width <= count {
    let d = load(x + i) - mean
    s0 = multiplyAdd(d, d, s0)
    i += width
  }
  if i < count {
    // What is not there does not deviate.
    let d = loadEnd(x + i, count: count - i, fill: mean) - mean
    s1 = multiplyAdd(d, d, s1)
  }
  return sumOfLanes((s0 + s1) + (s2 + s3))
}

@inline(__always)
private func dotOfDeviationsOfBlock(_ g: Input, _ x: Input, _ count: Int, _ mean: Float) -> Float {
  var s0 = Vector()
  var s1 = Vector()
  var i = 0
  while i + 2 * width <= count {
    s0 = multiplyAdd(load(g + i), load(x + i) - mean, s0)
    s1 = multiplyAdd(load(g + i + width), load(x + i + width) - mean, s1)
    i += 2 * width
  }
  if i + width <= count {
    s0 = multiplyAdd(load(g + i), load(x + i) - mean, s0)
    i += width
  }
  if i < count {
    s1 = multiplyAdd(loadEnd(g + i, count: count - i), loadEnd(x + i, count: count - i) - mean, s1)
  }
  return sumOfLanes(s0 + s1)
}
