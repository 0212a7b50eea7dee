import Foundation
public import Grading
import Optimization
public import Tensors

/// What an Adam step is told besides its tensors.
public struct AdamSettings: Sendable {
  /// The number of the step, from 1.
  public var step: Int
  /// How far a step goes.
  public var learningRate: Float
  /// The shares of both means that stay.
  public var beta1: Float
  /// The share of the mean square that stays.
  public var beta2: Float
  /// What is added to the root.
  public var epsilon: Float
  /// The pull towards zero; 06.4 has none.
  public var weightDecay: Float = 0

  /// What the means lack in this step because they started at zero.
  var corrections: (Float, Float) {
    (
      Float(1 - pow(Double(beta1), Double(step))), Float(1 - pow(Double(beta2), Double(step)))
    )
  }

  init(
    _ step: Int, _ learningRate: Float, _ beta1: Float = 0.9, _ beta2: Float = 0.999,
    _ epsilon: Float = 0, decay: Float = 0
  ) {
    (self.step, self.learningRate, self.beta1, self.beta2) = (step, learningRate, beta1, beta2)
    (self.epsilon, weightDecay) = (epsilon, decay)
  }
}

/// What 06.4 and 06.5 ask for: parameter, mean, mean square, gradient and settings to parameter and both means.
public typealias AdamStep =
  @Sendable (Tensor, Tensor, Tensor, Tensor, AdamSettings) throws -> (
    parameter: Tensor, mean: Tensor, square: Tensor
  )

/// Adam's step by the loop that the chapter's optimizers use.
let rightAdam: AdamStep = { parameter, mean, square, gradient, s in
  var (parameter, mean, square) = (parameter, mean, square)
  parameter.adamStep(
    along: gradient, mean: &mean, square: &square, step: s.step, learningRate: s.learningRate,
    beta1: s.beta1, beta2: s.beta2, epsilon: s.epsilon, weightDecay: s.weightDecay,
    decoupled: true)
  return (parameter, mean, square)
}

/// Both means after a gradient.
func means(_ m: Tensor, _ v: Tensor, _ g: Tensor, _ s: AdamSettings) -> (Tensor, Tensor) {
  (s.beta1 * m + (1 - s.beta1) * g, s.beta2 * v + (1 - s.beta2) * g * g)
}

/// Compares an answer with the right one on random numbers.
func expectRandomSteps(
  _ step: AdamStep, _ evidence: inout Evidence, seed: UInt64, decay: Float
) throws {
  var generator = evidence.generator(seed: seed)
  for (number, shape) in [(1, [1]), (2, [9]), (7, [4, 3])] {
    let (p, m, g) = (
      Tensor.normal(shape, using: &generator), Tensor.normal(shape, using: &generator),
      Tensor.normal(shape, using: &generator)
    )
    let v = square(Tensor.normal(shape, using: &generator)) + 0.1
    let settings = AdamSettings(
      number, 0.05 + generator.uniform(), 0.5 + 0.4 * generator.uniform(),
      0.6 + 0.3 * generator.uniform(), 0.1 + 0.2 * generator.uniform(), decay: decay)
    let new = try step(p, m, v, g, settings)
    let wanted = try rightAdam(p, m, v, g, settings)
    let what = "step \(number), shape \(shape)"
    evidence.expect(new.parameter, equals: wanted.parameter, "parameter", in: what)
    evidence.expect(new.mean, equals: wanted.mean, "mean", in: what)
    evidence.expect(new.square, equals: wanted.square, "square", in: what)
  }
}

/// 06.4: a step of Adam.
public let adamStepExercise = Exercise<AdamStep>(
  "06.4",
  reference: rightAdam,
  alternatives: [
    .init("number by number, in double precision", preciseAdam),
    .init(
      "with the corrections moved into the rate and epsilon",
      { p, m, v, g, s in
        let (mean, square) = means(m, v, g, s)
        let (c1, c2) = s.corrections
        let rate = s.learningRate * c2.squareRoot() / c1
        return (p - rate * mean / (sqrt(square) + s.epsilon * c2.squareRoot()), mean, square)
      }),
  ],
  checks: [
    .init("the shapes stay") { step, evidence in
      let x = Tensor([[1, 2], [3, 4], [5, 6]])
      let new = try step(x, x, x, x, AdamSettings(1, 0.1))
      evidence.expect(new.parameter, hasShape: [3, 2], "parameter")
      evidence.expect(new.mean, hasShape: [3, 2], "mean")
      evidence.expect(new.square, hasShape: [3, 2], "square")
    },
    .init("both means") { step, evidence in
      let new = try step(
        Tensor([0]), Tensor([2]), Tensor([8]), Tensor([4]), AdamSettings(3, 0.1, 0.5, 0.75))
      evidence.expect(new.mean, equals: Tensor([3]), "mean")
      evidence.expect(new.square, equals: Tensor([10]), "square")
    },
    .init("the first step is as long as the rate, whatever the slope", points: 2) {
      step, evidence in
      let zero = Tensor([0, 0])
      let new = try step(Tensor([1, 1]), zero, zero, Tensor([5, -0.01]), AdamSettings(1, 0.1))
      evidence.expect(new.parameter, equals: Tensor([0.9, 1.1]), "parameter")
    },
    .init("the second step by hand") { step, evidence in
      // mean 3, corrected by 1 − ½² to 4; square 10.9375, corrected by 1 − ¾² to 25.
      let new = try step(
        Tensor([1]), Tensor([2]), Tensor([9.25]), Tensor([4]), AdamSettings(2, 0.5, 0.5, 0.75))
      evidence.expect(new.parameter, equals: Tensor([0.6]), "parameter")
    },
    .init("epsilon is added to the corrected root") { step, evidence in
      let zero = Tensor([0])
      let new = try step(Tensor([1]), zero, zero, Tensor([3]), AdamSettings(1, 0.4, 0.9, 0.999, 1))
      evidence.expect(new.parameter, equals: Tensor([0.7]), "parameter")
    },
    .init("random steps of several shapes", points: 2) { step, evidence in
      try expectRandomSteps(step, &evidence, seed: 641, decay: 0)
    },
    .init("a slope a thousand times as large gives the same walk") { step, evidence in
      var ends: [Tensor] = []
      for scale: Float in [1, 1000] {
        var (x, m, v) = (Tensor([1, -1]), Tensor([0, 0]), Tensor([0, 0]))
        for number in 1...20 {
          let slope = scale * (x - Tensor([0.5, 0.25 * Float(number % 3)]))
          (x, m, v) = try step(x, m, v, slope, AdamSettings(number, 0.05))
        }
        ends.append(x)
      }
      evidence.expect(ends[1], equals: ends[0], within: 1e-3, "the end of the walk")
    },
    .init("twenty steps, one after the other") { step, evidence in
      var (x, m, v) = (Tensor([1, -1]), Tensor([0, 0]), Tensor([0, 0]))
      var (y, n, w) = (x, m, v)
      for number in 1...20 {
        let settings = AdamSettings(number, 0.05, 0.9, 0.99, 1e-3)
        (x, m, v) = try step(x, m, v, Tensor([2, 0.5]) * x, settings)
        (y, n, w) = try rightAdam(y, n, w, Tensor([2, 0.5]) * y, settings)
      }
      evidence.expect(x, equals: y, within: 1e-3, "the end of the walk")
    },
  ],
  misconceptions: [
    .init(
      "does not correct the means for their start at zero",
      "After t steps the means have weights that add up to 1 − betaᵗ only. Divide by it.",
      { p, m, v, g, s in
        let (mean, square) = means(m, v, g, s)
        return (p - s.learningRate * mean / (sqrt(square) + s.epsilon), mean, square)
      }),
    .init(
      "corrects the mean, but not the mean square",
      "Both means start at zero. Each has its own correction, with its own beta.",
      { p, m, v, g, s in
        let (mean, square) = means(m, v, g, s)
        return (
          p - s.learningRate * mean / s.corrections.0 / (sqrt(square) + s.epsilon), mean, square
        )
      }),
    .init(
      "hands back the corrected means, so that corrections pile up",
      "The correction belongs to this step alone. Remember the means as they are.",
      { p, m, v, g, s in
        let new = try rightAdam(p, m, v, g, s)
        let (c1, c2) = s.corrections
        return (new.parameter, new.mean / c1, new.square / c2)
      }),
    .init(
      "adds epsilon inside the root",
      "√(square + epsilon) is another size than √square + epsilon: with a small epsilon it matters most where "
        + "slopes are small.",
      { p, m, v, g, s in
        let (mean, square) = means(m, v, g, s)
        let (c1, c2) = s.corrections
        return (p - s.learningRate * mean / c1 / sqrt(square / c2 + s.epsilon), mean, square)
      }),
    .init(
      "lacks the factors 1 − beta: sums instead of means",
      "A running mean takes shares that add up to 1: beta of the old, 1 − beta of the new.",
      { p, m, v, g, s in
        let (mean, square) = (s.beta1 * m + g, s.beta2 * v + g * g)
        let (c1, c2) = s.corrections
        return (
          p - s.learningRate * mean / c1 / (sqrt(square / c2) + s.epsilon), mean, square
        )
      }),
    .init(
      "divides by the mean square instead of its root",
      "The root brings the square back to the size of a slope. Without it large slopes take tiny steps.",
      { p, m, v, g, s in
        let (mean, square) = means(m, v, g, s)
        let (c1, c2) = s.corrections
        return (p - s.learningRate * mean / c1 / (square / c2 + s.epsilon), mean, square)
      }),
    .init(
      "counts steps from 0 in the correction",
      "In the first step t is 1: with 0 the correction would divide by zero.",
      { p, m, v, g, s in
        var late = s
        late.step -= 1
        let (mean, square) = means(m, v, g, s)
        let (c1, c2) = late.corrections
        return (
          p - s.learningRate * mean / c1 / (sqrt(square / c2) + s.epsilon), mean, square
        )
      }),
    .init(
      "exchanges beta1 and beta2",
      "beta1 is for the mean of the gradient, beta2 for the mean of its square.",
      { p, m, v, g, s in
        var other = s
        (other.beta1, other.beta2) = (s.beta2, s.beta1)
        return try rightAdam(p, m, v, g, other)
      }),
  ])
