// Reshaping, and when it needs a copy
//
// Reshaping keeps the row-major order of the elements and changes the extents. For row-major memory that
// is free: new extents, new row-major strides. For a view it may be impossible. Transpose `[2, 3]` to
// `[3, 2]`, strides [1, 3], and ask for `[6]`: the six elements in order are at the places 0 3 1 4 2 5,
// and no single stride takes those steps. PyTorch's `view` refuses, NumPy's `reshape` silently copies.
//
// When does it work? Two neighbouring axes can be read as one if stepping past the end of the inner one
// lands where one step of the outer one does:
//
//     stride[outer] = extent[inner] · stride[inner]
//
// So: go through both shapes from the left, and cut them into groups that hold equally many elements,
// such as [2, 3, 4] and [6, 4] into {2, 3 | 4} and {6 | 4}. The old axes of each group must merge; the new
// ones are then row-major inside it.

import Tensors

extension StridedView {
  /// Gives the elements another shape without moving one, or `nil` where no strides can do that.
  ///
  /// Then a copy is needed: `StridedView(view.tensor()).reshaped(shape)` always works.
  public func reshaped(_ newShape: [Int]) -> StridedView? {
    require(
      newShape.allSatisfy { $0 >= 0 } && newShape.reduce(1, *) == count,
      "reshaped: \(shape) to \(newShape): the number of elements differs")
    guard count > 0 else {
      return with(shape: newShape, strides: rowMajorStrides(newShape))
    }
    // An axis of extent 1 takes no step, so its stride cannot be in the way.
    let old = zip(shape, strides).filter { $0.0 != 1 }
    var newStrides = [Int](repeating: 0, count: newShape.count)
    var (oldAxis, newAxis) = (0, 0)
    while newAxis < newShape.count {
      if newShape[newAxis] == 1 {
        newAxis += 1
        continue
      }
      // Grow the group on whichever side holds fewer elements, until both sides hold the same.
      var (oldEnd, newEnd) = (oldAxis + 1, newAxis + 1)
      var (oldCount, newCount) = (old[oldAxis].0, newShape[newAxis])
      while oldCount != newCount {
        if oldCount < newCount {
          oldCount *= old[oldEnd].0
          oldEnd += 1
        } else {
          newCount *= newShape[newEnd]
          newEnd += 1
        }
      }
      for axis in oldAxis..<oldEnd - 1 where old[axis].1 != old[axis + 1].0 * old[axis + 1].1 {
        return nil
      }
      var stride = old[oldEnd - 1].1
      for axis in (newAxis..<newEnd).reversed() {
        newStrides[axis] = stride
        stride *= newShape[axis]
      }
      (oldAxis, newAxis) = (oldEnd, newEnd)
    }
    return with(shape: newShape, strides: newStrides)
  }
}
