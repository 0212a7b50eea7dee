public import Tensors

/// A bend between two linear layers: a function of every element, which has nothing to train.
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
  private let function: @Sendable (Tensor) -> Tensor

  /// Makes an activation of a function that keeps the shape.
  public init(_ name: String, _ function: @escaping @Sendable (Tensor) -> Tensor) {
    (self.name, self.function) = (name, function)
  }

  /// The name.
  public var description: String { name }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Computes the function of every element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { function(x) }
}

extension Activation {
  /// `max(x, 0)`.
  public static let relu = Activation("relu") { Tensors.relu($0) }
  /// `tanh x`, from −1 to 1.
  public static let tanh = Activation("tanh") { Tensors.tanh($0) }
  /// `1 / (1 + exp(−x))`, from 0 to 1.
  public static let sigmoid = Activation("sigmoid") { Tensors.sigmoid($0) }
}
