public import Grading
public import Tensors
import Training

/// What 07.4 asks for: rows that belong together and a temperature to the loss.
public typealias ContrastiveLoss = @Sendable (Tensor, Tensor, Float) throws -> Tensor

private let right: ContrastiveLoss = { a, b, temperature in
  informationNoiseContrastiveLoss(a, b, temperature: temperature, isSymmetric: true)
}

/// The rows with length 1.
@Sendable private func unit(_ x: Tensor) -> Tensor {
  x / sqrt((x * x).sum(axis: 1, keepDimensions: true))
}

/// Cross-entropy of the rows, with the diagonal as the labels.
@Sendable private func diagonal(_ similarities: Tensor) -> Tensor {
  softmaxCrossEntropy(logits: similarities, labels: Array(0..<similarities.shape[0])).mean()
}

/// An answer that turns a matrix of similarities into a loss.
private func answer(
  rows: @escaping @Sendable (Tensor) -> Tensor = unit,
  scale: @escaping @Sendable (Tensor, Float) -> Tensor = { $0 / $1 },
  loss: @escaping @Sendable (Tensor) -> Tensor = {
    0.5 * (diagonal($0) + diagonal($0.transposed()))
  }
) -> ContrastiveLoss {
  { a, b, temperature in loss(scale(matmul(rows(a), rows(b).transposed()), temperature)) }
}

/// 07.4: InfoNCE in both directions.
public let contrastiveLossExercise = Exercise<ContrastiveLoss>(
  "07.4",
  reference: right,
  alternatives: [
    .init(
      "logarithms of sums, less the diagonal",
      answer(loss: { s in
        let own = s.diagonal()
        return (0.5 * (logSumExp(s, axis: 1) + logSumExp(s, axis: 0)) - own).mean()
      })),
    .init(
      "softmax along both axes",
      answer(loss: { s in
        let both = logSoftmax(s, axis: 0) + logSoftmax(s, axis: 1)
        return -0.5 * (both * Tensor.identity(s.shape[0])).sum() / Float(s.shape[0])
      })),
    .init("pair by pair", contrastiveByPairs),
  ],
  checks: [
    .init("one number") { loss, evidence in
      evidence.expect(
        try loss(Tensor([[1, 0], [0, 1]]), Tensor([[1, 1], [0, 1]]), 1), hasShape: [], "the loss")
      evidence.expect(
        try loss(Tensor([[1, 2, 3]]), Tensor([[1, 1, 0]]), 1), hasShape: [], "the loss of one pair")
    },
    .init("values by hand", points: 2) { loss, evidence in
      let (a, b) = (Tensor([[3, 0], [0, 1]]), Tensor([[1, 0], [0, 5]]))
      evidence.expect(
        try loss(a, b, 1), equals: Tensor(0.313_262), "partners of the same direction")
      evidence.expect(try loss(a, b, 0.5), equals: Tensor(0.126_928), "the same, temperature 0.5")
      evidence.expect(
        try loss(a, b[[1, 0]], 0.5), equals: Tensor(2.126_928), "the partners exchanged")
      // S = [[1, 0.6], [0, 0.8]]: rows 0.51302, 0.37110; columns 0.31326, 0.59813.
      evidence.expect(
        try loss(Tensor([[1, 0], [0, 1]]), Tensor([[1, 0], [0.6, 0.8]]), 1),
        equals: Tensor(0.448_879), "rows and columns that differ")
      evidence.expect(
        try loss(.ones([4, 2]), .ones([4, 2]), 0.1), equals: Tensor(1.386_294),
        "all four the same: ln 4")
    },
    .init("random rows", points: 2) { loss, evidence in
      var generator = evidence.generator(seed: 741)
      for (n, d) in [(1, 3), (2, 5), (6, 2), (5, 8)] {
        let a = 2 * Tensor.normal([n, d], using: &generator)
        let b = a + 3 * Tensor.normal([n, d], using: &generator)
        for temperature: Float in [0.1, 0.3 + generator.uniform()] {
          evidence.expect(
            try loss(a, b, temperature), equals: try right(a, b, temperature), "the loss",
            in: "[\(n), \(d)], temperature \(temperature)")
        }
      }
    },
    .init("the gradient", points: 2) { loss, evidence in
      var generator = evidence.generator(seed: 742)
      let a = 2 * Tensor.normal([4, 3], using: &generator)
      let b = Tensor.normal([4, 3], using: &generator)
      for temperature: Float in [0.2, 1.5] {
        evidence.expect(
          try slope(at: a) { try loss($0, b, temperature) },
          equals: try slope(at: a) { try right($0, b, temperature) }, "the gradient by a",
          in: "temperature \(temperature)")
        evidence.expect(
          try slope(at: b) { try loss(a, $0, temperature) },
          equals: try slope(at: b) { try right(a, $0, temperature) }, "the gradient by b",
          in: "temperature \(temperature)")
      }
    },
    .init("a temperature of 0.005") { loss, evidence in
      let a = Tensor([[1, 0], [0, 1], [-1, 0]])
      let b = Tensor([[0.6, 0.8], [0, 1], [-1, 0]])
      evidence.expect(try loss(a, b, 0.005), equals: try right(a, b, 0.005), "the loss")
      evidence.expect(
        try slope(at: a) { try loss($0, b, 0.005) },
        equals: try slope(at: a) { try right($0, b, 0.005) }, within: 1e-3, "the gradient")
    },
    .init("what changes nothing: a row's length, and a and b exchanged", points: 2) {
      loss, evidence in
      var generator = evidence.generator(seed: 743)
      let a = Tensor.normal([5, 3], using: &generator)
      let b = Tensor.normal([5, 3], using: &generator)
      let before = try loss(a, b, 0.4)
      let lengths = Tensor.uniform([5, 1], in: 0.2..<5, using: &generator)
      evidence.expect(
        try loss(lengths * a, b, 0.4), equals: before, "the loss, rows of a stretched")
      evidence.expect(
        try loss(a, lengths * b, 0.4), equals: before, "the loss, rows of b stretched")
      evidence.expect(try loss(b, a, 0.4), equals: before, "the loss of b and a")
      let order = generator.permutation(5)
      evidence.expect(
        try loss(a[order], b[order], 0.4), equals: before, "the loss, pairs in another order")
    },
  ],
  misconceptions: [
    .init(
      "compares rows of any length",
      "Without length 1 a network makes the loss small by making its rows long. Divide every row by its "
        + "length.",
      answer(rows: { $0 })),
    .init(
      "divides columns by their lengths, not rows",
      "A row is an example. Its own length is the sum over axis 1.",
      answer(rows: { $0 / sqrt((($0 * $0).sum(axis: 0, keepDimensions: true)) + 1e-12) })),
    .init(
      "asks in one direction only",
      "Rows ask which b belongs to a. Columns ask which a belongs to b: take the mean of both.",
      answer(loss: diagonal)),
    .init(
      "adds both directions without halving",
      "The loss is the mean of the two, so that guessing still costs ln n.",
      answer(loss: { diagonal($0) + diagonal($0.transposed()) })),
    .init(
      "forgets the temperature",
      "Cosines lie between −1 and 1. Without a temperature even perfect partners cost nearly ln n.",
      answer(scale: { s, _ in s })),
    .init(
      "multiplies by the temperature",
      "A low temperature makes differences large: divide.",
      answer(scale: { $0 * $1 })),
    .init(
      "leaves the partner out of the sum",
      "The sum runs over all rows of b, the partner included. Then it is a cross-entropy and never negative.",
      answer(loss: { s in
        let strangers = s - 1e9 * Tensor.identity(s.shape[0])
        return
          (0.5 * (logSumExp(strangers, axis: 1) + logSumExp(strangers, axis: 0)) - s.diagonal())
          .mean()
      })),
    .init(
      "takes 0 as the right class of every row",
      "The partner of row i is row i: the labels are 0, 1, 2, …, the diagonal.",
      answer(loss: { s in
        let zeros = [Int](repeating: 0, count: s.shape[0])
        return 0.5
          * (softmaxCrossEntropy(logits: s, labels: zeros).mean()
            + softmaxCrossEntropy(logits: s.transposed(), labels: zeros).mean())
      })),
    .init(
      "takes one softmax over the whole matrix",
      "Every row is a question of its own, and so is every column.",
      answer(loss: { s in
        (logSumExp(s.flattened(), axis: 0) - s.diagonal()).mean()
      })),
    .init(
      "takes the exponential of large similarities",
      "A cosine of 1 over a temperature of 0.005 is 200, and exp(200) is infinity. Use `logSumExp` or "
        + "`softmaxCrossEntropy`.",
      answer(loss: { s in
        let powers = exp(s)
        let sums = log(powers.sum(axis: 0)) + log(powers.sum(axis: 1))
        return (0.5 * sums - s.diagonal()).mean()
      })),
    .init(
      "has no gradient: it is made of bare numbers",
      "`.scalars` and `.scalar` leave the history behind. Stay with operations of tensors to the end.",
      { a, b, temperature in withoutHistory(try right(a, b, temperature)) }),
  ])
