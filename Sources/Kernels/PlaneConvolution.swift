public import KernelInterface

// The convolution of one plane with one window of weights, for networks that treat every channel by
// itself (depthwise convolution). There are as few multiplications as elements in a window, so the
// plane is read in place and nothing is copied but its padding.

extension VectorKernels {
  /// The floats of working memory that the kernels for one plane need.
  public static func planeScratchCount(_ windows: Windows) -> Int {
    windows.taps + 2 * (windows.horizontal.positions + width) + windows.spreadCount + 2 * width
  }

  /// Convolves a plane.
  public static func convolvePlane(
    _ windows: Windows, _ plane: Input, weight: Input, _ result: Output, scratch: Output
  ) {
    let taps = indices(scratch)
    let memory = scratch + windows.taps
    writeTaps(windows, channels: 1, taps)
    spread(windows, plane, memory, fill: 0)
    let columns = windows.horizontal.positions
    var y = 0
    while y < windows.vertical.positions {
      let from = Input(memory + y * rowStep(windows))
      let to = result + y * columns
      var x = 0
      while x + 2 * width <= columns {
        var sum = Vector()
        var next = Vector()
        var t = 0
        while t < windows.taps {
          let p = from + (x + Int(taps[t]))
          let factor = Vector(repeating: weight[t])
          sum = multiplyAdd(load(p), factor, sum)
          next = multiplyAdd(load(p + width), factor, next)
          t += 1
        }
        store(sum, to + x)
        store(next, to + x + width)
        x += 2 * width
      }
      while x < columns {
        var sum = Vector()
        var t = 0
        while t < windows.taps {
          sum = multiplyAdd(load(from + (x + Int(taps[t]))), weight[t], sum)
          t += 1
        }
        if x + width <= columns {
          store(sum, to + x)
        } else {
          store(sum, to + x, count: columns - x)
        }
        x += width
      }
      y += 1
    }
  }

  /// Adds the gradient of a plane.
  public static func addPlaneGradient(
    _ windows: Windows, gradient: Input, weight: Input, _ result: Output, scratch: Output
  ) {
    let taps = indices(scratch)
    let memory = scratch + windows.taps
    writeTaps(windows, channels: 1, taps)
    fill(memory, 0, windows.spreadCount)
    let columns = windows.horizontal.positions
    var y = 0
    while y < windows.vertical.positions {
      let to = memory + y * rowStep(windows)
      var t = 0
      while t < windows.taps {
        addVectors(gradient + y * columns, weight[t], to + Int(taps[t]), columns)
        t += 1
      }
      y += 1
    }
    addSpread(windows, memory, result)
  }

  /// Adds the gradient of the weights of a plane.
  public static func addPlaneWeightGradient(
    _ windows: Windows, _ plane: Input, gradient: Input, _ result: Output, scratch: Output
  ) {
    let taps = indices(scratch)
    let memory = scratch + windows.taps
    writeTaps(windows, channels: 1, taps)
    spread(windows, plane, memory, fill: 0)
    var t = 0
    while t + 4 <= windows.taps {
      addFourTaps(windows, memory, taps + t, gradient, result + t)
      t += 4
    }
    while t < windows.taps {
      addTap(windows, memory + Int(taps[t]), gradient, result + t)
      t += 1
    }
  }
}

/// Adds the sums of products of the gradient with four elements of its windows.
@inline(__always)
private func addFourTaps(
  _ windows: Windows, _ plane: Input, _ taps: IndexInput, _ gradient: Input, _ result: Output
) {
  let columns = windows.horizontal.positions
  var s0 = Vector()
  var s1 = Vector()
  var s2 = Vector()
  var s3 = Vector()
  var y = 0
  while y < windows.vertical.positions {
    let row = plane + y * rowStep(windows)
    let p0 = row + Int(taps[0])
    let p1 = row + Int(taps[1])
    let p2 = row + Int(taps[2])
    let p3 = row + Int(taps[3])
    var x = 0
    while x < columns {
      let g = loadUpTo(gradient + (y * columns + x), columns - x)
      s0 = multiplyAdd(g, loadUpTo(p0 + x, columns - x), s0)
      s1 = multiplyAdd(g, loadUpTo(p1 + x, columns - x), s1)
      s2 = multiplyAdd(g, loadUpTo(p2 + x, columns - x), s2)
      s3 = multiplyAdd(g, loadUpTo(p3 + x, columns - x), s3)
      x += width
    }
    y += 1
  }
  result[0] += sumOfLanes(s0)
  result[1] += sumOfLanes(s1)
  result[2] += sumOfLanes(s2)
  result[3] += sumOfLanes(s3)
}

@inline(__always)
private func addTap(_ windows: Windows, _ plane: Input, _ gradient: Input, _ result: Output) {
  let columns = windows.horizontal.positions
  var sum = Vector()
  var y = 0
  while y < windows.vertical.positions {
    let row = plane + y * rowStep(windows)
    var x = 0
    while x < columns {
      let g = loadUpTo(gradient + (y * columns + x), columns - x)
      sum = multiplyAdd(g, loadUpTo(row + x, columns - x), sum)
      x += width
    }
    y += 1
  }
  result[0] += sumOfLanes(sum)
}

/// Loads a vector of which at most `count` lanes are in memory; the others are 0.
///
/// A lane that does not count must be 0 in both factors: 0 times infinity would not be 0.
@inline(__always)
private func loadUpTo(_ p: Input, _ count: Int) -> Vector {
  count >= width ? load(p) : load(p, count: count)
}
