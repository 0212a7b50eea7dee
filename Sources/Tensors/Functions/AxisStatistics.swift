import KernelInterface

// Variances, products and running sums along an axis.

extension Tensor {
  /// Computes the variance along an axis, which is removed or kept with extent 1.
  ///
  /// - Parameter correction: What is subtracted from the number of elements in the divisor: 0 for the
  ///   variance of these numbers, 1 to estimate that of what they were drawn from (Bessel).
  public func variance(
    axis: Int, correction: Int = 0, keepDimensions: Bool = false
  ) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "variance")
    require(shape[axis] > 0, "variance: \(shape): axis \(axis) is empty")
    let means = Tensor.zeros([count / shape[axis]])
    let variances = alongAxis(axis, keepDimensions) { outer, length, inner, x, result in
      kernels.varianceAxis(
        outer: outer, axis: length, inner: inner, correction: correction, x,
        means: means.storage.start, variances: result)
    }
    guard isTracked else { return variances }
    let kept = keptShape(axis)
    let divisor = Float(shape[axis] - correction)
    return variances.recorded(from: self) { g in
      let centred = self - self.mean(axis: axis, keepDimensions: true)
      return g.reshaped(kept) * (centred * (2 / divisor))
    }
  }

  /// Computes the standard deviation along an axis: the square root of ``variance(axis:correction:keepDimensions:)``.
  ///
  /// The slope where all numbers are equal counts as 0.
  public func standardDeviation(
    axis: Int, correction: Int = 0, keepDimensions: Bool = false
  ) -> Tensor {
    let variance = variance(axis: axis, correction: correction, keepDimensions: keepDimensions)
    guard isTracked else { return sqrt(variance) }
    let isFlat = variance .== 0
    return isFlat.any() ? select(isFlat, 0, sqrt(select(isFlat, 1, variance))) : sqrt(variance)
  }

  /// Multiplies all elements; 1 for an empty tensor.
  ///
  /// - Returns: A tensor of rank 0; its `scalar` is the number.
  public func product() -> Tensor { flattened().product(axis: 0) }

  /// Multiplies the elements along an axis, which is removed or kept with extent 1.
  ///
  /// The gradient of an element is the product of the others, so zeros do no harm.
  public func product(axis: Int, keepDimensions: Bool = false) -> Tensor {
    let axis = Shape.axis(axis, of: shape, in: "product")
    let products = alongAxis(axis, keepDimensions) { outer, length, inner, x, result in
      kernels.productAxis(outer: outer, axis: length, inner: inner, x, result)
    }
    guard isTracked else { return products }
    let kept = keptShape(axis)
    return products.recorded(from: self) { g in
      g.reshaped(kept) * (Recording.isNested ? othersToDifferentiate(axis) : others(axis))
    }
  }

  /// The product of all other elements along an axis, for every element.
  private func others(_ axis: Int) -> Tensor {
    let (outer, inner) = around(axis)
    let length = shape[axis]
    return Tensor.make(shape, count: count) { result in
      withPointer { x, _ in
        // In double precision, as the product of one side may be large where that of both is not.
        withUnsafeTemporaryAllocation(of: Double.self, capacity: length) { before in
          for o in 0..<outer {
            for i in 0..<inner {
              let line = o * length * inner + i
              var product = 1.0
              for j in 0..<length {
                before[j] = product
                product *= Double(x[line + j * inner])
              }
              product = 1
              for j in stride(from: length - 1, through: 0, by: -1) {
                result[line + j * inner] = Float(before[j] * product)
                product *= Double(x[line + j * inner])
              }
            }
          }
        }
      }
    }
  }

  /// The same as ``others(_:)`` in tensor operations: what is before, times what is after.
  private func othersToDifferentiate(_ axis: Int) -> Tensor {
    let after = reversed(axis: axis).productsBefore(axis).reversed(axis: axis)
    return productsBefore(axis) * after
  }

  /// The product of the elements before each element along an axis, in steps that double their reach.
  private func productsBefore(_ axis: Int) -> Tensor {
    let length = shape[axis]
    func moved(_ x: Tensor, _ distance: Int) -> Tensor {
      var start = shape
      start[axis] = distance
      return Tensor.concatenate(
        [Tensor.ones(start), x.slice(0..<length - distance, axis: axis)], axis: axis)
    }
    if length == 0 { return self }
    var products = moved(self, 1)
    var reach = 1
    while reach < length {
      products = products * moved(products, reach)
      reach *= 2
    }
    return products
  }

  /// Computes running sums along an axis: element `i` is the sum of the elements up to `i`.
  public func cumulativeSum(axis: Int) -> Tensor {
    runningSum(Shape.axis(axis, of: shape, in: "cumulativeSum"), reversed: false)
  }

  private func runningSum(_ axis: Int, reversed: Bool) -> Tensor {
    let (outer, inner) = around(axis)
    let sums = Tensor.make(shape, count: count) { result in
      withPointer { x, _ in
        kernels.cumulativeSumAxis(
          outer: outer, axis: shape[axis], inner: inner, reversed: reversed, x, result)
      }
    }
    guard isTracked else { return sums }
    return sums.recorded(from: self) { g in g.runningSum(axis, reversed: !reversed) }
  }

  private func alongAxis(
    _ axis: Int, _ keepDimensions: Bool, _ kernel: (Int, Int, Int, Input, Output) -> Void
  ) -> Tensor {
    let (outer, inner) = around(axis)
    var result = shape
    if keepDimensions { result[axis] = 1 } else { result.remove(at: axis) }
    return Tensor.make(result, count: outer * inner) { values in
      withPointer { x, _ in kernel(outer, shape[axis], inner, x, values) }
    }
  }

  private func keptShape(_ axis: Int) -> [Int] {
    var kept = shape
    kept[axis] = 1
    return kept
  }

  private func around(_ axis: Int) -> (outer: Int, inner: Int) {
    (Shape.count(Array(shape[..<axis])), Shape.count(Array(shape[(axis + 1)...])))
  }
}
