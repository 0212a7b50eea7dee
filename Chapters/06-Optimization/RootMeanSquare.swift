public import Tensors

/// RMSprop: divides every slope by its recent typical size (Tieleman and Hinton 2012).
///
///     square = decay · square + (1 − decay) · slope²
///     parameter −= learningRate · slope / (√square + epsilon)
///
/// It is AdaGrad with a memory that fades, so steps do not die out. The *centered* variant subtracts the
/// square of the running mean: it divides by the spread instead of the size (Graves 2013).
public struct RootMeanSquare<Model: Parameterized>: Optimizer {
  /// How far a step goes.
  public var learningRate: Float
  /// How much of the mean square stays from step to step.
  public var decay: Float
  /// Keeps the division from blowing up.
  public var epsilon: Float
  /// How much of the velocity stays from step to step; 0 is none.
  public var momentum: Float
  /// The pull of every parameter towards zero.
  public var weightDecay: Float

  private var groups: [ParameterGroup]
  private var square: Model
  private var mean: Model?
  private var velocity: Model?

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 0.01, decay: Float = 0.99, epsilon: Float = 1e-8,
    momentum: Float = 0, centered: Bool = false, weightDecay: Float = 0,
    groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.decay, self.epsilon) = (learningRate, decay, epsilon)
    (self.momentum, self.weightDecay) = (momentum, weightDecay)
    self.groups = groups(model)
    square = model.zerosLike()
    mean = centered ? model.zerosLike() : nil
    velocity = momentum == 0 ? nil : model.zerosLike()
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    // A momentum that is set later needs a velocity as well.
    if velocity == nil && momentum != 0 { velocity = model.zerosLike() }
    if mean == nil && velocity == nil { return plainUpdate(&model, along: gradient) }
    var means = mean?.parameters ?? []
    var velocities = velocity?.parameters ?? []
    var index = 0
    model.updateParameters(with: gradient, &square) { parameter, slope, square in
      let (group, place) = (groups[index], index)
      index += 1
      if group.isFrozen { return }
      let slope = slope + weightDecay * group.decayFactor * parameter
      square = decay * square + (1 - decay) * slope * slope
      var spread = square
      if !means.isEmpty {
        means[place] = decay * means[place] + (1 - decay) * slope
        // Never below 0, except by rounding.
        spread = maximum(square - means[place] * means[place], 0)
      }
      var step = slope / (sqrt(spread) + epsilon)
      if !velocities.isEmpty {
        velocities[place] = momentum * velocities[place] + step
        step = velocities[place]
      }
      parameter -= learningRate * group.rateFactor * step
    }
    mean?.setParameters(means)
    velocity?.setParameters(velocities)
  }

  private mutating func plainUpdate(_ model: inout Model, along gradient: Model) {
    var group = groups.makeIterator()
    model.updateParameters(with: gradient, &square) { parameter, slope, square in
      guard let group = group.next(), !group.isFrozen else { return }
      parameter.rootMeanSquareStep(
        along: slope, square: &square, learningRate: learningRate * group.rateFactor,
        decay: decay, epsilon: epsilon, weightDecay: weightDecay * group.decayFactor)
    }
  }

  /// Shows the mean square and, where there are, mean and velocity.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&square, "square")
    visitor.visitMemory(&mean, "mean")
    visitor.visitMemory(&velocity, "velocity")
  }
}
