import Synchronization

// Gradients for a training step: they also bring home what layers note about the data on the way, such as
// the running mean of batch normalization.

/// Computes a function and its gradient for a training step.
///
/// Like ``valueWithGradient(at:of:)``, but in the training phase (unless ``withPhase(_:_:)`` says
/// otherwise), and the model's buffers get the values that its layers posted on the way with
/// ``Tensor/postUpdate(_:)``. Parameters are left alone; changing them is the optimizer's part.
///
/// ```swift
/// let (loss, gradient) = valueWithGradient(at: &model) { model in
///   crossEntropy(logits: model(examples), labels: labels)
/// }
/// ```
///
/// - Parameters:
///   - model: Where the gradient is taken. If `loss` throws, it is left as it was.
///   - loss: The function; it must return a tensor with one element.
/// - Returns: The function's value, and its gradient. Buffers of the gradient are those of the model.
public func valueWithGradient<Model: Parameterized>(
  at model: inout Model, of loss: (Model) throws -> Tensor
) rethrows -> (value: Tensor, gradient: Model) {
  var variables = Variables()
  var updates = BufferUpdates.Adoption()
  let traced = updates.adopt(variables.trace(model))
  let (value, gradients) = try variables.differentiate {
    try updates.collect { try loss(traced) }
  }
  updates.deliver(to: &model)
  var rest = gradients[...]
  return (value, variables.untrace(model, &rest))
}

/// Computes a function of two models and its gradients for a training step of both: see
/// ``valueWithGradient(at:of:)``.
public func valueWithGradient<First: Parameterized, Second: Parameterized>(
  at first: inout First, _ second: inout Second, of loss: (First, Second) throws -> Tensor
) rethrows -> (value: Tensor, gradient: (First, Second)) {
  var pair = Pair(first: first, second: second)
  let (value, gradient) = try valueWithGradient(at: &pair) { try loss($0.first, $0.second) }
  (first, second) = (pair.first, pair.second)
  return (value, (gradient.first, gradient.second))
}

private struct Pair<First: Parameterized, Second: Parameterized>: Parameterized {
  var first: First
  var second: Second

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&first, "first")
    visitor.visit(&second, "second")
  }
}

extension Tensor {
  /// Says what this buffer shall be after the training step that is under way.
  ///
  /// A layer calls it on a buffer that it has shown with `visitBuffer`. The layer itself is not changed:
  /// the training step, `valueWithGradient(at: &model)`, changes the caller's model when the loss has been
  /// computed. Outside of a training step, and for a model that is not the one being trained, nothing
  /// happens.
  ///
  /// ```swift
  /// runningMean.postUpdate { mean in 0.9 * mean + 0.1 * batchMean }
  /// ```
  ///
  /// - Parameter update: Computes the new value, of the same shape, from the old one. If the layer is used
  ///   twice in a step, the second update starts from the result of the first.
  public func postUpdate(_ update: (Tensor) -> Tensor) {
    var collector = BufferUpdates.current
    while let updates = collector {
      if updates.change(self, update) { return }
      collector = updates.outer
    }
  }
}

/// The buffers of a model in training, and what they shall be afterwards.
///
/// A buffer is known by its memory. Therefore the copy of the model that is in training is given memory of
/// its own for every buffer; what layers outside of it post is then somebody else's.
final class BufferUpdates: Sendable {
  /// The innermost training step that is under way.
  @TaskLocal static var current: BufferUpdates?

  /// The training step around this one.
  let outer = BufferUpdates.current

  private struct Buffer {
    var value: Tensor
    var isChanged = false
  }

  private let places: [ObjectIdentifier: Int]
  private let buffers: Mutex<[Buffer]>

  private init(_ adopted: [Tensor]) {
    places = Dictionary(
      uniqueKeysWithValues: adopted.enumerated().map { (ObjectIdentifier($1.storage), $0) })
    buffers = Mutex(adopted.map { Buffer(value: $0) })
  }

  fileprivate func change(_ buffer: Tensor, _ update: (Tensor) -> Tensor) -> Bool {
    guard let place = places[ObjectIdentifier(buffer.storage)] else { return false }
    let old = buffers.withLock { $0[place].value }
    let new = withoutRecording { stopGradient(update(old)) }
    require(
      new.shape == buffer.shape,
      "postUpdate: the buffer has shape \(buffer.shape), but its update has shape \(new.shape)")
    buffers.withLock { $0[place] = Buffer(value: new, isChanged: true) }
    return true
  }

  /// The steps from a model to a model with other buffers.
  fileprivate struct Adoption {
    /// The buffers in the order of the visit; they keep the memory alive by which they are known.
    private var adopted: [Tensor] = []
    private var updates: BufferUpdates?

    /// A copy of the model in which every buffer has memory of its own.
    mutating func adopt<Model: Parameterized>(_ model: Model) -> Model {
      var model = model
      var adopted: [Tensor] = []
      var visitor = ParameterVisitor(
        parameters: { _ in },
        buffers: { buffer in
          buffer = buffer.copy()
          adopted.append(buffer)
        })
      model.visitParameters(&visitor)
      self.adopted = adopted
      updates = adopted.isEmpty ? nil : BufferUpdates(adopted)
      return model
    }

    /// Runs a training step's loss.
    func collect<Result>(_ loss: () throws -> Result) rethrows -> Result {
      try Phase.$chosen.withValue(Phase.chosen ?? .training) {
        guard let updates else { return try loss() }
        return try BufferUpdates.$current.withValue(updates, operation: loss)
      }
    }

    /// Gives the model the buffers that were posted.
    func deliver<Model: Parameterized>(to model: inout Model) {
      guard let buffers = updates?.buffers.withLock({ $0 }), buffers.contains(where: \.isChanged)
      else { return }
      var rest = buffers[...]
      var visitor = ParameterVisitor(
        parameters: { _ in },
        buffers: { buffer in
          let next = rest.removeFirst()
          if next.isChanged { buffer = next.value }
        })
      model.visitParameters(&visitor)
    }
  }
}
