/// Where a tensor was read from another one.
///
/// Reading is recorded apart from other operations for the sake of the way back: the gradients of many
/// parts are added into one tensor, each in its place. Time then grows with the size of the parts, not
/// with their number times the size of the whole.
struct Part: Sendable {
  /// The elements that were read.
  let layout: Layout
  /// The shape of the tensor that they were read from.
  let whole: [Int]

  /// The gradient of the whole, given that of the part.
  func placed(_ gradient: Tensor) -> Tensor {
    let (sums, places) = withoutRepetition(gradient)
    return sums.written(places, in: whole)
  }

  /// Adds the gradient of the part to a gradient of the whole.
  func add(_ gradient: Tensor, to sum: inout Tensor) {
    if Recording.isNested {
      sum += placed(gradient)
    } else {
      let (sums, places) = withoutRepetition(gradient)
      sum.add(sums, at: places)
    }
  }

  /// An element that was read several times gets the sum of the gradients.
  private func withoutRepetition(_ gradient: Tensor) -> (Tensor, Layout) {
    var (sums, places) = (gradient, layout)
    for axis in layout.stretchedAxes {
      sums = sums.sum(axis: axis, keepDimensions: true)
      places.shape[axis] = 1
    }
    return (sums, places)
  }
}
