import KernelInterface

/// Many products of matrices that lie in memory at regular distances: `[m, k] x [k, n] -> [m, n]`
/// for every position along the batch axes.
///
/// Neither the matrices nor the batches need to follow one another in memory. The heads of an
/// attention layer, which lie beside each other in every row of `[time, heads · size]`, are read
/// where they are.
struct StridedProduct {
  /// How one of the three matrices is found.
  struct Place {
    /// The distance from one matrix to the next along each batch axis; 0 where one is used for all.
    var batch: [Int]
    var row: Int
    var column: Int
  }

  /// The extents of the batch axes.
  var batch: [Int]
  var m: Int
  var n: Int
  var k: Int
  var first: Place
  var second: Place
  /// Where the products go; their columns must be 1 apart.
  var result: Place

  /// Computes all products.
  ///
  /// Small ones are shared out among the threads, large ones are cut into blocks. The kernels
  /// compute every element alone, so who computes it does not change a bit.
  func run(_ a: Input, _ b: Input, _ c: Output) {
    let products = Shape.count(batch)
    if products == 0 || m == 0 || n == 0 { return }
    let work = m * n * k
    let threads = Threads.count
    if products == 1 || (work >= smallProduct && products < 4 * threads) {
      for index in 0..<products {
        let offsets = offsets(index)
        multiply(
          m: m, n: n, k: k, matrix(a, offsets.a, first), matrix(b, offsets.b, second),
          c + offsets.c, resultRow: result.row)
      }
      return
    }
    let together = max(1, smallProduct / 2 / max(1, work))
    inParallelRanges(products, length: together) { start, count in
      multiplyAlone(start..<start + count, a, b, c)
    }
  }

  /// Computes some of the products on the calling thread.
  private func multiplyAlone(_ range: Range<Int>, _ a: Input, _ b: Input, _ c: Output) {
    let scratch = Storage(count: kernels.scratchCount(m: m, n: n, k: k))
    withExtendedLifetime(scratch) {
      for index in range {
        let offsets = offsets(index)
        let (a, b) = (matrix(a, offsets.a, first), matrix(b, offsets.b, second))
        let c = c + offsets.c
        if k > 0 && n == 1 && b.isVector(k) && a.hasNeighbours && (result.row == 1 || m == 1) {
          kernels.multiply(rows: m, columns: k, a, b.start, c)
        } else if k > 0 && m == 1 && a.transposed.isVector(k) && b.hasNeighbours {
          kernels.multiply(rows: n, columns: k, b.transposed, a.start, c)
        } else {
          kernels.multiply(
            m: m, n: n, k: k, alpha: 1, a, b, c, resultRow: result.row, accumulate: false,
            scratch: scratch.start)
        }
      }
    }
  }

  private func matrix(_ start: Input, _ offset: Int, _ place: Place) -> Matrix {
    Matrix(start + offset, rowStride: place.row, columnStride: place.column)
  }

  /// Where the matrices of the `index`-th product start.
  private func offsets(_ index: Int) -> (a: Int, b: Int, c: Int) {
    var rest = index
    var (a, b, c) = (0, 0, 0)
    for axis in batch.indices.reversed() {
      let position = rest % batch[axis]
      rest /= batch[axis]
      a += position * first.batch[axis]
      b += position * second.batch[axis]
      c += position * result.batch[axis]
    }
    return (a, b, c)
  }
}
