public import Grading
import Perceptrons
public import Tensors

/// What 03.4 asks for: two functions of weights, bias, examples and labels.
public struct MarginAndBound: Sendable {
  /// A function of weights, bias, examples and labels.
  public typealias Measure = @Sendable (Tensor, Float, Tensor, [Int]) throws -> Float

  let margin: Measure
  let bound: Measure

  /// Puts the two functions together.
  public init(margin: @escaping Measure, bound: @escaping Measure) {
    self.margin = margin
    self.bound = bound
  }
}

private let reference = MarginAndBound(
  margin: { geometricMargin(weights: $0, bias: $1, examples: $2, labels: $3) },
  bound: { mistakeBound(weights: $0, bias: $1, examples: $2, labels: $3) })

/// 03.4: the room that a boundary leaves, and the mistakes it allows.
public let marginAndBoundExercise = Exercise<MarginAndBound>(
  "03.4",
  reference: reference,
  alternatives: [
    .init(
      "example by example, in double precision",
      MarginAndBound(
        margin: { w, b, x, y in Float(smallest(w, b, x, y) / preciseLength(w, 0)) },
        bound: { w, b, x, y in
          let margin = smallest(w, b, x, y) / preciseLength(w, b)
          let longest = (0..<y.count).map { preciseLength(x[$0], 1) }.max() ?? 0
          return margin > 0 ? Float(longest * longest / (margin * margin)) : .infinity
        })),
    .init(
      "with weights of length 1",
      MarginAndBound(
        margin: { w, b, x, y in
          signed(w / length(w), b / length(w), x, y).min().scalar
        },
        bound: { w, b, x, y in
          let size = length(w, b)
          let margin = signed(w / size, b / size, x, y).min().scalar
          guard margin > 0 else { return .infinity }
          let squares = (x * x).sum(axis: 1) + 1
          return (squares / (margin * margin)).max().scalar
        })),
  ],
  checks: [
    .init("margin: two points by hand") { answer, evidence in
      let margin = try answer.margin(Tensor([3, 4]), 0, Tensor([[1, 0], [0, -1]]), [1, -1])
      evidence.expect(margin, equals: 0.6, "geometricMargin")
    },
    .init("margin: the bias shifts the boundary") { answer, evidence in
      let margin = try answer.margin(Tensor([3, 4]), 5, Tensor([[1, 0], [0, 3]]), [1, 1])
      evidence.expect(margin, equals: 1.6, "geometricMargin")
    },
    .init("margin: negative where an example is on the wrong side") { answer, evidence in
      let margin = try answer.margin(Tensor([0, 2]), 0, Tensor([[5, 1], [5, 3]]), [1, -1])
      evidence.expect(margin, equals: -3, "geometricMargin")
    },
    .init("margin: random boundaries, and the same for twice the weights") { answer, evidence in
      for (what, w, b, x, y) in randomCases(evidence.generator(seed: 35)) {
        let expected = try reference.margin(w, b, x, y)
        evidence.expect(
          try answer.margin(w, b, x, y), equals: expected, "geometricMargin", in: what)
        evidence.expect(
          try answer.margin(2 * w, 2 * b, x, y), equals: expected,
          "geometricMargin with weights and bias doubled, \(what)")
      }
    },
    .init("bound: two points by hand") { answer, evidence in
      let bound = try answer.bound(Tensor([1, 0]), 0, Tensor([[2, 0], [-2, 0]]), [1, -1])
      evidence.expect(bound, equals: 1.25, "mistakeBound")
    },
    .init("bound: the longest and the nearest example decide") { answer, evidence in
      let bound = try answer.bound(
        Tensor([0, 1]), 1, Tensor([[7, 1], [1, -4], [0, 2]]), [1, -1, 1])
      evidence.expect(bound, equals: 51 / 2, "mistakeBound")
    },
    .init("bound: infinite where the boundary does not separate") { answer, evidence in
      let bound = try answer.bound(Tensor([1, 0]), 0, Tensor([[1, 0], [-1, 0]]), [1, 1])
      evidence.expect(bound == .infinity, "mistakeBound: expected infinity, got \(bound)")
    },
    .init("bound: random boundaries") { answer, evidence in
      for (what, w, b, x, _) in randomCases(evidence.generator(seed: 36)) {
        let y = stepActivation(matmul(x, w) + b)
        evidence.expect(
          try answer.bound(w, b, x, y), equals: try reference.bound(w, b, x, y), within: 1e-3,
          "mistakeBound, \(what)")
      }
    },
  ],
  misconceptions: [
    .init(
      "does not divide by the length of the weights",
      "A score is not a distance: doubling the weights doubles it. Divide by ‖weights‖.",
      MarginAndBound(
        margin: { w, b, x, y in signed(w, b, x, y).min().scalar }, bound: reference.bound)),
    .init(
      "takes the mean of the distances",
      "The margin of a set is that of its worst example: take the smallest.",
      MarginAndBound(
        margin: { w, b, x, y in signed(w, b, x, y).mean().scalar / length(w) },
        bound: reference.bound)),
    .init(
      "counts the bias into the length in geometricMargin",
      "The direction of the boundary is given by the weights alone. The bias only shifts it.",
      MarginAndBound(
        margin: { w, b, x, y in signed(w, b, x, y).min().scalar / length(w, b) },
        bound: reference.bound)),
    .init(
      "ignores the labels, so that the wrong side counts as room",
      "Multiply by the label: on the wrong side the margin is negative.",
      MarginAndBound(
        margin: { w, b, x, _ in abs(matmul(x, w) + b).min().scalar / length(w) },
        bound: reference.bound)),
    .init(
      "forgets to square R / γ",
      "The weights grow at most like the root of the number of mistakes: the bound is (R / γ)².",
      MarginAndBound(
        margin: reference.margin,
        bound: { w, b, x, y in try reference.bound(w, b, x, y).squareRoot() })),
    .init(
      "takes R without the bias's input of 1",
      "The bias is a weight whose input is 1, so every example is longer: ‖(x, 1)‖² = ‖x‖² + 1.",
      MarginAndBound(
        margin: reference.margin,
        bound: { w, b, x, y in bound(w, b, x, y, extra: 0, norm: length(w, b)) })),
    .init(
      "divides by ‖weights‖ in the bound, without the bias",
      "The theorem is about vectors with the bias counted in: divide by ‖(weights, bias)‖.",
      MarginAndBound(
        margin: reference.margin,
        bound: { w, b, x, y in bound(w, b, x, y, extra: 1, norm: length(w)) })),
    .init(
      "takes the shortest example for R",
      "R bounds every example's length: take the largest.",
      MarginAndBound(
        margin: reference.margin,
        bound: { w, b, x, y in
          let margin = signed(w, b, x, y).min().scalar / length(w, b)
          return margin > 0
            ? ((x * x).sum(axis: 1).min().scalar + 1) / (margin * margin) : .infinity
        })),
    .init(
      "gives a finite bound where the boundary does not separate the examples",
      "With γ ≤ 0 the theorem promises nothing: the bound is infinite.",
      MarginAndBound(
        margin: reference.margin,
        bound: { w, b, x, y in
          let margin = signed(w, b, x, y).min().scalar / length(w, b)
          return ((x * x).sum(axis: 1).max().scalar + 1) / (margin * margin)
        })),
  ])

private func signed(_ w: Tensor, _ b: Float, _ x: Tensor, _ y: [Int]) -> Tensor {
  (matmul(x, w) + b) * Tensor(y.map { Float($0) })
}

private func length(_ w: Tensor, _ b: Float = 0) -> Float {
  (dot(w, w).scalar + b * b).squareRoot()
}

private func bound(
  _ w: Tensor, _ b: Float, _ x: Tensor, _ y: [Int], extra: Float, norm: Float
) -> Float {
  let margin = signed(w, b, x, y).min().scalar / norm
  return margin > 0 ? ((x * x).sum(axis: 1).max().scalar + extra) / (margin * margin) : .infinity
}

/// Boundaries and labelled examples of several sizes.
private func randomCases(
  _ generator: RandomGenerator
) -> [(String, Tensor, Float, Tensor, [Int])] {
  var generator = generator
  return [(1, 1), (3, 2), (12, 5)].map { n, d in
    let weights = Tensor.normal([d], using: &generator)
    let bias = generator.normal()
    let examples = Tensor.normal([n, d], using: &generator)
    let labels = (0..<n).map { _ in generator.uniform() < 0.5 ? 1 : -1 }
    return ("\(n) examples of \(d) features", weights, bias, examples, labels)
  }
}
