public import Grading
import Optimization
public import Tensors

/// What a Lion step is told besides its tensors.
public struct LionSettings: Sendable {
  /// How far every number moves.
  public var learningRate: Float
  /// The part of the mean in the direction.
  public var beta1: Float
  /// The share of the mean that stays.
  public var beta2: Float
  /// The pull towards zero.
  public var weightDecay: Float

  init(_ learningRate: Float, _ beta1: Float = 0.9, _ beta2: Float = 0.99, decay: Float = 0) {
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    weightDecay = decay
  }
}

/// What 06.6 asks for: parameter, mean, gradient and settings to parameter and mean.
public typealias LionStep =
  @Sendable (Tensor, Tensor, Tensor, LionSettings) throws -> (parameter: Tensor, mean: Tensor)

private let right: LionStep = { p, m, g, s in
  // The chapter's optimizer, whose mean is set as a checkpoint would set it.
  var lion = Lion(
    for: p, learningRate: s.learningRate, beta1: s.beta1, beta2: s.beta2,
    weightDecay: s.weightDecay)
  var writer = ParameterVisitor(parameters: { _ in }, buffers: { $0 = m })
  lion.visitMemory(&writer)
  var (p, mean) = (p, m)
  lion.update(&p, along: g)
  var reader = ParameterVisitor(parameters: { _ in }, buffers: { mean = $0 })
  lion.visitMemory(&reader)
  return (p, mean)
}

/// 06.6: a step of Lion.
public let lionStepExercise = Exercise<LionStep>(
  "06.6",
  reference: right,
  alternatives: [
    .init(
      "number by number, in double precision",
      { p, m, g, s in
        let results = numberByNumber([p, m, g]) { x in
          let mixed = Double(s.beta1) * x[1] + (1 - Double(s.beta1)) * x[2]
          let way: Double = mixed > 0 ? 1 : mixed < 0 ? -1 : 0
          let mean = Double(s.beta2) * x[1] + (1 - Double(s.beta2)) * x[2]
          return [x[0] - Double(s.learningRate) * (way + Double(s.weightDecay) * x[0]), mean]
        }
        return (results[0], results[1])
      }),
    .init(
      "shrinks first, then steps",
      { p, m, g, s in
        let shrunk = p * (1 - s.learningRate * s.weightDecay)
        let way = sign(m + (1 - s.beta1) * (g - m))
        return (shrunk - s.learningRate * way, m + (1 - s.beta2) * (g - m))
      }),
  ],
  checks: [
    .init("the shapes stay") { step, evidence in
      let x = Tensor([[1, 2], [3, 4], [5, 6]])
      let new = try step(x, x, x, LionSettings(0.1))
      evidence.expect(new.parameter, hasShape: [3, 2], "parameter")
      evidence.expect(new.mean, hasShape: [3, 2], "mean")
    },
    .init("every number moves by the rate, and zero does not move") { step, evidence in
      let new = try step(
        Tensor([1, 1, 1]), Tensor([0, 0, 0]), Tensor([100, -0.01, 0]), LionSettings(0.1))
      evidence.expect(new.parameter, equals: Tensor([0.9, 1.1, 1]), "parameter")
    },
    .init("direction and mean by hand", points: 2) { step, evidence in
      let new = try step(
        Tensor([1, 1]), Tensor([1, 1]), Tensor([-2, -0.5]), LionSettings(0.1, 0.5, 0.75))
      evidence.expect(new.parameter, equals: Tensor([1.1, 0.9]), "parameter")
      evidence.expect(new.mean, equals: Tensor([0.25, 0.625]), "mean")
    },
    .init("the weight decay") { step, evidence in
      let new = try step(
        Tensor([2, -4]), Tensor([1, 1]), Tensor([1, 1]), LionSettings(0.1, decay: 0.5))
      evidence.expect(new.parameter, equals: Tensor([1.8, -3.9]), "parameter")
    },
    .init("random steps of several shapes", points: 2) { step, evidence in
      var generator = evidence.generator(seed: 661)
      for shape in [[1], [40], [12, 7]] {
        let (p, m, g) = (
          Tensor.normal(shape, using: &generator), Tensor.normal(shape, using: &generator),
          Tensor.normal(shape, using: &generator)
        )
        let settings = LionSettings(
          0.05 + generator.uniform(), 0.3 + 0.3 * generator.uniform(),
          0.7 + 0.2 * generator.uniform(), decay: 0.1 + generator.uniform())
        let new = try step(p, m, g, settings)
        let wanted = try right(p, m, g, settings)
        evidence.expect(new.parameter, equals: wanted.parameter, "parameter", in: "shape \(shape)")
        evidence.expect(new.mean, equals: wanted.mean, "mean", in: "shape \(shape)")
      }
    },
    .init("three steps, one after the other") { step, evidence in
      var (x, m) = (Tensor([3, 4, -0.5]), Tensor([0, 0, 0]))
      for slope in [Tensor([6, 8, 0]), Tensor([-2, -5, 0.5]), Tensor([-1, 0, 0.25])] {
        (x, m) = try step(x, m, slope, LionSettings(0.1, 0.5, 0.75, decay: 0.5))
      }
      evidence.expect(x, equals: Tensor([2.676875, 3.33425, -0.6236875]), "parameter")
    },
  ],
  misconceptions: [
    .init(
      "exchanges beta1 and beta2",
      "beta1 mixes the direction of this step, beta2 the mean that is remembered.",
      { p, m, g, s in
        try right(p, m, g, LionSettings(s.learningRate, s.beta2, s.beta1, decay: s.weightDecay))
      }),
    .init(
      "takes the sign of the mean that is kept: one mixture instead of two",
      "The direction has a mixture of its own, with beta1, from the old mean.",
      { p, m, g, s in
        let mean = s.beta2 * m + (1 - s.beta2) * g
        let way = sign(mean)
        return (p - s.learningRate * (way + s.weightDecay * p), mean)
      }),
    .init(
      "updates the mean first and mixes the gradient in once more",
      "The direction comes from the old mean. Only then does the mean change.",
      { p, m, g, s in
        let mean = s.beta2 * m + (1 - s.beta2) * g
        let way = sign(s.beta1 * mean + (1 - s.beta1) * g)
        return (p - s.learningRate * (way + s.weightDecay * p), mean)
      }),
    .init(
      "moves along the mixture itself, not along its sign",
      "Lion's step is the sign: every number moves by the rate, however large its slope.",
      { p, m, g, s in
        let way = s.beta1 * m + (1 - s.beta1) * g
        return (
          p - s.learningRate * (way + s.weightDecay * p), s.beta2 * m + (1 - s.beta2) * g
        )
      }),
    .init(
      "has no weight decay",
      "The decay is added to the sign, and multiplied by the rate with it.",
      { p, m, g, s in
        try right(p, m, g, LionSettings(s.learningRate, s.beta1, s.beta2))
      }),
    .init(
      "puts the decay under the sign",
      "Under the sign the decay would only tip the balance. It is added outside.",
      { p, m, g, s in
        let way = sign(s.beta1 * m + (1 - s.beta1) * g + s.weightDecay * p)
        return (p - s.learningRate * way, s.beta2 * m + (1 - s.beta2) * g)
      }),
  ])
