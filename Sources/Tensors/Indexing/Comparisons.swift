// Comparisons element by element. Their results are masks, and nothing is recorded: a truth value
// has no slope.

extension Tensor {
  /// Whether an element is less than its partner, broadcasting the shapes.
  public static func .< (a: Tensor, b: Tensor) -> Mask { compare(".<", a, b) { $0 < $1 } }

  /// Whether an element is less than a number.
  public static func .< (a: Tensor, b: Float) -> Mask { a.mask { $0 < b } }

  /// Whether an element is at most its partner, broadcasting the shapes.
  public static func .<= (a: Tensor, b: Tensor) -> Mask { compare(".<=", a, b) { $0 <= $1 } }

  /// Whether an element is at most a number.
  public static func .<= (a: Tensor, b: Float) -> Mask { a.mask { $0 <= b } }

  /// Whether an element is greater than its partner, broadcasting the shapes.
  public static func .> (a: Tensor, b: Tensor) -> Mask { compare(".>", a, b) { $0 > $1 } }

  /// Whether an element is greater than a number.
  public static func .> (a: Tensor, b: Float) -> Mask { a.mask { $0 > b } }

  /// Whether an element is at least its partner, broadcasting the shapes.
  public static func .>= (a: Tensor, b: Tensor) -> Mask { compare(".>=", a, b) { $0 >= $1 } }

  /// Whether an element is at least a number.
  public static func .>= (a: Tensor, b: Float) -> Mask { a.mask { $0 >= b } }

  /// Whether an element equals its partner, broadcasting the shapes.
  public static func .== (a: Tensor, b: Tensor) -> Mask { compare(".==", a, b) { $0 == $1 } }

  /// Whether an element equals a number.
  public static func .== (a: Tensor, b: Float) -> Mask { a.mask { $0 == b } }

  /// Whether an element differs from its partner, broadcasting the shapes.
  public static func .!= (a: Tensor, b: Tensor) -> Mask { compare(".!=", a, b) { $0 != $1 } }

  /// Whether an element differs from a number.
  public static func .!= (a: Tensor, b: Float) -> Mask { a.mask { $0 != b } }

  /// Whether an element is not a number.
  public var isNaN: Mask { mask(\.isNaN) }

  /// Whether an element is infinite, positive or negative.
  public var isInfinite: Mask { mask(\.isInfinite) }

  /// Whether an element is a number and not infinite.
  public var isFinite: Mask { mask(\.isFinite) }

  /// For each element that is not 0, its position along every axis, in row-major order.
  public func nonzero() -> [[Int]] { (self .!= 0).positions }

  private func mask(_ test: (Float) -> Bool) -> Mask {
    withPointer { x, count in
      Mask(
        [Bool](unsafeUninitializedCapacity: count) { result, written in
          for i in 0..<count { result.initializeElement(at: i, to: test(x[i])) }
          written = count
        }, shape: shape)
    }
  }

  private static func compare(
    _ name: String, _ a: Tensor, _ b: Tensor, _ test: (Float, Float) -> Bool
  ) -> Mask {
    let shape = Shape.broadcast(a.shape, b.shape, in: name)
    let (a, b) = (stopGradient(a).broadcasted(to: shape), stopGradient(b).broadcasted(to: shape))
    return b.withPointer { b, _ in
      a.withPointer { a, count in
        Mask(
          [Bool](unsafeUninitializedCapacity: count) { result, written in
            for i in 0..<count { result.initializeElement(at: i, to: test(a[i], b[i])) }
            written = count
          }, shape: shape)
      }
    }
  }
}
