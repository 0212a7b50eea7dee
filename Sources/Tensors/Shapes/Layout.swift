/// Where the elements of a part of a tensor lie in the tensor's memory.
///
/// The first element lies at `offset`; one step along an axis skips `strides` of that axis. Every
/// part that can be described so (a permutation of the axes, every second row, a diagonal, the same
/// row again and again) is read by one loop and written back by another.
struct Layout: Sendable {
  /// The position of the first element, counted from the tensor's first.
  var offset = 0
  /// The extents of the part.
  var shape: [Int]
  /// The distance between neighbours along each axis; 0 for an axis that repeats the same elements.
  var strides: [Int]

  /// The layout of a whole tensor.
  init(_ shape: [Int]) {
    self.shape = shape
    strides = Shape.strides(shape)
  }

  init(offset: Int = 0, shape: [Int], strides: [Int]) {
    self.offset = offset
    self.shape = shape
    self.strides = strides
  }

  var count: Int { Shape.count(shape) }

  /// Whether the elements follow one another in memory, so that nothing needs to be copied.
  var isRowMajor: Bool {
    let natural = Shape.strides(shape)
    return shape.indices.allSatisfy { shape[$0] == 1 || strides[$0] == natural[$0] }
  }

  /// The axes along which the same elements are met again and again.
  var stretchedAxes: [Int] { shape.indices.filter { strides[$0] == 0 && shape[$0] != 1 } }
}

extension Tensor {
  /// The elements that a layout names, in row-major order.
  ///
  /// The result shares memory with this tensor if the elements already are in that order.
  func read(_ layout: Layout) -> Tensor {
    let value: Tensor
    if layout.isRowMajor {
      value = Tensor(
        storage: storage, offset: offset + layout.offset, shape: layout.shape, count: layout.count)
    } else {
      let copy = StridedCopy(
        layout.shape, from: layout.strides, to: Shape.strides(layout.shape))
      value = Tensor.make(layout.shape, count: layout.count) { result in
        withPointer { x, _ in copy.run(x + layout.offset, result) }
      }
    }
    return isTracked ? value.recorded(asPart: Part(layout: layout, whole: shape), of: self) : value
  }

  /// A tensor of zeros of the shape `target` that holds this one where a layout says.
  ///
  /// The layout must not name an element twice.
  func written(_ layout: Layout, in target: [Int]) -> Tensor {
    let size = Shape.count(target)
    let copy = StridedCopy(layout.shape, from: Shape.strides(layout.shape), to: layout.strides)
    let whole = Tensor.make(target, count: size) { result in
      if count != size { result.update(repeating: 0, count: size) }
      withPointer { x, _ in copy.run(x, result + layout.offset) }
    }
    guard isTracked else { return whole }
    return whole.recorded(from: self) { g in g.read(layout) }
  }

  /// This tensor with other elements where a layout says; the layout must not name an element
  /// twice.
  func replacing(_ layout: Layout, by part: Tensor) -> Tensor {
    var result = stopGradient(self)
    result.replace(layout, by: part)
    guard isTracked || part.isTracked else { return result }
    return result.recorded(
      from: self, { g in g.replacing(layout, by: Tensor.zeros(layout.shape)) },
      and: part, { g in g.read(layout) })
  }

  /// Overwrites the elements that a layout names, in place if nobody shares the memory.
  private mutating func replace(_ layout: Layout, by part: Tensor) {
    let copy = StridedCopy(layout.shape, from: Shape.strides(layout.shape), to: layout.strides)
    withUnsafeMutableScalars { target in
      guard let target = target.baseAddress else { return }
      part.withPointer { part, _ in copy.run(part, target + layout.offset) }
    }
  }

  /// Adds to the elements that a layout names, in place if nobody shares the memory.
  ///
  /// The layout must not name an element twice.
  mutating func add(_ part: Tensor, at layout: Layout) {
    let copy = StridedCopy(
      layout.shape, from: Shape.strides(layout.shape), to: layout.strides, adds: true)
    withUnsafeMutableScalars { target in
      guard let target = target.baseAddress else { return }
      part.withPointer { part, _ in copy.run(part, target + layout.offset) }
    }
  }

  /// Overwrites the elements that a layout names, recording it if need be.
  mutating func assign(_ layout: Layout, _ part: Tensor) {
    if isTracked || part.isTracked {
      self = replacing(layout, by: part)
    } else {
      replace(layout, by: part)
    }
  }
}
