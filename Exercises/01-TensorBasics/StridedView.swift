import Course
import Tensors

/// How a view reads memory: the extents, a stride for each, and the place of the first element.
public typealias Layout = (shape: [Int], strides: [Int], offset: Int)

/// Exercise 01.2, first part: reads the elements of a view in row-major order *of the view*.
///
/// The last axis of the view varies fastest, whatever its stride. With the memory 0 … 11 and the layout
/// `([2, 3], [1, 4], 2)` the elements are 2 6 10 3 7 11.
///
/// - Parameters:
///   - layout: Any strides, also negative ones and 0, that stay inside the memory; any number of axes, none
///     included.
///   - memory: The numbers.
/// - Returns: As many elements as the product of the extents.
public func elements(of layout: Layout, in memory: [Float]) throws -> [Float] {
  throw NotImplemented()
}

/// Exercise 01.2, second part: exchanges the last two axes without moving an element.
///
///     transposed(([3, 4], [4, 1], 0))   // ([4, 3], [1, 4], 0)
///
/// - Parameter layout: At least two axes.
public func transposed(_ layout: Layout) throws -> Layout {
  throw NotImplemented()
}

/// Exercise 01.2, third part: keeps the positions `from, from + step, …` below `to` of one axis.
///
///     sliced(([3, 5], [5, 1], 0), axis: 1, from: 1, to: 5, by: 3)   // ([3, 2], [5, 3], 1)
///
/// The positions kept there are 1 and 4. The next one, 7, is not below 5.
///
/// - Parameters:
///   - layout: Where to slice. Its offset need not be 0, its strides need not be row-major.
///   - axis: From 0.
///   - from: The first position, from 0.
///   - to: The end, which is not included, at most the extent and at least `from`.
///   - step: At least 1.
public func sliced(
  _ layout: Layout, axis: Int, from: Int, to: Int, by step: Int
) throws -> Layout {
  throw NotImplemented()
}

/// Exercise 01.2, fourth part: reads an axis backwards.
///
///     reversed(([3, 4], [4, 1], 0), axis: 0)   // ([3, 4], [-4, 1], 8)
///
/// - Parameters:
///   - layout: Every extent at least 1.
///   - axis: From 0.
public func reversed(_ layout: Layout, axis: Int) throws -> Layout {
  throw NotImplemented()
}
