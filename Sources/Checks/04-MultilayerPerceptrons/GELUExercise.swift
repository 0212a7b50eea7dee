public import Grading
import MultilayerPerceptrons
public import Tensors

/// What 04.4 asks for: the approximation of GELU and its slope.
public struct ApproximateGELU: Sendable {
  /// A function of every element.
  public typealias Function = @Sendable (Tensor) throws -> Tensor

  let value: Function
  let derivative: Function

  /// Puts the two functions together.
  public init(value: @escaping Function, derivative: @escaping Function) {
    self.value = value
    self.derivative = derivative
  }
}

private let reference = ApproximateGELU(
  value: { Activation.geluTanh($0) }, derivative: { Activation.geluTanh.derivative($0) })

/// 04.4: a bend that is not monotone, and a slope by the chain rule.
public let geluExercise = Exercise<ApproximateGELU>(
  "04.4",
  reference: reference,
  alternatives: [
    .init(
      "with the sigmoid: (1 + tanh u) / 2 = σ(2u)",
      ApproximateGELU(
        value: { $0 * sigmoid(2 * inner($0)) },
        derivative: { x in
          let s = sigmoid(2 * inner(x))
          return s + 2 * x * s * (1 - s) * innerSlope(x)
        })),
    .init(
      "element by element",
      ApproximateGELU(
        value: { each($0) { 0.5 * $0 * (1 + hyperbolicTangent(innerNumber($0))) } },
        derivative: {
          each($0) { x in
            let t = hyperbolicTangent(innerNumber(x))
            return 0.5 * (1 + t)
              + 0.5 * x * (1 - t * t) * 0.797884561 * (1 + 0.134145 * x * x)
          }
        })),
  ],
  checks: [
    .init("the shape stays") { answer, evidence in
      let x = Tensor([[0, 1, 2], [-1, -2, 3]])
      evidence.expect(try answer.value(x), hasShape: [2, 3], "approximateGELU")
      evidence.expect(try answer.derivative(x), hasShape: [2, 3], "approximateGELUDerivative")
    },
    .init("values by hand") { answer, evidence in
      evidence.expect(
        try answer.value(Tensor([0, 1, -1, 2])),
        equals: Tensor([0, 0.8411920, -0.1588080, 1.9545977]), "approximateGELU([0, 1, -1, 2])")
    },
    .init("far out") { answer, evidence in
      evidence.expect(
        try answer.value(Tensor([30, -30])), equals: Tensor([30, 0]), "approximateGELU([30, -30])")
    },
    .init("slopes by hand", points: 2) { answer, evidence in
      evidence.expect(
        try answer.derivative(Tensor([0, 1, -1, 2])),
        equals: Tensor([0.5, 1.0829641, -0.0829641, 1.0860993]),
        "approximateGELUDerivative([0, 1, -1, 2])")
    },
    .init("random inputs; x minus its gelu is the gelu of −x, with the sign changed") {
      answer, evidence in
      var generator = evidence.generator(seed: 404)
      for shape in [[1], [8], [3, 4]] {
        let x = Tensor.normal(shape, standardDeviation: 2, using: &generator)
        evidence.expect(
          try answer.value(x), equals: try reference.value(x), "approximateGELU",
          in: "shape \(shape)")
        evidence.expect(
          try answer.value(x) - answer.value(-x), equals: x, "gelu(x) − gelu(−x)")
      }
    },
    .init("the slope is that of the function", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 405)
      let x = Tensor.normal([12], standardDeviation: 1.5, using: &generator)
      let weights = Tensor.normal([12], using: &generator)
      evidence.expect(
        try answer.derivative(x), hasShape: [12], "approximateGELUDerivative")
      try evidence.expect(
        try answer.derivative(x) * weights, isGradientAt: x,
        "approximateGELUDerivative, times random weights"
      ) { there in
        let values = try reference.value(there).scalars
        return zip(values, weights.scalars).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      }
    },
  ],
  misconceptions: [
    .init(
      "has a factor of 0.44715 at the cube",
      "The factor is 0.044715: one zero more.",
      ApproximateGELU(
        value: { 0.5 * $0 * (1 + tanh(0.797884561 * ($0 + 0.44715 * $0 * $0 * $0))) },
        derivative: reference.derivative)),
    .init(
      "forgets √(2/π)",
      "u is √(2/π) times the bracket, 0.7979 times.",
      ApproximateGELU(
        value: { 0.5 * $0 * (1 + tanh($0 + 0.044715 * $0 * $0 * $0)) },
        derivative: reference.derivative)),
    .init(
      "squares where a cube belongs",
      "u must be odd in x: x + 0.044715 x³. With a square the left side comes out wrong.",
      ApproximateGELU(
        value: { 0.5 * $0 * (1 + tanh(0.797884561 * ($0 + 0.044715 * $0 * $0))) },
        derivative: reference.derivative)),
    .init(
      "forgets the factor 1/2",
      "1 + tanh u runs from 0 to 2. Half of it runs from 0 to 1.",
      ApproximateGELU(
        value: { 2 * Activation.geluTanh($0) }, derivative: reference.derivative)),
    .init(
      "is the other approximation, x · σ(1.702 x)",
      "That one is cruder. Here the one with tanh and the cube is asked for.",
      ApproximateGELU(
        value: { $0 * sigmoid(1.702 * $0) }, derivative: reference.derivative)),
    .init(
      "leaves out the second term of the product rule",
      "x/2 · (1 + tanh u) is a product, and both factors depend on x.",
      ApproximateGELU(
        value: reference.value, derivative: { 0.5 * (1 + tanh(inner($0))) })),
    .init(
      "leaves out the slope of u",
      "The chain rule: the slope of tanh u is (1 − tanh² u) times the slope of u.",
      ApproximateGELU(
        value: reference.value,
        derivative: { x in
          let t = tanh(inner(x))
          return 0.5 * (1 + t) + 0.5 * x * (1 - t * t)
        })),
    .init(
      "forgets the 3 when it differentiates the cube",
      "The slope of 0.044715 x³ is 3 · 0.044715 x².",
      ApproximateGELU(
        value: reference.value,
        derivative: { x in
          let t = tanh(inner(x))
          return 0.5 * (1 + t)
            + 0.5 * x * (1 - t * t) * 0.797884561 * (1 + 0.044715 * x * x)
        })),
  ])

private func inner(_ x: Tensor) -> Tensor { 0.797884561 * (x + 0.044715 * x * x * x) }

private func innerSlope(_ x: Tensor) -> Tensor { 0.797884561 * (1 + 0.134145 * x * x) }

private func innerNumber(_ x: Float) -> Float { 0.797884561 * (x + 0.044715 * x * x * x) }
