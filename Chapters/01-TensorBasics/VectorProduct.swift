// Rung 5: a tile in registers
//
// Look at the inner loop of rungs 2 to 4. For one multiplication and one addition it reads a number of b,
// reads a number of c and writes it back: three trips to memory, even if only to the nearest cache. The
// numbers of c should stay in registers until they are complete.
//
// `SIMD8<Float>` is eight numbers that are added and multiplied at once. Keep a *tile* of c, 4 rows of 8
// columns, in four such vectors. For each p, 8 numbers of b and 4 of a make 32 multiplications and 32
// additions: 64 operations for 12 numbers read, and nothing is written until the tile is done.
//
// To read these 12 numbers side by side, the matrices are first copied, *packed*, into panels: b into
// panels of 8 columns, a into panels of 4 rows. That is m k + k n copies for 2 m n k operations. Edges are
// filled with zeros, which add nothing.
//
//     panel of b, 8 columns           panel of a, 4 rows              tile of c
//     p = 0:  b[0, j ..< j + 8]       p = 0:  a[i ..< i + 4, 0]       4 rows of 8,
//     p = 1:  b[1, j ..< j + 8]       p = 1:  a[i ..< i + 4, 1]       summed over p
//
// This is what the kernels of the library do, too. What they have and this rung has not: vectors of the
// width that this very processor has, a multiplication and an addition in one instruction, no checks of
// indices, larger tiles, and blocks for each level of cache.

private let tileRows = 4
private let tileColumns = 8

func vectorProduct(_ a: [Float], _ b: [Float], m: Int, k: Int, n: Int) -> [Float] {
  let rowPanels = (m + tileRows - 1) / tileRows
  let columnPanels = (n + tileColumns - 1) / tileColumns
  let packedA = packedRows(a, m: m, k: k, panels: rowPanels)
  let packedB = packedColumns(b, k: k, n: n, panels: columnPanels)
  var c = [Float](repeating: 0, count: m * n)
  for columnPanel in 0..<columnPanels {
    for rowPanel in 0..<rowPanels {
      let tile = tile(packedA[rowPanel * k..<rowPanel * k + k], packedB, columnPanel * k)
      let rows = [tile.0, tile.1, tile.2, tile.3]
      for row in 0..<min(tileRows, m - rowPanel * tileRows) {
        let start = (rowPanel * tileRows + row) * n + columnPanel * tileColumns
        for column in 0..<min(tileColumns, n - columnPanel * tileColumns) {
          c[start + column] = rows[row][column]
        }
      }
    }
  }
  return c
}

/// One tile of the result: the panel of four rows times the panel of eight columns from `start` on.
@inline(__always)
private func tile(
  _ rows: ArraySlice<SIMD4<Float>>, _ columns: [SIMD8<Float>], _ start: Int
) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
  var (row0, row1, row2, row3) = (
    SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>()
  )
  var p = start
  for factors in rows {
    let values = columns[p]
    row0 += factors.x * values
    row1 += factors.y * values
    row2 += factors.z * values
    row3 += factors.w * values
    p += 1
  }
  return (row0, row1, row2, row3)
}

/// Copies a into panels of four rows: element `panel · k + p` holds column p of the panel's rows.
private func packedRows(_ a: [Float], m: Int, k: Int, panels: Int) -> [SIMD4<Float>] {
  var packed = [SIMD4<Float>](repeating: .zero, count: panels * k)
  for i in 0..<m {
    let (panel, lane) = i.quotientAndRemainder(dividingBy: tileRows)
    for p in 0..<k { packed[panel * k + p][lane] = a[i * k + p] }
  }
  return packed
}

/// Copies b into panels of eight columns: element `panel · k + p` holds row p of the panel's columns.
private func packedColumns(_ b: [Float], k: Int, n: Int, panels: Int) -> [SIMD8<Float>] {
  var packed = [SIMD8<Float>](repeating: .zero, count: panels * k)
  for p in 0..<k {
    for j in 0..<n {
      let (panel, lane) = j.quotientAndRemainder(dividingBy: tileColumns)
      packed[panel * k + p][lane] = b[p * n + j]
    }
  }
  return packed
}
