// Tensors from a rule rather than from a list of numbers.

extension Tensor {
  /// Makes a tensor of zeros.
  public static func zeros(_ shape: [Int]) -> Tensor { full(shape, 0) }

  /// Makes a tensor of ones.
  public static func ones(_ shape: [Int]) -> Tensor { full(shape, 1) }

  /// Makes a tensor of shape `shape` in which every element is `value`.
  public static func full(_ shape: [Int], _ value: Float) -> Tensor {
    Tensor(shape: shape) { $0.initialize(repeating: value) }
  }

  /// Makes a tensor of zeros of another tensor's shape.
  public static func zeros(like other: Tensor) -> Tensor { zeros(other.shape) }

  /// Makes a tensor of ones of another tensor's shape.
  public static func ones(like other: Tensor) -> Tensor { ones(other.shape) }

  /// Makes the identity matrix: shape `[n, n]`, ones on the diagonal and zeros elsewhere.
  public static func identity(_ n: Int) -> Tensor {
    Tensor(shape: [n, n]) { result in
      result.initialize(repeating: 0)
      for i in 0..<n { result[i * n + i] = 1 }
    }
  }

  /// Makes the numbers `start`, `start + step`, `start + 2 step`, … that lie before `end`.
  ///
  /// `range(0, to: 1, by: 0.25)` is `[0, 0.25, 0.5, 0.75]`. A step in the wrong direction gives an
  /// empty tensor.
  public static func range(_ start: Float, to end: Float, by step: Float = 1) -> Tensor {
    require(step != 0, "range: the step from \(start) to \(end) must not be 0")
    // In double precision, so that 0.1 counts as a tenth of 1 and not as slightly more.
    let steps = (Double(end) - Double(start)) / Double(step)
    let nearest = steps.rounded()
    let count =
      Swift.abs(steps - nearest) < 1e-6 * Swift.max(1, Swift.abs(steps))
      ? nearest : steps.rounded(.up)
    return Tensor(shape: [Swift.max(0, Int(count))]) { result in
      for i in result.indices { result[i] = Float(Double(start) + Double(i) * Double(step)) }
    }
  }

  /// Makes `count` numbers at equal distances from `first` to `last`, both included.
  public static func linearlySpaced(
    from first: Float, through last: Float, count: Int
  ) -> Tensor {
    require(count >= 0, "linearlySpaced: the count \(count) must not be negative")
    let step = count > 1 ? (Double(last) - Double(first)) / Double(count - 1) : 0
    return Tensor(shape: [count]) { result in
      for i in result.indices { result[i] = Float(Double(first) + Double(i) * step) }
      if count > 1 { result[count - 1] = last }
    }
  }

  /// Makes one row per label that is 1 at the label and 0 elsewhere: `[n] -> [n, classes]`.
  public static func oneHot(_ labels: [Int], classes: Int) -> Tensor {
    Tensor(shape: [labels.count, classes]) { result in
      result.initialize(repeating: 0)
      for (row, label) in labels.enumerated() {
        require(
          label >= 0 && label < classes,
          "oneHot: label \(label) at position \(row) is outside 0..<\(classes)")
        result[row * classes + label] = 1
      }
    }
  }
}
