import KernelInterface

/// Raises e to the power of every element.
///
/// The result is within 1.5 units in the last place. Above 88.73 it is infinity.
public func exp(_ x: Tensor) -> Tensor { apply(.exponential, x) }

/// Takes the natural logarithm of every element.
///
/// The result is within 1.5 units in the last place; -infinity for 0, NaN for negative elements.
public func log(_ x: Tensor) -> Tensor { apply(.logarithm, x) }

/// Takes the square root of every element; NaN for negative elements.
public func sqrt(_ x: Tensor) -> Tensor { apply(.squareRoot, x) }

/// Removes the sign of every element.
public func abs(_ x: Tensor) -> Tensor { apply(.absolute, x) }

/// Takes the larger of two elements, broadcasting the shapes; NaN if either is NaN.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { combine(.maximum, "maximum", a, b) }

/// Takes the larger of every element and a number.
public func maximum(_ a: Tensor, _ b: Float) -> Tensor { combine(.maximum, a, b) }

/// Takes the larger of a number and every element.
public func maximum(_ a: Float, _ b: Tensor) -> Tensor { combine(.maximum, b, a) }

/// Takes the smaller of two elements, broadcasting the shapes; NaN if either is NaN.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { combine(.minimum, "minimum", a, b) }

/// Takes the smaller of every element and a number.
public func minimum(_ a: Tensor, _ b: Float) -> Tensor { combine(.minimum, a, b) }

/// Takes the smaller of a number and every element.
public func minimum(_ a: Float, _ b: Tensor) -> Tensor { combine(.minimum, b, a) }

/// Applies an operation to every element.
func apply(_ operation: ElementOperation, _ x: Tensor) -> Tensor {
  Tensor.make(x.shape, count: x.count) { result in
    x.withPointer { x, count in
      inParallelRanges(count) { start, count in
        kernels.apply(operation, x + start, result + start, count: count)
      }
    }
  }
}
