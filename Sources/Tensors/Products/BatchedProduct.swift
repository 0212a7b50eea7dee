// Matrix products of tensors of rank 3 and more.

/// Multiplies the matrices in the last two axes; the axes in front are broadcast.
func batchedProduct(
  _ a: Tensor, _ b: Tensor, transposingFirst: Bool, transposingSecond: Bool
) -> Tensor {
  let text =
    "matmul: \(a.shape)\(transposingFirst ? " transposed" : "") x "
    + "\(b.shape)\(transposingSecond ? " transposed" : "")"
  require(
    a.rank > 0 && b.rank > 0, text + ": both operands must be of rank 1 or more")
  let matrixA = a.rank > 1 ? Array(a.shape.suffix(2)) : [1, a.count]
  let matrixB = b.rank > 1 ? Array(b.shape.suffix(2)) : [b.count, 1]
  let inner = (matrixA[transposingFirst ? 0 : 1], matrixB[transposingSecond ? 1 : 0])
  require(inner.0 == inner.1, text + ": inner dimensions \(inner.0) and \(inner.1) differ")
  // A vector is a row when it comes first and a column otherwise; its axis goes away again.
  if a.rank == 1 {
    return batchedProduct(
      a.reshaped(matrixA), b, transposingFirst: false, transposingSecond: transposingSecond
    ).squeezed(axis: -2)
  }
  if b.rank == 1 {
    return batchedProduct(
      a, b.reshaped(matrixB), transposingFirst: transposingFirst, transposingSecond: false
    ).squeezed(axis: -1)
  }
  let (batchA, batchB) = (Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)))
  let aligned = zip(batchA.reversed(), batchB.reversed())
  require(
    aligned.allSatisfy { $0 == $1 || $0 == 1 || $1 == 1 },
    text + ": the batch axes \(batchA) and \(batchB) do not broadcast")
  let batch = Shape.broadcast(batchA, batchB, in: "matmul")
  let m = matrixA[transposingFirst ? 1 : 0]
  let n = matrixB[transposingSecond ? 0 : 1]
  // One matrix for all is one large product: all rows of all batches, one below the other.
  if !transposingFirst && batch == batchA && Shape.count(batchB) == 1 {
    return matmul(
      a.reshaped([Shape.count(batch) * m, inner.0]), b.reshaped(matrixB), transposingFirst: false,
      transposingSecond: transposingSecond
    ).reshaped(batch + [m, n])
  }
  func place(_ shape: [Int], _ batchShape: [Int], transposed: Bool) -> StridedProduct.Place {
    let size = shape[0] * shape[1]
    let strides = Shape.strides(of: batchShape, broadcastTo: batch).map { $0 * size }
    return StridedProduct.Place(
      batch: strides, row: transposed ? 1 : shape[1], column: transposed ? shape[1] : 1)
  }
  let product = StridedProduct(
    batch: batch, m: m, n: n, k: inner.0,
    first: place(matrixA, batchA, transposed: transposingFirst),
    second: place(matrixB, batchB, transposed: transposingSecond),
    result: place([m, n], batch, transposed: false))
  let value = product.value(a, b, shape: batch + [m, n])
  guard a.isTracked || b.isTracked else { return value }
  let (shapeA, shapeB) = (a.shape, b.shape)
  return value.recorded(
    from: a,
    { g in
      let share =
        transposingFirst
        ? matmul(b, g, transposingFirst: transposingSecond, transposingSecond: true)
        : matmul(g, b, transposingFirst: false, transposingSecond: !transposingSecond)
      return share.summed(to: shapeA)
    },
    and: b,
    { g in
      let share =
        transposingSecond
        ? matmul(g, a, transposingFirst: true, transposingSecond: transposingFirst)
        : matmul(a, g, transposingFirst: !transposingFirst, transposingSecond: false)
      return share.summed(to: shapeB)
    })
}

extension StridedProduct {
  /// The products as a constant of shape `shape`.
  func value(_ a: Tensor, _ b: Tensor, shape: [Int]) -> Tensor {
    Tensor.make(shape, count: Shape.count(shape)) { result in
      a.withPointer { a, _ in b.withPointer { b, _ in run(a, b, result) } }
    }
  }
}
