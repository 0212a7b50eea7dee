public import Grading
public import Tensors
import Training

/// What 07.3 asks for: logits, targets, gamma and alpha to the mean loss.
public typealias FocalLoss = @Sendable (Tensor, Tensor, Float, Float) throws -> Tensor

private let right: FocalLoss = { logits, targets, gamma, alpha in
  focalLoss(logits: logits, targets: targets, gamma: gamma, alpha: alpha)
}

/// An answer of the usual form; `s` is the score of the right answer.
private func answer(
  weight: @escaping @Sendable (_ targets: Tensor, _ alpha: Float) -> Tensor = { t, alpha in
    alpha * t + (1 - alpha) * (1 - t)
  },
  focus: @escaping @Sendable (_ s: Tensor, _ z: Tensor, _ gamma: Float) -> Tensor = { s, _, gamma in
    exp(-gamma * softplus(s))
  },
  mean: @escaping @Sendable (_ losses: Tensor, _ targets: Tensor) -> Tensor = { losses, _ in
    losses.mean()
  }
) -> FocalLoss {
  { z, t, gamma, alpha in
    let s = z * (2 * t - 1)
    return mean(weight(t, alpha) * focus(s, z, gamma) * softplus(-s), t)
  }
}

/// 07.3: the focal loss.
public let focalLossExercise = Exercise<FocalLoss>(
  "07.3",
  reference: right,
  alternatives: [
    .init(
      "yes and no apart",
      { z, t, gamma, alpha in
        let yes = exp(-gamma * softplus(z)) * softplus(-z)
        let no = exp(-gamma * softplus(-z)) * softplus(z)
        return (alpha * t * yes + (1 - alpha) * (1 - t) * no).mean()
      }),
    .init(
      "two classes with the logits 0 and z",
      { z, t, gamma, alpha in
        let pair = Tensor.stack([.zeros([z.count]), z.flattened()], axis: 1)
        let labels = t.flattened().scalars.map { Int($0) }
        let losses = focalLoss(logits: pair, labels: labels, gamma: gamma, reduction: .none)
        return (losses * Tensor(labels.map { $0 == 1 ? alpha : 1 - alpha })).mean()
      }),
    .init("number by number, with its own slope", preciseFocalLoss),
  ],
  checks: [
    .init("one number for any shape") { loss, evidence in
      evidence.expect(
        try loss(Tensor([0, 1]), Tensor([0, 1]), 2, 0.25), hasShape: [], "the loss of [2]")
      evidence.expect(
        try loss(.zeros([2, 3]), .ones([2, 3]), 2, 0.25), hasShape: [], "the loss of [2, 3]")
    },
    .init("values by hand") { loss, evidence in
      func expect(_ z: Float, _ t: Float, _ g: Float, _ a: Float, _ wanted: Float) throws {
        evidence.expect(
          try loss(Tensor([z]), Tensor([t]), g, a), equals: Tensor(wanted), within: 1e-5,
          "the loss",
          in: "logit \(z), target \(t), gamma \(g), alpha \(a)")
      }
      // ¼ · ½² · ln 2, and ¾ of it.
      try expect(0, 1, 2, 0.25, 0.043_322)
      try expect(0, 0, 2, 0.25, 0.129_965)
      // The logit ln 9 says yes with 0.9: 0.9 · 0.1³ · 0.10536, and for a no 0.1 · 0.9³ · 2.302585.
      try expect(2.197_225, 1, 3, 0.9, 0.000_094_824)
      try expect(2.197_225, 0, 3, 0.9, 0.167_858)
      try expect(-2.197_225, 1, 1, 0.5, 1.036_163)
    },
    .init("gamma 0 is binary cross-entropy") { loss, evidence in
      var generator = evidence.generator(seed: 731)
      let z = 2 * Tensor.normal([10], using: &generator)
      let t = bits([10], &generator)
      evidence.expect(
        try loss(z, t, 0, 0.5), equals: 0.5 * binaryCrossEntropy(logits: z, targets: t),
        "the loss with alpha 0.5")
      evidence.expect(
        try loss(z, t, 0, 1), equals: (t * softplus(-z)).mean(), "the loss with alpha 1: yeses only"
      )
    },
    .init("random batches", points: 2) { loss, evidence in
      var generator = evidence.generator(seed: 732)
      for shape in [[1], [9], [4, 3]] {
        let z = 2 * Tensor.normal(shape, using: &generator)
        let t = bits(shape, &generator)
        for gamma: Float in [0.5, 1, 2, 5] {
          let alpha = 0.1 + 0.8 * generator.uniform()
          evidence.expect(
            try loss(z, t, gamma, alpha), equals: try right(z, t, gamma, alpha), within: 1e-5,
            "the loss", in: "shape \(shape), gamma \(gamma), alpha \(alpha)")
        }
      }
    },
    .init("the gradient", points: 2) { loss, evidence in
      var generator = evidence.generator(seed: 733)
      let z = 2 * Tensor.normal([8], using: &generator)
      let t = bits([8], &generator)
      for (gamma, alpha) in [(2, 0.25), (0, 0.5), (1.5, 0.8)] as [(Float, Float)] {
        evidence.expect(
          try slope(at: z) { try loss($0, t, gamma, alpha) },
          equals: try slope(at: z) { try right($0, t, gamma, alpha) }, within: 2e-5,
          "the gradient", in: "gamma \(gamma), alpha \(alpha)")
      }
    },
    .init("logits of ±1000, and their gradient", points: 2) { loss, evidence in
      let z = Tensor([1000, 1000, -1000, -1000])
      let t = Tensor([1, 0, 1, 0])
      for gamma: Float in [0, 0.5, 2] {
        evidence.expect(
          try loss(z, t, gamma, 0.25), equals: try right(z, t, gamma, 0.25), "the loss",
          in: "gamma \(gamma)")
        evidence.expect(
          try slope(at: z) { try loss($0, t, gamma, 0.25) },
          equals: try slope(at: z) { try right($0, t, gamma, 0.25) }, "the gradient",
          in: "gamma \(gamma)")
      }
    },
    .init("an easy example counts a hundredth, a hard one nearly all") { loss, evidence in
      for (z, factor) in [(2.197_225, 0.01), (-2.197_225, 0.81)] as [(Float, Float)] {
        let plain = try loss(Tensor([z]), Tensor([1]), 0, 0.25).sum().scalar
        let focal = try loss(Tensor([z]), Tensor([1]), 2, 0.25).sum().scalar
        evidence.expect(
          focal / plain, equals: factor, "the focal loss over cross-entropy, logit \(z)")
      }
    },
  ],
  misconceptions: [
    .init(
      "puts alpha on the wrong class",
      "alpha belongs to the targets of 1, 1 − alpha to those of 0.",
      answer(weight: { t, alpha in (1 - alpha) * t + alpha * (1 - t) })),
    .init(
      "multiplies both classes by alpha",
      "The same factor for both changes the size of the loss and nothing else. Targets of 0 weigh 1 − alpha.",
      answer(weight: { t, alpha in alpha * Tensor.ones(like: t) })),
    .init(
      "leaves out alpha",
      "A target of 1 weighs alpha, a target of 0 weighs 1 − alpha.",
      answer(weight: { t, _ in .ones(like: t) })),
    .init(
      "takes the probability of yes for both targets",
      "p is the probability of the right answer: 1 − σ(z) for a target of 0. Otherwise confident right noes "
        + "count in full.",
      answer(focus: { _, z, gamma in exp(-gamma * softplus(z)) })),
    .init(
      "takes pᵍ instead of (1 − p)ᵍ",
      "That multiplies the easy examples by nearly 1 and quiets the hard ones: the opposite.",
      answer(focus: { s, _, gamma in exp(-gamma * softplus(-s)) })),
    .init(
      "multiplies by gamma instead of raising to its power",
      "gamma is an exponent: (1 − p)ᵍ. With gamma 0 the factor is 1, not 0.",
      answer(focus: { s, _, gamma in gamma * sigmoid(-s) })),
    .init(
      "treats (1 − p)ᵍ as a constant",
      "The factor depends on the logit as well, so it has a slope of its own: no `stopGradient` here.",
      answer(focus: { s, _, gamma in stopGradient(exp(-gamma * softplus(s))) })),
    .init(
      "takes the logarithm of a probability that is rounded to 0",
      "σ(−1000) is 0 and its logarithm −∞. −ln σ(s) is softplus(−s), and 1 − σ(s) is σ(−s).",
      { z, t, gamma, alpha in
        let p = t * sigmoid(z) + (1 - t) * (1 - sigmoid(z))
        return -((alpha * t + (1 - alpha) * (1 - t)) * pow(1 - p, gamma) * log(p)).mean()
      }),
    .init(
      "divides by the number of yeses",
      "Some detectors do that; here the mean is over all elements.",
      answer(mean: { losses, t in losses.sum() / max(1, t.sum().scalar) })),
    .init(
      "adds up instead of averaging",
      "The mean does not depend on the size of the batch, so the learning rate does not either.",
      answer(mean: { losses, _ in losses.sum() })),
    .init(
      "has no gradient: it is made of bare numbers",
      "`.scalars` and `.scalar` leave the history behind. Stay with operations of tensors to the end.",
      { z, t, gamma, alpha in withoutHistory(try right(z, t, gamma, alpha)) }),
  ])

/// Zeros and ones, the first two one of each.
private func bits(_ shape: [Int], _ generator: inout RandomGenerator) -> Tensor {
  let count = shape.reduce(1, *)
  return Tensor(
    (0..<count).map { $0 < 2 ? Float(1 - $0) : Float(generator.integer(in: 0..<2)) }, shape: shape)
}
