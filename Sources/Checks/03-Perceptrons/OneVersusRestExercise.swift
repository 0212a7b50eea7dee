public import Grading
import Perceptrons
public import Tensors

/// What 03.7 asks for: weights, biases and examples to classes.
public typealias OneVersusRestPrediction = @Sendable (Tensor, Tensor, Tensor) throws -> [Int]

/// Three units in the plane: right, up, and down to the left.
private let units = Tensor([[1, 0, -1], [0, 1, -1]])

/// 03.7: one unit a class, and the largest score wins.
public let oneVersusRestExercise = Exercise<OneVersusRestPrediction>(
  "03.7",
  reference: { OneVersusRest(weights: $0, biases: $1).predict($2) },
  alternatives: [
    .init(
      "one example after the other, keeping the best class so far",
      { w, b, x in
        rows(w, b, x).map { scores in
          var best = 0
          for c in scores.indices where scores[c] > scores[best] { best = c }
          return best
        }
      }),
    .init(
      "with columns for examples: weightsᵀ · examplesᵀ, searched along axis 0",
      { w, b, x in
        (matmul(w.transposed(), x.transposed()) + b.reshaped([b.count, 1])).argmax(axis: 0)
      }),
  ],
  checks: [
    .init("one class for each example") { predict, evidence in
      let classes = try predict(units, Tensor([0, 0, 0]), Tensor([[1, 0], [0, 1]]))
      evidence.expect(classes.count, equals: 2, "the number of classes for 2 examples")
    },
    .init("one unit says yes") { predict, evidence in
      evidence.expect(
        try predict(units, Tensor([0, 0, 0]), Tensor([[2, -1], [-1, 2], [-3, -3]])),
        equals: [0, 1, 2], "classes")
    },
    .init("several units say yes: the largest score wins") { predict, evidence in
      evidence.expect(
        try predict(units, Tensor([0, 0, 0]), Tensor([[1, 3], [2, 1]])), equals: [1, 0], "classes")
    },
    .init("no unit says yes: the largest score still wins") { predict, evidence in
      evidence.expect(
        try predict(units, Tensor([-5, -4, -6]), Tensor([[1, 1], [2, 0], [-1, -1]])),
        equals: [1, 0, 2], "classes")
    },
    .init("the biases count") { predict, evidence in
      evidence.expect(
        try predict(units, Tensor([0, 0, 10]), Tensor([[1, 3], [2, 1]])), equals: [2, 2], "classes")
    },
    .init("equal scores: the smaller class") { predict, evidence in
      evidence.expect(
        try predict(units, Tensor([0, 0, 0]), Tensor([[1, 1], [0, 0]])), equals: [0, 0], "classes")
    },
    .init("random units, 2 to 10 classes") { predict, evidence in
      var generator = evidence.generator(seed: 40)
      for (n, d, k) in [(1, 3, 2), (6, 1, 4), (30, 12, 10)] {
        let weights = Tensor.normal([d, k], using: &generator)
        let biases = Tensor.normal([k], using: &generator)
        let examples = Tensor.normal([n, d], using: &generator)
        evidence.expect(
          try predict(weights, biases, examples),
          equals: OneVersusRest(weights: weights, biases: biases).predict(examples),
          "classes of \(n) examples, \(d) features, \(k) classes")
      }
    },
  ],
  misconceptions: [
    .init(
      "takes the first class whose unit says yes",
      "Several units can say yes, or none. Compare the scores themselves: the largest wins.",
      { w, b, x in
        rows(w, b, x).map { scores in scores.firstIndex { $0 >= 0 } ?? 0 }
      }),
    .init(
      "forgets the biases",
      "A score is example · weights + bias; each class has a bias of its own.",
      { w, _, x in matmul(x, w).argmax(axis: 1) }),
    .init(
      "takes the class with the smallest score",
      "The unit that is surest of its class has the largest score.",
      { w, b, x in (-(matmul(x, w) + b)).argmax(axis: 1) }),
    .init(
      "takes the score that is farthest from zero, whatever its sign",
      "A large negative score is a sure no. Compare the scores, not their absolute values.",
      { w, b, x in abs(matmul(x, w) + b).argmax(axis: 1) }),
    .init(
      "counts the classes from 1",
      "Classes are numbered from 0, as array elements are.",
      { w, b, x in (matmul(x, w) + b).argmax(axis: 1).map { $0 + 1 } }),
    .init(
      "looks for the largest score of each class instead of each example",
      "The scores are [n, k], one row an example: search along axis 1.",
      { w, b, x in (matmul(x, w) + b).argmax(axis: 0) }),
    .init(
      "prefers the larger class where two scores are equal",
      "Of equal scores the first one wins: replace the best only by a score that is larger.",
      { w, b, x in
        rows(w, b, x).map { scores in
          var best = 0
          for c in scores.indices where scores[c] >= scores[best] { best = c }
          return best
        }
      }),
  ])

/// The scores, one array an example.
private func rows(_ weights: Tensor, _ biases: Tensor, _ examples: Tensor) -> [[Float]] {
  let scores = matmul(examples, weights) + biases
  return (0..<scores.shape[0]).map { scores[$0].scalars }
}
