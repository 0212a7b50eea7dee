public import Grading
import MultilayerPerceptrons
public import Tensors

/// 04.9: units that nothing can train any more.
public let deadUnitsExercise = Exercise<@Sendable (Tensor) throws -> [Int]>(
  "04.9",
  reference: { Activation.relu.deadUnits(scores: $0) },
  alternatives: [
    .init(
      "unit by unit",
      { scores in
        columns(scores).indices.filter { !columns(scores)[$0].contains { $0 > 0 } }
      }),
    .init(
      "from the sum of what each unit says",
      { scores in
        let sums = maximum(scores, 0).sum(axis: 0).scalars
        return sums.indices.filter { sums[$0] == 0 }
      }),
  ],
  checks: [
    .init("one example: who is silent") { dead, evidence in
      evidence.expect(
        try dead(Tensor([[-1, 2, -3]])), equals: [0, 2], "dead units of [[-1, 2, -3]]")
    },
    .init("two examples by hand") { dead, evidence in
      evidence.expect(
        try dead(Tensor([[-1, 2, -3, -0.5], [5, -2, -0.5, -4]])), equals: [2, 3], "dead units")
    },
    .init("a score of exactly 0 has no slope", points: 2) { dead, evidence in
      evidence.expect(
        try dead(Tensor([[0, 1], [-2, 0], [0, -1]])), equals: [0], "dead units")
    },
    .init("nobody is dead") { dead, evidence in
      evidence.expect(try dead(Tensor([[1, -5], [-7, 0.001]])), equals: [], "dead units")
    },
    .init("random layers, some with low biases") { dead, evidence in
      var generator = evidence.generator(seed: 409)
      for (n, units) in [(3, 4), (40, 12), (7, 7)] {
        let shift = Tensor((0..<units).map { _ in 5 * generator.uniform() })
        let scores = Tensor.normal([n, units], using: &generator) - shift
        let expected = columns(scores).indices.filter { unit in
          columns(scores)[unit].allSatisfy { $0 <= 0 }
        }
        evidence.expect(
          try dead(scores), equals: expected, "dead units", in: "\(n) examples, \(units) units")
      }
    },
  ],
  misconceptions: [
    .init(
      "calls a unit dead that is silent for one example",
      "Being silent for some examples is a unit's job. It is dead when it is silent for all.",
      { scores in
        columns(scores).indices.filter { columns(scores)[$0].contains { $0 <= 0 } }
      }),
    .init(
      "takes a unit for alive whose largest score is exactly 0",
      "At 0 the rectifier's slope counts as 0: only a score above 0 gives a gradient.",
      { scores in
        columns(scores).indices.filter { columns(scores)[$0].allSatisfy { $0 < 0 } }
      }),
    .init(
      "looks at the mean score",
      "One positive score is enough to train a unit, however low the mean is.",
      { scores in
        columns(scores).indices.filter { unit in
          columns(scores)[unit].reduce(0, +) <= 0
        }
      }),
    .init(
      "looks for examples that no unit answers, not for units",
      "Examples are the rows, units the columns. Go along axis 0.",
      { scores in
        let largest = scores.max(axis: 1).scalars
        return largest.indices.filter { largest[$0] <= 0 }
      }),
    .init(
      "lists the units that are alive",
      "Asked for are the others: those without any score above 0.",
      { scores in
        columns(scores).indices.filter { columns(scores)[$0].contains { $0 > 0 } }
      }),
    .init(
      "asks for scores that are large on the wrong side, below −1",
      "How far below 0 a score is does not matter: the slope is 0 in either case.",
      { scores in
        columns(scores).indices.filter { columns(scores)[$0].allSatisfy { $0 <= -1 } }
      }),
  ])

/// The scores of each unit.
private func columns(_ scores: Tensor) -> [[Float]] {
  (0..<scores.shape[1]).map { unit in
    (0..<scores.shape[0]).map { scores.scalars[$0 * scores.shape[1] + unit] }
  }
}
