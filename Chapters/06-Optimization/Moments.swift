import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The two running means that Adam and its variants share.
struct Moments<Model: Parameterized>: Sendable {
  var beta1: Float
  var beta2: Float
  var epsilon: Float
  var weightDecay: Float
  private(set) var steps = 0

  private var groups: [ParameterGroup]
  private var mean: Model
  private var square: Model

  init(
    for model: Model, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float,
    groups: ParameterGroups
  ) {
    (self.beta1, self.beta2) = (beta1, beta2)
    (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    self.groups = groups(model)
    (mean, square) = (model.zerosLike(), model.zerosLike())
  }

  /// What is known of one parameter in one step.
  struct Moment {
    /// The parameter's position in the visit.
    let index: Int
    let parameter: Tensor
    let slope: Tensor
    let mean: Tensor
    let square: Tensor
    let epsilon: Float
    /// What the mean lacks because it started at zero: divide by it.
    let correction1: Float
    /// What the mean square lacks.
    let correction2: Float
  }

  /// Updates both means, and every parameter by the step that `step` computes from them.
  mutating func update(
    _ model: inout Model, along gradient: Model, step: (Moment) -> Tensor
  ) {
    steps += 1
    let correction1 = Float(1 - power(Double(beta1), Double(steps)))
    let correction2 = Float(1 - power(Double(beta2), Double(steps)))
    var index = -1
    model.updateParameters(with: gradient, &mean, &square) { parameter, slope, mean, square in
      index += 1
      let group = groups[index]
      if group.isFrozen { return }
      let slope = slope + weightDecay * group.decayFactor * parameter
      mean = beta1 * mean + (1 - beta1) * slope
      square = beta2 * square + (1 - beta2) * slope * slope
      parameter -=
        group.rateFactor
        * step(
          Moment(
            index: index, parameter: parameter, slope: slope, mean: mean, square: square,
            epsilon: epsilon, correction1: correction1, correction2: correction2))
    }
  }

  mutating func visitMemory(_ visitor: inout ParameterVisitor) {
    visitor.visitMemory(&mean, "mean")
    visitor.visitMemory(&square, "square")
    visitor.visitCount(&steps, "steps")
  }
}

/// A power of a double-precision number.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
