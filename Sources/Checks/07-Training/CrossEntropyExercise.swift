public import Grading
public import Tensors
import Training

/// What 07.2 asks for: logits, labels, weights and smoothing to the mean loss.
public typealias CrossEntropyLoss = @Sendable (Tensor, [Int], Tensor?, Float) throws -> Tensor

private let right: CrossEntropyLoss = { logits, labels, weights, smoothing in
  crossEntropy(logits: logits, labels: labels, weights: weights, smoothing: smoothing)
}

/// An answer of a target's form: the rows of −ln p, multiplied by a target and by weights.
private func answer(
  minusLog: @escaping @Sendable (Tensor) -> Tensor = { -logSoftmax($0, axis: 1) },
  target: @escaping @Sendable (_ labels: [Int], _ classes: Int, _ smoothing: Float) -> Tensor =
    smoothed,
  mean: @escaping @Sendable (_ total: Tensor, _ counted: Float, _ n: Int) -> Tensor = {
    total, counted, _ in total / counted
  }
) -> CrossEntropyLoss {
  { logits, labels, weights, smoothing in
    let classes = logits.shape[1]
    let w = weights ?? .ones([classes])
    let total = (target(labels, classes, smoothing) * w * minusLog(logits)).sum()
    return mean(total, labels.reduce(0) { $0 + w.scalars[$1] }, labels.count)
  }
}

@Sendable private func smoothed(_ labels: [Int], _ classes: Int, _ smoothing: Float) -> Tensor {
  (1 - smoothing) * Tensor.oneHot(labels, classes: classes) + smoothing / Float(classes)
}

/// 07.2: cross-entropy with weights and smoothing.
public let crossEntropyExercise = Exercise<CrossEntropyLoss>(
  "07.2",
  reference: right,
  alternatives: [
    .init(
      "the largest logit taken out by hand",
      answer(minusLog: { z in
        let shifted = z - z.max(axis: 1, keepDimensions: true)
        return log(exp(shifted).sum(axis: 1, keepDimensions: true)) - shifted
      })),
    .init("row by row", rowByRow),
    .init(
      "two losses, mixed",
      { logits, labels, weights, smoothing in
        let classes = logits.shape[1]
        let w = weights ?? .ones([classes])
        let factors = Tensor(labels.map { w.scalars[$0] })
        let certain = (softmaxCrossEntropy(logits: logits, labels: labels) * factors).sum()
        let spread = (logSoftmax(logits, axis: 1) * w).mean(axis: 1).sum()
        return ((1 - smoothing) * certain - smoothing * spread) / factors.sum()
      }),
  ],
  checks: [
    .init("one number") { loss, evidence in
      evidence.expect(try loss(.zeros([1, 2]), [0], nil, 0), hasShape: [], "the loss of one row")
      evidence.expect(
        try loss(.zeros([4, 3]), [0, 1, 2, 0], .ones([3]), 0.1), hasShape: [], "the loss of four")
    },
    .init("values by hand") { loss, evidence in
      evidence.expect(
        try loss(Tensor([[0, 0]]), [0], nil, 0), equals: Tensor(0.693_147), "no idea, two classes")
      evidence.expect(
        try loss(Tensor([[0, 0, 0, 0]]), [3], nil, 0), equals: Tensor(1.386_294),
        "no idea, four classes")
      evidence.expect(
        try loss(Tensor([[2, 0]]), [0], nil, 0), equals: Tensor(0.126_928), "[2, 0], label 0")
      evidence.expect(
        try loss(Tensor([[2, 0]]), [1], nil, 0), equals: Tensor(2.126_928), "[2, 0], label 1")
      evidence.expect(
        try loss(Tensor([[2, 0], [2, 0]]), [0, 1], nil, 0), equals: Tensor(1.126_928),
        "the mean of both")
    },
    .init("smoothing by hand") { loss, evidence in
      evidence.expect(
        try loss(Tensor([[2, 0]]), [0], nil, 0.1), equals: Tensor(0.226_928), "smoothing 0.1")
      evidence.expect(
        try loss(Tensor([[2, 0]]), [0], nil, 1), equals: Tensor(1.126_928), "smoothing 1")
      evidence.expect(
        try loss(Tensor([[0, 0, 0, 0]]), [1], nil, 0.4), equals: Tensor(1.386_294),
        "equal logits, smoothing 0.4")
      // ln(e³ + 3) − 3 = 0.13921 for the label, 3 more for each other: 0.13921 + ¾ · 0.4 · 3.
      evidence.expect(
        try loss(Tensor([[3, 0, 0, 0]]), [0], nil, 0.4), equals: Tensor(1.039_206),
        "four classes, smoothing 0.4")
    },
    .init("weights by hand") { loss, evidence in
      let logits = Tensor([[0, 0], [2, 0]])
      evidence.expect(
        try loss(logits, [0, 1], Tensor([1, 3]), 0), equals: Tensor(1.768_483),
        "(1 · 0.6931 + 3 · 2.1269) / 4")
      evidence.expect(
        try loss(logits, [0, 0], Tensor([5, 0.1]), 0), equals: Tensor(0.410_038),
        "one class only: its weight does not matter")
      // Row 2: 0.05 · 3 · 2.1269 + 0.95 · 1 · 0.1269.
      evidence.expect(
        try loss(Tensor([[2, 0]]), [0], Tensor([1, 3]), 0.1), equals: Tensor(0.439_621),
        "weights and smoothing")
    },
    .init("random batches", points: 2) { loss, evidence in
      var generator = evidence.generator(seed: 721)
      for (n, classes) in [(1, 2), (3, 5), (16, 4)] {
        let logits = 2 * Tensor.normal([n, classes], using: &generator)
        let labels = (0..<n).map { _ in generator.integer(in: 0..<classes) }
        let weights = Tensor.uniform([classes], in: 0.2..<3, using: &generator)
        for w in [nil, weights] {
          for smoothing: Float in [0, 0.1, 0.1 + 0.8 * generator.uniform()] {
            evidence.expect(
              try loss(logits, labels, w, smoothing),
              equals: try right(logits, labels, w, smoothing), "the loss",
              in: "[\(n), \(classes)], smoothing \(smoothing)\(w == nil ? "" : ", weights")")
          }
        }
      }
    },
    .init("the gradient", points: 2) { loss, evidence in
      var generator = evidence.generator(seed: 722)
      let logits = Tensor.normal([6, 3], using: &generator)
      let labels = (0..<6).map { _ in generator.integer(in: 0..<3) }
      let weights = Tensor.uniform([3], in: 0.2..<3, using: &generator)
      for (w, smoothing) in [(nil, 0), (nil, 0.2), (weights, 0), (weights, 0.2)]
        as [(Tensor?, Float)]
      {
        evidence.expect(
          try slope(at: logits) { try loss($0, labels, w, smoothing) },
          equals: try slope(at: logits) { try right($0, labels, w, smoothing) }, "the gradient",
          in: "smoothing \(smoothing)\(w == nil ? "" : ", weights")")
      }
    },
    .init("logits of ±1000, and their gradient", points: 2) { loss, evidence in
      let logits = Tensor([[1000, 0, -1000], [-1000, 1000, 0], [1000, 1000, -1000]])
      let labels = [0, 2, 1]
      for smoothing: Float in [0, 0.3] {
        evidence.expect(
          try loss(logits, labels, nil, smoothing),
          equals: try right(logits, labels, nil, smoothing), "the loss",
          in: "smoothing \(smoothing)")
        evidence.expect(
          try slope(at: logits) { try loss($0, labels, nil, smoothing) },
          equals: try slope(at: logits) { try right($0, labels, nil, smoothing) }, "the gradient",
          in: "smoothing \(smoothing)")
      }
    },
    .init("what changes nothing: a number added to a row, all weights doubled") { loss, evidence in
      var generator = evidence.generator(seed: 723)
      let logits = Tensor.normal([5, 4], using: &generator)
      let labels = (0..<5).map { _ in generator.integer(in: 0..<4) }
      let weights = Tensor.uniform([4], in: 0.2..<3, using: &generator)
      let before = try loss(logits, labels, weights, 0.1)
      let shifts = 3 * Tensor.normal([5, 1], using: &generator)
      evidence.expect(
        try loss(logits + shifts, labels, weights, 0.1), equals: before, "the loss, rows shifted")
      evidence.expect(
        try loss(logits, labels, 2 * weights, 0.1), equals: before, "the loss, weights doubled")
    },
    .init("twenty steps of training") { loss, evidence in
      var generator = evidence.generator(seed: 724)
      let x = Tensor.normal([12, 3], using: &generator)
      let labels = (0..<12).map { _ in generator.integer(in: 0..<4) }
      func train(_ loss: CrossEntropyLoss) throws -> Tensor {
        var weight = Tensor.zeros([3, 4])
        for _ in 0..<20 {
          weight -= 0.5 * (try slope(at: weight) { try loss(matmul(x, $0), labels, nil, 0.1) })
        }
        return weight
      }
      let trained = try train(right)
      guard try loss(matmul(x, trained), labels, nil, 0.1).count == 1 else {
        return evidence.expect(false, "the loss should be one number")
      }
      evidence.expect(try train(loss), equals: trained, within: 1e-3, "the trained weights")
    },
  ],
  misconceptions: [
    .init(
      "takes the exponential of large logits",
      "exp(1000) is infinity, and infinity divided by itself is not a number. Take the largest logit of the "
        + "row out first.",
      answer(minusLog: { z in
        let powers = exp(z)
        return -log(powers / powers.sum(axis: 1, keepDimensions: true))
      })),
    .init(
      "takes the logarithm of probabilities that are rounded to 0",
      "Softmax was right, but ln 0 is −∞. The logarithm of a probability is z − ln Σ exp z: never form the "
        + "probability.",
      answer(minusLog: { -log(softmax($0, axis: 1)) })),
    .init(
      "takes softmax twice",
      "Logits go in, not probabilities. The softmax of probabilities is nearly flat, so the loss cannot fall "
        + "far.",
      answer(minusLog: { -logSoftmax(softmax($0, axis: 1), axis: 1) })),
    .init(
      "spreads the smoothing over the wrong classes only",
      "Here every class gets s / K, the label's own too: the label has 1 − s + s / K. With s / (K − 1) for "
        + "the others it is "
        + "another share.",
      answer(target: { labels, classes, s in
        let one = Tensor.oneHot(labels, classes: classes)
        return (1 - s) * one + s / Float(classes - 1) * (1 - one)
      })),
    .init(
      "spreads s / (K − 1) and keeps 1 − s + s / K: more than 1",
      "The target has to add up to 1: (1 − s) for the label, and s / K for each of all K classes.",
      answer(target: { labels, classes, s in
        let one = Tensor.oneHot(labels, classes: classes)
        return (1 - s + s / Float(classes)) * one + s / Float(classes - 1) * (1 - one)
      })),
    .init(
      "forgets the label's own share of the smoothing",
      "All K classes get s / K. Without the label's own the target adds up to less than 1.",
      answer(target: { labels, classes, s in
        let one = Tensor.oneHot(labels, classes: classes)
        return (1 - s) * one + s / Float(classes) * (1 - one)
      })),
    .init(
      "leaves out the smoothing",
      "A share of the target goes to all classes, so being certain costs something.",
      { z, y, w, _ in try right(z, y, w, 0) }),
    .init(
      "divides a weighted sum by the number of rows",
      "A weighted mean is divided by the sum of the weights of the labels. Otherwise doubled weights double "
        + "the loss.",
      answer(mean: { total, _, n in total / Float(n) })),
    .init(
      "leaves out the weights",
      "Each class's term is multiplied by its weight, and the sum is divided by the weights of the labels.",
      { z, y, _, s in try right(z, y, nil, s) }),
    .init(
      "weighs the smoothed terms with the label's weight",
      "The term of class k is multiplied by the weight of class k, whatever the label is.",
      { logits, labels, weights, s in
        guard let weights else { return try right(logits, labels, nil, s) }
        let rows = (smoothed(labels, logits.shape[1], s) * logSoftmax(logits, axis: 1)).sum(axis: 1)
        let w = Tensor(labels.map { weights.scalars[$0] })
        return -(rows * w).sum() / w.sum()
      }),
    .init(
      "adds up instead of averaging",
      "The mean does not depend on the size of the batch, so the learning rate does not either.",
      answer(mean: { total, _, _ in total })),
    .init(
      "has no gradient: it is made of bare numbers",
      "`.scalars` and `.scalar` leave the history behind. Stay with operations of tensors to the end.",
      { z, y, w, s in withoutHistory(try right(z, y, w, s)) }),
  ])
