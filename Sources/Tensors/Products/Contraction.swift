/// A tensor whose axes have names: two axes of one name are stepped through together.
struct Labelled: Sendable {
  var tensor: Tensor
  var labels: [Int]

  /// The distance between neighbours along the axis `label`; 0 if there is no such axis.
  func stride(_ label: Int) -> Int {
    guard let axis = labels.firstIndex(of: label) else { return 0 }
    return Shape.count(Array(tensor.shape[(axis + 1)...]))
  }

  /// The extent of the axis `label`, if there is one.
  func extent(_ label: Int) -> Int? { labels.firstIndex(of: label).map { tensor.shape[$0] } }

  /// The axes in another order, with axes of extent 1 for names that are missing.
  func aligned(to order: [Int]) -> Tensor {
    let own = order.filter(labels.contains)
    return tensor.permuted(own.map { label in labels.firstIndex(of: label) ?? 0 })
      .reshaped(order.map { extent($0) ?? 1 })
  }
}

/// Multiplies two tensors along the axes of one name and sums over those that are not in `output`.
///
/// A name occurs at most once in each operand, with one extent. A name that only one operand has
/// must be in `output`. That is a matrix product: the names that both operands and the output have
/// are the batch, those of one operand and the output are rows or columns, and those that are
/// summed are inner. Where the axes of each kind can be stepped through with one stride, no operand
/// is copied.
func contract(_ a: Labelled, _ b: Labelled, to output: [Int]) -> Tensor {
  let inner = a.labels.filter { b.labels.contains($0) && !output.contains($0) }
  if inner.isEmpty { return a.aligned(to: output) * b.aligned(to: output) }
  let value = contraction(a, b, output, inner)
  guard a.tensor.isTracked || b.tensor.isTracked else { return value }
  let (labelsA, labelsB) = (a.labels, b.labels)
  return value.recorded(
    from: a.tensor, { g in contract(Labelled(tensor: g, labels: output), b, to: labelsA) },
    and: b.tensor, { g in contract(Labelled(tensor: g, labels: output), a, to: labelsB) })
}

/// The contraction as a constant.
private func contraction(
  _ a: Labelled, _ b: Labelled, _ output: [Int], _ inner: [Int]
) -> Tensor {
  func extent(_ label: Int) -> Int { a.extent(label) ?? b.extent(label) ?? 1 }
  var (a, b) = (a, b)
  // The columns of the products must be the last axis of the output.
  if let last = output.last(where: { extent($0) != 1 }), a.extent(last) != nil { swap(&a, &b) }
  let batch = output.filter { a.labels.contains($0) && b.labels.contains($0) }
  let rows = output.filter { a.labels.contains($0) && !b.labels.contains($0) }
  let columns = output.filter { !a.labels.contains($0) && b.labels.contains($0) }
  if a.stride(over: rows) == nil || a.stride(over: inner) == nil {
    a = a.copied(batch + rows + inner)
  }
  if b.stride(over: inner) == nil || b.stride(over: columns) == nil {
    b = b.copied(batch + inner + columns)
  }
  let shape = output.map(extent)
  let strides = Shape.strides(shape)
  func resultStride(_ labels: [Int]) -> Int? {
    let places = labels.compactMap(output.firstIndex(of:))
    return commonStride(places.map { shape[$0] }, places.map { strides[$0] })
  }
  // A result whose rows or columns have no common stride is computed in the order of a matrix
  // product.
  let direct = resultStride(rows).flatMap { row in
    resultStride(columns) == 1 ? row : nil
  }
  let order = direct == nil ? batch + rows + columns : output
  let orderedShape = order.map(extent)
  let orderedStrides = Shape.strides(orderedShape)
  let product = StridedProduct(
    batch: batch.map(extent), m: Shape.count(rows.map(extent)),
    n: Shape.count(columns.map(extent)), k: Shape.count(inner.map(extent)),
    first: .init(
      batch: batch.map(a.stride), row: a.stride(over: rows) ?? 1,
      column: a.stride(over: inner) ?? 1),
    second: .init(
      batch: batch.map(b.stride), row: b.stride(over: inner) ?? 1,
      column: b.stride(over: columns) ?? 1),
    result: .init(
      batch: batch.map { label in order.firstIndex(of: label).map { orderedStrides[$0] } ?? 0 },
      row: direct ?? Shape.count(columns.map(extent)), column: 1))
  let value = product.value(a.tensor, b.tensor, shape: orderedShape)
  return Labelled(tensor: value, labels: order).aligned(to: output)
}

extension Labelled {
  /// The stride with which axes can be stepped through as one, in this order.
  fileprivate func stride(over labels: [Int]) -> Int? {
    commonStride(labels.map { extent($0) ?? 1 }, labels.map(stride))
  }

  /// A constant whose axes lie in memory in this order.
  fileprivate func copied(_ order: [Int]) -> Labelled {
    Labelled(
      tensor: Labelled(tensor: stopGradient(tensor), labels: labels).aligned(to: order),
      labels: order)
  }
}

/// The stride with which several axes can be stepped through as if they were one, if there is one.
private func commonStride(_ extents: [Int], _ strides: [Int]) -> Int? {
  var inner: (extent: Int, stride: Int)?
  for index in extents.indices.reversed() where extents[index] != 1 {
    guard let known = inner else {
      inner = (extents[index], strides[index])
      continue
    }
    if strides[index] != known.extent * known.stride { return nil }
    inner = (known.extent * extents[index], known.stride)
  }
  return inner?.stride ?? 1
}
