import Course
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

  // What else must a number remember?

  /// Makes a number that is not computed.
  public init(_ value: Double) {
    self.value = value
  }

  /// Adds two numbers.
  public static func + (a: Scalar, b: Scalar) throws -> Scalar {
    throw NotImplemented()
  }

  /// Multiplies two numbers.
  public static func * (a: Scalar, b: Scalar) throws -> Scalar {
    throw NotImplemented()
  }

  /// Computes the hyperbolic tangent.
  public func tanh() throws -> Scalar {
    throw NotImplemented()
  }

  /// Fills in the gradients of all numbers that this one was computed from.
  ///
  /// What arrives at a number along several ways adds up. The gradients of inputs also add to what an
  /// earlier call has left there. The gradients of computed numbers start anew with every call.
  ///
  /// Every number is visited once, however many ways lead to it: a chain of 40 doublings `y + y` has 2⁴⁰ ways.
  public func backward() throws {
    throw NotImplemented()
  }
}
