public import Tensors

/// AdaGrad: every number gets a step of its own length, which shrinks with all the gradient it has seen
/// (Duchi, Hazan and Singer 2011).
///
///     square += slope²
///     parameter −= learningRate · slope / (√square + epsilon)
///
/// Rare features keep long steps. The sum only grows, so in long runs all steps die out; RMSprop forgets.
public struct AdaptiveGradient<Model: Parameterized>: Optimizer {
  /// How far a step goes.
  public var learningRate: Float
  /// Keeps the division from blowing up.
  public var epsilon: Float
  /// The pull of every parameter towards zero.
  public var weightDecay: Float
  /// How fast the learning rate falls: step `t` uses `learningRate / (1 + rateDecay (t − 1))`.
  public var rateDecay: Float

  private var groups: [ParameterGroup]
  private var square: Model
  private var steps = 0

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 0.01, epsilon: Float = 1e-10, weightDecay: Float = 0,
    rateDecay: Float = 0, groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.epsilon, self.weightDecay) = (learningRate, epsilon, weightDecay)
    self.rateDecay = rateDecay
    self.groups = groups(model)
    square = model.zerosLike()
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    let rate = learningRate / (1 + rateDecay * Float(steps))
    steps += 1
    var group = groups.makeIterator()
    model.updateParameters(with: gradient, &square) { parameter, slope, square in
      guard let group = group.next(), !group.isFrozen else { return }
      parameter.adaptiveGradientStep(
        along: slope, square: &square, learningRate: rate * group.rateFactor, epsilon: epsilon,
        weightDecay: weightDecay * group.decayFactor)
    }
  }

  /// Shows the sum of squares and the number of steps.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&square, "square")
    visitor.visitCount(&steps, "steps")
  }
}
