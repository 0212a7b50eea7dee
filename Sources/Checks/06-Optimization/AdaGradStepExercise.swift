public import Grading
import Optimization
public import Tensors

/// What 06.2 asks for: parameter, sum, gradient, learning rate and epsilon to parameter and sum.
public typealias AdaGradStep =
  @Sendable (Tensor, Tensor, Tensor, Float, Float) throws -> (parameter: Tensor, sum: Tensor)

private let right: AdaGradStep = { parameter, sum, gradient, rate, epsilon in
  var (parameter, sum) = (parameter, sum)
  parameter.adaptiveGradientStep(
    along: gradient, square: &sum, learningRate: rate, epsilon: epsilon)
  return (parameter, sum)
}

/// 06.2: a step of AdaGrad.
public let adaGradStepExercise = Exercise<AdaGradStep>(
  "06.2",
  reference: right,
  alternatives: [
    .init(
      "number by number, in double precision",
      { p, s, g, rate, epsilon in
        let results = numberByNumber([p, s, g]) { x in
          let sum = x[1] + x[2] * x[2]
          return [x[0] - Double(rate) * x[2] / (sum.squareRoot() + Double(epsilon)), sum]
        }
        return (results[0], results[1])
      }),
    .init(
      "with a rate for every number",
      { p, s, g, rate, epsilon in
        let sum = square(g) + s
        let rates = rate / (epsilon + sqrt(sum))
        return (p - rates * g, sum)
      }),
  ],
  checks: [
    .init("the shapes stay") { step, evidence in
      let x = Tensor([[1, 2], [3, 4], [5, 6]])
      let new = try step(x, x, x, 0.1, 1e-8)
      evidence.expect(new.parameter, hasShape: [3, 2], "parameter")
      evidence.expect(new.sum, hasShape: [3, 2], "sum")
    },
    .init("values by hand") { step, evidence in
      let new = try step(Tensor([1, 0]), Tensor([16, 0]), Tensor([3, -2]), 0.5, 0)
      evidence.expect(new.sum, equals: Tensor([25, 4]), "sum")
      evidence.expect(new.parameter, equals: Tensor([0.7, 0.5]), "parameter")
    },
    .init("epsilon is added to the root") { step, evidence in
      let new = try step(Tensor([1]), Tensor([16]), Tensor([3]), 0.5, 1)
      evidence.expect(new.parameter, equals: Tensor([0.75]), "parameter")
    },
    .init("a slope that was always zero moves nothing") { step, evidence in
      let new = try step(Tensor([1, 2]), Tensor([0, 0]), Tensor([0, 1]), 0.5, 1e-8)
      evidence.expect(new.parameter, equals: Tensor([1, 1.5]), "parameter")
    },
    .init("random steps of several shapes") { step, evidence in
      var generator = evidence.generator(seed: 621)
      for shape in [[1], [9], [4, 3]] {
        let (p, g) = (
          Tensor.normal(shape, using: &generator), Tensor.normal(shape, using: &generator)
        )
        let sum = square(Tensor.normal(shape, using: &generator))
        let (rate, epsilon) = (0.05 + generator.uniform(), 0.1 + 0.2 * generator.uniform())
        let new = try step(p, sum, g, rate, epsilon)
        let wanted = try right(p, sum, g, rate, epsilon)
        evidence.expect(new.parameter, equals: wanted.parameter, "parameter", in: "shape \(shape)")
        evidence.expect(new.sum, equals: wanted.sum, "sum", in: "shape \(shape)")
      }
    },
    .init("step t along the same slope is rate / √t long, whatever the slope") { step, evidence in
      var (x, sum) = (Tensor([0, 0]), Tensor([0, 0]))
      for _ in 0..<15 { (x, sum) = try step(x, sum, Tensor([100, 0.01]), 1, 0) }
      let next = try step(x, sum, Tensor([100, 0.01]), 1, 0)
      evidence.expect(
        x - next.parameter, equals: Tensor([0.25, 0.25]), within: 1e-3, "the step after 15 others")
    },
  ],
  misconceptions: [
    .init(
      "has no epsilon, and divides zero by zero",
      "Where all slopes were zero the root is zero. Add epsilon to it.",
      { p, s, g, rate, _ in (p - rate * g / sqrt(s + g * g), s + g * g) }),
    .init(
      "adds epsilon inside the root",
      "√(sum + epsilon) is another size than √sum + epsilon, and is not what is asked for.",
      { p, s, g, rate, epsilon in (p - rate * g / sqrt(s + g * g + epsilon), s + g * g) }),
    .init(
      "adds up the slopes, not their squares",
      "Slopes of both signs would cancel. The sum is of squares.",
      { p, s, g, rate, epsilon in
        let sum = s + abs(g)
        return (p - rate * g / (sqrt(sum) + epsilon), sum)
      }),
    .init(
      "divides by the sum instead of its root",
      "The root brings the square back to the size of a slope.",
      { p, s, g, rate, epsilon in (p - rate * g / (s + g * g + epsilon), s + g * g) }),
    .init(
      "divides by the sum before this gradient has joined it",
      "The sum comes first. In the first step it would be zero.",
      { p, s, g, rate, epsilon in (p - rate * g / (sqrt(s) + epsilon), s + g * g) }),
    .init(
      "remembers only the last square",
      "AdaGrad forgets nothing: sum + gradient².",
      { p, _, g, rate, epsilon in (p - rate * g / (sqrt(g * g) + epsilon), g * g) }),
  ])
