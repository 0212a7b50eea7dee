public import Tensors

// Steps whose length is a share of the parameter's own length, so that large batches train.

/// LARS: gradient descent with momentum whose step is scaled to each parameter's length (You, Gitman and
/// Ginsburg 2017).
///
///     trust    = coefficient · ‖parameter‖ / (‖gradient‖ + weightDecay · ‖parameter‖)
///     velocity = momentum · velocity + learningRate · trust · (gradient + weightDecay · parameter)
///     parameter −= velocity
public struct LayerwiseDescent<Model: Parameterized>: Optimizer {
  /// How far a step goes.
  public var learningRate: Float
  /// How much of the velocity stays from step to step.
  public var momentum: Float
  /// The share of its length that a parameter may move.
  public var coefficient: Float
  /// The pull of every parameter towards zero.
  public var weightDecay: Float

  private var groups: [ParameterGroup]
  private var velocity: Model

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 0.1, momentum: Float = 0.9, coefficient: Float = 1e-3,
    weightDecay: Float = 0, groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.momentum) = (learningRate, momentum)
    (self.coefficient, self.weightDecay) = (coefficient, weightDecay)
    self.groups = groups(model)
    velocity = model.zerosLike()
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    var group = groups.makeIterator()
    model.updateParameters(with: gradient, &velocity) { parameter, slope, velocity in
      guard let group = group.next(), !group.isFrozen else { return }
      let decay = weightDecay * group.decayFactor
      let (size, slopeSize) = (length(parameter), length(slope))
      let scale = slopeSize + decay * size
      // A parameter of length 0 could never leave it: it gets the plain step.
      let trust = size > 0 && scale > 0 ? coefficient * size / scale : 1
      velocity =
        momentum * velocity + learningRate * group.rateFactor * trust * (slope + decay * parameter)
      parameter -= velocity
    }
  }

  /// Shows the velocity.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&velocity, "velocity")
  }
}

/// LAMB: AdamW whose step is scaled to each parameter's length.
///
/// You et al. 2020.
public struct LayerwiseAdam<Model: Parameterized>: Optimizer {
  /// How far a step goes.
  public var learningRate: Float
  /// The pull of every parameter towards zero.
  public var weightDecay: Float
  private var moments: Moments<Model>
  private var decayFactors: [Float]

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999,
    epsilon: Float = 1e-6, weightDecay: Float = 0, groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.weightDecay) = (learningRate, weightDecay)
    moments = Moments(
      for: model, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: 0, groups: groups)
    decayFactors = groups(model).map(\.decayFactor)
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    moments.update(&model, along: gradient) { moment in
      let size = sqrt(moment.square / moment.correction2) + moment.epsilon
      let step =
        moment.mean / moment.correction1 / size
        + weightDecay * decayFactors[moment.index] * moment.parameter
      let (own, other) = (length(moment.parameter), length(step))
      let trust = own > 0 && other > 0 ? own / other : 1
      return learningRate * trust * step
    }
  }

  /// Shows the means and the number of steps.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    moments.visitMemory(&visitor)
  }
}
