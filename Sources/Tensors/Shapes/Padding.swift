/// What the positions hold that padding adds at the ends of an axis.
public enum PaddingMode: Sendable, Equatable {
  /// The same number everywhere.
  case constant(Float)
  /// The elements mirrored at the edge, which is not repeated: `3 2 | 1 2 3 | 2 1`.
  case reflect
  /// The edge again and again: `1 1 | 1 2 3 | 3 3`.
  case replicate
  /// The elements of the other end: `2 3 | 1 2 3 | 1 2`.
  case circular
}

extension Tensor {
  /// Adds positions before and after the elements of the last axes.
  ///
  /// `images.padded([(1, 1), (2, 2)])` adds one row above and below and two columns left and right
  /// of each image of `[batch, channels, height, width]`.
  ///
  /// - Parameters:
  ///   - widths: How many positions to add before and after. The last pair belongs to the last axis.
  ///   - mode: What they hold. `.reflect` needs axes longer than the width, `.circular` at least as long.
  public func padded(
    _ widths: [(before: Int, after: Int)], mode: PaddingMode = .constant(0)
  ) -> Tensor {
    require(
      widths.count <= rank,
      "padded: \(shape): there are widths for \(widths.count) axes, but the rank is \(rank)")
    let first = rank - widths.count
    for (index, width) in widths.enumerated() {
      let text =
        "padded: \(shape): width (\(width.before), \(width.after)) of axis \(first + index)"
      require(width.before >= 0 && width.after >= 0, text + " must not be negative")
      let (longest, extent) = (Swift.max(width.before, width.after), shape[first + index])
      switch mode {
      case .constant: break
      case .reflect:
        require(longest == 0 || longest < extent, text + ": the axis is too short to reflect")
      case .replicate: require(longest == 0 || extent > 0, text + ": an empty axis has no edge")
      case .circular: require(longest <= extent, text + ": the axis is too short to go around once")
      }
    }
    if case .constant(let value) = mode { return paddedConstantly(widths, value) }
    var result = self
    for (index, width) in widths.enumerated() where width.before > 0 || width.after > 0 {
      let extent = shape[first + index]
      let positions = (-width.before..<extent + width.after).map { position in
        switch mode {
        case .constant: position
        case .reflect:
          position < 0
            ? -position : position < extent ? position : 2 * (extent - 1) - position
        case .replicate: Swift.min(Swift.max(position, 0), extent - 1)
        case .circular: (position + extent) % extent
        }
      }
      result = result.gathered(positions, axis: first + index)
    }
    return result
  }

  private func paddedConstantly(_ widths: [(before: Int, after: Int)], _ value: Float) -> Tensor {
    let first = rank - widths.count
    var target = shape
    for (index, width) in widths.enumerated() {
      target[first + index] += width.before + width.after
    }
    var layout = Layout(target)
    layout.shape = shape
    for (index, width) in widths.enumerated() {
      layout.offset += width.before * layout.strides[first + index]
    }
    if value == 0 { return written(layout, in: target) }
    return Tensor.full(target, value).replacing(layout, by: self)
  }
}
