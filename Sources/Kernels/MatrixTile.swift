// The heart of the matrix product: a tile of the result that stays in registers.
//
// A tile of h x w results needs, for every step along the inner dimension, h elements of `a` and w of
// `b`, and does h w multiplications with them. So the larger the tile, the less is loaded per
// multiplication. Its size follows from the number of registers: 12 x 32 floats fill 24 of the 32
// registers of AVX-512, 6 x 16 fill 12 of the 16 of AVX2.
// Source: K. Goto, R. van de Geijn, "Anatomy of high-performance matrix multiplication" (2008).
//
// The types here are private so that the compiler emits nothing about them, see `VectorKernels`.

/// Rows of the full tile.
@inline(__always) var tileRows: Int { FullTile<WideRow>.count }
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

/// Three rows.
private struct Three<Row: TileRow>: TileRows {
  var r0 = Row()
  var r1 = Row()
  var r2 = Row()

  @inline(__always) init() {}

  @inline(__always) static var count: Int { 3 }

  @inline(__always)
  mutating func add(_ a: UnsafePointer<Float>, _ aRow: Int, _ b: Row.Columns) {
    r0.add(a[0], b)
    r1.add(a[aRow], b)
    r2.add(a[2 * aRow], b)
  }

  @inline(__always)
  func put(
    _ result: UnsafeMutablePointer<Float>, _ resultRow: Int, _ alpha: Float, _ accumulate: Bool
  ) {
    r0.put(result, alpha, accumulate)
    r1.put(result + resultRow, alpha, accumulate)
    r2.put(result + 2 * resultRow, alpha, accumulate)
  }
}

/// Two groups of rows, one below the other.
private struct Twice<Rows: TileRows>: TileRows {
  typealias Row = Rows.Row

  var upper = Rows()
  var lower = Rows()

  @inline(__always) init() {}

  @inline(__always) static var count: Int { 2 * Rows.count }

  @inline(__always)
  mutating func add(_ a: UnsafePointer<Float>, _ aRow: Int, _ b: Row.Columns) {
    upper.add(a, aRow, b)
    lower.add(a + Rows.count * aRow, aRow, b)
  }

  @inline(__always)
  func put(
    _ result: UnsafeMutablePointer<Float>, _ resultRow: Int, _ alpha: Float, _ accumulate: Bool
  ) {
    upper.put(result, resultRow, alpha, accumulate)
    lower.put(result + Rows.count * resultRow, resultRow, alpha, accumulate)
  }
}

/// One row, the smallest group.
private struct One<Row: TileRow>: TileRows {
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

#if AVX512
  private typealias HalfTile<Row: TileRow> = Twice<Three<Row>>
#elseif arch(arm64)
  private typealias HalfTile<Row: TileRow> = Twice<Twice<One<Row>>>
#else
  private typealias HalfTile<Row: TileRow> = Three<Row>
#endif

/// The full tile: 12, 8 or 6 rows.
private typealias FullTile<Row: TileRow> = Twice<HalfTile<Row>>

#if AVX512
  /// A low tile, for the last rows of a matrix: with 4 more rows, 12 become 16, and 60 become 64.
  private typealias LowTile<Row: TileRow> = Twice<Twice<One<Row>>>
#else
  private typealias LowTile<Row: TileRow> = HalfTile<Row>
#endif

/// Rows of the half tile.
@inline(__always) var halfTileRows: Int { HalfTile<WideRow>.count }
/// Rows of the low tile.
@inline(__always) var lowTileRows: Int { LowTile<WideRow>.count }

/// Computes one tile of `alpha a b` over `k` steps of the inner dimension.
///
/// Element `(i, p)` of `a` is `a[i * aRow + p * aColumn]`; row `p` of `b` starts at `b[p * bRow]`.
@inline(__always)
private func multiply<Rows: TileRows>(
  _: Rows.Type, _ k: Int, _ a: UnsafePointer<Float>, _ aRow: Int, _ aColumn: Int,
  _ b: UnsafePointer<Float>, _ bRow: Int, _ result: UnsafeMutablePointer<Float>,
  _ resultRow: Int, _ alpha: Float, _ accumulate: Bool
) {
  var rows = Rows()
  var a = a
  var b = b
  var p = k
  while p > 0 {
    rows.add(a, aRow, Rows.Row.loadColumns(b))
    a += aColumn
    b += bRow
    p -= 1
  }
  rows.put(result, resultRow, alpha, accumulate)
}

/// Multiplies the full tile's rows of `a`, which lie in the matrix `rowStride` elements apart, by a
/// panel of `b`.
func multiplyTile(
  inPlace a: UnsafePointer<Float>, _ rowStride: Int, _ b: UnsafePointer<Float>, breadth: Int,
  _ steps: Int, _ result: UnsafeMutablePointer<Float>, _ resultRow: Int, _ alpha: Float,
  _ accumulate: Bool
) {
  if breadth == tileColumns {
    multiplyInPlace(
      FullTile<WideRow>.self, steps, a, rowStride, b, result, resultRow, alpha, accumulate)
  } else {
    multiplyInPlace(
      FullTile<NarrowRow>.self, steps, a, rowStride, b, result, resultRow, alpha, accumulate)
  }
}

/// Multiplies a panel of `a`, of the height of one of the tiles, by a panel of `b`.
func multiplyTile(
  packed a: UnsafePointer<Float>, height: Int, _ b: UnsafePointer<Float>, breadth: Int,
  _ steps: Int, _ result: UnsafeMutablePointer<Float>, _ resultRow: Int, _ alpha: Float,
  _ accumulate: Bool
) {
  if breadth == tileColumns {
    multiplyPacked(WideRow.self, height, steps, a, b, result, resultRow, alpha, accumulate)
  } else {
    multiplyPacked(NarrowRow.self, height, steps, a, b, result, resultRow, alpha, accumulate)
  }
}

@inline(__always)
private func multiplyPacked<Row: TileRow>(
  _: Row.Type, _ height: Int, _ steps: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  _ result: UnsafeMutablePointer<Float>, _ resultRow: Int, _ alpha: Float, _ accumulate: Bool
) {
  if height == tileRows {
    multiplyPacked(FullTile<Row>.self, steps, a, b, result, resultRow, alpha, accumulate)
  } else if height == halfTileRows {
    multiplyPacked(HalfTile<Row>.self, steps, a, b, result, resultRow, alpha, accumulate)
  } else {
    multiplyPacked(LowTile<Row>.self, steps, a, b, result, resultRow, alpha, accumulate)
  }
}

@inline(never)
private func multiplyInPlace<Rows: TileRows>(
  _: Rows.Type, _ steps: Int, _ a: UnsafePointer<Float>, _ rowStride: Int,
  _ b: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>, _ resultRow: Int,
  _ alpha: Float, _ accumulate: Bool
) {
  multiply(
    Rows.self, steps, a, rowStride, 1, b, Rows.Row.columns, result, resultRow, alpha, accumulate)
}

@inline(never)
private func multiplyPacked<Rows: TileRows>(
  _: Rows.Type, _ steps: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  _ result: UnsafeMutablePointer<Float>, _ resultRow: Int, _ alpha: Float, _ accumulate: Bool
) {
  multiply(
    Rows.self, steps, a, 1, Rows.count, b, Rows.Row.columns, result, resultRow, alpha, accumulate)
}
