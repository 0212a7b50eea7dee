public import KernelInterface

// The matrix product in blocks. The three outer loops cut the operands so that each part stays in the
// cache that suits it: a panel of `b` in the first level, a block of `a` in the second, a block of `b`
// in the third. The tiles of `MatrixTile.swift` do the rest.

// The block sizes are measured; anything near them is within 5 %.
@inline(__always) var innerBlock: Int { 384 }
@inline(__always) var rowBlock: Int { 40 * tileRows }
@inline(__always) private var columnBlock: Int { 1024 }

extension VectorKernels {
  /// The height and width of the blocks that `multiply` computes at once.
  public static var tile: (rows: Int, columns: Int) { (tileRows, tileColumns) }

  /// The floats of working memory that `multiply` needs.
  public static func scratchCount(m: Int, n: Int, k: Int) -> Int {
    let inner = smallerInt(k, innerBlock)
    let rows = roundUp(smallerInt(m, rowBlock), tileRows)
    let columns = roundUp(smallerInt(n, columnBlock), tileColumns)
    return tileRows * tileColumns + inner * (rows + columns)
  }

  /// Computes `result = alpha a b`, or adds it to `result`.
  public static func multiply(
    m: Int, n: Int, k: Int, alpha: Float, _ a: Matrix, _ b: Matrix, _ result: Output,
    resultRow: Int, accumulate: Bool, scratch: Output
  ) {
    if k == 0 && !accumulate {
      var row = 0
      while row < m {
        clear(result + row * resultRow, n)
        row += 1
      }
    }
    let edge = scratch
    let panelsB = scratch + tileRows * tileColumns
    let panelsA =
      panelsB + smallerInt(k, innerBlock) * roundUp(smallerInt(n, columnBlock), tileColumns)
    // Copying `a` pays only when many tiles read it.
    let inPlace = a.columnStride == 1 && (n <= 4 * tileColumns || m * k <= 32 * 1024)
    var column = 0
    while column < n {
      let columns = smallerInt(columnBlock, n - column)
      var inner = 0
      while inner < k {
        let steps = smallerInt(innerBlock, k - inner)
        let adds = accumulate || inner > 0
        packColumns(panelsB, b, inner, steps, column, columns)
        var row = 0
        while row < m {
          let rows = smallerInt(rowBlock, m - row)
          let target = result + (row * resultRow + column)
          let block = a.start + (row * a.rowStride + inner * a.columnStride)
          // In place, only an incomplete tile at the lower edge needs a copy.
          packRows(panelsA, block, a, rows, steps, from: inPlace ? rows / tileRows * tileRows : 0)
          multiplyBlock(
            rows, columns, steps, inPlace ? block : nil, a.rowStride, panelsA, panelsB, target,
            resultRow, alpha, adds, edge)
          row += rowBlock
        }
        inner += innerBlock
      }
      column += columnBlock
    }
  }
}

@inline(__always) private func clear(_ result: Output, _ count: Int) {
  var i = 0
  while i < count {
    result[i] = 0
    i += 1
  }
}

@inline(__always) func roundUp(_ x: Int, _ unit: Int) -> Int {
  (x + unit - 1) / unit * unit
}

/// The breadth of the panel of `b` with `columns` columns left.
@inline(__always) func panelBreadth(_ columns: Int) -> Int {
  columns <= width ? width : tileColumns
}

/// The height of the panel of `a` with `rows` rows left.
@inline(__always) private func panelHeight(_ rows: Int) -> Int {
  rows <= lowTileRows ? lowTileRows : rows <= halfTileRows ? halfTileRows : tileRows
}

@inline(never)
func packColumns(
  _ panels: Output, _ b: Matrix, _ inner: Int, _ steps: Int, _ column: Int, _ columns: Int
) {
  var j = 0
  while j < columns {
    pack(
      panels + j * steps, breadth: panelBreadth(columns - j),
      b.start + (inner * b.rowStride + (column + j) * b.columnStride),
      lanes: smallerInt(tileColumns, columns - j), laneStride: b.columnStride, steps: steps,
      stepStride: b.rowStride)
    j += tileColumns
  }
}

@inline(never)
func packRows(
  _ panels: Output, _ block: Input, _ a: Matrix, _ rows: Int, _ steps: Int, from first: Int
) {
  var i = first
  while i < rows {
    pack(
      panels + i * steps, breadth: panelHeight(rows - i), block + i * a.rowStride,
      lanes: smallerInt(tileRows, rows - i), laneStride: a.rowStride, steps: steps,
      stepStride: a.columnStride)
    i += tileRows
  }
}

/// Multiplies a block of `a`, in place or in panels, by the panels of `b`.
@inline(never)
func multiplyBlock(
  _ rows: Int, _ columns: Int, _ steps: Int, _ inPlace: Input?, _ rowStride: Int,
  _ panelsA: Output, _ panelsB: Output, _ result: Output, _ resultRow: Int, _ alpha: Float,
  _ adds: Bool, _ edge: Output
) {
  var j = 0
  while j < columns {
    let b = Input(panelsB + j * steps)
    let breadth = panelBreadth(columns - j)
    let lanes = smallerInt(breadth, columns - j)
    var i = 0
    while i < rows {
      let height = panelHeight(rows - i)
      let lines = smallerInt(height, rows - i)
      let corner = result + (i * resultRow + j)
      // A tile that does not fit into the result is computed aside, and its valid part copied.
      let fits = lines == height && lanes == breadth
      let target = fits ? corner : edge
      let targetRow = fits ? resultRow : tileColumns
      let accumulates = fits && adds
      if let inPlace, rows - i >= tileRows {
        let a = inPlace + i * rowStride
        multiplyTile(
          inPlace: a, rowStride, b, breadth: breadth, steps, target, targetRow, alpha, accumulates)
      } else {
        let a = Input(panelsA + i * steps)
        multiplyTile(
          packed: a, height: height, b, breadth: breadth, steps, target, targetRow, alpha,
          accumulates)
      }
      if !fits { copy(edge, lines, lanes, corner, resultRow, adds) }
      i += tileRows
    }
    j += tileColumns
  }
}

/// Copies the valid part of a tile, or adds it to the result.
@inline(never)
private func copy(
  _ tile: Output, _ lines: Int, _ lanes: Int, _ result: Output, _ resultRow: Int, _ adds: Bool
) {
  var i = 0
  while i < lines {
    let from = tile + i * tileColumns
    let to = result + i * resultRow
    var j = 0
    while j < lanes {
      to[j] = adds ? to[j] + from[j] : from[j]
      j += 1
    }
    i += 1
  }
}
