// Small parts that networks are put together from: hand on, change the shape, add, join.

public import Tensors

/// A layer that hands its input on.
public struct Identity: Layer {
  /// Makes the layer.
  public init() {}

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Returns the input.
  public func callAsFunction(_ x: Tensor) -> Tensor { x }
}

/// A function without parameters as a layer.
///
/// ```swift
/// Function("square") { x in x * x }
/// ```
public struct Function: Layer, CustomStringConvertible {
  /// What the function is called in summaries.
  public let name: String
  private let function: @Sendable (Tensor) -> Tensor

  /// Makes a layer of a function.
  ///
  /// What it captures is a constant: training does not reach it.
  public init(_ name: String, _ function: @escaping @Sendable (Tensor) -> Tensor) {
    (self.name, self.function) = (name, function)
  }

  /// The name.
  public var description: String { name }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Calls the function.
  public func callAsFunction(_ x: Tensor) -> Tensor { function(x) }
}

/// Lays all axes but the first into one: `[n, height, width] -> [n, height · width]`.
public struct Flatten: Layer {
  /// The first axis that is laid flat.
  public let axis: Int

  /// Makes a layer that lays the axes from `axis` on flat; by default each example becomes a row.
  public init(from axis: Int = 1) { self.axis = axis }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Computes a tensor with the same elements in the same order.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    require(
      x.rank > axis, "Flatten: \(x.shape) has no axis \(axis); an axis of examples comes first")
    return x.flattened(from: axis)
  }
}

/// Gives every example another shape with as many elements: `[n, …] -> [n] + shape`.
public struct Reshape: Layer, CustomStringConvertible {
  /// The shape of one example.
  public let shape: [Int]

  /// Makes a layer that gives every example this shape.
  public init(to shape: [Int]) { self.shape = shape }

  /// The kind of layer and the shape.
  public var description: String { "Reshape to \(shape)" }

  /// Shows nothing: there is nothing to train.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {}

  /// Computes a tensor with the same elements in the same order.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    require(
      x.rank > 0 && x.count == x.shape[0] * shape.reduce(1, *),
      "Reshape: \(x.shape): the examples do not have as many elements as \(shape)")
    return x.reshaped([x.shape[0]] + shape)
  }
}

/// Layers that are passed and gone round at the same time: `y = x + body(x)` (He and others 2016).
///
/// The gradient has a way around the body, so a deep chain of these learns where a plain one would not.
/// The body must keep the shape.
///
/// ```swift
/// Residual {
///   Linear(32, 32)
///   Activation.relu
/// }
/// ```
public struct Residual<Body: Layer>: Layer where Body.Input == Tensor, Body.Output == Tensor {
  /// The layers that the input is added to.
  public var body: Sequential<Body>

  /// Makes a residual connection around layers.
  public init(@SequentialBuilder _ body: () throws -> Body) rethrows {
    self.body = try Sequential(body)
  }

  /// Shows the parameters of the body.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&body, "body")
  }

  /// Computes `x + body(x)`; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let change = body(x)
    require(
      change.shape == x.shape,
      "Residual: the body turns \(x.shape) into \(change.shape); the shape must stay")
    return x + change
  }
}

/// Two branches that get the same input; their outputs are joined along an axis.
///
/// ```swift
/// let wideAndDeep = Parallel(Identity(), deep)     // [n, d] -> [n, d + outputs of deep]
/// ```
///
/// A branch that is used by both, or a layer that is called twice, gets the sum of the gradients of its
/// uses.
public struct Parallel<First: Layer, Second: Layer>: Layer
where First.Input == Second.Input, First.Output == Tensor, Second.Output == Tensor {
  /// One branch.
  public var first: First
  /// The other branch.
  public var second: Second
  /// The axis along which the outputs are joined.
  public let axis: Int

  /// Makes two branches whose outputs are joined along an axis, by default the last.
  public init(_ first: First, _ second: Second, axis: Int = -1) {
    (self.first, self.second, self.axis) = (first, second, axis)
  }

  /// Shows the parameters of both branches.
  public mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&first, "first")
    visitor.visit(&second, "second")
  }

  /// Computes both branches and joins their outputs.
  public func callAsFunction(_ input: First.Input) -> Tensor {
    .concatenate([first(input), second(input)], axis: axis)
  }
}
