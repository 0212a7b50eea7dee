import KernelInterface

// The four operations between tensors, and between tensors and numbers.

extension Tensor {
  /// Adds two tensors element by element, broadcasting their shapes.
  public static func + (a: Tensor, b: Tensor) -> Tensor { combine(.add, "+", a, b) }
  /// Subtracts two tensors element by element, broadcasting their shapes.
  public static func - (a: Tensor, b: Tensor) -> Tensor { combine(.subtract, "-", a, b) }
  /// Multiplies two tensors element by element, broadcasting their shapes.
  public static func * (a: Tensor, b: Tensor) -> Tensor { combine(.multiply, "*", a, b) }
  /// Divides two tensors element by element, broadcasting their shapes.
  public static func / (a: Tensor, b: Tensor) -> Tensor { combine(.divide, "/", a, b) }

  /// Adds a number to every element.
  public static func + (a: Tensor, b: Float) -> Tensor { combine(.add, a, b) }
  /// Adds every element to a number.
  public static func + (a: Float, b: Tensor) -> Tensor { combine(.add, b, a, numberFirst: true) }
  /// Subtracts a number from every element.
  public static func - (a: Tensor, b: Float) -> Tensor { combine(.subtract, a, b) }
  /// Subtracts every element from a number.
  public static func - (a: Float, b: Tensor) -> Tensor {
    combine(.subtract, b, a, numberFirst: true)
  }
  /// Multiplies every element by a number.
  public static func * (a: Tensor, b: Float) -> Tensor { combine(.multiply, a, b) }
  /// Multiplies a number by every element.
  public static func * (a: Float, b: Tensor) -> Tensor {
    combine(.multiply, b, a, numberFirst: true)
  }
  /// Divides every element by a number.
  public static func / (a: Tensor, b: Float) -> Tensor { combine(.divide, a, b) }
  /// Divides a number by every element.
  public static func / (a: Float, b: Tensor) -> Tensor { combine(.divide, b, a, numberFirst: true) }

  /// Changes the sign of every element.
  public static prefix func - (x: Tensor) -> Tensor { apply(.negate, x) }

  /// Adds `b` in place; the result must keep this tensor's shape.
  public static func += (a: inout Tensor, b: Tensor) { combineInPlace(.add, "+=", &a, b) }
  /// Subtracts `b` in place; the result must keep this tensor's shape.
  public static func -= (a: inout Tensor, b: Tensor) { combineInPlace(.subtract, "-=", &a, b) }
  /// Multiplies by `b` in place; the result must keep this tensor's shape.
  public static func *= (a: inout Tensor, b: Tensor) { combineInPlace(.multiply, "*=", &a, b) }
  /// Divides by `b` in place; the result must keep this tensor's shape.
  public static func /= (a: inout Tensor, b: Tensor) { combineInPlace(.divide, "/=", &a, b) }

  /// Adds a number in place.
  public static func += (a: inout Tensor, b: Float) { combineInPlace(.add, &a, b) }
  /// Subtracts a number in place.
  public static func -= (a: inout Tensor, b: Float) { combineInPlace(.subtract, &a, b) }
  /// Multiplies by a number in place.
  public static func *= (a: inout Tensor, b: Float) { combineInPlace(.multiply, &a, b) }
  /// Divides by a number in place.
  public static func /= (a: inout Tensor, b: Float) { combineInPlace(.divide, &a, b) }
}
