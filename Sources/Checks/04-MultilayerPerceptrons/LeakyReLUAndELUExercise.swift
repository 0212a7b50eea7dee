public import Grading
import MultilayerPerceptrons
public import Tensors

/// What 04.3 asks for: two bends and their slopes, each of a tensor and a constant.
public struct LeakyReLUAndELU: Sendable {
  /// A function of every element and a constant.
  public typealias Function = @Sendable (Tensor, Float) throws -> Tensor

  var leaky: Function
  var leakySlope: Function
  var elu: Function
  var eluSlope: Function

  /// Puts the four functions together.
  public init(
    leaky: @escaping Function, leakySlope: @escaping Function, elu: @escaping Function,
    eluSlope: @escaping Function
  ) {
    (self.leaky, self.leakySlope, self.elu, self.eluSlope) = (leaky, leakySlope, elu, eluSlope)
  }

  /// The right functions, with some of them replaced.
  fileprivate static func with(_ change: (inout Self) -> Void) -> Self {
    var result = right
    change(&result)
    return result
  }

  private static let right = LeakyReLUAndELU(
    leaky: { Activation.leakyReLU(slope: $1)($0) },
    leakySlope: { Activation.leakyReLU(slope: $1).derivative($0) },
    elu: { Activation.elu(alpha: $1)($0) },
    eluSlope: { Activation.elu(alpha: $1).derivative($0) })
}

/// 04.3: leaky relu and elu with their slopes.
public let leakyReLUAndELUExercise = Exercise<LeakyReLUAndELU>(
  "04.3",
  reference: .with { _ in },
  alternatives: [
    .init(
      "element by element",
      LeakyReLUAndELU(
        leaky: { x, a in each(x) { $0 > 0 ? $0 : a * $0 } },
        leakySlope: { x, a in each(x) { $0 > 0 ? 1 : a } },
        elu: { x, a in each(x) { $0 > 0 ? $0 : a * (exponential($0) - 1) } },
        eluSlope: { x, a in each(x) { $0 > 0 ? 1 : a * exponential($0) } })),
    .init(
      "by choosing, with the slope of elu from its value",
      LeakyReLUAndELU(
        leaky: { x, a in select(x .> 0, x, a * x) },
        leakySlope: { x, a in select(x .> 0, Tensor.ones(like: x), a) },
        elu: { x, a in select(x .> 0, x, a * (exp(minimum(x, 0)) - 1)) },
        eluSlope: { x, a in
          select(x .> 0, Tensor.ones(like: x), a * (exp(minimum(x, 0)) - 1) + a)
        })),
  ],
  checks: [
    .init("the shape stays") { answer, evidence in
      let x = Tensor([[0, 1, 2], [-1, -2, 3]])
      for (name, function) in functions(answer) {
        evidence.expect(try function(x, 0.5), hasShape: [2, 3], name)
      }
    },
    .init("leaky relu by hand") { answer, evidence in
      evidence.expect(
        try answer.leaky(Tensor([-2, 0, 3]), 0.1), equals: Tensor([-0.2, 0, 3]),
        "leakyReLU([-2, 0, 3], slope: 0.1)")
      evidence.expect(
        try answer.leaky(Tensor([-2, 3]), 2), equals: Tensor([-4, 3]),
        "leakyReLU([-2, 3], slope: 2)")
    },
    .init("the slope of leaky relu by hand") { answer, evidence in
      evidence.expect(
        try answer.leakySlope(Tensor([-2, 0, 3]), 0.1), equals: Tensor([0.1, 0.1, 1]),
        "leakyReLUDerivative([-2, 0, 3], slope: 0.1)")
    },
    .init("elu by hand") { answer, evidence in
      evidence.expect(
        try answer.elu(Tensor([-1, 0, 2]), 1), equals: Tensor([-0.6321206, 0, 2]),
        "elu([-1, 0, 2], alpha: 1)")
      evidence.expect(
        try answer.elu(Tensor([-1, 2]), 0.5), equals: Tensor([-0.3160603, 2]),
        "elu([-1, 2], alpha: 0.5)")
    },
    .init("the slope of elu by hand") { answer, evidence in
      evidence.expect(
        try answer.eluSlope(Tensor([-1, 0, 2]), 0.5), equals: Tensor([0.1839397, 0.5, 1]),
        "eluDerivative([-1, 0, 2], alpha: 0.5)")
    },
    .init("far out", points: 2) { answer, evidence in
      let far = Tensor([-200, -100, 100, 200])
      evidence.expect(
        try answer.elu(far, 1.5), equals: Tensor([-1.5, -1.5, 100, 200]),
        "elu([-200, -100, 100, 200], alpha: 1.5)")
      evidence.expect(
        try answer.eluSlope(far, 1.5), equals: Tensor([0, 0, 1, 1]),
        "eluDerivative([-200, -100, 100, 200], alpha: 1.5)")
    },
    .init("random inputs; the slopes are those of the functions") { answer, evidence in
      var generator = evidence.generator(seed: 403)
      for (shape, constant) in [([1], Float(0.3)), ([9], 1.7), ([2, 5], 0.01)] {
        // At least 0.1 away from the corner, on both sides.
        let random = Tensor.normal(shape, standardDeviation: 2, using: &generator)
        let x = random + 0.1 * sign(random)
        let right = LeakyReLUAndELU.with { _ in }
        for ((name, function), expected) in zip(functions(answer), functions(right)) {
          evidence.expect(
            try function(x, constant), equals: try expected.1(x, constant), name,
            in: "shape \(shape), constant \(constant)")
        }
        let measured = try (answer.elu(x + 0.01, constant) - answer.elu(x - 0.01, constant)) * 50
        evidence.expect(
          try answer.eluSlope(x, constant), equals: measured, within: 1e-2,
          "eluDerivative, compared with the measured slope of your elu")
      }
    },
  ],
  misconceptions: [
    .init(
      "adds the leak on both sides: max(x, 0) + slope · x",
      "Above 0 the score passes as it is. Only the negative part is multiplied by the slope.",
      .with { $0.leaky = { x, a in maximum(x, 0) + a * x } }),
    .init(
      "takes the larger of x and slope · x, which is wrong for slopes above 1",
      "max(x, slope · x) only holds for slopes between 0 and 1. Split at 0.",
      .with { $0.leaky = { x, a in maximum(x, a * x) } }),
    .init(
      "stops negative scores, as the plain rectifier does",
      "A leaky rectifier lets slope · x through, so that the unit cannot die.",
      .with { $0.leaky = { x, _ in maximum(x, 0) } }),
    .init(
      "has the slope 0 below 0",
      "Below 0 the function is slope · x, and its derivative is slope.",
      .with { $0.leakySlope = { x, _ in maximum(sign(x), 0) } }),
    .init(
      "has the slope 1 at exactly 0 in leakyReLUDerivative",
      "The convention is the one from below: 1 only where x > 0.",
      .with { $0.leakySlope = { x, a in 1 - (1 - a) * maximum(sign(-x), 0) } }),
    .init(
      "subtracts 1 outside of the brackets: alpha · exp(x) − 1",
      "alpha multiplies both: alpha · (exp(x) − 1), which is 0 at 0.",
      .with { $0.elu = { x, a in each(x) { $0 > 0 ? $0 : a * exponential($0) - 1 } } }),
    .init(
      "forgets alpha in elu",
      "Below 0 elu is alpha · (exp(x) − 1); it ends at −alpha.",
      .with { $0.elu = { x, _ in each(x) { $0 > 0 ? $0 : exponential($0) - 1 } } }),
    .init(
      "lets large inputs into exp, where infinity · 0 is not a number",
      "Limit the exponent first: exp(min(x, 0)).",
      .with {
        $0.elu = { x, a in
          let isPositive = maximum(sign(x), 0)
          return isPositive * x + (1 - isPositive) * a * (exp(x) - 1)
        }
      }),
    .init(
      "takes elu itself for its derivative below 0",
      "The derivative of alpha · (exp(x) − 1) is alpha · exp(x): the 1 is gone.",
      .with { $0.eluSlope = { x, a in each(x) { $0 > 0 ? 1 : a * (exponential($0) - 1) } } }),
    .init(
      "forgets alpha in the derivative of elu",
      "The factor stays when you differentiate: alpha · exp(x).",
      .with { $0.eluSlope = { x, _ in each(x) { $0 > 0 ? 1 : exponential($0) } } }),
  ])

private func functions(
  _ answer: LeakyReLUAndELU
) -> [(String, LeakyReLUAndELU.Function)] {
  [
    ("leakyReLU", answer.leaky), ("leakyReLUDerivative", answer.leakySlope), ("elu", answer.elu),
    ("eluDerivative", answer.eluSlope),
  ]
}
