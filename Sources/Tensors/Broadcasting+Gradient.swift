import KernelInterface

// Broadcasting as an operation of its own, and its opposite: summing over the axes that were stretched.

extension Tensor {
  /// The tensor stretched to a larger shape, as broadcasting does: `[3, 1]` to `[2, 3, 4]`.
  public func broadcasted(to target: [Int]) -> Tensor {
    if shape == target { return self }
    require(
      Shape.broadcast(shape, target, in: "broadcasted") == target,
      "broadcasted: \(shape) does not stretch to \(target)")
    let value =
      count == 1
      ? Tensor.full(target, storage.start[offset])
      // Adding -0 changes nothing, not even the sign of a zero.
      : combine(.add, "broadcasted", stopGradient(self), Tensor.full(target, -0.0))
    guard isTracked else { return value }
    return value.recorded(from: self) { [shape] g in g.summed(to: shape) }
  }

  /// The sum over every axis that broadcasting stretched from `target` to this tensor's shape.
  package func summed(to target: [Int]) -> Tensor {
    if shape == target { return self }
    if Shape.count(target) == 1 { return sum().reshaped(target) }
    var result = self
    for _ in 0..<rank - target.count { result = result.sum(axis: 0) }
    for axis in target.indices where target[axis] == 1 && result.shape[axis] != 1 {
      result = result.sum(axis: axis, keepDimensions: true)
    }
    return result
  }
}

/// Stops the program if a change in place would change the shape.
func requireKeptShape(_ name: String, _ a: Tensor, _ b: Tensor) {
  let shape = Shape.broadcast(a.shape, b.shape, in: name)
  require(
    shape == a.shape,
    "\(name): \(a.shape) and \(b.shape): the result has shape \(shape), which does not fit in place"
  )
}
