public import Grading
import Perceptrons
public import Tensors

/// 03.1: scores become decisions.
public let stepActivationExercise = Exercise<@Sendable (Tensor) throws -> [Int]>(
  "03.1",
  reference: { stepActivation($0) },
  alternatives: [
    .init("no for what is below zero, yes for the rest", { $0.scalars.map { $0 < 0 ? -1 : 1 } }),
    .init(
      "from a comparison that gives 0 or 1",
      { scores in
        var labels: [Int] = []
        for score in scores.scalars { labels.append(2 * (score < 0 ? 0 : 1) - 1) }
        return labels
      }),
  ],
  checks: [
    .init("one label for each score") { step, evidence in
      evidence.expect(
        try step(Tensor([1.5, -2, 3, -0.5])).count, equals: 4, "the number of labels for 4 scores")
    },
    .init("clear scores") { step, evidence in
      evidence.expect(
        try step(Tensor([3, -2, 0.25, -0.25, 1000])), equals: [1, -1, 1, -1, 1],
        "stepActivation([3, -2, 0.25, -0.25, 1000])")
    },
    .init("the tie at zero", points: 2) { step, evidence in
      evidence.expect(try step(Tensor([0, -0.0])), equals: [1, 1], "stepActivation([0, -0])")
    },
    .init("random scores, some of them zero") { step, evidence in
      var generator = evidence.generator(seed: 31)
      for n in [1, 2, 17, 200] {
        var scores = Tensor.normal([n], using: &generator).scalars
        for i in stride(from: 0, to: n, by: 5) { scores[i] = 0 }
        evidence.expect(
          try step(Tensor(scores)), equals: stepActivation(Tensor(scores)),
          "labels of a batch of \(n)")
      }
    },
    .init("an empty batch") { step, evidence in
      evidence.expect(try step(Tensor.zeros([0])), equals: [], "labels of no scores")
    },
  ],
  misconceptions: [
    .init(
      "answers −1 to a score of zero",
      "Zero has to go to one of the two sides. This book gives it to +1: the test is score ≥ 0.",
      { $0.scalars.map { $0 > 0 ? 1 : -1 } }),
    .init(
      "answers 0 and 1 instead of −1 and +1",
      "A perceptron's labels are −1 and +1: multiplied with a score, they say whether it is right.",
      { $0.scalars.map { $0 >= 0 ? 1 : 0 } }),
    .init(
      "answers 0 and 1, and 0 to a score of zero",
      "A perceptron's labels are −1 and +1, and a score of zero counts as +1.",
      { $0.scalars.map { $0 > 0 ? 1 : 0 } }),
    .init(
      "is the sign function, which has a third answer, 0",
      "A decision has two answers. A score of zero counts as +1.",
      { $0.scalars.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } }),
    .init(
      "compares with 0.5, as one does with a probability",
      "A score is not a probability: its boundary lies at 0.",
      { $0.scalars.map { $0 >= 0.5 ? 1 : -1 } }),
    .init(
      "exchanges the two answers",
      "A positive score means yes, +1.",
      { $0.scalars.map { $0 >= 0 ? -1 : 1 } }),
  ])
