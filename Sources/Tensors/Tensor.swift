/// An array of `Float` of any rank, in row-major order.
///
/// A tensor is a value: a changed copy leaves the original alone. Copies and slices along the leading
/// axis share memory until one of them is changed.
///
/// ```swift
/// let x = Tensor([[1, 2, 3], [4, 5, 6]])
/// x.shape             // [2, 3]
/// x.sum(axis: 0)      // Tensor [3]: [5.0, 7.0, 9.0]
/// x + Tensor([10, 20, 30])
/// ```
public struct Tensor: Sendable {
  /// The extent of every axis; `[]` for a single number.
  public let shape: [Int]
  /// The number of elements, the product of the extents.
  public let count: Int
  /// The block of memory that holds the elements.
  var storage: Storage
  /// Where in the block the elements start.
  let offset: Int
  /// How the tensor was computed from the variables of a gradient; `nil` for a constant.
  var node: Node?

  /// The number of axes.
  public var rank: Int { shape.count }

  /// Makes a tensor that reads `storage` from `offset` on.
  init(storage: Storage, offset: Int, shape: [Int], count: Int) {
    self.storage = storage
    self.offset = offset
    self.shape = shape
    self.count = count
  }

  /// Makes a tensor of shape `shape` whose elements `fill` writes, in row-major order.
  ///
  /// `fill` must write every element: the memory holds arbitrary values before.
  package init(shape: [Int], _ fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
    require(
      shape.allSatisfy { $0 >= 0 }, "Tensor: \(shape): an extent must not be negative")
    let count = Shape.count(shape)
    self.init(storage: Storage(count: count), offset: 0, shape: shape, count: count)
    fill(UnsafeMutableBufferPointer(start: storage.start, count: count))
  }

  /// Makes a tensor of rank 0: `scalar` alone, shape `[]`.
  public init(_ scalar: Float) {
    self.init(shape: []) { $0[0] = scalar }
  }

  /// Makes a tensor of rank 1: shape `[scalars.count]`.
  public init(_ scalars: [Float]) {
    self.init(scalars, shape: [scalars.count])
  }

  /// Makes a tensor of rank 2 from its rows, which must be of one length: shape `[rows, columns]`.
  public init(_ rows: [[Float]]) {
    let columns = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() {
      require(
        row.count == columns,
        "Tensor: row 0 has \(columns) elements and row \(index) has \(row.count)")
    }
    self.init(Array(rows.joined()), shape: [rows.count, columns])
  }

  /// Makes a tensor of shape `shape` from its elements in row-major order.
  public init(_ scalars: [Float], shape: [Int]) {
    require(
      shape.allSatisfy { $0 >= 0 } && Shape.count(shape) == scalars.count,
      "Tensor: \(scalars.count) elements do not fill the shape \(shape)")
    self.init(shape: shape) { _ = $0.initialize(from: scalars) }
  }

  /// The elements in row-major order, as a copy.
  public var scalars: [Float] {
    withUnsafeScalars { Array($0) }
  }

  /// The only element of a tensor that has one; traps for any other.
  public var scalar: Float {
    require(count == 1, "scalar: \(shape): the tensor has \(count) elements, not one")
    return storage.start[offset]
  }
}

// MARK: Access to the memory

extension Tensor {
  /// Calls `body` with the elements in row-major order.
  package func withUnsafeScalars<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(storage) {
      try body(UnsafeBufferPointer(start: storage.start + offset, count: count))
    }
  }

  /// Calls `body` with the elements in row-major order, to be changed in place.
  ///
  /// The memory is copied first if another tensor shares it.
  package mutating func withUnsafeMutableScalars<Result>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    if !ownsStorage() { self = copy() }
    node = nil  // a changed tensor is no longer what was recorded
    return try withExtendedLifetime(storage) {
      try body(UnsafeMutableBufferPointer(start: storage.start + offset, count: count))
    }
  }

  /// Whether no other tensor shares the memory, so that it may be changed.
  mutating func ownsStorage() -> Bool { isKnownUniquelyReferenced(&storage) }

  /// The same elements in memory of their own, as a constant.
  func copy() -> Tensor {
    withUnsafeScalars { source in
      Tensor(shape: shape) { _ = $0.initialize(from: source) }
    }
  }

  /// Makes a tensor of `count` elements that `fill` writes, all of them.
  static func make(
    _ shape: [Int], count: Int, _ fill: (UnsafeMutablePointer<Float>) -> Void
  ) -> Tensor {
    let storage = Storage(count: count)
    fill(storage.start)
    return Tensor(storage: storage, offset: 0, shape: shape, count: count)
  }

  /// Calls `body` with the first element and the number of elements.
  func withPointer<Result>(_ body: (UnsafePointer<Float>, Int) -> Result) -> Result {
    withExtendedLifetime(storage) { body(UnsafePointer(storage.start + offset), count) }
  }
}
