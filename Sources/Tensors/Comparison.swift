// When two tensors are the same, exactly or nearly.

extension Tensor: Equatable {
  /// Whether the shapes are equal and every pair of elements is; NaN equals nothing.
  public static func == (a: Tensor, b: Tensor) -> Bool {
    guard a.shape == b.shape else { return false }
    return a.withUnsafeScalars { a in b.withUnsafeScalars { b in a.elementsEqual(b) } }
  }

  /// Whether every element differs from its partner by at most `absolute + relative · |partner|`.
  ///
  /// Tensors of different shapes are not close; NaN is close to nothing; equal infinities are close.
  public func isClose(
    to other: Tensor, relative: Float = 1e-5, absolute: Float = 1e-6
  ) -> Bool {
    guard shape == other.shape else { return false }
    return withUnsafeScalars { a in
      other.withUnsafeScalars { b in
        a.indices.allSatisfy { i in
          if a[i] == b[i] { return true }
          return Swift.abs(a[i] - b[i]) <= absolute + relative * Swift.abs(b[i])
            && b[i].isFinite
        }
      }
    }
  }
}
