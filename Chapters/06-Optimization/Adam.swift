public import Tensors

/// Adam: a step of about the same length for every number, whatever the size of its gradient (Kingma and
/// Ba 2015).
///
///     mean   = beta1 · mean   + (1 − beta1) · slope
///     square = beta2 · square + (1 − beta2) · slope²
///     parameter −= learningRate · (mean / (1 − beta1ᵗ)) / (√(square / (1 − beta2ᵗ)) + epsilon)
///
/// Both running means start at zero and are therefore too small at first; the divisors correct that in step
/// t. A `decoupled` weight decay makes it AdamW (Loshchilov and Hutter 2019): the parameter shrinks by
/// `learningRate · weightDecay` instead of the decay joining the slope, where the division would undo it.
public struct Adam<Model: Parameterized>: Optimizer {
  /// How far a step goes.
  public var learningRate: Float
  /// How much of the mean stays from step to step.
  public var beta1: Float
  /// How much of the mean square stays from step to step.
  public var beta2: Float
  /// Keeps the division from blowing up where the gradient is nearly zero.
  public var epsilon: Float
  /// The pull of every parameter towards zero.
  public var weightDecay: Float
  /// Whether the weight decay is apart from the slope.
  public var isDecoupled: Bool

  private var groups: [ParameterGroup]
  private var mean: Model
  private var square: Model
  private var steps = 0

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999,
    epsilon: Float = 1e-8, weightDecay: Float = 0, decoupled: Bool = false,
    groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    (self.epsilon, self.weightDecay, isDecoupled) = (epsilon, weightDecay, decoupled)
    self.groups = groups(model)
    (mean, square) = (model.zerosLike(), model.zerosLike())
  }

  /// AdamW: Adam with a decoupled weight decay, and the defaults that go with it (Loshchilov and Hutter
  /// 2019).
  public static func decoupled(
    for model: Model, learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999,
    epsilon: Float = 1e-8, weightDecay: Float = 1e-2, groups: ParameterGroups = .same
  ) -> Adam {
    Adam(
      for: model, learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
      weightDecay: weightDecay, decoupled: true, groups: groups)
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    steps += 1
    var group = groups.makeIterator()
    model.updateParameters(with: gradient, &mean, &square) { parameter, slope, mean, square in
      guard let group = group.next(), !group.isFrozen else { return }
      parameter.adamStep(
        along: slope, mean: &mean, square: &square, step: steps,
        learningRate: learningRate * group.rateFactor, beta1: beta1, beta2: beta2,
        epsilon: epsilon, weightDecay: weightDecay * group.decayFactor, decoupled: isDecoupled)
    }
  }

  /// Shows both means and the number of steps.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&mean, "mean")
    visitor.visitMemory(&square, "square")
    visitor.visitCount(&steps, "steps")
  }
}
