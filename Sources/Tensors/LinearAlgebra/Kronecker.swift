/// Replaces every element of `a` by that element times `b`: `[m, n], [p, q] -> [m p, n q]`.
///
/// It works for tensors of any rank: extents multiply axis by axis, after ones in front of the shorter
/// shape.
/// Source: C. Van Loan, "The ubiquitous Kronecker product" (2000).
public func kronecker(_ a: Tensor, _ b: Tensor) -> Tensor {
  let rank = max(a.rank, b.rank)
  let extentsA = [Int](repeating: 1, count: rank - a.rank) + a.shape
  let extentsB = [Int](repeating: 1, count: rank - b.rank) + b.shape
  // [m, 1, n, 1] times [1, p, 1, q] is [m, p, n, q], of which neighbours are joined.
  let spreadA = a.reshaped(extentsA.flatMap { [$0, 1] })
  let spreadB = b.reshaped(extentsB.flatMap { [1, $0] })
  return (spreadA * spreadB).reshaped(zip(extentsA, extentsB).map { $0 * $1 })
}
