public import Grading
import Perceptrons
public import Tensors

/// What 03.2 asks for: weights, bias, example, label and learning rate to new weights and bias.
public typealias PerceptronUpdate =
  @Sendable (Tensor, Float, Tensor, Int, Float) throws -> (weights: Tensor, bias: Float)

/// 03.2: a perceptron learns from a mistake.
public let perceptronUpdateExercise = Exercise<PerceptronUpdate>(
  "03.2",
  reference: { weights, bias, example, label, learningRate in
    var unit = Perceptron(weights: weights, bias: bias)
    _ = unit.update(example: example, label: label, learningRate: learningRate)
    return (unit.weights, unit.bias)
  },
  alternatives: [
    .init(
      "number by number",
      { w, b, x, y, r in
        var score = b
        for i in 0..<x.count { score += w.scalars[i] * x.scalars[i] }
        if (y > 0 && score > 0) || (y < 0 && score < 0) { return (w, b) }
        let weights = zip(w.scalars, x.scalars).map { $0 + r * Float(y) * $1 }
        return (Tensor(weights), b + r * Float(y))
      }),
    .init(
      "with the bias as one more weight, whose input is 1",
      { w, b, x, y, r in
        let weights = Tensor.concatenate([w, Tensor([b])])
        let input = Tensor.concatenate([x, Tensor([1])])
        let isMistake: Float = (weights * input).sum().scalar * Float(y) > 0 ? 0 : 1
        let new = weights + isMistake * r * Float(y) * input
        return (Tensor(Array(new.scalars.dropLast())), new.scalars[w.count])
      }),
  ],
  checks: [
    .init("the shape of the weights") { update, evidence in
      let new = try update(Tensor([0, 0, 0]), 0, Tensor([1, 2, 3]), 1, 1)
      evidence.expect(new.weights, hasShape: [3], "weights")
    },
    .init("an example on the right side changes nothing") { update, evidence in
      let new = try update(Tensor([1, -1]), 0.5, Tensor([2, 1]), 1, 0.1)
      evidence.expect(new.weights, equals: Tensor([1, -1]), "weights")
      evidence.expect(new.bias, equals: 0.5, "bias")
    },
    .init("a mistake moves the weights") { update, evidence in
      let new = try update(Tensor([0.5, -1]), 0.25, Tensor([2, 1]), -1, 0.1)
      evidence.expect(new.weights, equals: Tensor([0.3, -1.1]), "weights")
    },
    .init("a mistake moves the bias") { update, evidence in
      let new = try update(Tensor([0.5, -1]), 0.25, Tensor([2, 1]), -1, 0.1)
      evidence.expect(new.bias, equals: 0.15, "bias")
    },
    .init("a score of exactly zero is a mistake") { update, evidence in
      let new = try update(Tensor([0, 0]), 0, Tensor([1, 3]), 1, 0.5)
      evidence.expect(new.weights, equals: Tensor([0.5, 1.5]), "weights")
      evidence.expect(new.bias, equals: 0.5, "bias")
    },
    .init("random examples of 1 to 40 features", points: 2) { update, evidence in
      var generator = evidence.generator(seed: 32)
      for features in [1, 2, 7, 40] {
        for trial in 0..<8 {
          let weights = Tensor.normal([features], using: &generator)
          let example = Tensor.normal([features], using: &generator)
          let bias = generator.normal()
          let label = trial % 2 == 0 ? 1 : -1
          let learningRate = generator.uniform() + 0.1
          let new = try update(weights, bias, example, label, learningRate)
          var unit = Perceptron(weights: weights, bias: bias)
          _ = unit.update(example: example, label: label, learningRate: learningRate)
          let what = "\(features) features, case \(trial)"
          evidence.expect(new.weights, equals: unit.weights, "weights", in: what)
          evidence.expect(new.bias, equals: unit.bias, "bias", in: what)
        }
      }
    },
    .init("a mistake raises label · score by learningRate · (‖example‖² + 1)") { update, evidence in
      let (weights, example) = (Tensor([1, 2, -2]), Tensor([-1, 0.5, 3]))
      let new = try update(weights, 0.5, example, 1, 0.2)
      let rise = dot(new.weights, example).scalar + new.bias - (dot(weights, example).scalar + 0.5)
      evidence.expect(
        rise, equals: 0.2 * (dot(example, example).scalar + 1), "the rise of the score")
    },
  ],
  misconceptions: [
    .init(
      "leaves the bias alone",
      "The bias is a weight whose input is always 1. It moves by learningRate · label.",
      { w, b, x, y, r in
        Float(y) * (dot(w, x).scalar + b) <= 0 ? (w + r * Float(y) * x, b) : (w, b)
      }),
    .init(
      "moves after every example, also where the answer was right",
      "Rosenblatt's rule learns from mistakes only: move where label · score ≤ 0.",
      { w, b, x, y, r in (w + r * Float(y) * x, b + r * Float(y)) }),
    .init(
      "takes a score of exactly zero for right",
      "On the boundary nothing is decided. Training starts with zero weights, where every score is zero: "
        + "count the tie as a mistake.",
      { w, b, x, y, r in
        Float(y) * (dot(w, x).scalar + b) < 0 ? (w + r * Float(y) * x, b + r * Float(y)) : (w, b)
      }),
    .init(
      "moves away from the label instead of towards it",
      "The new score must be better for the label: add learningRate · label · example.",
      { w, b, x, y, r in
        Float(y) * (dot(w, x).scalar + b) <= 0 ? (w - r * Float(y) * x, b - r * Float(y)) : (w, b)
      }),
    .init(
      "adds the example whatever its label",
      "The label decides the direction: +1 adds the example, −1 subtracts it.",
      { w, b, x, y, r in Float(y) * (dot(w, x).scalar + b) <= 0 ? (w + r * x, b + r) : (w, b) }),
    .init(
      "moves by (label − answer), which is ±2 where labels are ±1",
      "That form belongs to labels 0 and 1, where the difference is ±1. With ±1 multiply by the label.",
      { w, b, x, y, r in
        guard Float(y) * (dot(w, x).scalar + b) <= 0 else { return (w, b) }
        return (w + 2 * r * Float(y) * x, b + 2 * r * Float(y))
      }),
    .init(
      "moves by (label − score): the rule of least squares, not the perceptron's",
      "A perceptron does not ask how wrong it was. The step depends on the label only.",
      { w, b, x, y, r in
        let error = Float(y) - (dot(w, x).scalar + b)
        return (w + r * error * x, b + r * error)
      }),
    .init(
      "never moves",
      "Where label · score ≤ 0, both the weights and the bias change.",
      { w, b, _, _, _ in (w, b) }),
    .init(
      "ignores the learning rate",
      "Both steps are multiplied by learningRate.",
      { w, b, x, y, _ in
        Float(y) * (dot(w, x).scalar + b) <= 0 ? (w + Float(y) * x, b + Float(y)) : (w, b)
      }),
  ])
