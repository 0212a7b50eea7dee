public import Grading
public import Tensors
import Training

/// What 07.1 asks for: predictions, targets and delta to the mean loss.
public typealias HuberLoss = @Sendable (Tensor, Tensor, Float) throws -> Tensor

private struct ShapesDiffer: Error {}

/// An answer that refuses unequal shapes and takes the mean of some function of the difference.
private func answer(
  _ losses: @escaping @Sendable (_ d: Tensor, _ delta: Float) -> Tensor
) -> HuberLoss {
  { predictions, targets, delta in
    guard predictions.shape == targets.shape else { throw ShapesDiffer() }
    return losses(predictions - targets, delta).mean()
  }
}

private let right: HuberLoss = { predictions, targets, delta in
  guard predictions.shape == targets.shape else { throw ShapesDiffer() }
  return huberLoss(predictions, targets, delta: delta)
}

/// 07.1: Huber's loss.
public let huberLossExercise = Exercise<HuberLoss>(
  "07.1",
  reference: right,
  alternatives: [
    .init(
      "both pieces, and a choice",
      answer { d, delta in
        let size = abs(d)
        return select(size .<= delta, 0.5 * d * d, delta * (size - 0.5 * delta))
      }),
    .init(
      "the parabola, less what it has too much",
      answer { d, delta in
        let beyond = relu(abs(d) - delta)
        return 0.5 * (d * d - beyond * beyond)
      }),
    .init(
      "number by number, with its own slope",
      answer { d, delta in
        differentiable(
          d,
          value: { d in
            Tensor(
              d.scalars.map { d in
                abs(d) <= delta ? d * d / 2 : delta * (abs(d) - delta / 2)
              }, shape: d.shape)
          },
          pullback: { d, gradient in gradient * minimum(maximum(d, -delta), delta) })
      }),
  ],
  checks: [
    .init("one number for any shape") { loss, evidence in
      evidence.expect(try loss(Tensor([1, 2, 3]), .zeros([3]), 1), hasShape: [], "the loss of [3]")
      evidence.expect(
        try loss(.ones([2, 3]), .zeros([2, 3]), 1), hasShape: [], "the loss of [2, 3]")
    },
    .init("values by hand, delta 1") { loss, evidence in
      for (d, wanted) in [(0.5, 0.125), (1, 0.5), (3, 2.5), (-3, 2.5), (-0.5, 0.125), (0, 0)] {
        evidence.expect(
          try loss(Tensor([Float(d)]), Tensor([0]), 1), equals: Tensor(Float(wanted)), "the loss",
          in: "a difference of \(d)")
      }
      evidence.expect(
        try loss(.zeros([3]), Tensor([0.5, -3, 1]), 1), equals: Tensor(3.125 / 3), "the mean")
    },
    .init("values by hand, other deltas") { loss, evidence in
      evidence.expect(
        try loss(Tensor([4]), Tensor([0]), 2), equals: Tensor(6), "the loss of 4, delta 2")
      evidence.expect(
        try loss(Tensor([1]), Tensor([0]), 2), equals: Tensor(0.5), "the loss of 1, delta 2")
      evidence.expect(
        try loss(Tensor([1]), Tensor([3]), 0.5), equals: Tensor(0.875), "the loss of -2, delta 0.5")
    },
    .init("random numbers of several shapes", points: 2) { loss, evidence in
      var generator = evidence.generator(seed: 711)
      for shape in [[1], [7], [4, 3], [2, 3, 5]] {
        let p = 2 * Tensor.normal(shape, using: &generator)
        let t = 2 * Tensor.normal(shape, using: &generator)
        for delta: Float in [0.3 + generator.uniform(), 2.5] {
          evidence.expect(
            try loss(p, t, delta), equals: try right(p, t, delta), "the loss",
            in: "shape \(shape), delta \(delta)")
        }
      }
    },
    .init("the gradient") { loss, evidence in
      var generator = evidence.generator(seed: 712)
      let p = 2 * Tensor.normal([5, 2], using: &generator)
      let t = 2 * Tensor.normal([5, 2], using: &generator)
      for delta: Float in [0.5, 1.7] {
        evidence.expect(
          try slope(at: p) { try loss($0, t, delta) },
          equals: try slope(at: p) { try right($0, t, delta) }, "the gradient by the predictions",
          in: "delta \(delta)")
        evidence.expect(
          try slope(at: t) { try loss(p, $0, delta) },
          equals: try slope(at: t) { try right(p, $0, delta) }, "the gradient by the targets",
          in: "delta \(delta)")
      }
    },
    .init("an outlier pulls with delta, however far it is") { loss, evidence in
      for far: Float in [10, 1000, 1e6] {
        let slope = try slope(at: Tensor([far])) { try loss($0, Tensor([0]), 1.5) }
        evidence.expect(slope, equals: Tensor([1.5]), "the slope", in: "a difference of \(far)")
      }
    },
    .init("shapes that differ are refused") { loss, evidence in
      try evidence.expectError("predictions [3, 1] for targets [3]") {
        _ = try loss(Tensor([[1], [2], [3]]), Tensor([1, 2, 3]), 1)
      }
    },
  ],
  misconceptions: [
    .init(
      "lacks the ½ of the parabola",
      "The two pieces then do not meet: at delta the parabola would be delta², the line is ½ delta².",
      answer { d, delta in
        select(abs(d) .<= delta, d * d, delta * (abs(d) - 0.5 * delta))
      }),
    .init(
      "lacks the ½ in both pieces: m · |d|",
      "With m = min(|d|, delta), both pieces are m · (|d| − ½ m): ½ d² near zero, delta · (|d| − ½ delta) "
        + "further away.",
      answer { d, delta in
        let size = abs(d)
        return minimum(size, delta) * size
      }),
    .init(
      "lets the line begin at 0: delta · |d|",
      "The line has to continue the parabola, which is ½ delta² at delta. So take away ½ delta before you "
        + "multiply.",
      answer { d, delta in select(abs(d) .<= delta, 0.5 * d * d, delta * abs(d)) }),
    .init(
      "divides by delta: that is the smooth L1 loss",
      "Smooth L1 has slope 1 far away and is Huber's loss divided by delta. Huber's own slope there is delta.",
      answer { d, delta in
        select(abs(d) .<= delta, 0.5 * d * d / delta, abs(d) - 0.5 * delta)
      }),
    .init(
      "lets the line rise by 1 instead of delta",
      "At delta the parabola's slope is delta. The line goes on with it.",
      answer { d, delta in
        select(abs(d) .<= delta, 0.5 * d * d, abs(d) - delta + 0.5 * delta * delta)
      }),
    .init(
      "compares d with delta, not |d|",
      "A large negative difference is an outlier as well. Take its size first.",
      answer { d, delta in
        select(d .<= delta, 0.5 * d * d, delta * (abs(d) - 0.5 * delta))
      }),
    .init(
      "cuts the difference at delta",
      "Then everything beyond delta costs the same and has no slope: outliers are given up. Huber's goes on "
        + "in a line.",
      answer { d, delta in
        let cut = minimum(abs(d), delta)
        return 0.5 * cut * cut
      }),
    .init(
      "adds up instead of averaging",
      "The mean does not depend on the size of the batch, so the learning rate does not either.",
      { p, t, delta in
        guard p.shape == t.shape else { throw ShapesDiffer() }
        return huberLoss(p, t, delta: delta, reduction: .sum)
      }),
    .init(
      "has no gradient: it is made of bare numbers",
      "`.scalars` and `.scalar` leave the history behind. Stay with operations of tensors to the end.",
      { p, t, delta in withoutHistory(try right(p, t, delta)) }),
    .init(
      "lets [n, 1] and [n] stretch to [n, n]",
      "Every prediction is then compared with every target, and the best answer is their mean for all. "
        + "Compare the shapes first.",
      { p, t, delta in
        let size = abs(p - t)
        let near = minimum(size, delta)
        return (near * (size - 0.5 * near)).mean()
      }),
  ])
