// Products and extremes of everything up to a position, and the middle of an axis.

extension Tensor {
  /// Computes running products along an axis: element `i` is the product of the elements up to `i`.
  ///
  /// The gradient needs no division, so zeros do no harm.
  public func cumulativeProduct(axis: Int) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "cumulativeProduct")
    let products = runningProducts(axis)
    guard isTracked else { return products }
    return products.recorded(from: self) { g in
      let before = replay(products) { self.cumulativeProduct(axis: axis) }.shiftedByOne(axis, 1)
      return before * g.sumsOfProducts(with: self, axis)
    }
  }

  /// `s[i] = g[i] + x[i + 1] s[i + 1]`, from the end on: what all later results owe to position `i`.
  private func sumsOfProducts(with x: Tensor, _ axis: Int) -> Tensor {
    if shape[axis] == 0 { return self }
    var sums: [Tensor] = []
    for i in stride(from: shape[axis] - 1, through: 0, by: -1) {
      let g = slice(i..<i + 1, axis: axis)
      sums.append(sums.last.map { g + x.slice(i + 1..<i + 2, axis: axis) * $0 } ?? g)
    }
    return Tensor.concatenate(sums.reversed(), axis: axis)
  }

  /// Everything one position further along an axis, with a number in front.
  private func shiftedByOne(_ axis: Int, _ first: Float) -> Tensor {
    if shape[axis] == 0 { return self }
    var start = shape
    start[axis] = 1
    return Tensor.concatenate(
      [Tensor.full(start, first), slice(0..<shape[axis] - 1, axis: axis)], axis: axis)
  }

  /// Takes the largest element up to each position along an axis; NaN from a NaN on.
  ///
  /// Of equal elements the last one gets the gradient.
  public func cumulativeMaximum(axis: Int) -> Tensor {
    takingRunning("cumulativeMaximum", axis) { $0 >= $1 }
  }

  /// Takes the smallest element up to each position along an axis; NaN from a NaN on.
  ///
  /// Of equal elements the last one gets the gradient.
  public func cumulativeMinimum(axis: Int) -> Tensor {
    takingRunning("cumulativeMinimum", axis) { $0 <= $1 }
  }

  private func takingRunning(
    _ name: String, _ axis: Int, isBetter: (Float, Float) -> Bool
  ) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: name)
    let (length, inner) = (shape[axis], Shape.count(Array(shape[(axis + 1)...])))
    var indices = [Int](repeating: 0, count: count)
    withPointer { x, count in
      for i in 0..<count {
        let position = i / inner % length
        if position == 0 { continue }
        let last = indices[i - inner]
        let best = x[i + (last - position) * inner]
        indices[i] = !best.isNaN && (x[i].isNaN || isBetter(x[i], best)) ? position : last
      }
    }
    return count == 0 ? self : takeAlong(indices, axis: axis)
  }

  /// Computes `ln Σ exp x` of everything up to each position along an axis, without overflow.
  public func cumulativeLogSumExp(axis: Int) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "cumulativeLogSumExp")
    if count == 0 { return self }
    var sums: [Tensor] = []
    for i in 0..<shape[axis] {
      let x = slice(i..<i + 1, axis: axis)
      sums.append(sums.last.map { logAddExp($0, x) } ?? x)
    }
    return Tensor.concatenate(sums, axis: axis)
  }

  /// Takes the middle element along an axis, which is removed or kept with extent 1; the mean of the two in
  /// the middle if their number is even, NaN if there is a NaN.
  public func median(axis: Int, keepDimensions: Bool = false) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "median")
    let length = shape[axis]
    require(length > 0, "median: \(shape): axis \(axis) is empty")
    let sorted = sorted(axis: axis).values
    let middle = sorted.slice((length - 1) / 2..<length / 2 + 1, axis: axis)
    let median = middle.mean(axis: axis, keepDimensions: keepDimensions)
    let isUnknown = isNaN.any(axis: axis)
    return isUnknown.any()
      ? median.filled(with: .nan, where: isUnknown.reshaped(median.shape)) : median
  }

  /// The position of the smallest element, counted in row-major order; the first of equal ones.
  public func argmin() -> Int { (-stopGradient(self)).argmax() }

  /// The positions of the smallest elements along an axis, in row-major order of the other axes; the first of
  /// equal ones.
  public func argmin(axis: Int) -> [Int] { (-stopGradient(self)).argmax(axis: axis) }

  /// The running products along an axis, as a constant.
  private func runningProducts(_ axis: Int) -> Tensor {
    let (length, inner) = (shape[axis], Shape.count(Array(shape[(axis + 1)...])))
    return Tensor.make(shape, count: count) { result in
      withPointer { x, count in
        guard count > 0 else { return }
        for line in 0..<count / length {
          let start = line / inner * length * inner + line % inner
          var product = 1.0
          for i in stride(from: start, to: start + length * inner, by: inner) {
            product *= Double(x[i])
            result[i] = Float(product)
          }
        }
      }
    }
  }
}
