/// What a subscript with one choice per axis means for a tensor of one shape.
struct Selection {
  /// The part that the choices name; an axis with a list of positions is still whole.
  private(set) var layout: Layout
  /// The axis of `layout` from which a list takes positions, and the list.
  private(set) var list: (axis: Int, positions: [Int])?

  /// The shape of the part.
  var shape: [Int] {
    var result = layout.shape
    if let list { result[list.axis] = list.positions.count }
    return result
  }

  /// Applies the choices to the axes of a shape, from the left; axes without a choice are whole.
  init(_ choices: [any AxisIndexing], of shape: [Int]) {
    let kinds = choices.map(\.axisIndex.kind)
    var named = 0
    var ellipses = 0
    for kind in kinds {
      switch kind {
      case .newAxis: break
      case .ellipsis: ellipses += 1
      default: named += 1
      }
    }
    require(
      named <= shape.count,
      "subscript: \(shape): \(named) indices for a tensor of rank \(shape.count)")
    require(ellipses <= 1, "subscript: \(shape): there may be only one .ellipsis")
    let whole = Layout(shape)
    layout = Layout(shape: [], strides: [])
    var axis = 0
    for kind in kinds {
      switch kind {
      case .newAxis: append(1, 0)
      case .ellipsis:
        for _ in 0..<shape.count - named {
          append(shape[axis], whole.strides[axis])
          axis += 1
        }
      default:
        apply(kind, axis, shape, whole.strides[axis])
        axis += 1
      }
    }
    for axis in axis..<shape.count { append(shape[axis], whole.strides[axis]) }
  }

  private mutating func append(_ extent: Int, _ stride: Int) {
    layout.shape.append(extent)
    layout.strides.append(stride)
  }

  /// Applies a choice of positions to one axis.
  private mutating func apply(
    _ kind: AxisIndex.Kind, _ axis: Int, _ shape: [Int], _ stride: Int
  ) {
    let extent = shape[axis]
    switch kind {
    case .position(let position, let fromEnd):
      require(
        !fromEnd || (position > 0 && position <= extent),
        "subscript: \(shape): .fromEnd(\(position)) is outside 1...\(extent) of axis \(axis)")
      require(
        fromEnd || (position >= 0 && position < extent),
        "subscript: \(shape): index \(position) is outside 0..<\(extent) of axis \(axis)"
          + (position < 0 && -position <= extent ? "; write .fromEnd(\(-position))" : ""))
      layout.offset += (fromEnd ? extent - position : position) * stride
    case .range(let first, let end, let step):
      let (first, end) = (first ?? 0, end ?? extent)
      require(
        first >= 0 && first <= end && end <= extent,
        "subscript: \(shape): the range \(first)..<\(end) is outside 0..<\(extent) of axis \(axis)")
      let count = (end - first + Swift.abs(step) - 1) / Swift.abs(step)
      if count > 0 { layout.offset += (step > 0 ? first : end - 1) * stride }
      append(count, step * stride)
    case .last(let count), .allButLast(let count):
      require(
        count >= 0 && count <= extent,
        "subscript: \(shape): axis \(axis) has \(extent) positions, not \(count)")
      if case .last = kind {
        if count > 0 { layout.offset += (extent - count) * stride }
        append(count, stride)
      } else {
        append(extent - count, stride)
      }
    case .list(let positions):
      require(list == nil, "subscript: \(shape): only one axis may be indexed by a list")
      for position in positions {
        require(
          position >= 0 && position < extent,
          "subscript: \(shape): index \(position) is outside 0..<\(extent) of axis \(axis)")
      }
      list = (layout.shape.count, positions)
      append(extent, stride)
    case .newAxis, .ellipsis: break  // not choices of positions
    }
  }
}

extension Tensor {
  func read(_ selection: Selection) -> Tensor {
    let part = read(selection.layout)
    guard let (axis, positions) = selection.list else { return part }
    return part.gathered(positions, axis: axis)
  }

  mutating func assign(_ selection: Selection, _ part: Tensor) {
    let expected = selection.shape
    require(
      Shape.stretches(part.shape, to: expected),
      "subscript: \(shape): a part of shape \(expected) is expected, not \(part.shape)")
    let part = part.broadcasted(to: expected)
    guard let (axis, positions) = selection.list else { return assign(selection.layout, part) }
    // One position after the other, so that the last one wins where a position is named twice.
    for (index, position) in positions.enumerated() {
      var layout = selection.layout
      layout.offset += position * layout.strides[axis]
      layout.shape[axis] = 1
      assign(layout, part.slice(index..<index + 1, axis: axis))
    }
  }
}

extension Shape {
  /// Whether broadcasting turns one shape into the other.
  static func stretches(_ shape: [Int], to target: [Int]) -> Bool {
    shape.count <= target.count
      && zip(shape.reversed(), target.reversed()).allSatisfy { $0 == $1 || $0 == 1 }
  }
}
