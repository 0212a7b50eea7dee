public import Tensors

// Steps that know how the slope changes.

extension Parameterized {
  /// The sum of the products of corresponding numbers of two models.
  func dot(_ other: Self) -> Float {
    zip(parameters, other.parameters).reduce(0) { $0 + ($1.0 * $1.1).sum().scalar }
  }

  /// This model plus a multiple of another.
  func adding(_ factor: Float, _ other: Self) -> Self {
    var result = self
    result.updateParameters(with: other) { parameter, step in parameter += factor * step }
    return result
  }

  /// A multiple of this model.
  func scaled(by factor: Float) -> Self {
    var result = self
    var visitor = ParameterVisitor { parameter in parameter = parameter * factor }
    result.visitParameters(&visitor)
    return result
  }
}

/// Computes the product of the Hessian of a loss with a direction, without building the Hessian.
///
/// It is the gradient of `gradient · direction` (Pearlmutter 1994): about three times the work of a gradient.
///
/// - Parameters:
///   - model: Where it is taken.
///   - direction: A value of the model's own type.
/// - Returns: A value of the model's own type.
public func hessianProduct<Model: Parameterized>(
  at model: Model, times direction: Model, of loss: (Model) throws -> Tensor
) rethrows -> Model {
  let directions = direction.parameters
  return try gradient(at: model) { model in
    let slopes = try gradient(at: model, of: loss).parameters
    return zip(slopes, directions).reduce(Tensor(0)) { $0 + ($1.0 * $1.1).sum() }
  }
}

/// Estimates the diagonal of the Hessian: the mean of `v · (Hessian v)` over random signs `v` (Hutchinson
/// 1990).
public func hessianDiagonal<Model: Parameterized>(
  at model: Model, samples: Int = 1, using generator: inout RandomGenerator,
  of loss: (Model) throws -> Tensor
) rethrows -> Model {
  require(samples > 0, "hessianDiagonal: \(samples) samples; at least 1 is expected")
  var sum = model.zerosLike()
  for _ in 0..<samples {
    var signs = model
    signs.updateParameters(with: model) { sign, parameter in
      let half = Tensor.bernoulli(parameter.shape, probability: 0.5, using: &generator)
      sign = 2 * half - 1
    }
    let product = try hessianProduct(at: model, times: signs, of: loss)
    signs.updateParameters(with: product) { sign, product in sign = sign * product }
    sum.updateParameters(with: signs) { sum, sample in sum += sample / Float(samples) }
  }
  return sum
}

/// Sophia: descent that divides by the curvature, and never goes further than a sign step.
///
/// Liu et al. 2023.
///
///     mean      = beta1 · mean + (1 − beta1) · gradient
///     curvature = beta2 · curvature + (1 − beta2) · diagonal      every few steps
///     parameter −= learningRate · clip(mean / max(scale · curvature, epsilon), −1, 1)
public struct Sophia<Model: Parameterized>: Optimizer {
  /// How far a step goes at most, for each number.
  public var learningRate: Float
  /// How much of the mean stays from step to step.
  public var beta1: Float
  /// How much of the curvature stays from estimate to estimate.
  public var beta2: Float
  /// How much of the curvature counts: the smaller, the more steps are sign steps.
  public var scale: Float
  /// Keeps the division from blowing up; also what a negative curvature counts as.
  public var epsilon: Float
  /// The pull of every parameter towards zero.
  public var weightDecay: Float

  private var groups: [ParameterGroup]
  private var mean: Model
  private var curvature: Model

  /// Makes an optimizer for a model.
  public init(
    for model: Model, learningRate: Float = 1e-3, beta1: Float = 0.96, beta2: Float = 0.99,
    scale: Float = 0.01, epsilon: Float = 1e-12, weightDecay: Float = 0.1,
    groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    (self.scale, self.epsilon, self.weightDecay) = (scale, epsilon, weightDecay)
    self.groups = groups(model)
    (mean, curvature) = (model.zerosLike(), model.zerosLike())
  }

  /// Takes note of an estimate of the Hessian's diagonal: see ``hessianDiagonal(at:samples:using:of:)``.
  public mutating func observe(curvature diagonal: Model) {
    curvature.updateParameters(with: diagonal) { curvature, new in
      curvature = beta2 * curvature + (1 - beta2) * new
    }
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    let curvatures = curvature.parameters
    var index = -1
    model.updateParameters(with: gradient, &mean) { parameter, slope, mean in
      index += 1
      let group = groups[index]
      if group.isFrozen { return }
      mean = beta1 * mean + (1 - beta1) * slope
      let step = mean / maximum(scale * curvatures[index], epsilon)
      let rate = learningRate * group.rateFactor
      parameter = parameter * (1 - rate * weightDecay * group.decayFactor)
      parameter -= rate * minimum(maximum(step, -1), 1)
    }
  }

  /// Shows mean and curvature.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&mean, "mean")
    visitor.visitMemory(&curvature, "curvature")
  }
}
