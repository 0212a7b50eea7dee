/// Multiplies corresponding matrices of two batches: `[…, m, k], […, k, n] -> […, m, n]`.
///
/// Either operand may be read as its transpose. The leading axes must be equal.
func batchedProduct(
  _ a: Tensor, _ b: Tensor, transposingFirst: Bool = false, transposingSecond: Bool = false
) -> Tensor {
  if a.rank == 2 && b.rank == 2 {
    return matmul(a, b, transposingFirst: transposingFirst, transposingSecond: transposingSecond)
  }
  let value = productValue(a, b, transposingFirst, transposingSecond)
  guard a.isTracked || b.isTracked else { return value }
  return value.recorded(
    from: a,
    { g in
      transposingFirst
        ? batchedProduct(b, g, transposingFirst: transposingSecond, transposingSecond: true)
        : batchedProduct(g, b, transposingSecond: !transposingSecond)
    },
    and: b,
    { g in
      transposingSecond
        ? batchedProduct(g, a, transposingFirst: true, transposingSecond: transposingFirst)
        : batchedProduct(a, g, transposingFirst: !transposingFirst)
    })
}

/// The products, as constants.
private func productValue(
  _ a: Tensor, _ b: Tensor, _ transposingFirst: Bool, _ transposingSecond: Bool
) -> Tensor {
  let axes = Array(a.shape.dropLast(2))
  let (first, second) = (Array(a.shape.suffix(2)), Array(b.shape.suffix(2)))
  let rows = transposingFirst ? first[1] : first[0]
  let columns = transposingSecond ? second[0] : second[1]
  let count = Shape.count(axes)
  let matricesA = stopGradient(a).reshaped([count] + first)
  let matricesB = stopGradient(b).reshaped([count] + second)
  return Tensor.make(axes + [rows, columns], count: count * rows * columns) { result in
    for index in 0..<count {
      let part = matmul(
        matricesA[index], matricesB[index], transposingFirst: transposingFirst,
        transposingSecond: transposingSecond)
      part.withPointer { (result + index * rows * columns).update(from: $0, count: $1) }
    }
  }
}
