public import Tensors

/// What turns a gradient into a step.
///
/// An optimizer is a value that belongs to one model. What it remembers from step to step, such as a
/// velocity, has the model's own type: one number for every number of the model.
///
/// ```swift
/// var optimizer = Adam(for: model)
/// for batch in batches {
///   let (loss, gradient) = valueWithGradient(at: &model) { model in … }
///   optimizer.update(&model, along: gradient)
/// }
/// ```
public protocol Optimizer<Model>: Sendable {
  /// The kind of model that is optimized.
  associatedtype Model: Parameterized

  /// How far a step goes. A schedule changes it before each step.
  var learningRate: Float { get set }

  /// Takes one step, against the gradient.
  ///
  /// - Parameters:
  ///   - model: The model that the optimizer was made for.
  ///   - gradient: The gradient of the loss at the model.
  mutating func update(_ model: inout Model, along gradient: Model)

  /// Shows what the optimizer remembers, as buffers with names of their own, so that a checkpoint can keep
  /// it.
  mutating func visitMemory(_ visitor: inout ParameterVisitor)
}

extension Optimizer {
  /// Takes one step against the gradient of a loss.
  ///
  /// ```swift
  /// optimizer.step(&model) { model in square(model(x) - y).mean() }
  /// ```
  ///
  /// - Parameters:
  ///   - model: The model that the optimizer was made for.
  ///   - mostNorm: The global norm to which the gradient is shortened; `nil` for none.
  ///   - loss: What is to become small: a single number, computed from the model it is given.
  /// - Returns: The loss before the step.
  @discardableResult
  public mutating func step(
    _ model: inout Model, mostNorm: Float? = nil, _ loss: (Model) throws -> Tensor
  ) rethrows -> Float {
    var (value, gradient) = try valueWithGradient(at: &model, of: loss)
    if let mostNorm { gradient.clipGlobalNorm(to: mostNorm) }
    update(&model, along: gradient)
    return value.scalar
  }
}
