import Tensors

/// Exercise 01.5: multiplies two matrices block by block.
///
///     c[i, j] = Σₚ a[i, p] · b[p, j]
///
/// Cut the three index ranges into stretches of `block` (the last one may be shorter) and multiply block by
/// block. A block of `c` is the *sum* over all stretches of p. With blocks the three loops become six; in the
/// innermost ones, run along the rows of `b` and `c`.
///
/// All matrices are arrays in row-major order: element `(i, p)` of `a` is `a[i * k + p]`.
///
/// - Parameters:
///   - a: `m` rows of `k` numbers.
///   - b: `k` rows of `n` numbers.
///   - block: The length of the stretches, at least 1; it need not divide m, k or n, and may be larger.
/// - Returns: `m` rows of `n` numbers.
public func blockedProduct(
  _ a: [Float], _ b: [Float], m: Int, k: Int, n: Int, block: Int
) throws -> [Float] {
  var c = [Float](repeating: 0, count: m * n)
  for i0 in stride(from: 0, to: m, by: block) {
    for p0 in stride(from: 0, to: k, by: block) {
      for j0 in stride(from: 0, to: n, by: block) {
        for i in i0..<min(i0 + block, m) {
          for p in p0..<min(p0 + block, k) {
            let factor = a[i * k + p]
            for j in j0..<min(j0 + block, n) { c[i * n + j] += factor * b[p * n + j] }
          }
        }
      }
    }
  }
  return c
}
