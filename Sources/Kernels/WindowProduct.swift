public import KernelInterface

// Convolution as a matrix product with the columns of an image. The matrix of columns is large, every
// element of the image stands in it once per tap, so it is never written as a whole: the block that the
// product needs next is copied from the spread image straight to where the tiles read it.
// Source: K. Chellapilla, S. Puri, P. Simard, "High performance convolutional neural networks for
// document processing" (2006), for the product; the blocks are those of `MatrixProduct.swift`.

/// The windows whose elements are copied at once.
@inline(__always) private var windowBlock: Int { 8 * tileColumns }
/// The rows of columns that are copied at once for the gradient of the weights.
@inline(__always) private var columnRows: Int { 5 * tileRows }
/// The distance between these rows: a block, and the surplus of its last vector.
@inline(__always) private var columnRowStride: Int { innerBlock + width }

extension VectorKernels {
  /// The floats of working memory that the window kernels need.
  public static func scratchCount(_ windows: Windows, channels: Int, outputs: Int) -> Int {
    let tables = channels * windows.taps + 2 * innerBlock
    let spread = roundUp(channels * windows.spreadCount + width, width)
    let rows = roundUp(smallerInt(outputs, rowBlock), tileRows)
    let forward = smallerInt(channels * windows.taps, innerBlock) * (windowBlock + rows)
    let backward =
      columnRows * columnRowStride
      + smallerInt(windows.positions, innerBlock) * roundUp(outputs, tileColumns)
    let few = hasFewOutputs(windows, outputs) ? dotScratchCount(windows, outputs) : 0
    let largest = forward > backward ? forward : backward
    return roundUp(tables, width) + spread + tileRows * tileColumns
      + (largest > few ? largest : few) + 2 * width
  }

  /// Multiplies weights with the columns of an image.
  public static func convolve(
    _ windows: Windows, channels: Int, _ image: Input, outputs: Int, weight: Matrix,
    first: Int, count: Int, _ result: Output, scratch: Output
  ) {
    let memory = WindowMemory(windows, channels, scratch)
    memory.spreadImage(windows, channels, image)
    let k = channels * windows.taps
    let steps = smallerInt(k, innerBlock)
    let edge = memory.rest
    let panelsB = edge + tileRows * tileColumns
    let panelsA = panelsB + (steps * windowBlock + width)
    let inPlace = weight.columnStride == 1
    var column = first
    while column < first + count {
      let columns = smallerInt(windowBlock, first + count - column)
      var inner = 0
      while inner < k {
        let steps = smallerInt(innerBlock, k - inner)
        packWindows(
          panelsB, memory.plane, windows, memory.taps + inner, steps, column, columns,
          memory.units)
        var row = 0
        while row < outputs {
          let rows = smallerInt(rowBlock, outputs - row)
          let block = weight.start + (row * weight.rowStride + inner * weight.columnStride)
          let weights = Matrix(
            block, rowStride: weight.rowStride, columnStride: weight.columnStride)
          if !inPlace { packRows(panelsA, weights, rows, steps) }
          multiplyBlock(
            rows, columns, steps, inPlace ? weights : rowPanels(panelsA, steps),
            columnPanels(panelsB, steps), result + (row * windows.positions + column),
            windows.positions, 1, inner > 0, edge)
          row += rowBlock
        }
        inner += innerBlock
      }
      column += windowBlock
    }
  }

  /// Adds the gradient of the weights.
  public static func addWeightGradient(
    _ windows: Windows, channels: Int, _ image: Input, outputs: Int, gradient: Input,
    _ result: Output, scratch: Output
  ) {
    let memory = WindowMemory(windows, channels, scratch)
    memory.spreadImage(windows, channels, image)
    let k = windows.positions
    let m = channels * windows.taps
    if hasFewOutputs(windows, outputs) {
      addDotProducts(
        windows, memory.plane, memory.taps, m, gradient, outputs, result, scratch: memory.rest)
      return
    }
    let columns = memory.rest
    let edge = columns + columnRows * columnRowStride
    let panelsB = edge + tileRows * tileColumns
    let rowsOfColumns = Matrix(Input(columns), rowStride: columnRowStride, columnStride: 1)
    var inner = 0
    while inner < k {
      let steps = smallerInt(innerBlock, k - inner)
      let gradients = Matrix(gradient + inner, rowStride: 1, columnStride: k)
      packColumns(panelsB, gradients, steps, outputs)
      let units = writeUnits(windows, first: inner, count: steps, memory.units)
      var row = 0
      while row < m {
        let rows = smallerInt(columnRows, m - row)
        var i = 0
        while i < rows {
          copyUnits(
            memory.plane + Int(memory.taps[row + i]), memory.units, units,
            columns + i * columnRowStride)
          i += 1
        }
        multiplyBlock(
          rows, outputs, steps, rowsOfColumns, columnPanels(panelsB, steps),
          result + row * outputs, outputs, 1, true, edge)
        row += columnRows
      }
      inner += innerBlock
    }
  }

  /// Writes the columns of an image.
  public static func unfold(
    _ windows: Windows, channels: Int, _ image: Input, _ columns: Output, scratch: Output
  ) {
    let memory = WindowMemory(windows, channels, scratch)
    memory.spreadImage(windows, channels, image)
    let length = windows.horizontal.positions
    var to = columns
    var row = 0
    while row < channels * windows.taps {
      var from = Input(memory.plane + Int(memory.taps[row]))
      var y = 0
      while y < windows.vertical.positions {
        copyVectors(from, to, length)
        from += rowStep(windows)
        to += length
        y += 1
      }
      row += 1
    }
  }

  /// Adds columns to the image that they came from.
  public static func fold(
    _ windows: Windows, channels: Int, _ columns: Input, _ image: Output, scratch: Output
  ) {
    let memory = WindowMemory(windows, channels, scratch)
    fill(memory.plane, 0, channels * windows.spreadCount)
    let length = windows.horizontal.positions
    var from = columns
    var row = 0
    while row < channels * windows.taps {
      var to = memory.plane + Int(memory.taps[row])
      var y = 0
      while y < windows.vertical.positions {
        addVectors(from, 1, to, length)
        from += length
        to += rowStep(windows)
        y += 1
      }
      row += 1
    }
    var channel = 0
    while channel < channels {
      addSpread(
        windows, memory.plane + channel * windows.spreadCount, image + channel * windows.planeCount)
      channel += 1
    }
  }
}

/// How the working memory is used.
private struct WindowMemory {
  let taps: IndexOutput
  let units: IndexOutput
  /// The spread image.
  let plane: Output
  let rest: Output

  @inline(__always)
  init(_ windows: Windows, _ channels: Int, _ scratch: Output) {
    let tapCount = channels * windows.taps
    taps = indices(scratch)
    units = taps + tapCount
    plane = scratch + roundUp(tapCount + 2 * innerBlock, width)
    rest = plane + roundUp(channels * windows.spreadCount + width, width)
    writeTaps(windows, channels: channels, taps)
  }

  @inline(__always)
  func spreadImage(_ windows: Windows, _ channels: Int, _ image: Input) {
    var channel = 0
    while channel < channels {
      spread(
        windows, image + channel * windows.planeCount, plane + channel * windows.spreadCount,
        fill: 0)
      channel += 1
    }
  }
}

/// Copies elements of windows into the panels of a matrix product.
///
/// Lanes without a window keep what they hold: their products are dropped.
@inline(never)
private func packWindows(
  _ panels: Output, _ plane: Input, _ windows: Windows, _ taps: IndexInput, _ steps: Int,
  _ column: Int, _ columns: Int, _ units: IndexOutput
) {
  var j = 0
  while j < columns {
    let breadth = panelBreadth(columns - j)
    let lanes = smallerInt(breadth, columns - j)
    let count = writeUnits(windows, first: column + j, count: lanes, units)
    let panel = panels + j * steps
    if count == 2 && breadth == tileColumns && lanes == tileColumns && units[3] == width {
      packPair(panel, plane + Int(units[0]), Int(units[2] - units[0]), taps, steps)
    } else {
      var p = 0
      while p < steps {
        copyUnits(plane + Int(taps[p]), units, count, panel + p * breadth)
        p += 1
      }
    }
    j += tileColumns
  }
}

/// Copies the elements of windows that are two whole vectors, `distance` apart.
@inline(__always)
private func packPair(
  _ panel: Output, _ plane: Input, _ distance: Int, _ taps: IndexInput, _ steps: Int
) {
  var p = 0
  while p < steps {
    let from = plane + Int(taps[p])
    let to = panel + p * tileColumns
    store(load(from), to)
    store(load(from + distance), to + width)
    p += 1
  }
}
