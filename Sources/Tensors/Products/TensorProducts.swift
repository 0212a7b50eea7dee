// Products that sum over several axes at once.

/// Sums products over the last `axes` axes of `a` and the first `axes` axes of `b`.
///
/// With 1 it is the matrix product, with 2 (as with NumPy) the sum over two pairs of axes, with 0
/// the product of every element with every element.
public func tensordot(_ a: Tensor, _ b: Tensor, axes: Int = 2) -> Tensor {
  require(
    axes >= 0 && axes <= a.rank && axes <= b.rank,
    "tensordot: \(a.shape) and \(b.shape): there are no \(axes) axes to sum over in both")
  return tensordot(a, b, axes: (Array(a.rank - axes..<a.rank), Array(0..<axes)))
}

/// Sums products over pairs of axes: axis `axes.0[i]` of `a` together with axis `axes.1[i]` of `b`.
///
/// The result has the other axes of `a`, then those of `b`.
public func tensordot(_ a: Tensor, _ b: Tensor, axes: ([Int], [Int])) -> Tensor {
  let text = "tensordot: \(a.shape) and \(b.shape)"
  require(
    axes.0.count == axes.1.count,
    "\(text): \(axes.0) and \(axes.1) do not pair up: there must be as many axes of each")
  let axesA = axes.0.map { Shape.axis($0, of: a.shape, in: "tensordot") }
  let axesB = axes.1.map { Shape.axis($0, of: b.shape, in: "tensordot") }
  require(
    Set(axesA).count == axesA.count && Set(axesB).count == axesB.count,
    "\(text): \(axes.0) and \(axes.1): an axis is named twice")
  let labelsA = Array(0..<a.rank)
  var labelsB = (0..<b.rank).map { a.rank + $0 }
  for (axisA, axisB) in zip(axesA, axesB) {
    require(
      a.shape[axisA] == b.shape[axisB],
      "\(text): axis \(axisA) of the first has extent \(a.shape[axisA]), axis \(axisB) of the second "
        + "\(b.shape[axisB])")
    labelsB[axisB] = axisA
  }
  let output =
    labelsA.filter { !axesA.contains($0) } + labelsB.filter { $0 >= a.rank }
  return contract(
    Labelled(tensor: a, labels: labelsA), Labelled(tensor: b, labels: labelsB), to: output)
}

/// Sums products over the last axis of both: `[…, k], [***, k] -> […, ***]`.
///
/// For vectors it is the dot product; a number multiplies everything.
public func inner(_ a: Tensor, _ b: Tensor) -> Tensor {
  if a.rank == 0 || b.rank == 0 { return a * b }
  require(
    a.shape[a.rank - 1] == b.shape[b.rank - 1],
    "inner: \(a.shape) and \(b.shape): the last extents \(a.shape[a.rank - 1]) and "
      + "\(b.shape[b.rank - 1]) differ")
  return tensordot(a, b, axes: ([-1], [-1]))
}
