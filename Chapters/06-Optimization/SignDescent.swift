public import Tensors

// Steps that use the sign of the slope only.

/// Lion: the sign of an average of slopes, so that every number moves by the same amount.
///
/// Chen et al. 2023.
///
///     parameter −= learningRate · (sign(beta1 · mean + (1 − beta1) · gradient) + weightDecay · parameter)
///     mean = beta2 · mean + (1 − beta2) · gradient
///
/// It remembers one number per parameter where Adam remembers two. Steps are larger than Adam's for the
/// same learning rate: take a third to a tenth of it.
public struct Lion<Model: Parameterized>: Optimizer {
  /// How far every number moves in a step.
  public var learningRate: Float
  /// The part of the mean in the direction of the step.
  public var beta1: Float
  /// How much of the mean stays from step to step.
  public var beta2: Float
  /// The pull of every parameter towards zero.
  public var weightDecay: Float

  private var groups: [ParameterGroup]
  private var mean: Model

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 1e-4, beta1: Float = 0.9, beta2: Float = 0.99,
    weightDecay: Float = 0, groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    self.weightDecay = weightDecay
    self.groups = groups(model)
    mean = model.zerosLike()
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    var group = groups.makeIterator()
    model.updateParameters(with: gradient, &mean) { parameter, slope, mean in
      guard let group = group.next(), !group.isFrozen else { return }
      let direction = sign(beta1 * mean + (1 - beta1) * slope)
      let decay = weightDecay * group.decayFactor
      parameter -= learningRate * group.rateFactor * (direction + decay * parameter)
      mean = beta2 * mean + (1 - beta2) * slope
    }
  }

  /// Shows the mean.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&mean, "mean")
  }
}

/// Rprop: a step length for every number that grows while the slope keeps its sign and shrinks when it
/// turns (Riedmiller and Braun 1993).
///
/// It is for gradients of the whole data set. On batches the sign turns by chance.
public struct ResilientPropagation<Model: Parameterized>: Optimizer {
  /// The length of the first step of every number.
  public var learningRate: Float
  /// The factor on the length when the sign turns.
  public var shrink: Float
  /// The factor on the length when the sign stays.
  public var grow: Float
  /// The shortest and the longest step.
  public var lengths: ClosedRange<Float>

  private var groups: [ParameterGroup]
  private var last: Model
  private var length: Model
  private var steps = 0

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 0.01, shrink: Float = 0.5, grow: Float = 1.2,
    lengths: ClosedRange<Float> = 1e-6...50, groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.shrink, self.grow) = (learningRate, shrink, grow)
    self.lengths = lengths
    self.groups = groups(model)
    (last, length) = (model.zerosLike(), model.zerosLike())
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    steps += 1
    var group = groups.makeIterator()
    model.updateParameters(with: gradient, &last, &length) { parameter, slope, last, length in
      guard let group = group.next(), !group.isFrozen else { return }
      if steps == 1 { length = .full(parameter.shape, learningRate * group.rateFactor) }
      // Not the sign of the product, which is 0 where two small slopes multiply to less than a Float holds.
      let agreement = sign(slope) * sign(last)
      // 1 for a sign that stays, 0 where either slope is 0, −1 for a sign that turns.
      let factor = 1 + maximum(agreement, 0) * (grow - 1) - maximum(-agreement, 0) * (1 - shrink)
      length = minimum(maximum(length * factor, lengths.lowerBound), lengths.upperBound)
      // Where the sign has turned the step was too long: wait for the next slope.
      let slope = slope * (1 - maximum(-agreement, 0))
      parameter -= sign(slope) * length
      last = slope
    }
  }

  /// Shows the last slopes, the lengths and the number of steps.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&last, "last")
    visitor.visitMemory(&length, "length")
    visitor.visitCount(&steps, "steps")
  }
}
