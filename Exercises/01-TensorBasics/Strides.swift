import Course
import Tensors

/// Exercise 01.1, first part: computes the strides of a shape in row-major order.
///
/// The stride of an axis is the number of elements between two neighbours along it. The last axis varies
/// fastest.
///
///     rowMajorStrides([2, 3, 4])   // [12, 4, 1]
///     rowMajorStrides([])          // []
///
/// - Parameter shape: The extents, each at least 1.
/// - Returns: One stride for each axis, in elements.
public func rowMajorStrides(_ shape: [Int]) throws -> [Int] {
  throw NotImplemented()
}

/// Exercise 01.1, second part: finds the place in memory of the element at a position.
///
///     place(of: [1, 2, 3], strides: [12, 4, 1], offset: 0)     // 23
///     place(of: [1, 1], strides: [-4, 1], offset: 8)           // 5
///
/// - Parameters:
///   - position: One index for each axis.
///   - strides: One stride for each axis; they may be negative or 0.
///   - offset: The place of the element at position `[0, 0, …]`.
public func place(of position: [Int], strides: [Int], offset: Int) throws -> Int {
  throw NotImplemented()
}

/// Exercise 01.1, third part: finds the position of the element that comes `index`-th in row-major order.
///
///     position(of: 23, in: [2, 3, 4])   // [1, 2, 3]
///
/// - Parameters:
///   - index: From 0 to the number of elements - 1.
///   - shape: The extents, each at least 1.
public func position(of index: Int, in shape: [Int]) throws -> [Int] {
  throw NotImplemented()
}
