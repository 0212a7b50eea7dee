public import Grading
import Perceptrons
public import Tensors

/// What 03.8 asks for: weights, biases, examples, labels and learning rate to the model after one step.
public typealias SoftmaxStep =
  @Sendable (Tensor, Tensor, Tensor, [Int], Float) throws -> (
    weights: Tensor, biases: Tensor, loss: Float
  )

/// 03.8: one step of gradient descent on softmax regression.
public let softmaxRegressionStepExercise = Exercise<SoftmaxStep>(
  "03.8",
  reference: { weights, biases, examples, labels, learningRate in
    var model = SoftmaxRegression(weights: weights, biases: biases)
    let loss = model.step(examples, labels, learningRate: learningRate)
    return (model.weights, model.biases, loss)
  },
  alternatives: [
    .init(
      "example by example, in double precision",
      { w, b, x, y, r in preciseStep(w, b, x, y, r) }),
    .init(
      "with the gradient that the tensor finds by itself",
      { w, b, x, y, r in
        let (loss, gradients) = valueWithGradient(at: [w, b]) { parameters in
          let logits = matmul(x, parameters[0]) + parameters[1]
          let p = logSoftmax(logits, axis: 1)
          return -(Tensor.oneHot(y, classes: b.count) * p).sum() / Float(y.count)
        }
        return (w - r * gradients[0], b - r * gradients[1], loss.scalar)
      }),
  ],
  checks: [
    .init("the shapes") { step, evidence in
      let new = try step(.zeros([2, 3]), .zeros([3]), Tensor([[1, 2]]), [1], 0.1)
      evidence.expect(new.weights, hasShape: [2, 3], "weights")
      evidence.expect(new.biases, hasShape: [3], "biases")
    },
    .init("the loss of zero weights is ln k") { step, evidence in
      let new = try step(.zeros([2, 4]), .zeros([4]), Tensor([[1, 2], [3, 4]]), [1, 0], 0.5)
      evidence.expect(new.loss, equals: 1.3862944, "loss with 4 classes")
    },
    .init("two examples by hand: the weights", points: 2) { step, evidence in
      let new = try step(.zeros([2, 2]), .zeros([2]), Tensor([[1, 2], [3, 0]]), [0, 1], 1)
      evidence.expect(new.weights, equals: Tensor([[-0.5, 0.5], [0.5, -0.5]]), "weights")
    },
    .init("by hand: the biases") { step, evidence in
      let new = try step(
        .zeros([1, 2]), .zeros([2]), Tensor([[2], [1], [5], [1]]), [0, 0, 0, 1], 1)
      evidence.expect(new.biases, equals: Tensor([0.25, -0.25]), "biases")
    },
    .init("logits of 1000", points: 2) { step, evidence in
      let new = try step(
        Tensor([[1000, 0], [0, 1000]]), .zeros([2]), Tensor([[1, 0], [0, 1]]), [0, 0], 0.1)
      evidence.expect(new.loss, equals: 500, "loss")
      evidence.expect(new.weights, equals: Tensor([[1000, 0], [0.05, 999.95]]), "weights")
    },
    .init("random batches, 2 to 10 classes", points: 2) { step, evidence in
      for (what, model, x, y) in randomCases(evidence.generator(seed: 41)) {
        let rate: Float = 0.7
        var expected = model
        let loss = expected.step(x, y, learningRate: rate)
        let new = try step(model.weights, model.biases, x, y, rate)
        evidence.expect(new.loss, equals: loss, "loss", in: what)
        evidence.expect(new.weights, equals: expected.weights, "weights", in: what)
        evidence.expect(new.biases, equals: expected.biases, "biases", in: what)
      }
    },
    .init("a short step lowers the loss by learningRate · ‖gradient‖²") { step, evidence in
      for (what, model, x, y) in randomCases(evidence.generator(seed: 41)) {
        let rate: Float = 0.01
        let first = try step(model.weights, model.biases, x, y, rate)
        evidence.expect(first.weights, hasShape: model.weights.shape, "weights, \(what)")
        guard first.weights.shape == model.weights.shape else { return }
        let moved = first.weights - model.weights
        let movedBiases = first.biases - model.biases
        let expected =
          ((moved * moved).sum().scalar + (movedBiases * movedBiases).sum().scalar) / rate
        let second = try step(first.weights, first.biases, x, y, rate)
        evidence.expect(
          abs(first.loss - second.loss - expected) <= 0.1 * expected + 1e-5,
          "\(what): a step of this gradient should lower the loss by about "
            + "\(expected), but it fell by \(first.loss - second.loss)")
      }
    },
  ],
  misconceptions: [
    .init(
      "adds the gradients of the examples up instead of taking their mean",
      "The loss is a mean over n examples, so its gradient has the factor 1 / n.",
      { w, b, x, y, r in descend(w, b, x, y, r, scale: 1) }),
    .init(
      "leaves the biases alone",
      "The gradient of the biases is δ, summed over the examples.",
      { w, b, x, y, r in
        let new = descend(w, b, x, y, r)
        return (new.weights, b, new.loss)
      }),
    .init(
      "goes uphill: it adds the gradient",
      "The gradient points to where the loss grows. Subtract it.",
      { w, b, x, y, r in descend(w, b, x, y, -r) }),
    .init(
      "returns the loss after the step",
      "Return the loss that the gradient belongs to: the one before the step.",
      { w, b, x, y, r in
        let new = descend(w, b, x, y, r)
        return (new.weights, new.biases, descend(new.weights, new.biases, x, y, r).loss)
      }),
    .init(
      "exponentiates logits as they are, which overflows",
      "exp(1000) is infinite. Softmax stays the same when a row's largest logit is subtracted from it.",
      { w, b, x, y, r in descend(w, b, x, y, r, shifts: false) }),
    .init(
      "takes the softmax over the examples instead of the classes",
      "Every example has its own distribution over the classes: each row of [n, k] sums to 1.",
      { w, b, x, y, r in descend(w, b, x, y, r, axis: 0) }),
    .init(
      "forgets to subtract the labels: δ = p / n",
      "The right class must be pushed up: δ = (p − oneHot(labels)) / n.",
      { w, b, x, y, r in descend(w, b, x, y, r, subtractsLabels: false) }),
    .init(
      "multiplies by p · (1 − p) as well",
      "The slope of softmax is already in p − oneHot(labels): the logarithm of the loss cancels it.",
      { w, b, x, y, r in descend(w, b, x, y, r, extraSlope: true) }),
  ])

/// The step of the solution, with one part of it wrong.
private func descend(
  _ w: Tensor, _ b: Tensor, _ x: Tensor, _ y: [Int], _ rate: Float, scale: Float? = nil,
  shifts: Bool = true, axis: Int = 1, subtractsLabels: Bool = true, extraSlope: Bool = false
) -> (weights: Tensor, biases: Tensor, loss: Float) {
  let n = Float(y.count)
  var logits = matmul(x, w) + b
  if shifts { logits -= logits.max(axis: axis, keepDimensions: true) }
  let exponentials = exp(logits)
  let p = exponentials / exponentials.sum(axis: axis, keepDimensions: true)
  let targets = Tensor.oneHot(y, classes: b.count)
  // Without the shift the logarithm of what has overflowed is the point; with it, work in logarithms.
  let logP = shifts ? logits - log(exponentials.sum(axis: axis, keepDimensions: true)) : log(p)
  let loss = -(targets * logP).sum().scalar / n
  var delta = subtractsLabels ? p - targets : p
  if extraSlope { delta = delta * p * (1 - p) }
  delta *= scale ?? 1 / n
  return (w - rate * matmul(x.transposed(), delta), b - rate * delta.sum(axis: 0), loss)
}

/// Models and batches of several sizes.
private func randomCases(
  _ generator: RandomGenerator
) -> [(String, SoftmaxRegression, Tensor, [Int])] {
  var generator = generator
  return [(1, 2, 3), (5, 4, 2), (32, 6, 10)].map { n, d, k in
    let model = SoftmaxRegression(
      weights: .normal([d, k], using: &generator), biases: .normal([k], using: &generator))
    let examples = Tensor.normal([n, d], using: &generator)
    let labels = (0..<n).map { _ in generator.integer(in: 0..<k) }
    return ("\(n) examples, \(d) features, \(k) classes", model, examples, labels)
  }
}
