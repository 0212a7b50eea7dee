// Gradients of functions that end in one number.

/// Computes a function and its gradient.
///
/// The gradient is a value of the model's own type: `gradient.hidden.weight` is the slope of the loss
/// with respect to `model.hidden.weight`. Whatever the closure uses from outside is a constant.
///
/// ```swift
/// let (loss, gradient) = valueWithGradient(at: model) { model in
///   crossEntropy(logits: model(examples), labels: labels)
/// }
/// ```
///
/// - Parameters:
///   - model: Where the gradient is taken.
///   - loss: The function; it must return a tensor with one element.
/// - Returns: The function's value, and its gradient: zero where the value does not depend on a
///   parameter. Buffers of the gradient are those of the model.
public func valueWithGradient<Model: Parameterized>(
  at model: Model, of loss: (Model) throws -> Tensor
) rethrows -> (value: Tensor, gradient: Model) {
  var variables = Variables()
  let traced = variables.trace(model)
  let (value, gradients) = try variables.differentiate { try loss(traced) }
  var rest = gradients[...]
  return (value, variables.untrace(model, &rest))
}

/// Computes a function of several models and its gradient with respect to each.
///
/// - Returns: The function's value, and one gradient for each model, of the model's own type.
public func valueWithGradient<First: Parameterized, each Model: Parameterized>(
  at first: First, _ models: repeat each Model,
  of loss: (First, repeat each Model) throws -> Tensor
) rethrows -> (value: Tensor, gradient: (First, repeat each Model)) {
  var variables = Variables()
  let tracedFirst = variables.trace(first)
  let traced = (repeat variables.trace(each models))
  let (value, gradients) = try variables.differentiate {
    try loss(tracedFirst, repeat each traced)
  }
  var rest = gradients[...]
  let gradientFirst = variables.untrace(first, &rest)
  return (value, (gradientFirst, repeat variables.untrace(each models, &rest)))
}

/// Computes the gradient of a function: see ``valueWithGradient(at:of:)``.
public func gradient<Model: Parameterized>(
  at model: Model, of loss: (Model) throws -> Tensor
) rethrows -> Model {
  try valueWithGradient(at: model, of: loss).gradient
}

/// Computes the gradient of a function of several models: see ``valueWithGradient(at:_:of:)``.
public func gradient<First: Parameterized, each Model: Parameterized>(
  at first: First, _ models: repeat each Model,
  of loss: (First, repeat each Model) throws -> Tensor
) rethrows -> (First, repeat each Model) {
  try valueWithGradient(at: first, repeat each models, of: loss).gradient
}

/// The tensors that a gradient is taken at.
struct Variables {
  private var leaves: [Node] = []
  private var shapes: [[Int]] = []
  private let outerState = Recording.state
  /// Whether the result is a step of a gradient around this one.
  private let isNested: Bool
  private let generation: Int

  init() {
    isNested = Recording.isNested
    generation = isNested ? outerState.generation : Recording.newGeneration()
  }

  /// A copy of a model whose parameters are variables.
  mutating func trace<Model: Parameterized>(_ model: Model) -> Model {
    var traced = model
    var leaves: [Node] = []
    var shapes: [[Int]] = []
    let (isNested, generation) = (isNested, generation)
    var visitor = ParameterVisitor(parameters: { parameter in
      // Inside another gradient the variable is a step on the way to the outer variables.
      let outer = isNested && parameter.isTracked ? parameter.node : nil
      let leaf = Node(.leaf(outer: outer), generation: generation)
      parameter.node = leaf
      leaves.append(leaf)
      shapes.append(parameter.shape)
    })
    traced.visitParameters(&visitor)
    self.leaves += leaves
    self.shapes += shapes
    return traced
  }

  /// Computes `loss` and the gradients at all variables, in the order in which they were traced.
  func differentiate(
    _ loss: () throws -> Tensor
  ) rethrows -> (value: Tensor, gradients: [Tensor]) {
    let value = try record(loss)
    require(
      value.count == 1,
      "gradient: the function returns a tensor of shape \(value.shape), not a single number; "
        + "reduce it with sum() or mean()")
    let gradients = pullBack(value, Tensor.ones(value.shape))
    return (outside(value), gradients)
  }

  /// Computes a function of the variables, recording it.
  func record(_ function: () throws -> Tensor) rethrows -> Tensor {
    let inside = Recording.State(generation: generation)
    return try Recording.$state.withValue(inside, operation: function)
  }

  /// The gradients at all variables for a given gradient of `value`.
  func pullBack(_ value: Tensor, _ seed: Tensor) -> [Tensor] {
    var state = outerState
    if !isNested { state.isPaused = true }
    let found = Recording.$state.withValue(state) {
      Backward.gradients(of: value, seededWith: seed, at: leaves)
    }
    return zip(found, shapes).map { found, shape in found ?? Tensor.zeros(shape) }
  }

  /// A result as the caller may use it: a constant, or a step of the gradient around this one.
  func outside(_ value: Tensor) -> Tensor {
    isNested ? value : stopGradient(value)
  }

  /// A copy of a model in whose parameters' place stand the next gradients.
  func untrace<Model: Parameterized>(_ model: Model, _ gradients: inout ArraySlice<Tensor>) -> Model
  {
    var result = model
    var rest = gradients
    var visitor = ParameterVisitor(parameters: { parameter in
      parameter = rest.removeFirst()
    })
    result.visitParameters(&visitor)
    gradients = rest
    return result
  }
}
