public import Grading
import MultilayerPerceptrons
public import Tensors

/// The parameters of a network with one hidden layer.
public struct TwoLayerParameters: Sendable {
  /// The weights of the hidden layer, `[d, h]`.
  public var hiddenWeight: Tensor
  /// The biases of the hidden layer, `[h]`.
  public var hiddenBias: Tensor
  /// The weights of the output layer, `[h, k]`.
  public var outputWeight: Tensor
  /// The biases of the output layer, `[k]`.
  public var outputBias: Tensor
}

/// What 04.10 gives: the loss and its gradient.
public typealias LossAndGradient = (
  loss: Float, hiddenWeight: Tensor, hiddenBias: Tensor, outputWeight: Tensor, outputBias: Tensor
)

/// What 04.10 asks for: inputs, targets and parameters to the loss and its gradient.
public typealias TwoLayerGradientFunction =
  @Sendable (Tensor, Tensor, TwoLayerParameters) throws -> LossAndGradient

/// 04.10: the gradient of two layers, by hand.
public let twoLayerGradientExercise = Exercise<TwoLayerGradientFunction>(
  "04.10",
  reference: { x, y, parameters in
    let network = TwoLayerNetwork(
      hidden: Linear(weight: parameters.hiddenWeight, bias: parameters.hiddenBias),
      output: Linear(weight: parameters.outputWeight, bias: parameters.outputBias))
    let (loss, gradient) = valueWithGradient(at: network) { $0.loss(x, y) }
    let slopes = gradient.parameters
    return (loss.scalar, slopes[0], slopes[1], slopes[2], slopes[3])
  },
  alternatives: [
    .init("number by number, in double precision", { byLoops($0, $1, $2) }),
    .init(
      "each example for itself, then the mean",
      { x, y, parameters in
        let n = x.shape[0]
        let parts = (0..<n).map {
          backwards(x[$0..<$0 + 1], y[$0..<$0 + 1], parameters)
        }
        func mean(_ part: (LossAndGradient) -> Tensor) -> Tensor {
          parts.dropFirst().reduce(part(parts[0])) { $0 + part($1) } / Float(n)
        }
        return (
          parts.reduce(0) { $0 + $1.loss } / Float(n), mean { $0.hiddenWeight },
          mean { $0.hiddenBias }, mean { $0.outputWeight }, mean { $0.outputBias }
        )
      }),
  ],
  checks: [
    .init("the gradient has the shapes of the parameters") { answer, evidence in
      var generator = evidence.generator(seed: 410)
      let (x, y, parameters) = random(5, 3, 4, 2, using: &generator)
      let gradient = try answer(x, y, parameters)
      evidence.expect(gradient.hiddenWeight, hasShape: [3, 4], "hiddenWeight")
      evidence.expect(gradient.hiddenBias, hasShape: [4], "hiddenBias")
      evidence.expect(gradient.outputWeight, hasShape: [4, 2], "outputWeight")
      evidence.expect(gradient.outputBias, hasShape: [2], "outputBias")
    },
    .init("one example, one unit, by hand: the output layer") { answer, evidence in
      let gradient = try answer(Tensor([[1]]), Tensor([[0]]), single)
      evidence.expect(gradient.loss, equals: 0.5, "loss")
      evidence.expect(gradient.outputWeight, equals: Tensor([[0]]), "outputWeight")
      evidence.expect(gradient.outputBias, equals: Tensor([1]), "outputBias")
    },
    .init("one example, one unit, by hand: the hidden layer") { answer, evidence in
      let gradient = try answer(Tensor([[1]]), Tensor([[0]]), single)
      evidence.expect(gradient.hiddenWeight, equals: Tensor([[2]]), "hiddenWeight")
      evidence.expect(gradient.hiddenBias, equals: Tensor([2]), "hiddenBias")
    },
    .init("the chapter's two examples: the output layer", points: 2) { answer, evidence in
      let gradient = try answer(chapterX, chapterY, chapter)
      evidence.expect(gradient.loss, equals: 0.1519866, within: 3e-4, "loss")
      evidence.expect(
        gradient.outputWeight, equals: Tensor([[-0.0701], [-0.3115]]), within: 3e-4,
        "outputWeight")
      evidence.expect(gradient.outputBias, equals: Tensor([-0.2364]), within: 3e-4, "outputBias")
    },
    .init("the chapter's two examples: the hidden layer", points: 2) { answer, evidence in
      let gradient = try answer(chapterX, chapterY, chapter)
      evidence.expect(
        gradient.hiddenWeight, equals: Tensor([[0.3437, -0.4675], [-0.2613, 0.0752]]),
        within: 3e-4, "hiddenWeight")
      evidence.expect(
        gradient.hiddenBias, equals: Tensor([-0.2339, -0.0556]), within: 3e-4, "hiddenBias")
    },
    .init("random networks", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 411)
      for (n, d, h, k) in [(1, 2, 3, 1), (4, 1, 1, 2), (6, 3, 5, 3)] {
        let (x, y, parameters) = random(n, d, h, k, using: &generator)
        let (got, expected) = (try answer(x, y, parameters), backwards(x, y, parameters))
        let what = "\(n) examples, widths \(d), \(h), \(k)"
        evidence.expect(got.loss, equals: expected.loss, within: 1e-3, "loss", in: what)
        for (name, part) in parts {
          evidence.expect(part(got), equals: part(expected), within: 1e-3, name, in: what)
        }
      }
    },
    .init("a step against the gradient lowers the loss as much as it promises", points: 2) {
      answer, evidence in
      var generator = evidence.generator(seed: 412)
      let (x, y, parameters) = random(8, 3, 4, 2, using: &generator)
      let before = try answer(x, y, parameters)
      guard parts.allSatisfy({ $1(before).shape == $1(backwards(x, y, parameters)).shape }) else {
        return evidence.expect(false, "the gradient does not have the shapes of the parameters")
      }
      let squared = parts.reduce(Float(0)) { $0 + ($1.1(before) * $1.1(before)).sum().scalar }
      let rate = 0.002 / max(squared.squareRoot(), 0.01)
      let after = try answer(
        x, y,
        TwoLayerParameters(
          hiddenWeight: parameters.hiddenWeight - rate * before.hiddenWeight,
          hiddenBias: parameters.hiddenBias - rate * before.hiddenBias,
          outputWeight: parameters.outputWeight - rate * before.outputWeight,
          outputBias: parameters.outputBias - rate * before.outputBias))
      evidence.expect(
        (before.loss - after.loss) / (rate * squared), equals: 1, within: 0.1,
        "the fall of the loss, divided by rate · ‖gradient‖²")
    },
  ],
  misconceptions: [
    .init(
      "forgets the slope of tanh at the hidden units",
      "The errors pass tanh on the way back: multiply them by 1 − H², element by element.",
      { backwards($0, $1, $2, slope: { .ones(like: $0) }) }),
    .init(
      "takes the slope of tanh at H instead of at the scores: 1 − tanh²(H)",
      "H is tanh of the scores already. The slope, said with the output, is 1 − H².",
      { backwards($0, $1, $2, slope: { 1 - tanh($0) * tanh($0) }) }),
    .init(
      "takes the slope of the sigmoid, H · (1 − H)",
      "That belongs to the sigmoid. The slope of tanh is 1 − H².",
      { backwards($0, $1, $2, slope: { $0 * (1 - $0) }) }),
    .init(
      "multiplies by 1 − H where 1 − H² belongs",
      "tanh′ = 1 − tanh²: square the output.",
      { backwards($0, $1, $2, slope: { 1 - $0 }) }),
    .init(
      "adds the gradients of the examples up instead of averaging them",
      "The loss is a mean over n examples, so the errors start with (P − Y) / n.",
      { x, y, p in scaled(backwards(x, y, p), by: Float(x.shape[0])) }),
    .init(
      "has a gradient twice as large: it forgets the ½ of the loss",
      "The derivative of ½ r² is r, not 2r.",
      { scaled(backwards($0, $1, $2), by: 2) }),
    .init(
      "goes the wrong way: Y − P",
      "The derivative of ½ (P − Y)² is P − Y. With the other sign the loss grows.",
      { scaled(backwards($0, $1, $2), by: -1) }),
    .init(
      "averages the biases' slopes over the examples once more",
      "The 1/n is in the errors already. The bias's slope is the sum of its column.",
      { x, y, p in
        var gradient = backwards(x, y, p)
        gradient.hiddenBias /= Float(x.shape[0])
        gradient.outputBias /= Float(x.shape[0])
        return gradient
      }),
    .init(
      "leaves the biases without a gradient",
      "A bias is a weight whose input is 1: its slope is the column sum of the errors.",
      { x, y, p in
        var gradient = backwards(x, y, p)
        gradient.hiddenBias = .zeros(like: gradient.hiddenBias)
        gradient.outputBias = .zeros(like: gradient.outputBias)
        return gradient
      }),
    .init(
      "multiplies the output errors by the hidden scores instead of the hidden outputs",
      "The output layer's inputs are H, the bent scores: Hᵀ · E.",
      { x, y, p in
        var gradient = backwards(x, y, p)
        let scores = matmul(x, p.hiddenWeight) + p.hiddenBias
        let errors = (matmul(tanh(scores), p.outputWeight) + p.outputBias - y) / Float(x.shape[0])
        gradient.outputWeight = matmul(scores.transposed(), errors)
        return gradient
      }),
    .init(
      "computes the hidden errors with output weights that have moved already",
      "Compute the whole gradient at the old parameters, then move them all.",
      { x, y, p in
        var moved = p
        let first = backwards(x, y, p)
        moved.outputWeight = p.outputWeight - first.outputWeight
        let scores = matmul(x, p.hiddenWeight) + p.hiddenBias
        let h = tanh(scores)
        let errors = (matmul(h, p.outputWeight) + p.outputBias - y) / Float(x.shape[0])
        let hidden = matmul(errors, moved.outputWeight.transposed()) * (1 - h * h)
        return (
          first.loss, matmul(x.transposed(), hidden), hidden.sum(axis: 0), first.outputWeight,
          first.outputBias
        )
      }),
    .init(
      "reports the loss without the ½",
      "The loss is half the squared error, averaged over the examples.",
      { x, y, p in
        var gradient = backwards(x, y, p)
        gradient.loss *= 2
        return gradient
      }),
    .init(
      "averages the loss over the outputs as well",
      "The squares are summed over the outputs and averaged over the examples only.",
      { x, y, p in
        var gradient = backwards(x, y, p)
        gradient.loss /= Float(y.shape[1])
        return gradient
      }),
  ])

// MARK: Networks

private let single = TwoLayerParameters(
  hiddenWeight: Tensor([[0]]), hiddenBias: Tensor([0]), outputWeight: Tensor([[2]]),
  outputBias: Tensor([1]))

private let chapter = TwoLayerParameters(
  hiddenWeight: Tensor([[0.5, -0.5], [1, 0.5]]), hiddenBias: Tensor([0, 0.25]),
  outputWeight: Tensor([[1], [-2]]), outputBias: Tensor([0.5]))
private let chapterX = Tensor([[1, 0.5], [-1, 1]])
private let chapterY = Tensor([[1], [0]])

private let parts: [(String, @Sendable (LossAndGradient) -> Tensor)] = [
  ("hiddenWeight", { $0.hiddenWeight }), ("hiddenBias", { $0.hiddenBias }),
  ("outputWeight", { $0.outputWeight }), ("outputBias", { $0.outputBias }),
]

private func random(
  _ n: Int, _ d: Int, _ h: Int, _ k: Int, using generator: inout RandomGenerator
) -> (Tensor, Tensor, TwoLayerParameters) {
  (
    .normal([n, d], using: &generator), .normal([n, k], using: &generator),
    TwoLayerParameters(
      hiddenWeight: .normal([d, h], using: &generator),
      hiddenBias: .normal([h], using: &generator),
      outputWeight: .normal([h, k], using: &generator),
      outputBias: .normal([k], using: &generator))
  )
}

/// The gradient by the chapter's formulas, with a slope of one's choice, said with the output.
private func backwards(
  _ x: Tensor, _ y: Tensor, _ p: TwoLayerParameters,
  slope: (Tensor) -> Tensor = { 1 - $0 * $0 }
) -> LossAndGradient {
  let n = Float(x.shape[0])
  let h = tanh(matmul(x, p.hiddenWeight) + p.hiddenBias)
  let rest = matmul(h, p.outputWeight) + p.outputBias - y
  let errors = rest / n
  let hidden = matmul(errors, p.outputWeight.transposed()) * slope(h)
  return (
    0.5 * (rest * rest).sum().scalar / n, matmul(x.transposed(), hidden), hidden.sum(axis: 0),
    matmul(h.transposed(), errors), errors.sum(axis: 0)
  )
}

private func scaled(_ gradient: LossAndGradient, by factor: Float) -> LossAndGradient {
  (
    gradient.loss, factor * gradient.hiddenWeight, factor * gradient.hiddenBias,
    factor * gradient.outputWeight, factor * gradient.outputBias
  )
}
