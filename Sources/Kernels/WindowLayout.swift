import KernelInterface

// The spread plane, see `Windows`: a plane of an image with its padding written out and its columns
// sorted by their remainder modulo the stride. Element `t` of window `(y, x)` then is
// `plane[y * rowStep + x + tap[t]]`, and the same element of the next window is its neighbour.
//
// Rows are copied as whole vectors wherever what lies behind them is written later. So every buffer
// that is written here has room for one more vector behind its end, and may be read as far.

/// The distance between windows that are neighbours in a column.
@inline(__always) func rowStep(_ windows: Windows) -> Int {
  windows.vertical.stride * windows.spreadRow
}

/// Writes where the elements of a window are, relative to its first one, for several planes.
func writeTaps(_ windows: Windows, channels: Int, _ taps: IndexOutput) {
  var t = 0
  var y = 0
  while y < windows.vertical.window {
    let row = y * windows.vertical.dilation * windows.spreadRow
    var x = 0
    while x < windows.horizontal.window {
      let column = x * windows.horizontal.dilation
      let phase = column % windows.horizontal.stride
      taps[t] = Int32(
        truncatingIfNeeded: row + phase * windows.phaseLength + column / windows.horizontal.stride)
      t += 1
      x += 1
    }
    y += 1
  }
  let count = channels * windows.taps
  let step = Int32(truncatingIfNeeded: windows.spreadCount)
  while t < count {
    taps[t] = taps[t - windows.taps] &+ step
    t += 1
  }
}

/// Writes the spread plane, with `fill` in the padding.
func spread(_ windows: Windows, _ plane: Input, _ result: Output, fill value: Float) {
  let vertical = windows.vertical
  let horizontal = windows.horizontal
  var row = 0
  while row < vertical.reach {
    let y = row - vertical.padding
    let to = result + row * windows.spreadRow
    if y < 0 || y >= vertical.extent {
      fill(to, value, windows.spreadRow)
    } else {
      let from = plane + y * horizontal.extent
      var phase = 0
      while phase < horizontal.stride {
        spreadPhase(
          horizontal, phase, windows.phaseLength, from, plane + windows.planeCount, to, value)
        phase += 1
      }
    }
    row += 1
  }
}

/// The positions in a phase whose elements belong to the image and not to the padding.
@inline(__always)
private func firstInside(_ axis: WindowAxis, _ phase: Int, _ length: Int) -> Int {
  let before = axis.padding - phase
  return before <= 0 ? 0 : smallerInt(length, (before + axis.stride - 1) / axis.stride)
}

@inline(__always)
private func endInside(_ axis: WindowAxis, _ phase: Int, _ length: Int) -> Int {
  let before = axis.extent + axis.padding - phase
  return before <= 0 ? 0 : smallerInt(length, (before + axis.stride - 1) / axis.stride)
}

@inline(__always)
private func spreadPhase(
  _ axis: WindowAxis, _ phase: Int, _ length: Int, _ row: Input, _ planeEnd: Input,
  _ result: Output, _ value: Float
) {
  let to = result + phase * length
  let first = firstInside(axis, phase, length)
  let end = endInside(axis, phase, length)
  fill(to, value, first)
  if end > first {
    let x = first * axis.stride + phase - axis.padding
    if axis.stride == 1 {
      copyVectors(row + x, available: planeEnd - (row + x), to + first, end - first)
    } else if axis.stride == 2 {
      copyEverySecond(row + x, available: planeEnd - (row + x), to + first, end - first)
    } else {
      var i = first
      while i < end {
        to[i] = row[x + (i - first) * axis.stride]
        i += 1
      }
    }
  }
  let last = end > first ? end : first
  fill(to + last, value, length - last)
}

/// Copies a row; may write up to a vector too much, but reads no more than `available` elements.
@inline(__always)
private func copyVectors(_ from: Input, available: Int, _ to: Output, _ count: Int) {
  if roundUp(count, width) > available { return copyVectors(from, to, count) }
  var i = 0
  while i < count {
    store(load(from + i), to + i)
    i += width
  }
}

/// Copies elements 0, 2, 4, …; may write up to a vector too much, but reads no more than `available`
/// elements.
@inline(__always)
private func copyEverySecond(_ from: Input, available: Int, _ to: Output, _ count: Int) {
  var i = 0
  while i < count && 2 * (i + width) <= available {
    let a = load(from + 2 * i)
    let b = load(from + (2 * i + width))
    store(Vector(lowHalf: a.evenHalf, highHalf: b.evenHalf), to + i)
    i += width
  }
  while i < count {
    to[i] = from[2 * i]
    i += 1
  }
}

/// Copies a row without reading or writing past its end.
@inline(__always)
func copyVectors(_ from: Input, _ to: Output, _ count: Int) {
  if count < width {
    store(load(from, count: count), to, count: count)
    return
  }
  let last = load(from + (count - width))
  var i = 0
  while i + width <= count {
    store(load(from + i), to + i)
    i += width
  }
  store(last, to + (count - width))
}

/// Fills a row; may write up to a vector too much.
@inline(__always)
func fill(_ to: Output, _ value: Float, _ count: Int) {
  var i = 0
  while i < count {
    store(Vector(repeating: value), to + i)
    i += width
  }
}

/// Adds a spread plane to a plane; what stands in the padding is dropped.
func addSpread(_ windows: Windows, _ source: Input, _ plane: Output) {
  let vertical = windows.vertical
  let horizontal = windows.horizontal
  var row = 0
  while row < vertical.reach {
    let y = row - vertical.padding
    if y >= 0 && y < vertical.extent {
      let to = plane + y * horizontal.extent
      var phase = 0
      while phase < horizontal.stride {
        let from = source + (row * windows.spreadRow + phase * windows.phaseLength)
        let first = firstInside(horizontal, phase, windows.phaseLength)
        let end = endInside(horizontal, phase, windows.phaseLength)
        let x = first * horizontal.stride + phase - horizontal.padding
        if end > first {
          addPhase(from + first, to + x, horizontal.stride, end - first)
        }
        phase += 1
      }
    }
    row += 1
  }
}

@inline(__always)
private func addPhase(_ from: Input, _ to: Output, _ stride: Int, _ count: Int) {
  if stride == 1 {
    addVectors(from, 1, to, count)
    return
  }
  var i = 0
  while i < count {
    to[i * stride] += from[i]
    i += 1
  }
}

/// Adds `factor` times a row to another one.
@inline(__always)
func addVectors(_ from: Input, _ factor: Float, _ to: Output, _ count: Int) {
  var i = 0
  while i + width <= count {
    store(multiplyAdd(load(from + i), factor, load(to + i)), to + i)
    i += width
  }
  if i < count {
    let lanes = count - i
    let sum = multiplyAdd(load(from + i, count: lanes), factor, load(to + i, count: lanes))
    store(sum, to + i, count: lanes)
  }
}

/// The number of each lane: 0, 1, 2 and so on.
@inline(__always) var laneNumbers: Vector {
  #if AVX512
    Vector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  #elseif AVX2
    Vector(0, 1, 2, 3, 4, 5, 6, 7)
  #else
    Vector(0, 1, 2, 3)
  #endif
}

/// A mask that keeps the bits of the first `count` lanes.
@inline(__always) func firstLanes(_ count: Int) -> IntVector {
  IntVector(repeating: 0).replacing(
    with: IntVector(repeating: -1), where: laneNumbers .< Float(count))
}

// MARK: Ranges of windows

/// Writes a list of vectors that cover one element of each of `count` windows from `first` on.
///
/// Each consists of where the vector is read, relative to the element of window 0, and where it is
/// written. A vector may cover more than the rest of its row of windows: the next one, or what is
/// written later, takes the place of the surplus.
func writeUnits(_ windows: Windows, first: Int, count: Int, _ units: IndexOutput) -> Int {
  let columns = windows.horizontal.positions
  let step = rowStep(windows)
  var y = first / columns
  var x = first % columns
  var written = 0
  var unit = 0
  while written < count {
    let length = smallerInt(columns - x, count - written)
    var i = 0
    while i < length {
      units[2 * unit] = Int32(truncatingIfNeeded: y * step + x + i)
      units[2 * unit + 1] = Int32(truncatingIfNeeded: written + i)
      unit += 1
      i += width
    }
    written += length
    x = 0
    y += 1
  }
  return unit
}

/// Copies one element of each of several windows.
@inline(__always)
func copyUnits(_ from: Input, _ units: IndexInput, _ count: Int, _ to: Output) {
  var unit = 0
  while unit < count {
    store(load(from + Int(units[2 * unit])), to + Int(units[2 * unit + 1]))
    unit += 1
  }
}

@inline(__always) func indices(_ memory: Output) -> IndexOutput {
  UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Int32.self)
}
