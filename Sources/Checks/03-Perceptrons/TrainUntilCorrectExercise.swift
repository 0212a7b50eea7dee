public import Grading
import Perceptrons
public import Tensors

/// What 03.3 asks for: examples, labels, learning rate and most epochs to a trained unit.
public typealias TrainUntilCorrect =
  @Sendable (Tensor, [Int], Float, Int) throws -> (weights: Tensor, bias: Float, mistakes: [Int])

private let sixPoints = Tensor([[2, 3], [1, 5], [2, 1], [3, 2], [4, 4], [5, 5]])
private let sixLabels = [1, 1, -1, -1, 1, 1]
private let corners = Tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
private let exclusiveOr = [-1, 1, 1, -1]

/// 03.3: epochs until no mistake is left.
public let trainUntilCorrectExercise = Exercise<TrainUntilCorrect>(
  "03.3",
  reference: { examples, labels, learningRate, mostEpochs in
    var unit = Perceptron(features: examples.shape[1])
    let mistakes = unit.train(
      examples, labels, learningRate: learningRate, mostEpochs: mostEpochs)
    return (unit.weights, unit.bias, mistakes)
  },
  alternatives: [
    .init(
      "with the bias as one more weight, in plain arrays",
      { x, y, r, most in
        let d = x.shape[1]
        var weights = [Float](repeating: 0, count: d + 1)
        var mistakes: [Int] = []
        for _ in 0..<most {
          var wrong = 0
          for (i, label) in y.enumerated() {
            let input = x[i].scalars + [1]
            let score = zip(weights, input).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            if Float(label) * score > 0 { continue }
            for j in 0...d { weights[j] += r * Float(label) * input[j] }
            wrong += 1
          }
          mistakes.append(wrong)
          if wrong == 0 { break }
        }
        return (Tensor(Array(weights.prefix(d))), weights[d], mistakes)
      }),
    .init(
      "as a recursion over the epochs",
      { x, y, r, most in
        func train(_ unit: Perceptron, _ left: Int) -> (Perceptron, [Int]) {
          guard left > 0 else { return (unit, []) }
          var unit = unit
          let wrong = y.indices.filter {
            unit.update(example: x[$0], label: y[$0], learningRate: r)
          }
          guard !wrong.isEmpty else { return (unit, [0]) }
          let (last, mistakes) = train(unit, left - 1)
          return (last, [wrong.count] + mistakes)
        }
        let (unit, mistakes) = train(Perceptron(features: x.shape[1]), most)
        return (unit.weights, unit.bias, mistakes)
      }),
  ],
  checks: [
    .init("the shape of the weights") { train, evidence in
      evidence.expect(
        try train(sixPoints, sixLabels, 1, 100).weights, hasShape: [2], "weights")
    },
    .init("six points: the mistakes of each epoch", points: 2) { train, evidence in
      evidence.expect(
        try train(sixPoints, sixLabels, 1, 100).mistakes, equals: [4, 3, 3, 1, 0], "mistakes")
    },
    .init("six points: the final boundary") { train, evidence in
      let unit = try train(sixPoints, sixLabels, 1, 100)
      evidence.expect(unit.weights, equals: Tensor([-3, 5]), "weights")
      evidence.expect(unit.bias, equals: -3, "bias")
    },
    .init("gives up on XOR after mostEpochs") { train, evidence in
      let mistakes = try train(corners, exclusiveOr, 1, 7).mistakes
      evidence.expect(mistakes.count, equals: 7, "the number of epochs")
      evidence.expect(mistakes.last != 0, "an epoch on XOR cannot be without mistakes")
    },
    .init("random separable sets", points: 2) { train, evidence in
      var generator = evidence.generator(seed: 33)
      for (n, d) in [(5, 1), (20, 2), (30, 5)] {
        let (examples, labels) = separable(n, d, using: &generator)
        let got = try train(examples, labels, 0.5, 500)
        var unit = Perceptron(features: d)
        let mistakes = unit.train(examples, labels, learningRate: 0.5, mostEpochs: 500)
        evidence.expect(got.mistakes, equals: mistakes, "mistakes, \(n) examples of \(d) features")
        evidence.expect(got.weights, equals: unit.weights, "weights", in: "\(n) examples")
        evidence.expect(got.bias, equals: unit.bias, "bias", in: "\(n) examples")
      }
    },
    .init("afterwards every example is right") { train, evidence in
      var generator = evidence.generator(seed: 34)
      let (examples, labels) = separable(25, 3, using: &generator)
      let unit = try train(examples, labels, 1, 1000)
      let scores = (matmul(examples, unit.weights) + unit.bias).scalars
      let right = zip(scores, labels).filter { $0 * Float($1) > 0 }.count
      evidence.expect(right, equals: 25, "examples on the right side, of 25")
    },
  ],
  misconceptions: [
    .init(
      "stops after one epoch",
      "A later update can undo an earlier one. Go round until a whole epoch passes without a mistake.",
      { x, y, r, _ in loop(x, y, r, 1) }),
    .init(
      "goes on to mostEpochs although an epoch was without mistakes",
      "After an epoch without a mistake nothing can change any more: stop.",
      { x, y, r, most in loop(x, y, r, most, stops: false) }),
    .init(
      "does not count the last epoch, the one without mistakes",
      "The epoch that finds no mistake was run too: append its 0 before you stop.",
      { x, y, r, most in
        let unit = loop(x, y, r, most)
        return (unit.weights, unit.bias, unit.mistakes.filter { $0 > 0 })
      }),
    .init(
      "collects the updates and applies them at the end of the epoch",
      "The perceptron moves after each mistake, at once; the next example meets the new weights.",
      { x, y, r, most in
        var weights = Tensor.zeros([x.shape[1]])
        var bias: Float = 0
        var mistakes: [Int] = []
        while mistakes.count < most, mistakes.last != 0 {
          let scores = (matmul(x, weights) + bias).scalars
          let wrong = y.indices.filter { Float(y[$0]) * scores[$0] <= 0 }
          for i in wrong {
            weights += r * Float(y[i]) * x[i]
            bias += r * Float(y[i])
          }
          mistakes.append(wrong.count)
        }
        return (weights, bias, mistakes)
      }),
    .init(
      "starts every epoch from zero",
      "Set the weights to zero once, before the first epoch. What was learned must stay.",
      { x, y, r, most in loop(x, y, r, most, forgets: true) }),
    .init(
      "takes a score of exactly zero for right",
      "All scores are zero at the start. A tie is a mistake: label · score ≤ 0.",
      { x, y, r, most in loop(x, y, r, most, tieIsRight: true) }),
    .init(
      "leaves the bias at zero",
      "Without a bias the boundary must pass through the origin. Move the bias by learningRate · label.",
      { x, y, r, most in loop(x, y, r, most, movesBias: false) }),
  ])

/// The loop of the solution, with one part of it wrong.
private func loop(
  _ x: Tensor, _ y: [Int], _ rate: Float, _ mostEpochs: Int, stops: Bool = true,
  forgets: Bool = false, tieIsRight: Bool = false, movesBias: Bool = true
) -> (weights: Tensor, bias: Float, mistakes: [Int]) {
  var weights = Tensor.zeros([x.shape[1]])
  var bias: Float = 0
  var mistakes: [Int] = []
  while mistakes.count < mostEpochs, !stops || mistakes.last != 0 {
    if forgets {
      weights = Tensor.zeros([x.shape[1]])
      bias = 0
    }
    var wrong = 0
    for i in y.indices {
      let room = Float(y[i]) * (dot(weights, x[i]).scalar + bias)
      guard tieIsRight ? room < 0 : room <= 0 else { continue }
      wrong += 1
      weights += rate * Float(y[i]) * x[i]
      if movesBias { bias += rate * Float(y[i]) }
    }
    mistakes.append(wrong)
  }
  return (weights, bias, mistakes)
}

/// Normal points, labelled by a random boundary that leaves some room on both sides.
private func separable(
  _ n: Int, _ d: Int, using generator: inout RandomGenerator
) -> (examples: Tensor, labels: [Int]) {
  let normal = Tensor.normal([d], using: &generator)
  let offset = generator.normal() / 2
  var rows: [Tensor] = []
  var labels: [Int] = []
  while rows.count < n {
    let point = Tensor.normal([d], using: &generator)
    let score = dot(normal, point).scalar + offset
    guard abs(score) > 0.3 else { continue }
    rows.append(point)
    labels.append(score > 0 ? 1 : -1)
  }
  return (.stack(rows), labels)
}
