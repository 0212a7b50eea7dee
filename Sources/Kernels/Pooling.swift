public import KernelInterface

// Pooling: the largest element or the average of every window, a vector of windows at a time.

extension VectorKernels {
  /// Finds the largest element of every window, and where it is.
  public static func poolLargest(
    _ windows: Windows, _ plane: Input, _ result: Output, positions: IndexOutput,
    scratch: Output
  ) {
    let vertical = windows.vertical
    let horizontal = windows.horizontal
    let columns = horizontal.positions
    // Where the first element of a window is that is not padding, in case that all are -infinity.
    let starts = scratch
    let memory = scratch + (columns + width)
    writeStarts(horizontal, indices(starts))
    spread(windows, plane, memory, fill: -.infinity)
    var y = 0
    while y < vertical.positions {
      let corner = y * vertical.stride - vertical.padding
      let firstRow = firstInside(vertical, corner)
      var x = 0
      while x < columns {
        var best = Vector(repeating: -.infinity)
        var place =
          bits(load(starts + x)) &+ Int32(truncatingIfNeeded: firstRow * horizontal.extent)
        let corners =
          strided(horizontal.stride)
          &+ Int32(
            truncatingIfNeeded: corner * horizontal.extent + x * horizontal.stride
              - horizontal.padding)
        var tapRow = 0
        while tapRow < vertical.window {
          let row = tapRow * vertical.dilation
          let from = memory + ((y * vertical.stride + row) * windows.spreadRow + x)
          var tap = 0
          while tap < horizontal.window {
            let column = tap * horizontal.dilation
            let phase = column % horizontal.stride
            let v = load(from + (phase * windows.phaseLength + column / horizontal.stride))
            let here = corners &+ Int32(truncatingIfNeeded: row * horizontal.extent + column)
            // Not one mask for both conditions: two selections are faster than joining masks.
            place = place.replacing(with: here, where: best .< v)
            best = best.replacing(with: v, where: best .< v)
            place = place.replacing(with: here, where: v .!= v)
            best = best.replacing(with: v, where: v .!= v)
            tap += 1
          }
          tapRow += 1
        }
        let to = y * columns + x
        let places = UnsafeMutableRawPointer(positions + to).assumingMemoryBound(to: Float.self)
        if x + width <= columns {
          store(best, result + to)
          store(float(place), places)
        } else {
          store(best, result + to, count: columns - x)
          store(float(place), places, count: columns - x)
        }
        x += width
      }
      y += 1
    }
  }

  /// Adds numbers to elements of a plane.
  public static func scatter(
    _ values: Input, positions: IndexInput, count: Int, _ plane: Output
  ) {
    var i = 0
    while i < count {
      plane[Int(positions[i])] += values[i]
      i += 1
    }
  }

  /// Averages every window.
  public static func poolAverage(
    _ windows: Windows, countsPadding: Bool, _ plane: Input, _ result: Output, scratch: Output
  ) {
    let columns = windows.horizontal.positions
    let counts = scratch
    let taps = indices(scratch + (columns + width))
    let memory = scratch + (columns + width + windows.taps)
    writeCounts(windows.horizontal, countsPadding, counts)
    writeTaps(windows, channels: 1, taps)
    spread(windows, plane, memory, fill: 0)
    var y = 0
    while y < windows.vertical.positions {
      let from = Input(memory + y * rowStep(windows))
      let to = result + y * columns
      let rows = elements(windows.vertical, y, countsPadding)
      var x = 0
      while x < columns {
        var sum = Vector()
        var t = 0
        while t < windows.taps {
          sum += load(from + (x + Int(taps[t])))
          t += 1
        }
        let average = sum / (load(counts + x) * rows)
        if x + width <= columns {
          store(average, to + x)
        } else {
          store(average, to + x, count: columns - x)
        }
        x += width
      }
      y += 1
    }
  }

  /// Spreads the gradient of the averages evenly over their windows.
  public static func averageGradient(
    _ windows: Windows, countsPadding: Bool, _ gradient: Input, _ plane: Output,
    scratch: Output
  ) {
    let columns = windows.horizontal.positions
    let counts = scratch
    let share = counts + (columns + width)
    let taps = indices(share + (columns + width))
    let memory = share + (columns + width + windows.taps)
    writeCounts(windows.horizontal, countsPadding, counts)
    writeTaps(windows, channels: 1, taps)
    fill(memory, 0, windows.spreadCount)
    var y = 0
    while y < windows.vertical.positions {
      let rows = elements(windows.vertical, y, countsPadding)
      var x = 0
      while x < columns {
        share[x] = gradient[y * columns + x] / (rows * counts[x])
        x += 1
      }
      let to = memory + y * rowStep(windows)
      var t = 0
      while t < windows.taps {
        addVectors(share, 1, to + Int(taps[t]), columns)
        t += 1
      }
      y += 1
    }
    fillExactly(plane, windows.planeCount)
    addSpread(windows, memory, plane)
  }
}

/// Writes zeros, not one too many.
@inline(__always)
private func fillExactly(_ to: Output, _ count: Int) {
  var i = 0
  while i < count {
    to[i] = 0
    i += 1
  }
}

/// Counts the lanes in steps: 0, `step`, 2 `step` and so on.
@inline(__always) private func strided(_ step: Int) -> IntVector {
  #if AVX512
    let lanes = IntVector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  #elseif AVX2
    let lanes = IntVector(0, 1, 2, 3, 4, 5, 6, 7)
  #else
    let lanes = IntVector(0, 1, 2, 3)
  #endif
  return lanes &* Int32(truncatingIfNeeded: step)
}

/// The first place of a window that is not padding, if the window starts at `corner`.
@inline(__always)
private func firstInside(_ axis: WindowAxis, _ corner: Int) -> Int {
  corner >= 0
    ? corner : corner + (axis.dilation - corner - 1) / axis.dilation * axis.dilation
}

@inline(__always)
private func writeStarts(_ axis: WindowAxis, _ starts: IndexOutput) {
  var x = 0
  while x < axis.positions {
    starts[x] = Int32(truncatingIfNeeded: firstInside(axis, x * axis.stride - axis.padding))
    x += 1
  }
}

/// The elements of window `position` along one axis, with or without those in the padding.
@inline(__always)
private func elements(_ axis: WindowAxis, _ position: Int, _ countsPadding: Bool) -> Float {
  if countsPadding { return Float(axis.window) }
  var count = 0
  var tap = 0
  while tap < axis.window {
    let i = position * axis.stride - axis.padding + tap * axis.dilation
    if i >= 0 && i < axis.extent { count += 1 }
    tap += 1
  }
  return Float(count)
}

@inline(__always)
private func writeCounts(_ axis: WindowAxis, _ countsPadding: Bool, _ counts: Output) {
  var x = 0
  while x < axis.positions {
    counts[x] = elements(axis, x, countsPadding)
    x += 1
  }
}
