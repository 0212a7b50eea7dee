// Rung 4: blocks that fit the cache
//
// Rungs 2 and 3 walk through all of b for every row of a. While b fits a near cache that is fine. When it
// does not, every row of a fetches all of b again from further away.
//
// Cut the matrices into blocks. The product of two blocks needs only these blocks, and uses each of their
// numbers many times:
//
//     c[I, J] = Σ_P a[I, P] · b[P, J]         the same formula, with matrices for numbers
//
// Here a block of b, 64 rows of 512 columns, is used for all rows of a before the next one is fetched. The
// blocks at the right and at the bottom may be smaller: the last one ends where the matrix ends. And a block
// is only one part of the sum over p: its products are *added* to what the blocks before it gave.
//
// Blocks are no free lunch. They shorten the inner loops, and something must be gained for that. Walking
// along rows is so regular that processors fetch the next lines before they are asked for: this rung need
// not be faster than the one below it, and on the machine of the README it is not. What limits both is the
// next rung's subject. Blocks come into their own when the arithmetic is so fast that memory cannot keep
// up: the library's kernel has them, for three levels of cache.

func blockedProduct(
  _ a: [Float], _ b: [Float], m: Int, k: Int, n: Int, inner: Int = 64, columns: Int = 512
) -> [Float] {
  var c = [Float](repeating: 0, count: m * n)
  for j0 in stride(from: 0, to: n, by: columns) {
    let width = min(columns, n - j0)
    var lines = [[Float]](repeating: Array(repeating: 0, count: width), count: m)
    for p0 in stride(from: 0, to: k, by: inner) {
      let p1 = min(p0 + inner, k)
      let block = (p0..<p1).map { Array(b[$0 * n + j0..<$0 * n + j0 + width]) }
      for i in 0..<m {
        var sums = lines[i]
        for p in p0..<p1 {
          let factor = a[i * k + p]
          let row = block[p - p0]
          for j in 0..<width { sums[j] += factor * row[j] }
        }
        lines[i] = sums
      }
    }
    for i in 0..<m { c.replaceSubrange(i * n + j0..<i * n + j0 + width, with: lines[i]) }
  }
  return c
}
