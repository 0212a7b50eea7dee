import KernelInterface

// The four operations between tensors, and between tensors and numbers, each with its pullback: how the
// gradient `g` of the result becomes the gradients of the operands.

extension Tensor {
  /// Adds two tensors element by element, broadcasting their shapes.
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    let sum = combine(.add, "+", a, b)
    guard a.isTracked || b.isTracked else { return sum }
    let (shapeA, shapeB) = (a.shape, b.shape)
    return sum.recorded(
      from: a, { g in g.summed(to: shapeA) }, and: b, { g in g.summed(to: shapeB) })
  }

  /// Subtracts two tensors element by element, broadcasting their shapes.
  public static func - (a: Tensor, b: Tensor) -> Tensor {
    let difference = combine(.subtract, "-", a, b)
    guard a.isTracked || b.isTracked else { return difference }
    let (shapeA, shapeB) = (a.shape, b.shape)
    return difference.recorded(
      from: a, { g in g.summed(to: shapeA) }, and: b, { g in -g.summed(to: shapeB) })
  }

  /// Multiplies two tensors element by element, broadcasting their shapes.
  public static func * (a: Tensor, b: Tensor) -> Tensor {
    let product = combine(.multiply, "*", a, b)
    guard a.isTracked || b.isTracked else { return product }
    let (shapeA, shapeB) = (a.shape, b.shape)
    return product.recorded(
      from: a, { g in (g * b).summed(to: shapeA) }, and: b, { g in (g * a).summed(to: shapeB) })
  }

  /// Divides two tensors element by element, broadcasting their shapes.
  public static func / (a: Tensor, b: Tensor) -> Tensor {
    let quotient = combine(.divide, "/", a, b)
    guard a.isTracked || b.isTracked else { return quotient }
    let shapeA = a.shape
    return quotient.recorded(
      from: a, { g in (g / b).summed(to: shapeA) },
      // The quotient once more: the square of b may overflow where the slope does not.
      and: b, { g in -(g * (replay(quotient) { a / b } / b)).summed(to: b.shape) })
  }

  /// Adds a number to every element.
  public static func + (a: Tensor, b: Float) -> Tensor {
    let sum = combine(.add, a, b)
    return a.isTracked ? sum.recorded(from: a) { g in g } : sum
  }

  /// Adds every element to a number.
  public static func + (a: Float, b: Tensor) -> Tensor { b + a }

  /// Subtracts a number from every element.
  public static func - (a: Tensor, b: Float) -> Tensor {
    let difference = combine(.subtract, a, b)
    return a.isTracked ? difference.recorded(from: a) { g in g } : difference
  }

  /// Subtracts every element from a number.
  public static func - (a: Float, b: Tensor) -> Tensor {
    let difference = combine(.subtract, b, a, numberFirst: true)
    return b.isTracked ? difference.recorded(from: b) { g in -g } : difference
  }

  /// Multiplies every element by a number.
  public static func * (a: Tensor, b: Float) -> Tensor {
    let product = combine(.multiply, a, b)
    return a.isTracked ? product.recorded(from: a) { g in g * b } : product
  }

  /// Multiplies a number by every element.
  public static func * (a: Float, b: Tensor) -> Tensor { b * a }

  /// Divides every element by a number.
  public static func / (a: Tensor, b: Float) -> Tensor {
    let quotient = combine(.divide, a, b)
    return a.isTracked ? quotient.recorded(from: a) { g in g / b } : quotient
  }

  /// Divides a number by every element.
  public static func / (a: Float, b: Tensor) -> Tensor {
    let quotient = combine(.divide, b, a, numberFirst: true)
    guard b.isTracked else { return quotient }
    return quotient.recorded(from: b) { g in -(g * (replay(quotient) { a / b } / b)) }
  }

  /// Changes the sign of every element.
  public static prefix func - (x: Tensor) -> Tensor {
    let opposite = apply(.negate, x)
    return x.isTracked ? opposite.recorded(from: x) { g in -g } : opposite
  }

  /// Adds `b` in place; the result must keep this tensor's shape.
  public static func += (a: inout Tensor, b: Tensor) {
    change(&a, .add, "+=", b) { $0 + $1 }
  }

  /// Subtracts `b` in place; the result must keep this tensor's shape.
  public static func -= (a: inout Tensor, b: Tensor) {
    change(&a, .subtract, "-=", b) { $0 - $1 }
  }

  /// Multiplies by `b` in place; the result must keep this tensor's shape.
  public static func *= (a: inout Tensor, b: Tensor) {
    change(&a, .multiply, "*=", b) { $0 * $1 }
  }

  /// Divides by `b` in place; the result must keep this tensor's shape.
  public static func /= (a: inout Tensor, b: Tensor) {
    change(&a, .divide, "/=", b) { $0 / $1 }
  }

  /// Adds a number in place.
  public static func += (a: inout Tensor, b: Float) {
    if a.isTracked { a = a + b } else { combineInPlace(.add, &a, b) }
  }

  /// Subtracts a number in place.
  public static func -= (a: inout Tensor, b: Float) {
    if a.isTracked { a = a - b } else { combineInPlace(.subtract, &a, b) }
  }

  /// Multiplies by a number in place.
  public static func *= (a: inout Tensor, b: Float) {
    if a.isTracked { a = a * b } else { combineInPlace(.multiply, &a, b) }
  }

  /// Divides by a number in place.
  public static func /= (a: inout Tensor, b: Float) {
    if a.isTracked { a = a / b } else { combineInPlace(.divide, &a, b) }
  }

  /// Changes `a` in its own memory, or records a new tensor where a gradient is being taken.
  private static func change(
    _ a: inout Tensor, _ operation: PairOperation, _ name: String, _ b: Tensor,
    recording: (Tensor, Tensor) -> Tensor
  ) {
    if a.isTracked || b.isTracked {
      requireKeptShape(name, a, b)
      a = recording(a, b)
    } else {
      combineInPlace(operation, name, &a, b)
    }
  }
}
