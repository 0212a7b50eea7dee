public import Grading
import Optimization
public import Tensors

/// What 06.3 asks for: parameter, mean square, gradient, learning rate, decay and epsilon to parameter and
/// mean square.
public typealias RMSpropStep =
  @Sendable (Tensor, Tensor, Tensor, Float, Float, Float) throws -> (
    parameter: Tensor, square: Tensor
  )

private let right: RMSpropStep = { parameter, square, gradient, rate, decay, epsilon in
  var (parameter, square) = (parameter, square)
  parameter.rootMeanSquareStep(
    along: gradient, square: &square, learningRate: rate, decay: decay, epsilon: epsilon)
  return (parameter, square)
}

/// 06.3: a step of RMSprop.
public let rmspropStepExercise = Exercise<RMSpropStep>(
  "06.3",
  reference: right,
  alternatives: [
    .init(
      "number by number, in double precision",
      { p, s, g, rate, decay, epsilon in
        let results = numberByNumber([p, s, g]) { x in
          let mean = Double(decay) * x[1] + (1 - Double(decay)) * x[2] * x[2]
          return [x[0] - Double(rate) * x[2] / (mean.squareRoot() + Double(epsilon)), mean]
        }
        return (results[0], results[1])
      }),
    .init(
      "the mean moved a share of the way",
      { p, s, g, rate, decay, epsilon in
        let mean = s + (1 - decay) * (square(g) - s)
        return (p - g * (rate / (sqrt(mean) + epsilon)), mean)
      }),
  ],
  checks: [
    .init("the shapes stay") { step, evidence in
      let x = Tensor([[1, 2], [3, 4], [5, 6]])
      let new = try step(x, x, x, 0.1, 0.9, 1e-8)
      evidence.expect(new.parameter, hasShape: [3, 2], "parameter")
      evidence.expect(new.square, hasShape: [3, 2], "square")
    },
    .init("values by hand") { step, evidence in
      let new = try step(Tensor([1, 1]), Tensor([4, 0]), Tensor([6, -4]), 0.5, 0.75, 0)
      evidence.expect(new.square, equals: Tensor([12, 4]), "square")
      evidence.expect(new.parameter, equals: Tensor([0.1339746, 2]), "parameter")
    },
    .init("epsilon is added to the root") { step, evidence in
      let new = try step(Tensor([1]), Tensor([4]), Tensor([2]), 0.5, 0.75, 2)
      evidence.expect(new.parameter, equals: Tensor([0.75]), "parameter")
    },
    .init("a slope that was always zero moves nothing") { step, evidence in
      let new = try step(Tensor([1, 2]), Tensor([0, 0]), Tensor([0, 1]), 0.5, 0.75, 1e-8)
      evidence.expect(new.parameter, equals: Tensor([1, 1]), "parameter")
    },
    .init("random steps of several shapes") { step, evidence in
      var generator = evidence.generator(seed: 631)
      for shape in [[1], [9], [4, 3]] {
        let (p, g) = (
          Tensor.normal(shape, using: &generator), Tensor.normal(shape, using: &generator)
        )
        let mean = square(Tensor.normal(shape, using: &generator))
        let (rate, decay) = (0.05 + generator.uniform(), 0.2 + 0.7 * generator.uniform())
        let epsilon = 0.1 + 0.2 * generator.uniform()
        let new = try step(p, mean, g, rate, decay, epsilon)
        let wanted = try right(p, mean, g, rate, decay, epsilon)
        evidence.expect(new.parameter, equals: wanted.parameter, "parameter", in: "shape \(shape)")
        evidence.expect(new.square, equals: wanted.square, "square", in: "shape \(shape)")
      }
    },
    .init("what is old is forgotten: the step is as long as the rate again") { step, evidence in
      var (x, mean) = (Tensor([0]), Tensor([1e6]))
      for _ in 0..<300 { (x, mean) = try step(x, mean, Tensor([0.5]), 0.1, 0.9, 0) }
      let next = try step(x, mean, Tensor([0.5]), 0.1, 0.9, 0)
      evidence.expect(
        x - next.parameter, equals: Tensor([0.1]), within: 1e-3, "the step after 300 others")
    },
  ],
  misconceptions: [
    .init(
      "lacks the factor 1 − decay: the mean grows to ten times its size",
      "A running mean takes shares that add up to 1: decay of the old, 1 − decay of the new.",
      { p, s, g, rate, decay, epsilon in
        let mean = decay * s + g * g
        return (p - rate * g / (sqrt(mean) + epsilon), mean)
      }),
    .init(
      "adds epsilon inside the root",
      "√(square + epsilon) is another size than √square + epsilon, and is not what is asked for.",
      { p, s, g, rate, decay, epsilon in
        let mean = decay * s + (1 - decay) * g * g
        return (p - rate * g / sqrt(mean + epsilon), mean)
      }),
    .init(
      "exchanges decay and 1 − decay",
      "The old mean keeps the share decay, usually 0.9 or more.",
      { p, s, g, rate, decay, epsilon in
        let mean = (1 - decay) * s + decay * g * g
        return (p - rate * g / (sqrt(mean) + epsilon), mean)
      }),
    .init(
      "adds up for ever, as AdaGrad does",
      "A running mean forgets: decay · square + (1 − decay) · gradient².",
      { p, s, g, rate, _, epsilon in
        let sum = s + g * g
        return (p - rate * g / (sqrt(sum) + epsilon), sum)
      }),
    .init(
      "divides by the mean square instead of its root",
      "The root brings the square back to the size of a slope.",
      { p, s, g, rate, decay, epsilon in
        let mean = decay * s + (1 - decay) * g * g
        return (p - rate * g / (mean + epsilon), mean)
      }),
    .init(
      "averages the slopes, not their squares",
      "The mean is of squares: a slope that swings between −1 and 1 is large, not zero.",
      { p, s, g, rate, decay, epsilon in
        let mean = decay * s + (1 - decay) * g
        return (p - rate * g / (sqrt(mean) + epsilon), mean)
      }),
  ])
