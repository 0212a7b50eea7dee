import Backpropagation
import Foundation
public import Grading
import Perceptrons
public import Tensors

/// What 05.9 asks for: logits, labels and the gradient of the loss, to the gradient of the logits.
public typealias CrossEntropyPullback = @Sendable (Tensor, [Int], Float) throws -> Tensor

private let reference: CrossEntropyPullback = { logits, labels, upstream in
  Pullbacks.softmaxCrossEntropy(
    Tensor(upstream), probabilities: Perceptrons.softmax(logits), labels: labels)
}

/// 05.9: softmax and cross-entropy in one step.
public let crossEntropyPullbackExercise = Exercise<CrossEntropyPullback>(
  "05.9",
  reference: reference,
  alternatives: [
    .init(
      "the library's gradient",
      { logits, labels, upstream in
        gradient(at: logits) {
          upstream * Tensors.softmaxCrossEntropy(logits: $0, labels: labels).mean()
        }
      }),
    .init(
      "element by element, in double precision",
      { logits, labels, upstream in
        Tensor(
          labels.enumerated().map { row, label in
            let x = logits[row].scalars.map { Double($0) }
            let largest = x.max() ?? 0
            let sum = x.reduce(0) { $0 + exp($1 - largest) }
            return x.indices.map { column in
              let error = exp(x[column] - largest) / sum - (column == label ? 1 : 0)
              return Float(Double(upstream) * error / Double(labels.count))
            }
          })
      }),
  ],
  checks: [
    .init("the shape of the logits") { pullback, evidence in
      evidence.expect(
        try pullback(.zeros([4, 3]), [0, 1, 2, 0], 1), hasShape: [4, 3], "the gradient")
    },
    .init("one row by hand") { pullback, evidence in
      evidence.expect(
        try pullback(Tensor([[0, 0, 0.6931472]]), [0], 1), equals: Tensor([[-0.75, 0.25, 0.5]]),
        "logits [[0, 0, ln 2]], label 0")
    },
    .init("two rows by hand: a mean") { pullback, evidence in
      evidence.expect(
        try pullback(.zeros([2, 2]), [1, 0], 1), equals: Tensor([[0.25, -0.25], [-0.25, 0.25]]),
        "two rows of zeros, labels 1 and 0")
    },
    .init("an upstream gradient of −8") { pullback, evidence in
      evidence.expect(
        try pullback(Tensor([[0, 0, 0.6931472]]), [0], -8), equals: Tensor([[6, -2, -4]]),
        "logits [[0, 0, ln 2]], label 0, upstream -8")
    },
    .init("logits of ±1000") { pullback, evidence in
      evidence.expect(
        try pullback(Tensor([[1000, -1000, 1000], [-1000, 0, -1000]]), [1, 1], 2),
        equals: Tensor([[0.5, -1, 0.5], [0, 0, 0]]), "the gradient")
    },
    .init("random batches", points: 2) { pullback, evidence in
      var generator = evidence.generator(seed: 591)
      for (n, k) in [(1, 2), (3, 3), (5, 4), (8, 10)] {
        let logits = Tensor.normal([n, k], standardDeviation: 2, using: &generator)
        let labels = (0..<n).map { _ in generator.integer(in: 0..<k) }
        let upstream = generator.normal()
        evidence.expect(
          try pullback(logits, labels, upstream), equals: try reference(logits, labels, upstream),
          "the gradient", in: "\(n) rows, \(k) classes")
      }
    },
    .init("every row sums to 0") { pullback, evidence in
      var generator = evidence.generator(seed: 592)
      let logits = Tensor.normal([5, 4], standardDeviation: 2, using: &generator)
      let slopes = try pullback(logits, [0, 3, 1, 2, 2], 5)
      evidence.expect(slopes, hasShape: [5, 4], "the gradient")
      guard slopes.shape == [5, 4] else { return }
      evidence.expect(slopes.sum(axis: 1), equals: .zeros([5]), "the sums of the rows")
    },
  ],
  misconceptions: [
    .init(
      "forgets that the loss is a mean over the rows",
      "Each row's loss counts for 1/n: divide by the number of rows.",
      { logits, labels, upstream in try reference(logits, labels, upstream) * Float(labels.count) }),
    .init(
      "divides by the number of all logits",
      "The loss is a mean over n rows, not over n · k numbers.",
      { logits, labels, upstream in
        try reference(logits, labels, upstream) / Float(logits.shape[1])
      }),
    .init(
      "has the opposite sign: label minus probability",
      "Raising the logit of the right class lowers the loss: its gradient p − 1 is negative.",
      { logits, labels, upstream in try reference(logits, labels, -upstream) }),
    .init(
      "ignores the upstream gradient",
      "A pullback multiplies by the gradient that arrives, even if it is usually 1.",
      { logits, labels, _ in try reference(logits, labels, 1) }),
    .init(
      "uses only the diagonal of softmax's Jacobian: the other logits get nothing",
      "Every probability depends on every logit of its row: the others get p.",
      { logits, labels, upstream in
        try reference(logits, labels, upstream) * Tensor.oneHot(labels, classes: logits.shape[1])
      }),
    .init(
      "multiplies by p (1 − p) once more, as for a squared error behind a sigmoid",
      "With cross-entropy the slope of softmax cancels: p − one-hot is all.",
      { logits, labels, upstream in
        let p = Perceptrons.softmax(logits)
        return try reference(logits, labels, upstream) * p * (1 - p)
      }),
    .init(
      "takes the softmax over the rows of the batch instead of the classes",
      "Each example has its own probabilities: each row sums to 1.",
      { logits, labels, upstream in
        let p = Perceptrons.softmax(logits.transposed()).transposed()
        return Pullbacks.softmaxCrossEntropy(
          Tensor(upstream), probabilities: p, labels: labels)
      }),
    .init(
      "exponentiates logits as they are, which overflows",
      "exp(1000) is infinite. Subtract the row's largest logit first; the probabilities stay.",
      { logits, labels, upstream in
        let powers = exp(logits)
        return Pullbacks.softmaxCrossEntropy(
          Tensor(upstream), probabilities: powers / powers.sum(axis: 1, keepDimensions: true),
          labels: labels)
      }),
  ])
