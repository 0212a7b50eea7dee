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
