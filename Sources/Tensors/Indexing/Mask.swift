/// A tensor of truth values: which elements of another tensor are meant.
///
/// Comparisons make masks, logic combines them, and `select(mask, a, b)` and `x[mask]` use them:
///
/// ```swift
/// let isInside = (x .>= 0) .& (x .< 1)
/// x[isInside]                   // the elements, as a vector
/// x[.!isInside] = Tensor(0)     // the others become 0
/// isInside.trueCount
/// ```
public struct Mask: Sendable, Equatable {
  /// The extent of every axis.
  public let shape: [Int]
  /// The truth values in row-major order.
  public let values: [Bool]

  /// Makes a mask of shape `shape` from its truth values in row-major order.
  public init(_ values: [Bool], shape: [Int]) {
    require(
      shape.allSatisfy { $0 >= 0 } && Shape.count(shape) == values.count,
      "Mask: \(values.count) truth values do not fill the shape \(shape)")
    self.shape = shape
    self.values = values
  }

  /// Makes a mask of rank 1.
  public init(_ values: [Bool]) { self.init(values, shape: [values.count]) }

  /// Makes a mask of shape `shape` with the same truth value everywhere.
  public init(repeating value: Bool, shape: [Int]) {
    self.init([Bool](repeating: value, count: Shape.count(shape)), shape: shape)
  }

  /// The number of axes.
  public var rank: Int { shape.count }
  /// The number of truth values.
  public var count: Int { values.count }
  /// How many are true.
  public var trueCount: Int { values.reduce(0) { $1 ? $0 + 1 : $0 } }
  /// The row-major positions of those that are true.
  public var indices: [Int] { values.indices.filter { values[$0] } }

  /// For each element that is true, its position along every axis: NumPy's `argwhere`.
  public var positions: [[Int]] {
    let strides = Shape.strides(shape)
    return indices.map { index in
      shape.indices.map { index / strides[$0] % shape[$0] }
    }
  }

  /// The same truth values in another shape.
  public func reshaped(_ newShape: [Int]) -> Mask {
    require(
      newShape.allSatisfy { $0 >= 0 } && Shape.count(newShape) == count,
      "reshaped: a mask \(shape) does not fill \(newShape)")
    return Mask(values, shape: newShape)
  }

  /// The mask stretched to a larger shape, as broadcasting does.
  public func broadcasted(to target: [Int]) -> Mask {
    if shape == target { return self }
    require(
      Shape.stretches(shape, to: target),
      "broadcasted: a mask \(shape) does not stretch to \(target)")
    if count == 1 { return Mask(repeating: values[0], shape: target) }
    let strides = Shape.strides(of: shape, broadcastTo: target)
    var result: [Bool] = []
    result.reserveCapacity(Shape.count(target))
    func append(_ axis: Int, _ start: Int) {
      guard axis < target.count else { return result.append(values[start]) }
      for position in 0..<target[axis] { append(axis + 1, start + position * strides[axis]) }
    }
    append(0, 0)
    return Mask(result, shape: target)
  }
}

extension Mask: CustomStringConvertible {
  /// The shape, and the truth values as 1 and 0.
  public var description: String {
    "Mask" + String(describing: Tensor(self)).dropFirst("Tensor".count)
  }
}

extension Tensor {
  /// Makes a tensor that is 1 where a mask is true and 0 elsewhere.
  public init(_ mask: Mask) {
    self = Tensor.make(mask.shape, count: mask.count) { result in
      for (index, value) in mask.values.enumerated() { result[index] = value ? 1 : 0 }
    }
  }
}

// MARK: Logic

extension Mask {
  /// Whether both are true, element by element, broadcasting the shapes.
  public static func .& (a: Mask, b: Mask) -> Mask { combine(".&", a, b) { $0 && $1 } }

  /// Whether at least one is true, element by element, broadcasting the shapes.
  public static func .| (a: Mask, b: Mask) -> Mask { combine(".|", a, b) { $0 || $1 } }

  /// Whether exactly one is true, element by element, broadcasting the shapes.
  public static func .^ (a: Mask, b: Mask) -> Mask { combine(".^", a, b) { $0 != $1 } }

  /// True where the mask is false.
  public static prefix func .! (mask: Mask) -> Mask {
    Mask(mask.values.map { !$0 }, shape: mask.shape)
  }

  private static func combine(
    _ name: String, _ a: Mask, _ b: Mask, _ operation: (Bool, Bool) -> Bool
  ) -> Mask {
    let shape = Shape.broadcast(a.shape, b.shape, in: name)
    let (a, b) = (a.broadcasted(to: shape).values, b.broadcasted(to: shape).values)
    return Mask(a.indices.map { operation(a[$0], b[$0]) }, shape: shape)
  }

  /// Whether at least one is true; false for an empty mask.
  public func any() -> Bool { values.contains(true) }

  /// Whether none is false; true for an empty mask.
  public func all() -> Bool { !values.contains(false) }

  /// Whether at least one is true along an axis, which is removed.
  public func any(axis: Int) -> Mask {
    reduced(axis, "any", false) { $0 || $1 }
  }

  /// Whether none is false along an axis, which is removed.
  public func all(axis: Int) -> Mask {
    reduced(axis, "all", true) { $0 && $1 }
  }

  private func reduced(
    _ axis: Int, _ name: String, _ start: Bool, _ operation: (Bool, Bool) -> Bool
  ) -> Mask {
    let lines = Lines(shape, axis, in: name)
    var target = shape
    target.remove(at: lines.axis)
    var result = [Bool](repeating: start, count: lines.count)
    for o in 0..<lines.outer {
      for j in 0..<lines.length {
        for i in 0..<lines.inner {
          let place = o * lines.inner + i
          result[place] = operation(
            result[place], values[(o * lines.length + j) * lines.inner + i])
        }
      }
    }
    return Mask(result, shape: target)
  }
}
