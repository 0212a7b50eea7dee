// The heart of the matrix product: a tile of the result that stays in registers.
//
// A tile of h x w results needs, for every step along the inner dimension, h elements of `a` and w of
// `b`, and does h w multiplications with them. So the larger the tile, the less is loaded per
// multiplication. Its size follows from the number of registers: 12 x 32 floats fill 24 of the 32
// registers of AVX-512, 6 x 16 fill 12 of the 16 of AVX2.
// Source: K. Goto, R. van de Geijn, "Anatomy of high-performance matrix multiplication" (2008).
//
// The types here are private so that the compiler emits nothing about them, see `VectorKernels`.

/// Rows of the full tile. Tiles of every smaller height take the last rows of a matrix.
#if AVX512
  @inline(__always) var tileRows: Int { 12 }
#elseif arch(arm64)
  @inline(__always) var tileRows: Int { 8 }
#else
  @inline(__always) var tileRows: Int { 6 }
#endif
/// Columns of the wide tile; the narrow one has `width` columns.
@inline(__always) var tileColumns: Int { WideRow.columns }

/// One row of the tile.
private protocol TileRow {
  /// The part of a row of `b` that the tile covers.
  associatedtype Columns
  static var columns: Int { get }
  init()
  static func loadColumns(_ b: UnsafePointer<Float>) -> Columns
  mutating func add(_ a: Float, _ b: Columns)
  func put(_ result: UnsafeMutablePointer<Float>, _ alpha: Float, _ accumulate: Bool)
}

/// A row of one vector, for the last columns of a matrix and for narrow matrices.
private struct NarrowRow: TileRow {
  var x = Vector()

  @inline(__always) init() {}

  @inline(__always) static var columns: Int { width }

  @inline(__always) static func loadColumns(_ b: UnsafePointer<Float>) -> Vector { load(b) }

  @inline(__always) mutating func add(_ a: Float, _ b: Vector) { x = multiplyAdd(b, a, x) }

  @inline(__always)
  func put(_ result: UnsafeMutablePointer<Float>, _ alpha: Float, _ accumulate: Bool) {
    putVector(x, result, alpha, accumulate)
  }
}

/// A row of two vectors.
private struct WideRow: TileRow {
  struct Columns {
    let x: Vector
    let y: Vector
  }

  var x = Vector()
  var y = Vector()

  @inline(__always) init() {}

  @inline(__always) static var columns: Int { 2 * width }

  @inline(__always) static func loadColumns(_ b: UnsafePointer<Float>) -> Columns {
    Columns(x: load(b), y: load(b + width))
  }

  @inline(__always) mutating func add(_ a: Float, _ b: Columns) {
    x = multiplyAdd(b.x, a, x)
    y = multiplyAdd(b.y, a, y)
  }

  @inline(__always)
  func put(_ result: UnsafeMutablePointer<Float>, _ alpha: Float, _ accumulate: Bool) {
    putVector(x, result, alpha, accumulate)
    putVector(y, result + width, alpha, accumulate)
  }
}

/// Writes a finished vector of the tile, or adds it to what is there.
@inline(__always)
private func putVector(
  _ v: Vector, _ result: UnsafeMutablePointer<Float>, _ alpha: Float, _ accumulate: Bool
) {
  let scaled = v * alpha
  if accumulate { store(load(result) + scaled, result) } else { store(scaled, result) }
}

/// Several rows of the tile, one below the other.
///
/// The rows are separate stored properties and not an array: only then does the compiler keep them in
/// registers.
private protocol TileRows {
  associatedtype Row: TileRow
  static var count: Int { get }
  init()
  mutating func add(_ a: UnsafePointer<Float>, _ aRow: Int, _ b: Row.Columns)
  func put(
    _ result: UnsafeMutablePointer<Float>, _ resultRow: Int, _ alpha: Float, _ accumulate: Bool)
}

/// One row, the smallest group.
private struct OneRow<Row: TileRow>: TileRows {
  var row = Row()

  @inline(__always) init() {}

  @inline(__always) static var count: Int { 1 }

  @inline(__always)
  mutating func add(_ a: UnsafePointer<Float>, _ aRow: Int, _ b: Row.Columns) {
    row.add(a[0], b)
  }

  @inline(__always)
  func put(
    _ result: UnsafeMutablePointer<Float>, _ resultRow: Int, _ alpha: Float, _ accumulate: Bool
  ) {
    row.put(result, alpha, accumulate)
  }
}

/// Two groups of rows, one below the other.
private struct Both<Upper: TileRows, Lower: TileRows>: TileRows where Upper.Row == Lower.Row {
  typealias Row = Upper.Row

  var upper = Upper()
  var lower = Lower()

  @inline(__always) init() {}

  @inline(__always) static var count: Int { Upper.count + Lower.count }

  @inline(__always)
  mutating func add(_ a: UnsafePointer<Float>, _ aRow: Int, _ b: Row.Columns) {
    upper.add(a, aRow, b)
    lower.add(a + Upper.count * aRow, aRow, b)
  }

  @inline(__always)
  func put(
    _ result: UnsafeMutablePointer<Float>, _ resultRow: Int, _ alpha: Float, _ accumulate: Bool
  ) {
    upper.put(result, resultRow, alpha, accumulate)
    lower.put(result + Upper.count * resultRow, resultRow, alpha, accumulate)
  }
}

private typealias TwoRows<Row: TileRow> = Both<OneRow<Row>, OneRow<Row>>
private typealias ThreeRows<Row: TileRow> = Both<TwoRows<Row>, OneRow<Row>>
private typealias FourRows<Row: TileRow> = Both<TwoRows<Row>, TwoRows<Row>>
private typealias FiveRows<Row: TileRow> = Both<ThreeRows<Row>, TwoRows<Row>>
private typealias SixRows<Row: TileRow> = Both<ThreeRows<Row>, ThreeRows<Row>>
#if AVX512 || arch(arm64)
  private typealias SevenRows<Row: TileRow> = Both<FourRows<Row>, ThreeRows<Row>>
  private typealias EightRows<Row: TileRow> = Both<FourRows<Row>, FourRows<Row>>
#endif
#if AVX512
  private typealias NineRows<Row: TileRow> = Both<SixRows<Row>, ThreeRows<Row>>
  private typealias TenRows<Row: TileRow> = Both<SixRows<Row>, FourRows<Row>>
  private typealias ElevenRows<Row: TileRow> = Both<SixRows<Row>, FiveRows<Row>>
  private typealias TwelveRows<Row: TileRow> = Both<SixRows<Row>, SixRows<Row>>
#endif

/// How the elements of `a` lie in memory.
private protocol TileSource {
  /// The distance from one row to the next, and from one column to the next.
  static func strides(_ stride: Int) -> (row: Int, column: Int)
}

/// Row by row, as in a matrix that is read in place.
private enum RowByRow: TileSource {
  @inline(__always) static func strides(_ stride: Int) -> (row: Int, column: Int) { (stride, 1) }
}

/// Column by column, as in a panel, or in a matrix that is read as its transpose.
private enum ColumnByColumn: TileSource {
  @inline(__always) static func strides(_ stride: Int) -> (row: Int, column: Int) { (1, stride) }
}

/// What a tile is computed from, and where it goes.
private struct TileWork {
  let steps: Int
  let a: UnsafePointer<Float>
  let aStride: Int
  let b: UnsafePointer<Float>
  let bRow: Int
  let result: UnsafeMutablePointer<Float>
  let resultRow: Int
  let alpha: Float
  let accumulate: Bool
}

/// Computes a tile of `alpha a b`, or adds it to the result.
///
/// The tile has `height` rows, at most `tileRows`, and `breadth` columns, `width` or `tileColumns`. Element
/// `(i, p)` of `a` is `a[i * aStride + p]`, or `a[i + p * aStride]` if it lies column by column. Row `p`
/// of `b` starts at `b[p * bRow]`.
func multiplyTile(
  height: Int, breadth: Int, steps: Int, _ a: UnsafePointer<Float>, _ aStride: Int,
  isColumnByColumn: Bool, _ b: UnsafePointer<Float>, _ bRow: Int,
  _ result: UnsafeMutablePointer<Float>, _ resultRow: Int, _ alpha: Float, _ accumulate: Bool
) {
  let work = TileWork(
    steps: steps, a: a, aStride: aStride, b: b, bRow: bRow, result: result, resultRow: resultRow,
    alpha: alpha, accumulate: accumulate)
  if breadth == tileColumns {
    if isColumnByColumn {
      multiply(WideRow.self, ColumnByColumn.self, height, work)
    } else {
      multiply(WideRow.self, RowByRow.self, height, work)
    }
  } else {
    if isColumnByColumn {
      multiply(NarrowRow.self, ColumnByColumn.self, height, work)
    } else {
      multiply(NarrowRow.self, RowByRow.self, height, work)
    }
  }
}

@inline(__always)
private func multiply<Row: TileRow, Source: TileSource>(
  _: Row.Type, _ source: Source.Type, _ height: Int, _ work: TileWork
) {
  switch height {
  case 1: multiply(OneRow<Row>.self, source, work)
  case 2: multiply(TwoRows<Row>.self, source, work)
  case 3: multiply(ThreeRows<Row>.self, source, work)
  case 4: multiply(FourRows<Row>.self, source, work)
  case 5: multiply(FiveRows<Row>.self, source, work)
  #if AVX512 || arch(arm64)
    case 6: multiply(SixRows<Row>.self, source, work)
    case 7: multiply(SevenRows<Row>.self, source, work)
  #endif
  #if AVX512
    case 8: multiply(EightRows<Row>.self, source, work)
    case 9: multiply(NineRows<Row>.self, source, work)
    case 10: multiply(TenRows<Row>.self, source, work)
    case 11: multiply(ElevenRows<Row>.self, source, work)
    default: multiply(TwelveRows<Row>.self, source, work)
  #elseif arch(arm64)
    default: multiply(EightRows<Row>.self, source, work)
  #else
    default: multiply(SixRows<Row>.self, source, work)
  #endif
  }
}

@inline(never)
private func multiply<Rows: TileRows, Source: TileSource>(
  _: Rows.Type, _: Source.Type, _ work: TileWork
) {
  let (row, column) = Source.strides(work.aStride)
  var rows = Rows()
  var a = work.a
  var b = work.b
  var p = work.steps
  while p > 0 {
    rows.add(a, row, Rows.Row.loadColumns(b))
    a += column
    b += work.bRow
    p -= 1
  }
  // One jump for all rows, not one for each vector.
  if work.accumulate {
    rows.put(work.result, work.resultRow, work.alpha, true)
  } else {
    rows.put(work.result, work.resultRow, work.alpha, false)
  }
}
