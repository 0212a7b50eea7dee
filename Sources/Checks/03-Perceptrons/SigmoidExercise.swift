import Foundation
public import Grading
import Perceptrons
public import Tensors

/// What 03.5 asks for: the sigmoid and its slope.
public struct SigmoidAndDerivative: Sendable {
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

private let reference = SigmoidAndDerivative(
  value: { sigmoid($0) }, derivative: { sigmoidDerivative($0) })

/// ln 3, where the sigmoid is 3/4.
private let logThree: Float = 1.0986123

/// 03.5: the sigmoid, its slope, and both without overflow.
public let sigmoidExercise = Exercise<SigmoidAndDerivative>(
  "03.5",
  reference: reference,
  alternatives: [
    .init(
      "from tanh: σ(x) = (1 + tanh(x / 2)) / 2",
      SigmoidAndDerivative(
        value: { 0.5 * (1 + tanh(0.5 * $0)) },
        derivative: { x in
          let t = tanh(0.5 * x)
          return 0.25 * (1 - t * t)
        })),
    .init(
      "element by element, with a case for each sign",
      SigmoidAndDerivative(
        value: { x in Tensor(x.scalars.map { stable($0) }, shape: x.shape) },
        derivative: { x in
          Tensor(x.scalars.map { stable($0) * stable(-$0) }, shape: x.shape)
        })),
  ],
  checks: [
    .init("the shape stays") { answer, evidence in
      let x = Tensor([[0, 1, 2], [-1, -2, 3]])
      evidence.expect(try answer.value(x), hasShape: [2, 3], "sigmoid of a [2, 3] tensor")
    },
    .init("values by hand") { answer, evidence in
      evidence.expect(
        try answer.value(Tensor([0, logThree, -logThree])), equals: Tensor([0.5, 0.75, 0.25]),
        "sigmoid([0, ln 3, -ln 3])")
    },
    .init("large inputs", points: 2) { answer, evidence in
      evidence.expect(
        try answer.value(Tensor([100, -100, 1000, -1000])), equals: Tensor([1, 0, 1, 0]),
        "sigmoid([100, -100, 1000, -1000])")
    },
    .init("random inputs, and σ(−x) = 1 − σ(x)") { answer, evidence in
      var generator = evidence.generator(seed: 37)
      for shape in [[1], [7], [3, 5]] {
        let x = Tensor.normal(shape, standardDeviation: 3, using: &generator)
        evidence.expect(try answer.value(x), equals: sigmoid(x), "sigmoid", in: "shape \(shape)")
        evidence.expect(
          try answer.value(-x), equals: 1 - sigmoid(x), "sigmoid of −x", in: "shape \(shape)")
      }
    },
    .init("slopes by hand") { answer, evidence in
      evidence.expect(
        try answer.derivative(Tensor([0, logThree, -logThree])),
        equals: Tensor([0.25, 0.1875, 0.1875]), "sigmoidDerivative([0, ln 3, -ln 3])")
    },
    .init("slopes of large inputs") { answer, evidence in
      evidence.expect(
        try answer.derivative(Tensor([100, -100])), equals: Tensor([0, 0]),
        "sigmoidDerivative([100, -100])")
    },
    .init("the slope is that of the sigmoid, in a random direction") { answer, evidence in
      // A random direction and a random weight for each element: a wrong slope cannot cancel out.
      var generator = evidence.generator(seed: 38)
      let x = Tensor.normal([20], standardDeviation: 2, using: &generator)
      let direction = Tensor.normal([20], using: &generator).scalars
      let weight = Tensor.normal([20], using: &generator).scalars
      let slope = try answer.derivative(x)
      evidence.expect(slope, hasShape: [20], "sigmoidDerivative")
      guard slope.count == 20 else { return }
      let claimed = zip(slope.scalars, zip(direction, weight))
        .reduce(0.0) { $0 + Double($1.0) * Double($1.1.0) * Double($1.1.1) }
      let h = 1e-5
      func sum(_ sign: Double) -> Double {
        zip(x.scalars, zip(direction, weight)).reduce(0.0) { total, next in
          let input = Double(next.0) + sign * h * Double(next.1.0)
          return total + Double(next.1.1) * preciseSigmoid(input)
        }
      }
      let measured = (sum(1) - sum(-1)) / (2 * h)
      evidence.expect(
        Float(claimed), equals: Float(measured), within: 1e-3,
        "the change along a random direction")
    },
  ],
  misconceptions: [
    .init(
      "divides exp(x) by 1 + exp(x), which is infinity / infinity for large x",
      "exp(100) is more than a Float can hold. Let only negative numbers into exp: use −|x|.",
      SigmoidAndDerivative(
        value: { x in exp(x) / (1 + exp(x)) }, derivative: reference.derivative)),
    .init(
      "has the wrong sign in the exponent",
      "The exponent is −x: with exp(x) in the denominator the curve falls.",
      SigmoidAndDerivative(
        value: { sigmoid(-$0) }, derivative: reference.derivative)),
    .init(
      "is tanh, which runs from −1 to 1",
      "The sigmoid runs from 0 to 1 and is 1/2 at 0. tanh(x) = 2σ(2x) − 1.",
      SigmoidAndDerivative(
        value: { 2 * sigmoid(2 * $0) - 1 }, derivative: reference.derivative)),
    .init(
      "takes its input for the sigmoid's output: x · (1 − x)",
      "σ′(x) = σ(x) · (1 − σ(x)): apply the sigmoid first.",
      SigmoidAndDerivative(value: reference.value, derivative: { $0 * (1 - $0) })),
    .init(
      "forgets the factor 1 − σ(x) of the slope",
      "σ′(x) = σ(x) · (1 − σ(x)). The slope goes to 0 on both sides.",
      SigmoidAndDerivative(value: reference.value, derivative: { sigmoid($0) })),
    .init(
      "has a falling slope: σ(x) · (σ(x) − 1)",
      "The sigmoid rises everywhere, so its slope is positive.",
      SigmoidAndDerivative(value: reference.value, derivative: { -sigmoidDerivative($0) })),
    .init(
      "divides exp(−x) by (1 + exp(−x))² for the slope, which overflows for large negative x",
      "exp(100) is infinite. Build the slope from the stable sigmoid: σ(x) · (1 − σ(x)).",
      SigmoidAndDerivative(
        value: reference.value,
        derivative: { x in
          let e = exp(-x)
          return e / ((1 + e) * (1 + e))
        })),
  ])

private func preciseSigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
