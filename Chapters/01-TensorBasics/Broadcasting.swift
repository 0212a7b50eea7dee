// Broadcasting: stretching without copying
//
// Adding a row to every row of a matrix, or subtracting from every column its mean: the operands have
// different shapes, and it is clear what is meant. Broadcasting is the rule that makes it clear to a
// machine. Write the shapes below each other, *aligned at the right*:
//
//     [4, 3]       [4, 1]       [4, 3]       [3, 1]
//     [   3]       [   3]       [   4]       [   3]
//     ------       ------       ------       ------
//     [4, 3]       [4, 3]       error        [3, 3]
//
// For each axis: equal extents stay; an extent of 1 stretches to the other one; a missing axis counts as
// 1; everything else is an error. The third case fails because the 4 stands below the 3. The fourth is the
// trap: a column and a row make a table. Where the two were meant to be the same three numbers, one has
// computed nine, and nothing complains.
//
// Stretching costs nothing. An axis that repeats one element is an axis whose stride is 0.

public import Tensors

/// Finds the shape that two shapes broadcast to, or `nil` where they do not.
///
/// ```swift
/// broadcastShape([4, 1], [3])    // [4, 3]
/// broadcastShape([4, 3], [4])    // nil
/// ```
public func broadcastShape(_ a: [Int], _ b: [Int]) -> [Int]? {
  let rank = max(a.count, b.count)
  let alignedA = Array(repeating: 1, count: rank - a.count) + a
  let alignedB = Array(repeating: 1, count: rank - b.count) + b
  var shape: [Int] = []
  for (extentA, extentB) in zip(alignedA, alignedB) {
    guard extentA == extentB || extentA == 1 || extentB == 1 else { return nil }
    shape.append(extentA == 1 ? extentB : extentA)
  }
  return shape
}

extension StridedView {
  /// Stretches the view to a shape that it broadcasts to: axes of extent 1, and new axes in front, are
  /// repeated by a stride of 0.
  public func broadcasted(to target: [Int]) -> StridedView {
    require(
      broadcastShape(shape, target) == target,
      "broadcasted: \(shape) does not broadcast to \(target)")
    let missing = target.count - rank
    let stretched = target.indices.map { axis in
      axis < missing || shape[axis - missing] == 1 ? 0 : strides[axis - missing]
    }
    return with(shape: target, strides: stretched)
  }
}

/// Combines the pairs of elements that broadcasting brings together.
///
/// ```swift
/// combine(Tensor([[1], [2], [3]]), Tensor([10, 20, 30]), +)    // [3, 3]
/// ```
///
/// This is `a + b` of `Tensors`, one element at a time.
public func combine(
  _ a: Tensor, _ b: Tensor, _ operation: (Float, Float) -> Float
) -> Tensor {
  guard let shape = broadcastShape(a.shape, b.shape) else {
    fatalError("combine: \(a.shape) and \(b.shape) do not broadcast")
  }
  let first = StridedView(a).broadcasted(to: shape).elements()
  let second = StridedView(b).broadcasted(to: shape).elements()
  return Tensor(zip(first, second).map { operation($0, $1) }, shape: shape)
}
