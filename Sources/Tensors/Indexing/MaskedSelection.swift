// Masks at work: choosing between two tensors, and the elements that a mask names.

/// Chooses element by element: from `a` where the mask is true, from `b` elsewhere.
///
/// The three shapes are broadcast. The gradient of an element goes to where it was taken from, and
/// the other tensor gets exactly 0, even if the element that was not taken is infinite or not a
/// number. NumPy's and PyTorch's `where`.
public func select(_ mask: Mask, _ a: Tensor, _ b: Tensor) -> Tensor {
  let values = Shape.broadcast(a.shape, b.shape, in: "select")
  let shape = Shape.broadcast(mask.shape, values, in: "select")
  let mask = mask.broadcasted(to: shape)
  let chosen = Tensor.make(shape, count: mask.count) { result in
    let (a, stepA) = partner(a, shape)
    let (b, stepB) = partner(b, shape)
    a.withPointer { a, _ in
      b.withPointer { b, _ in
        mask.values.withUnsafeBufferPointer { mask in
          inParallelRanges(mask.count) { start, count in
            // Bits instead of a branch, which would be guessed wrongly half the time.
            for i in start..<start + count {
              let bits = UInt32(truncatingIfNeeded: mask[i] ? -1 : 0)
              let (one, other) = (a[i &* stepA].bitPattern, b[i &* stepB].bitPattern)
              result[i] = Float(bitPattern: other ^ ((one ^ other) & bits))
            }
          }
        }
      }
    }
  }
  guard a.isTracked || b.isTracked else { return chosen }
  return chosen.recorded(
    from: a, { [shape = a.shape] g in select(mask, g, 0).summed(to: shape) },
    and: b, { [shape = b.shape] g in select(mask, 0, g).summed(to: shape) })
}

/// Chooses element by element: from `a` where the mask is true, a number elsewhere.
public func select(_ mask: Mask, _ a: Tensor, _ b: Float) -> Tensor {
  select(mask, a, Tensor(b))
}

/// Chooses element by element: a number where the mask is true, from `b` elsewhere.
public func select(_ mask: Mask, _ a: Float, _ b: Tensor) -> Tensor {
  select(mask, Tensor(a), b)
}

/// The values that are paired with the elements of a shape, and how far it is to the next one.
private func partner(_ x: Tensor, _ shape: [Int]) -> (Tensor, step: Int) {
  x.count == 1 ? (x, 0) : (stopGradient(x).broadcasted(to: shape), 1)
}

extension Tensor {
  /// This tensor with a number in place of the elements that a mask names.
  ///
  /// `scores.filled(with: -.infinity, where: isFuture)`. The mask is broadcast to the shape of the
  /// tensor.
  public func filled(with value: Float, where mask: Mask) -> Tensor {
    require(
      Shape.stretches(mask.shape, to: shape),
      "filled: \(shape): a mask \(mask.shape) does not stretch to that shape")
    return select(mask, value, self)
  }

  /// The elements that a mask names, as a vector; or whole parts, if the mask has the first axes
  /// only.
  ///
  /// For `x [n, features]`, a mask `[n, features]` gives a vector, and a mask `[n]` gives the rows
  /// `[trueCount, features]`. What is assigned is broadcast to that shape.
  public subscript(_ mask: Mask) -> Tensor {
    get { parts(mask).gathered(mask.indices, axis: 0) }
    set {
      let rows = parts(mask)
      let indices = mask.indices
      let expected = [indices.count] + rows.shape.dropFirst()
      require(
        Shape.stretches(newValue.shape, to: expected),
        "subscript: \(shape): a part of shape \(expected) is expected, not \(newValue.shape)")
      let new = newValue.broadcasted(to: expected)
      // A mask names no position twice, so that adding to zeros is the same as putting.
      let whole = new.scattered(indices, axis: 0, in: rows.shape)
      let ones = [Int](repeating: 1, count: rows.rank - 1)
      self = select(mask.reshaped([mask.count] + ones), whole, rows).reshaped(shape)
    }
  }

  /// This tensor with the axes of a mask merged into one.
  private func parts(_ mask: Mask) -> Tensor {
    require(
      mask.rank <= rank && Array(shape[..<mask.rank]) == mask.shape,
      "subscript: \(shape): a mask \(mask.shape) does not have the extents of the first axes")
    return reshaped([mask.count] + shape[mask.rank...])
  }

  /// Limits every element to what lies between two bounds; a bound that is left out does not limit.
  ///
  /// The gradient flows where the element was not changed.
  public func clipped(min lowest: Float? = nil, max highest: Float? = nil) -> Tensor {
    if let lowest, let highest {
      require(
        !(lowest > highest), "clipped: \(shape): the bounds \(lowest) and \(highest) are exchanged")
    }
    let value = withoutRecording {
      var result = stopGradient(self)
      if let lowest { result = maximum(result, lowest) }
      if let highest { result = minimum(result, highest) }
      return result
    }
    guard isTracked else { return value }
    let isKept = value .== stopGradient(self)
    return value.recorded(from: self) { g in select(isKept, g, 0) }
  }

  /// Puts numbers in place of NaN and of the infinities.
  ///
  /// No gradient flows through the elements that are replaced.
  ///
  /// - Parameters:
  ///   - nan: What replaces NaN.
  ///   - positiveInfinity: What replaces infinity; if left out, the largest number.
  ///   - negativeInfinity: What replaces negative infinity; if left out, the smallest number.
  public func nanToNumber(
    _ nan: Float = 0, positiveInfinity: Float = .greatestFiniteMagnitude,
    negativeInfinity: Float = -.greatestFiniteMagnitude
  ) -> Tensor {
    let value = mapped { x in
      x.isNaN ? nan : x == .infinity ? positiveInfinity : x == -.infinity ? negativeInfinity : x
    }
    guard isTracked else { return value }
    let isKept = isFinite
    return value.recorded(from: self) { g in select(isKept, g, 0) }
  }
}
