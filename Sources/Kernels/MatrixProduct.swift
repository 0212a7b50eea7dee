public import KernelInterface

// The matrix product in blocks. The three outer loops cut the operands so that each part stays in the
// cache that suits it: a panel of `b` in the first level, a block of `a` in the second, a block of `b`
// in the third. The tiles of `MatrixTile.swift` do the rest.

// The block sizes are measured; anything near them is within 5 %.
@inline(__always) var innerBlock: Int { 384 }
@inline(__always) var rowBlock: Int { 40 * tileRows }
@inline(__always) private var columnBlock: Int { 1024 }
/// The columns whose panels are written, and then used, at a time.
@inline(__always) private var panelGroup: Int { 4 * tileColumns }

/// The most steps along the inner dimension that a block may have.
@inline(__always) private var mostInnerSteps: Int { 640 }
/// The most elements of a block of `a`: what the second cache holds beside the panels of `b`.
@inline(__always) private var blockCount: Int { 100 * 1024 }
/// The rows that are computed at a time with rows and columns exchanged.
@inline(__always) private var swappedRows: Int { 512 }

/// The steps along the inner dimension that a block has.
///
/// They depend on `k` alone, because they decide the order of additions.
@inline(__always) private func innerSteps(_ k: Int) -> Int { evenPart(k, mostInnerSteps, unit: 4) }

/// The rows of a block of `a`.
@inline(__always) private func blockRows(_ m: Int, _ steps: Int) -> Int {
  evenPart(m, blockCount / (steps + 1), unit: tileRows)
}

/// The length of the parts, all but the last one a multiple of `unit`, of which none is much longer than
/// `most` and none much shorter than the others.
@inline(__always) private func evenPart(_ count: Int, _ most: Int, unit: Int) -> Int {
  let parts = (count + most - 1) / most
  return parts > 1 ? roundUp((count + parts - 1) / parts, unit) : count
}

/// Whether the product is better computed as its transpose.
///
/// Few columns leave lanes of the vectors empty. If the elements of the columns of `a` follow one another,
/// rows can take their place.
@inline(__always)
private func isBetterSwapped(_ m: Int, _ n: Int, _ a: Matrix) -> Bool {
  a.rowStride == 1 && n < tileColumns && 5 * n * roundUp(m, width) < 4 * m * panelBreadth(n)
}

extension VectorKernels {
  /// The height and width of the blocks that `multiply` computes at once.
  public static var tile: (rows: Int, columns: Int) { (tileRows, tileColumns) }

  /// The floats of working memory that `multiply` needs.
  public static func scratchCount(m: Int, n: Int, k: Int) -> Int {
    let direct = blockScratchCount(m, n, k)
    if n >= tileColumns { return direct }
    let rows = smallerInt(m, swappedRows)
    let swapped = roundUp(rows * n, width) + blockScratchCount(n, rows, k)
    return swapped > direct ? swapped : direct
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
    } else if !accumulate && isBetterSwapped(m, n, a) {
      multiplySwapped(m, n, k, alpha, a, b, result, resultRow, scratch)
    } else {
      multiplyBlocks(m, n, k, alpha, a, b, result, resultRow, accumulate, scratch)
    }
  }
}

/// Computes the transpose of the product, and transposes it.
@inline(never)
private func multiplySwapped(
  _ m: Int, _ n: Int, _ k: Int, _ alpha: Float, _ a: Matrix, _ b: Matrix, _ result: Output,
  _ resultRow: Int, _ scratch: Output
) {
  let first = Matrix(b.start, rowStride: b.columnStride, columnStride: b.rowStride)
  var row = 0
  while row < m {
    let rows = smallerInt(swappedRows, m - row)
    let second = Matrix(
      a.start + row * a.rowStride, rowStride: a.columnStride, columnStride: a.rowStride)
    multiplyBlocks(
      n, rows, k, alpha, first, second, scratch, rows, false, scratch + roundUp(rows * n, width))
    VectorKernels.transpose(
      rows: n, columns: rows, scratch, xRow: rows, result + row * resultRow, resultRow: resultRow)
    row += swappedRows
  }
}

private func blockScratchCount(_ m: Int, _ n: Int, _ k: Int) -> Int {
  let steps = innerSteps(k)
  let rows = blockRows(m, steps)
  let columns = smallerInt(roundUp(n, tileColumns), rows < m ? columnBlock : panelGroup)
  return tileRows * tileColumns + roundUp(steps * rows, width) + steps * columns
}

@inline(never)
private func multiplyBlocks(
  _ m: Int, _ n: Int, _ k: Int, _ alpha: Float, _ a: Matrix, _ b: Matrix, _ result: Output,
  _ resultRow: Int, _ accumulate: Bool, _ scratch: Output
) {
  let mostSteps = innerSteps(k)
  let mostRows = blockRows(m, mostSteps)
  let edge = scratch
  let panelsA = edge + tileRows * tileColumns
  let panelsB = panelsA + roundUp(mostRows * mostSteps, width)
  // Copying pays only when much is read again and again, from further away than the second cache, or when
  // the elements that a tile reads together are apart.
  let isInPlaceA =
    (a.columnStride == 1 || a.rowStride == 1) && (n <= 8 * tileColumns || m * k <= 256 * 1024)
  let isInPlaceB = b.columnStride == 1 && (m <= 2 * tileRows || n * k <= 128 * 1024)
  var column = 0
  while column < n {
    let columns = smallerInt(columnBlock, n - column)
    var inner = 0
    while inner < k {
      let steps = smallerInt(mostSteps, k - inner)
      let adds = accumulate || inner > 0
      var row = 0
      while row < m {
        let rows = smallerInt(mostRows, m - row)
        var block = a.block(row, inner)
        if !isInPlaceA {
          packRows(panelsA, block, rows, steps)
          block = rowPanels(panelsA, steps)
        }
        var first = 0
        while first < columns {
          let group = smallerInt(panelGroup, columns - first)
          let target = result + (row * resultRow + column + first)
          let source = b.block(inner, column + first)
          // Only whole vectors can be read in place: there may be no memory after the last column.
          let whole = isInPlaceB ? wholeColumns(group) : 0
          if whole > 0 {
            multiplyBlock(rows, whole, steps, block, source, target, resultRow, alpha, adds, edge)
          }
          if whole < group {
            // With one block of rows the panels are used only once.
            let panels = panelsB + (mostRows < m ? first * steps : 0)
            if row == 0 { packColumns(panels, source.block(0, whole), steps, group - whole) }
            multiplyBlock(
              rows, group - whole, steps, block, columnPanels(panels, steps), target + whole,
              resultRow, alpha, adds, edge)
          }
          first += panelGroup
        }
        row += mostRows
      }
      inner += mostSteps
    }
    column += columnBlock
  }
}

extension Matrix {
  /// The matrix from this row and column on.
  @inline(__always) fileprivate func block(_ row: Int, _ column: Int) -> Matrix {
    Matrix(
      start + (row * rowStride + column * columnStride), rowStride: rowStride,
      columnStride: columnStride)
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

/// The height of the next tile with `rows` rows left: two of nearly the same height are faster than a full
/// one and a low one, which waits for its own additions.
@inline(__always) private func tileHeight(_ rows: Int) -> Int {
  rows <= tileRows ? rows : rows < 2 * tileRows ? (rows + 1) / 2 : tileRows
}

/// The columns that whole panels have.
@inline(__always) private func wholeColumns(_ columns: Int) -> Int {
  let whole = columns / tileColumns * tileColumns
  return columns - whole == width ? columns : whole
}

// Panels are passed as matrices, too. Their elements lie in the order in which a tile reads them, so that
// one of the strides depends on the tile; it is given as 0.

/// Panels of `a`: that of the tile from row i on starts `i * steps` elements after the first one.
@inline(__always) func rowPanels(_ panels: Output, _ steps: Int) -> Matrix {
  Matrix(Input(panels), rowStride: steps, columnStride: 0)
}

/// Panels of `b`: that of the tile from column j on starts `j * steps` elements after the first one.
@inline(__always) func columnPanels(_ panels: Output, _ steps: Int) -> Matrix {
  Matrix(Input(panels), rowStride: 0, columnStride: steps)
}

/// Copies columns of `b` into panels.
@inline(never)
func packColumns(_ panels: Output, _ b: Matrix, _ steps: Int, _ columns: Int) {
  var j = 0
  while j < columns {
    pack(
      panels + j * steps, breadth: panelBreadth(columns - j), b.start + j * b.columnStride,
      lanes: smallerInt(tileColumns, columns - j), laneStride: b.columnStride, steps: steps,
      stepStride: b.rowStride)
    j += tileColumns
  }
}

/// Copies rows of `a` into panels.
@inline(never)
func packRows(_ panels: Output, _ a: Matrix, _ rows: Int, _ steps: Int) {
  var i = 0
  while i < rows {
    let height = tileHeight(rows - i)
    pack(
      panels + i * steps, breadth: height, a.start + i * a.rowStride, lanes: height,
      laneStride: a.rowStride, steps: steps, stepStride: a.columnStride)
    i += height
  }
}

/// Multiplies a block of `a` by one of `b`, each in place or in panels.
@inline(never)
func multiplyBlock(
  _ rows: Int, _ columns: Int, _ steps: Int, _ a: Matrix, _ b: Matrix, _ result: Output,
  _ resultRow: Int, _ alpha: Float, _ adds: Bool, _ edge: Output
) {
  let isColumnByColumn = a.columnStride != 1
  var j = 0
  while j < columns {
    let breadth = panelBreadth(columns - j)
    let lanes = smallerInt(breadth, columns - j)
    let panel = b.start + j * b.columnStride
    let panelRow = b.rowStride == 0 ? breadth : b.rowStride
    var i = 0
    while i < rows {
      let height = tileHeight(rows - i)
      let stride = !isColumnByColumn ? a.rowStride : a.columnStride == 0 ? height : a.columnStride
      let corner = result + (i * resultRow + j)
      // A tile that does not fit into the result is computed aside, and its valid part copied.
      let fits = lanes == breadth
      multiplyTile(
        height: height, breadth: breadth, steps: steps, a.start + i * a.rowStride, stride,
        isColumnByColumn: isColumnByColumn, panel, panelRow, fits ? corner : edge,
        fits ? resultRow : tileColumns, alpha, fits && adds)
      if !fits { copy(edge, height, lanes, corner, resultRow, adds) }
      i += height
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
    while j + width <= lanes {
      let x = load(from + j)
      store(adds ? load(to + j) + x : x, to + j)
      j += width
    }
    if j < lanes {
      let x = load(from + j)
      store(adds ? load(to + j, count: lanes - j) + x : x, to + j, count: lanes - j)
    }
    i += 1
  }
}
