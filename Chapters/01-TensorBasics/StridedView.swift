// A view: the same numbers, read in another way
//
// Nothing in the formula for the place asks that the strides be row-major. Change the strides, the shape
// or the offset, leave the memory alone, and the same numbers become another tensor:
//
//     what one wants                  what changes
//     transpose                       exchange two strides, and the two extents
//     rows 2, 4, 6                    offset + 2 · stride, and twice the stride
//     backwards                       offset to the last element, and the stride negative
//     one row for all rows            stride 0: the same element again and again
//     the diagonal                    one axis, whose stride is the sum of the two
//     overlapping windows             two axes with the same stride
//
// None of them moves a number. A transposition of a million elements costs as much as one of four.
//
// A view and the tensor it was made of share memory. That raises a question: what happens to the view when
// the tensor is changed? In NumPy and PyTorch it changes too. Here tensors are *values*: whoever changes
// a shared block takes a copy first. The view below keeps an `Array`, which does exactly that, and it can
// only be read. Sharing then saves time and can surprise nobody.

public import Tensors

/// Numbers in memory, read through a shape, a stride for each axis, and an offset.
///
/// ```swift
/// let x = StridedView(Tensor([[1, 2, 3], [4, 5, 6]]))   // shape [2, 3], strides [3, 1]
/// let t = x.transposed()                                // shape [3, 2], strides [1, 3]
/// t[2, 0]                                               // 3
/// t.elements()                                          // [1, 4, 2, 5, 3, 6]
/// ```
///
/// `Tensors` reads in the same way inside its operations; its `Tensor` itself is always row-major.
public struct StridedView: Sendable {
  /// The memory, shared by all views of it.
  public let storage: [Float]
  /// The extent of every axis.
  public let shape: [Int]
  /// The distance in elements from one position to the next, for every axis; 0 and less are allowed.
  public let strides: [Int]
  /// Where in the memory the element at position `[0, 0, …]` stands.
  public let offset: Int

  /// The number of axes.
  public var rank: Int { shape.count }
  /// The number of elements that the view shows; an element in memory may be shown more than once.
  public var count: Int { shape.reduce(1, *) }

  /// Makes a view of memory; traps when it would reach outside.
  public init(storage: [Float], shape: [Int], strides: [Int], offset: Int = 0) {
    require(
      shape.count == strides.count && shape.allSatisfy { $0 >= 0 },
      "StridedView: shape \(shape) and strides \(strides): one stride for each extent is expected")
    self.storage = storage
    self.shape = shape
    self.strides = strides
    self.offset = offset
    guard count > 0 else { return }
    // The lowest and the highest place are at corners: each axis adds to one of the two.
    let reach = zip(shape, strides).map { ($0 - 1) * $1 }
    let lowest = reach.reduce(offset) { $0 + min($1, 0) }
    let highest = reach.reduce(offset) { $0 + max($1, 0) }
    require(
      lowest >= 0 && highest < storage.count,
      "StridedView: shape \(shape), strides \(strides) and offset \(offset) reach the places "
        + "\(lowest)...\(highest), but the memory has \(storage.count) elements")
  }

  /// Makes a view of a tensor's elements, in their order.
  public init(_ tensor: Tensor) {
    self.init(
      storage: tensor.scalars, shape: tensor.shape, strides: rowMajorStrides(tensor.shape))
  }

  /// The element at a position: one index for each axis.
  public subscript(_ position: Int...) -> Float {
    require(
      position.count == rank && zip(position, shape).allSatisfy { $0 >= 0 && $0 < $1 },
      "StridedView: position \(position) is not in the shape \(shape)")
    return storage[place(of: position, strides: strides, offset: offset)]
  }

  /// Whether the elements stand side by side in row-major order, so that no copy is needed to use them.
  public var isContiguous: Bool {
    // The stride of an axis with one position is never used.
    zip(shape, zip(strides, rowMajorStrides(shape))).allSatisfy { $0 == 1 || $1.0 == $1.1 }
  }

  /// Calls `body` with the place of every element, in row-major order of the view.
  ///
  /// The position runs like the digits of an odometer: the last one turns fastest, and one that has gone
  /// all the way round goes back to 0 and moves the digit before it.
  func forEachPlace(_ body: (Int) -> Void) {
    guard count > 0 else { return }
    var position = [Int](repeating: 0, count: rank)
    var place = offset
    while true {
      body(place)
      var axis = rank - 1
      while axis >= 0 {
        position[axis] += 1
        place += strides[axis]
        if position[axis] < shape[axis] { break }
        position[axis] = 0
        place -= shape[axis] * strides[axis]
        axis -= 1
      }
      if axis < 0 { return }
    }
  }

  /// The elements in row-major order, as a copy.
  public func elements() -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(count)
    forEachPlace { result.append(storage[$0]) }
    return result
  }

  /// The elements as a tensor of this shape, in memory of its own.
  public func tensor() -> Tensor { Tensor(elements(), shape: shape) }

  /// The position of an axis, which may count from the end.
  func axis(_ axis: Int, in operation: String) -> Int {
    let position = axis < 0 ? axis + rank : axis
    require(
      position >= 0 && position < rank,
      "\(operation): \(shape): there is no axis \(axis) in a view of rank \(rank)")
    return position
  }

  func with(shape: [Int], strides: [Int], offset: Int? = nil) -> StridedView {
    StridedView(
      storage: storage, shape: shape, strides: strides, offset: offset ?? self.offset)
  }
}
