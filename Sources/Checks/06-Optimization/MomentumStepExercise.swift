public import Grading
import Optimization
public import Tensors

/// What 06.1 asks for: parameter, velocity, gradient, learning rate, momentum and whether to look ahead, to
/// parameter and velocity.
public typealias MomentumStep =
  @Sendable (Tensor, Tensor, Tensor, Float, Float, Bool) throws -> (
    parameter: Tensor, velocity: Tensor
  )

private let right: MomentumStep = { parameter, velocity, gradient, rate, momentum, nesterov in
  var (parameter, velocity) = (parameter, velocity)
  parameter.descentStep(
    along: gradient, velocity: &velocity, learningRate: rate, momentum: momentum,
    nesterov: nesterov)
  return (parameter, velocity)
}

/// 06.1: a step of descent with momentum.
public let momentumStepExercise = Exercise<MomentumStep>(
  "06.1",
  reference: right,
  alternatives: [
    .init(
      "number by number, in double precision",
      { p, v, g, rate, momentum, nesterov in
        let results = numberByNumber([p, v, g]) { x in
          let velocity = Double(momentum) * x[1] + x[2]
          let way = nesterov ? x[2] + Double(momentum) * velocity : velocity
          return [x[0] - Double(rate) * way, velocity]
        }
        return (results[0], results[1])
      }),
    .init(
      "Nesterov's direction written out with the old velocity",
      { p, v, g, rate, m, nesterov in
        let way = nesterov ? (1 + m) * g + m * m * v : m * v + g
        return (p - rate * way, g + m * v)
      }),
  ],
  checks: [
    .init("the shapes stay") { step, evidence in
      let x = Tensor([[1, 2, 3], [4, 5, 6]])
      let new = try step(x, Tensor.zeros([2, 3]), x, 0.1, 0.9, false)
      evidence.expect(new.parameter, hasShape: [2, 3], "parameter")
      evidence.expect(new.velocity, hasShape: [2, 3], "velocity")
    },
    .init("from rest it is plain descent") { step, evidence in
      let new = try step(Tensor([1, -2]), Tensor([0, 0]), Tensor([4, 8]), 0.25, 0.9, false)
      evidence.expect(new.parameter, equals: Tensor([0, -4]), "parameter")
      evidence.expect(new.velocity, equals: Tensor([4, 8]), "velocity")
    },
    .init("the velocity stays in part") { step, evidence in
      let new = try step(Tensor([1]), Tensor([2]), Tensor([4]), 0.1, 0.5, false)
      evidence.expect(new.velocity, equals: Tensor([5]), "velocity")
      evidence.expect(new.parameter, equals: Tensor([0.5]), "parameter")
    },
    .init("Nesterov looks ahead") { step, evidence in
      let new = try step(Tensor([1]), Tensor([2]), Tensor([4]), 0.1, 0.5, true)
      evidence.expect(new.velocity, equals: Tensor([5]), "velocity")
      evidence.expect(new.parameter, equals: Tensor([0.35]), "parameter")
    },
    .init("random steps of several shapes", points: 2) { step, evidence in
      var generator = evidence.generator(seed: 611)
      for shape in [[1], [7], [3, 5]] {
        for nesterov in [false, true] {
          let (p, v, g) = (
            Tensor.normal(shape, using: &generator), Tensor.normal(shape, using: &generator),
            Tensor.normal(shape, using: &generator)
          )
          let (rate, momentum) = (0.05 + generator.uniform(), generator.uniform())
          let new = try step(p, v, g, rate, momentum, nesterov)
          let wanted = try right(p, v, g, rate, momentum, nesterov)
          let what = "shape \(shape), nesterov \(nesterov)"
          evidence.expect(new.parameter, equals: wanted.parameter, "parameter", in: what)
          evidence.expect(new.velocity, equals: wanted.velocity, "velocity", in: what)
        }
      }
    },
    .init("the same slope for long gives 1 / (1 − momentum) times the step") { step, evidence in
      var (x, v) = (Tensor([0]), Tensor([0]))
      for _ in 0..<200 { (x, v) = try step(x, v, Tensor([1]), 0.1, 0.9, false) }
      evidence.expect(v, equals: Tensor([10]), within: 1e-3, "velocity after 200 steps")
    },
    .init("on a parabola with curvature 25 and rate 0.1 it arrives, where descent flies off") {
      step, evidence in
      for nesterov in [false, true] {
        var (x, v) = (Tensor([1]), Tensor([0]))
        for _ in 0..<12 { (x, v) = try step(x, v, 25 * x, nesterov ? 0.03 : 0.1, 0.9, nesterov) }
        var (y, w) = (Tensor([1]), Tensor([0]))
        for _ in 0..<12 { (y, w) = try right(y, w, 25 * y, nesterov ? 0.03 : 0.1, 0.9, nesterov) }
        evidence.expect(x, equals: y, within: 1e-3, "parameter", in: "nesterov \(nesterov)")
      }
    },
  ],
  misconceptions: [
    .init(
      "takes Nesterov's variant for plain momentum",
      "Nesterov moves along gradient + momentum · velocity, with the new velocity.",
      { p, v, g, rate, m, _ in try right(p, v, g, rate, m, false) }),
    .init(
      "looks ahead with the old velocity",
      "gradient + momentum · (old velocity) is just the new velocity. Look one step further: use the new one.",
      { p, v, g, rate, m, nesterov in
        let new = m * v + g
        return (p - rate * (nesterov ? g + m * (m * v) : new), new)
      }),
    .init(
      "moves along the velocity from before the gradient",
      "The gradient joins the velocity first, then the parameter moves along the new velocity.",
      { p, v, g, rate, m, nesterov in
        let new = m * v + g
        return (p - rate * (nesterov ? g + m * v : v), new)
      }),
    .init(
      "mixes with 1 − momentum: a running mean of gradients",
      "Here the gradient joins whole: velocity = momentum · velocity + gradient. A mean makes every step "
        + "shorter by the factor 1 − momentum.",
      { p, v, g, rate, m, nesterov in
        let new = m * v + (1 - m) * g
        return (p - rate * (nesterov ? g + m * new : new), new)
      }),
    .init(
      "multiplies the gradient by the learning rate on its way into the velocity, and again on the way out",
      "One rate, once: the velocity is made of bare gradients.",
      { p, v, g, rate, m, nesterov in
        let new = m * v + rate * g
        return (p - rate * (nesterov ? g + m * new : new), new)
      }),
    .init(
      "moves uphill",
      "The gradient points uphill. The parameter loses learningRate · velocity.",
      { p, v, g, rate, m, nesterov in
        let new = m * v + g
        return (p + rate * (nesterov ? g + m * new : new), new)
      }),
    .init(
      "forgets the velocity",
      "The velocity lives on from step to step: keep momentum of it.",
      { p, _, g, rate, m, nesterov in (p - rate * (nesterov ? (1 + m) * g : g), g) }),
  ])
