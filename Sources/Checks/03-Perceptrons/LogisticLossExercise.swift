import Foundation
public import Grading
import Perceptrons
public import Tensors

/// 03.6: the loss of probabilities, from logits.
public let logisticLossExercise = Exercise<@Sendable (Tensor, [Int]) throws -> Float>(
  "03.6",
  reference: { logisticLoss(logits: $0, labels: $1) },
  alternatives: [
    .init(
      "example by example, in double precision",
      { z, y in
        let losses = zip(z.scalars, y).map { z, y in
          let against = y == 1 ? -Double(z) : Double(z)
          return max(against, 0) + log1p(exp(-abs(against)))
        }
        return Float(losses.reduce(0, +) / Double(losses.count))
      }),
    .init(
      "two cases by the sign of the logit",
      { z, y in
        mean(z, y) { z, y in
          z > 0 ? logf(1 + expf(-z)) + (1 - Float(y)) * z : logf(1 + expf(z)) - Float(y) * z
        }
      }),
  ],
  checks: [
    .init("an undecided unit") { loss, evidence in
      evidence.expect(
        try loss(Tensor([0]), [1]), equals: 0.6931472, "logisticLoss([0], labels: [1])")
    },
    .init("one example of each label, by hand") { loss, evidence in
      evidence.expect(
        try loss(Tensor([1.0986123]), [1]), equals: 0.2876821, "logisticLoss([ln 3], labels: [1])")
      evidence.expect(
        try loss(Tensor([1.0986123]), [0]), equals: 1.3862944, "logisticLoss([ln 3], labels: [0])")
    },
    .init("the mean over the examples") { loss, evidence in
      evidence.expect(
        try loss(Tensor([0, 1.0986123, -1.0986123, 0]), [1, 1, 1, 0]), equals: 0.7650677,
        "logisticLoss([0, ln 3, -ln 3, 0], labels: [1, 1, 1, 0])")
    },
    .init("far on the wrong side", points: 2) { loss, evidence in
      evidence.expect(
        try loss(Tensor([-100]), [1]), equals: 100, "logisticLoss([-100], labels: [1])")
      evidence.expect(
        try loss(Tensor([100]), [0]), equals: 100, "logisticLoss([100], labels: [0])")
    },
    .init("far on the right side") { loss, evidence in
      evidence.expect(
        try loss(Tensor([100, -100]), [1, 0]), equals: 0,
        "logisticLoss([100, -100], labels: [1, 0])")
    },
    .init("random batches") { loss, evidence in
      var generator = evidence.generator(seed: 39)
      for n in [1, 3, 64] {
        let logits = Tensor.normal([n], standardDeviation: 4, using: &generator)
        let labels = (0..<n).map { _ in generator.integer(in: 0..<2) }
        evidence.expect(
          try loss(logits, labels), equals: logisticLoss(logits: logits, labels: labels),
          "the loss of \(n) examples")
      }
    },
  ],
  misconceptions: [
    .init(
      "takes the logarithm of the rounded sigmoid, which is ln 0",
      "σ(−100) rounds to 0 and σ(100) to 1. Simplify −ln σ(z) on paper first: it is ln(1 + exp(−z)).",
      { z, y in
        mean(z, y) { z, y in
          let p = 1 / (1 + expf(-z))
          return y == 1 ? -logf(p) : -logf(1 - p)
        }
      }),
    .init(
      "keeps the probability away from 0 and 1 by a small number",
      "That hides the overflow and gives a wrong loss: 16 instead of 100. Compute from the logit.",
      { z, y in
        mean(z, y) { z, y in
          let p = min(max(1 / (1 + expf(-z)), 1e-7), 1 - 1e-7)
          return y == 1 ? -logf(p) : -logf(1 - p)
        }
      }),
    .init(
      "computes ln(1 + exp(z)) as it stands, which overflows for large z",
      "ln(1 + exp(z)) = max(z, 0) + ln(1 + exp(−|z|)): then only negative numbers go into exp.",
      { z, y in mean(z, y) { z, y in logf(1 + expf(z)) - Float(y) * z } }),
    .init(
      "adds the losses up instead of taking their mean",
      "The mean does not depend on the size of the batch: divide by the number of examples.",
      { z, y in logisticLoss(logits: z, labels: y) * Float(y.count) }),
    .init(
      "exchanges the two labels",
      "Label 1 costs −ln p, label 0 costs −ln(1 − p), where p = σ(logit).",
      { z, y in logisticLoss(logits: z, labels: y.map { 1 - $0 }) }),
    .init(
      "squares the difference between the probability and the label",
      "That is another loss, whose slope vanishes where the unit is most wrong.",
      { z, y in
        mean(z, y) { z, y in
          let p = 1 / (1 + expf(-z))
          return (p - Float(y)) * (p - Float(y))
        }
      }),
    .init(
      "counts in bits: the logarithm to base 2",
      "The loss is in nats: use the natural logarithm.",
      { z, y in logisticLoss(logits: z, labels: y) / 0.6931472 }),
  ])

private func mean(_ logits: Tensor, _ labels: [Int], _ loss: (Float, Int) -> Float) -> Float {
  zip(logits.scalars, labels).reduce(0) { $0 + loss($1.0, $1.1) } / Float(labels.count)
}
