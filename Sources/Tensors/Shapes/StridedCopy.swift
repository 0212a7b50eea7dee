import KernelInterface

/// A copy between two places in memory that arrange the same elements differently; or a sum, if what is
/// copied adds to what is there.
///
/// Axes that both places step through alike are merged. What is left is done in runs along one
/// axis, or, when one place has its neighbours along one axis and the other along another, in
/// planes that are transposed.
struct StridedCopy {
  private struct Axis {
    var extent = 1
    var source = 0
    var target = 0
  }

  /// The loops around, outermost first.
  private var outer: [Axis] = []
  /// The loop in the middle.
  private var middle = Axis()
  /// The axis along which the source has its neighbours, if that is not `along`.
  private var across: Axis?
  /// The axis of a run.
  private var along = Axis()
  /// Whether the elements are added to what is there.
  private let adds: Bool

  /// Describes the copy of a tensor of shape `shape` that is read and written with these strides.
  init(_ shape: [Int], from sources: [Int], to targets: [Int], adds: Bool = false) {
    self.adds = adds
    for index in shape.indices where shape[index] != 1 {
      let axis = Axis(extent: shape[index], source: sources[index], target: targets[index])
      if let last = outer.last, last.source == axis.extent * axis.source,
        last.target == axis.extent * axis.target
      {
        outer[outer.count - 1] = Axis(
          extent: last.extent * axis.extent, source: axis.source, target: axis.target)
      } else {
        outer.append(axis)
      }
    }
    let reading = outer.lastIndex { $0.source == 1 }
    let writing = outer.lastIndex { $0.target == 1 }
    if let reading, let writing, reading != writing, !adds {
      along = outer[writing]
      across = outer[reading]
      outer.remove(at: max(reading, writing))
      outer.remove(at: min(reading, writing))
    } else if let index = writing ?? reading ?? outer.indices.last {
      along = outer.remove(at: index)
    }
    if let last = outer.popLast() { middle = last }
  }

  /// Copies the elements, on several threads if there are many.
  func run(_ source: Input, _ target: Output) {
    let size = along.extent * (across?.extent ?? 1)
    let runs = outer.reduce(middle.extent) { $0 * $1.extent }
    if size == 0 || runs == 0 { return }
    inParallelRanges(runs, length: max(1, chunkLength / size)) { start, count in
      run(start..<start + count, source, target)
    }
  }

  /// Copies some runs or planes, counted through all loops.
  private func run(_ range: Range<Int>, _ source: Input, _ target: Output) {
    var index = range.lowerBound
    while index < range.upperBound {
      var rest = index / middle.extent
      let first = index - rest * middle.extent
      let count = min(middle.extent - first, range.upperBound - index)
      var from = source + first * middle.source
      var to = target + first * middle.target
      for axis in outer.reversed() {
        let position = rest % axis.extent
        rest /= axis.extent
        from += position * axis.source
        to += position * axis.target
      }
      for _ in 0..<count {
        copyOne(from, to)
        from += middle.source
        to += middle.target
      }
      index += count
    }
  }

  @inline(__always) private func copyOne(_ source: Input, _ target: Output) {
    if adds {
      addOne(source, target)
    } else if let across {
      kernels.transpose(
        rows: along.extent, columns: across.extent, source, xRow: along.source, target,
        resultRow: across.target)
    } else if along.source == 1 && along.target == 1 {
      target.update(from: source, count: along.extent)
    } else if along.source == -1 && along.target == 1 {
      for i in 0..<along.extent { target[i] = source[-i] }
    } else {
      for i in 0..<along.extent { target[i &* along.target] = source[i &* along.source] }
    }
  }

  private func addOne(_ source: Input, _ target: Output) {
    if along.source == 1 && along.target == 1 {
      kernels.combine(
        .add, rows: 1, columns: along.extent, target, 0, 1, source, 0, 1, target)
    } else {
      for i in 0..<along.extent { target[i &* along.target] += source[i &* along.source] }
    }
  }
}
