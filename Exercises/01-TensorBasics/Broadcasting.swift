import Course
import Tensors

/// Exercise 01.3, first part: finds the shape that two shapes broadcast to.
///
/// Align the shapes at the right. For each axis: equal extents stay, an extent of 1 stretches to the other
/// one, a missing axis counts as 1. Everything else does not fit.
///
///     broadcastShape([4, 1], [3])   // [4, 3]
///     broadcastShape([4, 3], [4])   // nil
///
/// - Parameters:
///   - a: Extents of at least 0.
///   - b: Extents of at least 0.
/// - Returns: The common shape, or `nil` where the two do not fit.
public func broadcastShape(_ a: [Int], _ b: [Int]) throws -> [Int]? {
  throw NotImplemented()
}

/// Exercise 01.3, second part: finds the strides with which a tensor is read as if it had a larger shape.
///
/// An axis that repeats its one element gets the stride 0, and so does a new axis. The others keep theirs.
///
///     broadcastStrides(shape: [3, 1], strides: [1, 1], to: [2, 3, 4])   // [0, 1, 0]
///
/// - Parameters:
///   - shape: A shape that broadcasts to `target`.
///   - strides: One stride for each extent of `shape`.
///   - target: The larger shape.
/// - Returns: One stride for each extent of `target`. An axis of extent 1 in `shape` gets 0, also where the
///   target's extent is 1.
public func broadcastStrides(
  shape: [Int], strides: [Int], to target: [Int]
) throws -> [Int] {
  throw NotImplemented()
}
