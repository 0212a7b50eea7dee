public import Tensors

/// Gradient descent, with momentum if wanted.
///
///     slope    = gradient + weightDecay · parameter
///     velocity = momentum · velocity + (1 − dampening) · slope
///     parameter −= learningRate · velocity
///
/// With Nesterov's variant the parameter moves by `slope + momentum · velocity` instead: it looks where the
/// velocity will have carried it (Polyak 1964; Nesterov 1983; Sutskever et al. 2013). On batches drawn at
/// random it is *stochastic* gradient descent, SGD (Robbins and Monro 1951).
public struct GradientDescent<Model: Parameterized>: Optimizer {
  /// How far a step goes.
  public var learningRate: Float
  /// How much of the velocity stays from step to step; 0 is plain descent.
  public var momentum: Float
  /// How much of the slope does not join the velocity.
  public var dampening: Float
  /// Whether the step looks ahead.
  public var isNesterov: Bool
  /// The pull of every parameter towards zero.
  public var weightDecay: Float

  private var groups: [ParameterGroup]
  private var velocity: Model?
  private var steps = 0

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 0.01, momentum: Float = 0, dampening: Float = 0,
    nesterov: Bool = false, weightDecay: Float = 0, groups: ParameterGroups = .same
  ) {
    require(
      !nesterov || (momentum > 0 && dampening == 0),
      "GradientDescent: nesterov needs a momentum above 0 and no dampening")
    (self.learningRate, self.momentum, self.dampening) = (learningRate, momentum, dampening)
    (isNesterov, self.weightDecay) = (nesterov, weightDecay)
    self.groups = groups(model)
    velocity = momentum == 0 ? nil : model.zerosLike()
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    // A momentum that is set later needs a velocity as well.
    if velocity == nil && momentum != 0 { (velocity, steps) = (model.zerosLike(), 0) }
    let isFirst = steps == 0
    steps += 1
    var group = groups.makeIterator()
    guard var velocity else {
      model.updateParameters(with: gradient) { parameter, slope in
        guard let group = group.next(), !group.isFrozen else { return }
        parameter.descentStep(
          along: slope, learningRate: learningRate * group.rateFactor,
          weightDecay: weightDecay * group.decayFactor)
      }
      return
    }
    self.velocity = nil  // so that it is changed in place
    // The first slope joins the velocity undampened: there is nothing yet that it could be mixed with.
    let dampening = isFirst ? 0 : dampening
    model.updateParameters(with: gradient, &velocity) { parameter, slope, velocity in
      guard let group = group.next(), !group.isFrozen else { return }
      parameter.descentStep(
        along: slope, velocity: &velocity, learningRate: learningRate * group.rateFactor,
        momentum: momentum, dampening: dampening, nesterov: isNesterov,
        weightDecay: weightDecay * group.decayFactor)
    }
    self.velocity = velocity
  }

  /// Shows the velocity and the number of steps.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&velocity, "velocity")
    visitor.visitCount(&steps, "steps")
  }
}
