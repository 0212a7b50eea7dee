// A shape is a way to count
//
// Memory is one long row of numbers. A *shape* says how to read it as a table, a stack of tables, or
// more: `[2, 3, 4]` is two tables of three rows of four. The usual order, *row-major*, writes the last
// axis first: the four numbers of a row stand side by side, then comes the next row, then the next table.
//
// So one step along an axis skips a fixed count of numbers, the *stride* of the axis:
//
//     axis       0    1    2
//     extent     2    3    4
//     stride    12    4    1
//
// The last stride is 1. Every other stride is the next extent times the next stride: to reach the next
// row one skips a whole row, to reach the next table a whole table. And a position in the shape is a
// place in memory, by one sum of products:
//
//     place = offset + Σ position[axis] · stride[axis]
//
// In words: [1, 2, 3] is 12 + 8 + 3 = 23 numbers after the start, the last of 24.
//
// Some texts count strides in bytes, as NumPy does. This book counts elements, as PyTorch does.

/// Computes the strides of a shape in row-major order, in elements.
///
/// ```swift
/// rowMajorStrides([2, 3, 4])    // [12, 4, 1]
/// ```
public func rowMajorStrides(_ shape: [Int]) -> [Int] {
  var strides = [Int](repeating: 1, count: shape.count)
  for axis in shape.indices.dropLast().reversed() {
    strides[axis] = strides[axis + 1] * shape[axis + 1]
  }
  return strides
}

/// Computes where in memory the element at a position stands, in elements after the first one.
///
/// ```swift
/// place(of: [1, 2, 3], strides: [12, 4, 1])    // 23
/// ```
public func place(of position: [Int], strides: [Int], offset: Int = 0) -> Int {
  zip(position, strides).reduce(offset) { $0 + $1.0 * $1.1 }
}

/// Computes the position in a shape of the element that comes `index`-th in row-major order.
///
/// The inverse of counting: divide by the extents, last axis first, and keep the remainders.
///
/// ```swift
/// position(of: 23, in: [2, 3, 4])    // [1, 2, 3]
/// ```
public func position(of index: Int, in shape: [Int]) -> [Int] {
  var rest = index
  var position = shape
  for axis in shape.indices.reversed() {
    position[axis] = rest % shape[axis]
    rest /= shape[axis]
  }
  return position
}
