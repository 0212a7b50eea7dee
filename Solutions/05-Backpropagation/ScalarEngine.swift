import Foundation

/// Exercise 05.4: a number that remembers how it was made, and can be differentiated.
///
/// ```swift
/// let a = Scalar(2), b = Scalar(-3), c = Scalar(10)
/// let result = try (a * b + c) * a
/// try result.backward()
/// a.gradient    // -2
/// ```
public final class Scalar {
  /// The number itself.
  public let value: Double
  /// The slope of what ``backward()`` was called on, with respect to this number.
  public var gradient = 0.0

  /// What the number was computed from, each with the local slope.
  private var operands: [(number: Scalar, slope: Double)]

  /// Makes a number that is not computed.
  public init(_ value: Double) {
    (self.value, operands) = (value, [])
  }

  private init(_ value: Double, _ operands: [(number: Scalar, slope: Double)]) {
    (self.value, self.operands) = (value, operands)
  }

  /// Adds two numbers.
  public static func + (a: Scalar, b: Scalar) throws -> Scalar {
    Scalar(a.value + b.value, [(a, 1), (b, 1)])
  }

  /// Multiplies two numbers.
  public static func * (a: Scalar, b: Scalar) throws -> Scalar {
    Scalar(a.value * b.value, [(a, b.value), (b, a.value)])
  }

  /// Computes the hyperbolic tangent.
  public func tanh() throws -> Scalar {
    let t = Foundation.tanh(value)
    return Scalar(t, [(self, 1 - t * t)])
  }

  /// Fills in the gradients of all numbers that this one was computed from.
  ///
  /// What arrives at a number along several ways adds up. The gradients of inputs also add to what an
  /// earlier call has left there. The gradients of computed numbers start anew with every call.
  ///
  /// Every number is visited once, however many ways lead to it: a chain of 40 doublings `y + y` has 2⁴⁰ ways.
  public func backward() throws {
    let order = history()
    for number in order where !number.operands.isEmpty { number.gradient = 0 }
    gradient += 1
    for number in order.reversed() {
      for (operand, slope) in number.operands { operand.gradient += slope * number.gradient }
    }
  }

  /// This number and everything it depends on, each once, operands first.
  private func history() -> [Scalar] {
    var order: [Scalar] = []
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(self)]
    var stack = [(number: self, next: 0)]
    while let (number, next) = stack.popLast() {
      guard next < number.operands.count else {
        order.append(number)
        continue
      }
      stack.append((number, next + 1))
      let operand = number.operands[next].number
      if seen.insert(ObjectIdentifier(operand)).inserted { stack.append((operand, 0)) }
    }
    return order
  }

  // Frees a long history one number at a time.
  deinit {
    while var last = operands.popLast()?.number {
      guard isKnownUniquelyReferenced(&last) else { continue }
      operands += last.operands
      last.operands = []
    }
  }
}
