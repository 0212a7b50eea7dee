// A number that remembers how it was made. Each operation notes its operands and, for each, the
// *local slope*: how far the result moves when that operand alone moves by 1. The chain rule does the rest.

import Foundation

/// A number of a computation graph, and the slope of a later result with respect to it.
public final class Value: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The number itself; changing it does not change what was computed from it.
  public var number: Double
  /// The slope of what ``backward()`` was called on; for an input the slopes of all calls add up.
  public var gradient = 0.0
  /// What drawings call it.
  public var name: String
  /// What it was computed from: nothing for an input.
  public private(set) var operands: [Value]
  /// How far it moves when one operand moves by 1, for each operand.
  public let slopes: [Double]

  private init(_ name: String, _ number: Double, _ operands: [Value], _ slopes: [Double]) {
    (self.name, self.number, self.operands, self.slopes) = (name, number, operands, slopes)
  }

  /// Makes an input: a number that is not computed.
  public convenience init(_ number: Double, _ name: String = "") {
    self.init(name, number, [], [])
  }
  /// Makes a constant, such as the 0.5 of `0.5 * x`.
  public convenience init(floatLiteral number: Double) { self.init(number, "\(number)") }
  /// Makes a constant, such as the 2 of `2 * x`.
  public convenience init(integerLiteral number: Int) { self.init(Double(number), "\(number)") }

  /// Adds: both slopes are 1.
  public static func + (a: Value, b: Value) -> Value {
    Value("+", a.number + b.number, [a, b], [1, 1])
  }
  /// Multiplies: the slope of one factor is the other factor.
  public static func * (a: Value, b: Value) -> Value {
    Value("×", a.number * b.number, [a, b], [b.number, a.number])
  }
  /// Subtracts.
  public static func - (a: Value, b: Value) -> Value { a + -1 * b }
  /// Divides.
  public static func / (a: Value, b: Value) -> Value { a * b.power(-1) }

  /// Raises it to a fixed power `n`: the slope is `n xⁿ⁻¹`.
  public func power(_ n: Double) -> Value {
    Value("^\(n)", pow(number, n), [self], [n * pow(number, n - 1)])
  }
  /// Computes `eˣ`, which is its own slope.
  public func exp() -> Value {
    Value("exp", Foundation.exp(number), [self], [Foundation.exp(number)])
  }
  /// Computes the natural logarithm: the slope is `1 / x`.
  public func log() -> Value { Value("log", Foundation.log(number), [self], [1 / number]) }
  /// Computes the hyperbolic tangent `t`: the slope is `1 − t²`.
  public func tanh() -> Value {
    let t = Foundation.tanh(number)
    return Value("tanh", t, [self], [1 - t * t])
  }
  /// Computes `max(x, 0)`: the slope is 1 above 0, else 0.
  public func relu() -> Value { Value("relu", max(number, 0), [self], [number > 0 ? 1 : 0]) }

  /// Lists this number and all it depends on, once each, operands first; a walk without recursion.
  public func history() -> [Value] {
    var (order, seen) = ([Value](), Set([ObjectIdentifier(self)]))
    var stack = [(value: self, next: 0)]
    while let (value, next) = stack.popLast() {
      guard next < value.operands.count else {
        order.append(value)
        continue
      }
      stack.append((value, next + 1))
      let operand = value.operands[next]
      if seen.insert(ObjectIdentifier(operand)).inserted { stack.append((operand, 0)) }
    }
    return order
  }

  /// Gives every number of the history the slope of this one; adds to what the inputs already hold.
  public func backward() {
    let order = history()
    for value in order where !value.operands.isEmpty { value.gradient = 0 }
    gradient += 1
    for value in order.reversed() {
      for (operand, slope) in zip(value.operands, value.slopes) {
        operand.gradient += slope * value.gradient
      }
    }
  }

  // Frees a long history one number at a time; by itself it would be one call inside another.
  deinit {
    while var last = operands.popLast() {
      guard isKnownUniquelyReferenced(&last) else { continue }
      operands += last.operands
      last.operands = []
    }
  }
}
