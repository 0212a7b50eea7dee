public import Tensors

/// Muon: the momentum of a weight matrix, made orthogonal, so that every direction moves
/// equally far.
///
/// Jordan et al. 2024.
///
///     velocity = momentum · velocity + (1 − momentum) · gradient
///     step     = orthogonal((1 − momentum) · gradient + momentum · velocity)
///     weight  −= learningRate · √max(1, outputs / inputs) · step, after a decay by learningRate · weightDecay
///
/// It is made for the matrices inside a network. Biases, scales and embeddings are left to another
/// optimizer: see ``Both``. Parameters that are not matrices are refused unless their group is frozen.
public struct Muon<Model: Parameterized>: Optimizer {
  /// How far a step goes.
  public var learningRate: Float
  /// How much of the velocity stays from step to step.
  public var momentum: Float
  /// Whether the step looks ahead.
  public var isNesterov: Bool
  /// The pull of every parameter towards zero.
  public var weightDecay: Float
  /// How many times the polynomial is applied.
  public var iterations: Int

  private var groups: [ParameterGroup]
  private var velocity: Model

  /// Makes an optimizer for a model whose parameters are matrices, but for those that are frozen.
  public init(
    for model: Model, learningRate: Float = 1e-3, momentum: Float = 0.95, nesterov: Bool = true,
    weightDecay: Float = 0.1, iterations: Int = 5, groups: ParameterGroups = .same
  ) {
    (self.learningRate, self.momentum) = (learningRate, momentum)
    (isNesterov, self.weightDecay, self.iterations) = (nesterov, weightDecay, iterations)
    self.groups = groups(model)
    velocity = model.zerosLike()
    for (parameter, group) in zip(velocity.parameters, self.groups) where !group.isFrozen {
      require(
        parameter.rank == 2,
        "Muon: a parameter of shape \(parameter.shape) is not a matrix; freeze it in the groups and "
          + "give it to another optimizer")
    }
  }

  /// Takes one step.
  public mutating func update(_ model: inout Model, along gradient: Model) {
    var group = groups.makeIterator()
    model.updateParameters(with: gradient, &velocity) { weight, slope, velocity in
      guard let group = group.next(), !group.isFrozen else { return }
      velocity = momentum * velocity + (1 - momentum) * slope
      let direction = isNesterov ? (1 - momentum) * slope + momentum * velocity : velocity
      let (inputs, outputs) = (weight.shape[0], weight.shape[1])
      let rate = learningRate * group.rateFactor
      let stretch = max(1, Float(outputs) / Float(inputs)).squareRoot()
      weight = weight * (1 - rate * weightDecay * group.decayFactor)
      weight -= rate * stretch * orthogonalized(direction, iterations: iterations)
    }
  }

  /// Shows the velocity.
  public mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&velocity, "velocity")
  }
}

/// Brings all singular values of a matrix near 1 and keeps its directions: nearly `U Vᵀ` of `U S Vᵀ`.
///
/// A polynomial of odd degree acts on the singular values alone: `x ↦ a x + b (x xᵀ) x + c (x xᵀ)² x`. Its
/// numbers are chosen to lift small values fast; five rounds bring them between about 0.7 and 1.2, which is
/// near enough for a step (a variant of the iteration of Newton and Schulz; Jordan et al. 2024).
///
/// - Parameter x: `[m, n]`
/// - Returns: `[m, n]`
public func orthogonalized(_ x: Tensor, iterations: Int = 5, epsilon: Float = 1e-7) -> Tensor {
  require(x.rank == 2, "orthogonalized: \(x.shape): a matrix is expected")
  let isTall = x.shape[0] > x.shape[1]
  var y = isTall ? x.transposed() : x
  y = y / max(length(y), epsilon)
  for _ in 0..<iterations {
    let squared = matmul(y, y.transposed())
    let factor = -4.7750 * squared + 2.0315 * matmul(squared, squared)
    y = 3.4445 * y + matmul(factor, y)
  }
  return isTall ? y.transposed() : y
}
