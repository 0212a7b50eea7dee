public import Tensors

// What has been changed about Adam since: the maximum, Nesterov's look ahead, a careful start, another
// norm. All of them keep two running means.

/// AMSGrad: Adam that divides by the largest mean square so far, so that steps never grow again (Reddi,
/// Kale and Kumar 2018).
public struct MaximumAdam<Model: Parameterized>: Optimizer {
  /// How far a step goes.
  public var learningRate: Float
  private var moments: Moments<Model>
  private var largest: Model

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999,
    epsilon: Float = 1e-8, weightDecay: Float = 0, groups: ParameterGroups = .same
  ) {
    self.learningRate = learningRate
    moments = Moments(
      for: model, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
      groups: groups)
    largest = model.zerosLike()
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    var maxima = largest.parameters
    moments.update(&model, along: gradient) { moment in
      maxima[moment.index] = maximum(maxima[moment.index], moment.square)
      let size = sqrt(maxima[moment.index]) / moment.correction2.squareRoot() + moment.epsilon
      return learningRate / moment.correction1 * moment.mean / size
    }
    largest.setParameters(maxima)
  }

  /// Shows the means, the largest mean squares and the number of steps.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    moments.visitMemory(&visitor)
    visitor.visitMemory(&largest, "largest")
  }
}

/// NAdam: Adam whose mean looks one step ahead, as Nesterov's momentum does (Dozat 2016).
public struct NesterovAdam<Model: Parameterized>: Optimizer {
  /// How far a step goes.
  public var learningRate: Float
  /// How fast the momentum reaches `beta1`.
  public var momentumDecay: Float
  private var moments: Moments<Model>
  private var momentumProduct = 1.0

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 2e-3, beta1: Float = 0.9, beta2: Float = 0.999,
    epsilon: Float = 1e-8, momentumDecay: Float = 4e-3, weightDecay: Float = 0,
    groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.momentumDecay) = (learningRate, momentumDecay)
    moments = Moments(
      for: model, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
      groups: groups)
  }

  /// The momentum of a step: it rises from about half of `beta1` to `beta1`.
  private func momentum(_ step: Int) -> Double {
    Double(moments.beta1)
      * (1 - 0.5 * power(0.96, Double(step) * Double(momentumDecay)))
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    let (now, next) = (momentum(moments.steps + 1), momentum(moments.steps + 2))
    momentumProduct *= now
    let fromSlope = Float((1 - now) / (1 - momentumProduct))
    let fromMean = Float(next / (1 - momentumProduct * next))
    moments.update(&model, along: gradient) { moment in
      let size = sqrt(moment.square / moment.correction2) + moment.epsilon
      return learningRate * (fromSlope * moment.slope + fromMean * moment.mean) / size
    }
  }

  /// Shows the means and the number of steps.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    moments.visitMemory(&visitor)
    // The product follows from the number of steps, which a checkpoint may just have brought back.
    momentumProduct = (0..<moments.steps).reduce(1) { $0 * momentum($1 + 1) }
  }
}

/// RAdam: Adam that does not trust its mean square before it has seen enough.
///
/// Liu et al. 2020.
///
/// In the first steps (about five, with the usual `beta2`) it is descent along the mean alone; then the
/// adaptive step comes in gradually. No warm-up is needed.
public struct RectifiedAdam<Model: Parameterized>: Optimizer {
  /// How far a step goes.
  public var learningRate: Float
  private var moments: Moments<Model>

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999,
    epsilon: Float = 1e-8, weightDecay: Float = 0, groups: ParameterGroups = .same
  ) {
    self.learningRate = learningRate
    moments = Moments(
      for: model, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
      groups: groups)
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    let rectification = rectification(step: moments.steps + 1)
    moments.update(&model, along: gradient) { moment in
      let mean = moment.mean / moment.correction1
      guard let rectification else { return learningRate * mean }
      let size = (sqrt(moment.square) + moment.epsilon) / moment.correction2.squareRoot()
      return learningRate * rectification * mean / size
    }
  }

  /// The factor on the adaptive step; `nil` while there is too little to go by.
  private func rectification(step: Int) -> Float? {
    let beta2 = Double(moments.beta2)
    let limit = 2 / (1 - beta2) - 1
    let kept = power(beta2, Double(step))
    // The length of a simple average that varies as much as the running mean does after `step` steps.
    let length = limit - 2 * Double(step) * kept / (1 - kept)
    if length <= 5 { return nil }
    let ratio = (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)
    return Float(ratio.squareRoot())
  }

  /// Shows the means and the number of steps.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    moments.visitMemory(&visitor)
  }
}

/// Adamax: Adam that divides by the largest recent slope instead of the typical one (Kingma and Ba 2015,
/// section 7).
public struct InfinityAdam<Model: Parameterized>: Optimizer {
  /// How far a step goes.
  public var learningRate: Float
  /// How much of the mean stays from step to step.
  public var beta1: Float
  /// How fast the largest slope is forgotten.
  public var beta2: Float
  /// Keeps the division from blowing up.
  public var epsilon: Float
  /// The pull of every parameter towards zero.
  public var weightDecay: Float

  private var groups: [ParameterGroup]
  private var mean: Model
  private var largest: Model
  private var steps = 0

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 2e-3, beta1: Float = 0.9, beta2: Float = 0.999,
    epsilon: Float = 1e-8, weightDecay: Float = 0, groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    self.groups = groups(model)
    (mean, largest) = (model.zerosLike(), model.zerosLike())
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    steps += 1
    let correction = Float(1 - power(Double(beta1), Double(steps)))
    var group = groups.makeIterator()
    model.updateParameters(with: gradient, &mean, &largest) { parameter, slope, mean, largest in
      guard let group = group.next(), !group.isFrozen else { return }
      let slope = slope + weightDecay * group.decayFactor * parameter
      mean = beta1 * mean + (1 - beta1) * slope
      largest = maximum(beta2 * largest, abs(slope) + epsilon)
      parameter -= learningRate * group.rateFactor / correction * mean / largest
    }
  }

  /// Shows the mean, the largest slopes and the number of steps.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&mean, "mean")
    visitor.visitMemory(&largest, "largest")
    visitor.visitCount(&steps, "steps")
  }
}
