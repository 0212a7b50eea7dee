public import Tensors

// Models that are averages of models: they answer better than the last step.

/// An exponential moving average of a model: each step it moves a little towards the model in training.
///
///     average = decay · average + (1 − decay) · model
///
/// In the first steps the decay is less, `(1 + t) / (10 + t)` in step `t`, unless it shall not warm up.
/// Buffers, such as running statistics, are taken over as they are (Polyak and Juditsky 1992; Tarvainen
/// and Valpola 2017).
public struct MovingAverage<Model: Parameterized>: Sendable {
  /// How much of the average stays from step to step.
  public var decay: Float
  /// The averaged model.
  public private(set) var model: Model
  /// Whether the memory is short in the first steps.
  public var warmsUp: Bool
  private var steps = 0

  /// Starts with a model.
  public init(of model: Model, decay: Float = 0.999, warmsUp: Bool = true) {
    (self.model, self.decay, self.warmsUp) = (model, decay, warmsUp)
  }

  /// Moves towards a model, after one of its steps.
  public mutating func update(with other: Model) {
    steps += 1
    // At the beginning a long memory would hold mostly the random start.
    let decay = warmsUp ? min(decay, Float(1 + steps) / Float(10 + steps)) : decay
    model.updateParameters(with: other) { average, new in average += (1 - decay) * (new - average) }
    model.setBuffers(other)
  }

  /// Shows the average and the number of steps, for a checkpoint.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&model, "average")
    visitor.visitCount(&steps, "steps")
  }
}

/// The plain average of a model at several points of its training, SWA.
///
/// Izmailov et al. 2018.
///
/// Batch normalization needs new statistics for an averaged model: show it the training data once more.
public struct WeightAverage<Model: Parameterized>: Sendable {
  /// The averaged model.
  public private(set) var model: Model
  /// How many models are in it.
  public private(set) var count = 0

  /// Starts without a model; `model` gives the shapes.
  public init(like model: Model) { self.model = model }

  /// Adds a model to the average.
  public mutating func add(_ other: Model) {
    count += 1
    let share = 1 / Float(count)
    model.updateParameters(with: other) { average, new in average += share * (new - average) }
    model.setBuffers(other)
  }

  /// Shows the average and the number of models in it, for a checkpoint.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&model, "average")
    visitor.visitCount(&count, "count")
  }
}

extension Parameterized {
  /// Takes over the buffers of another model of the same structure.
  mutating func setBuffers(_ other: Self) {
    var other = other
    var buffers: [Tensor] = []
    var reader = ParameterVisitor(parameters: { _ in }, buffers: { buffers.append($0) })
    other.visitParameters(&reader)
    var rest = buffers[...]
    var writer = ParameterVisitor(
      parameters: { _ in },
      buffers: { buffer in
        if let next = rest.popFirst() { buffer = next }
      })
    visitParameters(&writer)
  }
}
