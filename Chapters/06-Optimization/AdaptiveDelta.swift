public import Tensors

/// AdaDelta: the size of the step is taken from the steps before, in the parameter's own units (Zeiler
/// 2012).
///
///     square = decay · square + (1 − decay) · slope²
///     step   = √(change + epsilon) / √(square + epsilon) · slope
///     change = decay · change + (1 − decay) · step²
///     parameter −= learningRate · step
public struct AdaptiveDelta<Model: Parameterized>: Optimizer {
  /// A factor on the step; 1 is the method as published.
  public var learningRate: Float
  /// How much of both running means stays from step to step.
  public var decay: Float
  /// Starts the first steps and keeps the division from blowing up.
  public var epsilon: Float
  /// The pull of every parameter towards zero.
  public var weightDecay: Float

  private var groups: [ParameterGroup]
  private var square: Model
  private var change: Model

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 1, decay: Float = 0.9, epsilon: Float = 1e-6,
    weightDecay: Float = 0, groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.decay, self.epsilon) = (learningRate, decay, epsilon)
    self.weightDecay = weightDecay
    self.groups = groups(model)
    (square, change) = (model.zerosLike(), model.zerosLike())
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    var group = groups.makeIterator()
    model.updateParameters(with: gradient, &square, &change) { parameter, slope, square, change in
      guard let group = group.next(), !group.isFrozen else { return }
      let slope = slope + weightDecay * group.decayFactor * parameter
      square = decay * square + (1 - decay) * slope * slope
      let step = sqrt(change + epsilon) / sqrt(square + epsilon) * slope
      change = decay * change + (1 - decay) * step * step
      parameter -= learningRate * group.rateFactor * step
    }
  }

  /// Shows both running means.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&square, "square")
    visitor.visitMemory(&change, "change")
  }
}
