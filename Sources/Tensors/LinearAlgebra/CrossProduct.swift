/// Computes the vectors that are perpendicular to pairs of vectors in space:
/// `[…, 3], […, 3] -> […, 3]`.
///
/// The length of the result is the area of the parallelogram that the two span. The other axes
/// broadcast; `axis` counts in the shape that both broadcast to and has extent 3.
public func cross(_ a: Tensor, _ b: Tensor, axis: Int = -1) -> Tensor {
  let shape = Shape.broadcast(a.shape, b.shape, in: "cross")
  let position = Shape.axis(axis, of: shape, in: "cross")
  func hasThree(_ x: Tensor) -> Bool {
    let own = position - (shape.count - x.rank)
    return own >= 0 && x.shape[own] == 3
  }
  require(
    hasThree(a) && hasThree(b),
    "cross: \(a.shape) and \(b.shape): axis \(axis) must have the extent 3 in both")
  let (a, b) = (a.broadcasted(to: shape), b.broadcasted(to: shape))
  let inner = Shape.count(Array(shape[(position + 1)...]))
  let value = Tensor.make(shape, count: a.count) { result in
    a.withPointer { a, count in
      b.withPointer { b, _ in
        for index in 0..<count / 3 {
          let x = index / inner * 3 * inner + index % inner
          let (y, z) = (x + inner, x + 2 * inner)
          result[x] = a[y] * b[z] - a[z] * b[y]
          result[y] = a[z] * b[x] - a[x] * b[z]
          result[z] = a[x] * b[y] - a[y] * b[x]
        }
      }
    }
  }
  guard a.isTracked || b.isTracked else { return value }
  // g · (a x b) = a · (b x g) = b · (g x a)
  return value.recorded(
    from: a, { g in cross(b, g, axis: position) }, and: b, { g in cross(g, a, axis: position) })
}
