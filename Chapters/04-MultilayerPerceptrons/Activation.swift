// The bend between two layers
//
// Two layers without anything between them are one layer (see Collapse.swift). So a network bends the
// scores in between: every score goes through the same function φ, the *activation*.
//
//     h = φ(x · W + b)
//
// Training needs two things of it: the value φ(s), and the slope φ′(s). On the way back every gradient is
// multiplied by the slope at the place where the forward pass was:
//
//     ∂L/∂s = ∂L/∂h · φ′(s)
//
// Where the slope is 0 nothing is learnt. A unit whose slope is 0 for every example is *dead* if its
// output is 0, and *saturated* if its output is stuck at the end of a range (see DeadUnits.swift).
//
// An activation is therefore a pair of functions here. What trains is the formula of the slope that one
// can read; the tests compare it with measured slopes and with PyTorch.

public import Tensors

/// A bend between two linear layers: a function of the scores, which has nothing to train.
///
/// ```swift
/// Sequential {
///   Linear(784, 128)
///   Activation.relu
///   Linear(128, 10)
/// }
/// ```
public struct Activation: Layer, CustomStringConvertible {
  /// What the function is called, for summaries and figures.
  public let name: String
  /// The function in one line, for tables; empty if nobody has written it down.
  public let formula: String
  private let function: @Sendable (Tensor) -> Tensor
  private let slope: (@Sendable (Tensor) -> Tensor)?

  /// Makes an activation of a function of tensors that keeps the shape.
  ///
  /// Its gradient is that of the operations it consists of.
  public init(
    _ name: String, formula: String = "", _ function: @escaping @Sendable (Tensor) -> Tensor
  ) {
    (self.name, self.formula, self.function) = (name, formula, function)
    slope = nil
  }

  /// Makes an activation of a function of every element and its slope.
  ///
  /// - Parameters:
  ///   - value: Computes the function; its own history is not recorded.
  ///   - slope: Computes the derivative at every `x`. Written in tensor operations, it can be
  ///     differentiated itself.
  public init(
    _ name: String, formula: String, value: @escaping @Sendable (Tensor) -> Tensor,
    slope: @escaping @Sendable (Tensor) -> Tensor
  ) {
    (self.name, self.formula, self.slope) = (name, formula, slope)
    function = { x in
      differentiable(x, value: value, pullback: { x, gradient in gradient * slope(x) })
    }
  }

  /// Makes an activation of a function that brings its own gradient, and the slope it has.
  init(
    _ name: String, formula: String, fused: @escaping @Sendable (Tensor) -> Tensor,
    slope: @escaping @Sendable (Tensor) -> Tensor
  ) {
    (self.name, self.formula, self.function, self.slope) = (name, formula, fused, slope)
  }

  /// The name.
  public var description: String { name }

  /// Whether every output depends on one input only, so that there is a slope.
  public var isElementwise: Bool { slope != nil }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Computes the function; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { function(x) }

  /// Computes the slope at every `x`, in its shape, for an activation that has one.
  ///
  /// At a corner it is the slope that training uses.
  public func derivative(_ x: Tensor) -> Tensor {
    guard let slope else {
      fatalError("\(name): the outputs depend on several inputs, so there is no slope of each")
    }
    return slope(x)
  }
}

/// 1 where an element is above 0, otherwise 0.
func positive(_ x: Tensor) -> Tensor { maximum(sign(x), 0) }

/// 1 where an element lies strictly between two bounds, otherwise 0.
func between(_ low: Float, _ high: Float, _ x: Tensor) -> Tensor {
  positive(x - low) * positive(high - x)
}
