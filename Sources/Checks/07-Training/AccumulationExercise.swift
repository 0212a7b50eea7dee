public import Grading
public import Tensors

/// What 07.13 asks for: losses, gradients and counts of the parts to the loss and gradient of all.
public typealias Accumulate =
  @Sendable ([Float], [Tensor], [Int]) throws -> (loss: Float, gradient: Tensor)

/// Both means with a weight for each part.
private func weighted(
  _ losses: [Float], _ gradients: [Tensor], _ weights: [Float]
) -> (loss: Float, gradient: Tensor) {
  let pairs = zip(weights, zip(losses, gradients))
  return (
    pairs.reduce(0) { $0 + $1.0 * $1.1.0 },
    pairs.reduce(Tensor.zeros(gradients[0].shape)) { $0 + $1.0 * $1.1.1 }
  )
}

private func shares(_ counts: [Int]) -> [Float] {
  counts.map { Float($0) / Float(counts.reduce(0, +)) }
}

private let right: Accumulate = { weighted($0, $1, shares($2)) }

/// 07.13: one gradient from the parts of a batch.
public let accumulationExercise = Exercise<Accumulate>(
  "07.13",
  reference: right,
  alternatives: [
    .init(
      "sums over the examples first, one division at the end",
      { losses, gradients, counts in
        let sums = weighted(losses, gradients, counts.map { Float($0) })
        let total = Float(counts.reduce(0, +))
        return (sums.loss / total, sums.gradient / total)
      }),
    .init(
      "a mean that moves with every part",
      { losses, gradients, counts in
        var (loss, gradient, seen) = (losses[0], gradients[0], counts[0])
        for index in losses.indices.dropFirst() {
          seen += counts[index]
          let share = Float(counts[index]) / Float(seen)
          loss += share * (losses[index] - loss)
          gradient += share * (gradients[index] - gradient)
        }
        return (loss, gradient)
      }),
  ],
  checks: [
    .init("the shape of one gradient") { accumulate, evidence in
      let sum = try accumulate([1, 2], [Tensor([[1, 2, 3]]), Tensor([[4, 5, 6]])], [1, 1])
      evidence.expect(sum.gradient, hasShape: [1, 3], "the gradient")
    },
    .init("a single part stays as it is") { accumulate, evidence in
      let sum = try accumulate([0.5], [Tensor([2, -4])], [7])
      evidence.expect(sum.loss, equals: 0.5, "the loss")
      evidence.expect(sum.gradient, equals: Tensor([2, -4]), "the gradient")
    },
    .init("parts of one size") { accumulate, evidence in
      let sum = try accumulate([1, 2], [Tensor([1, 0]), Tensor([3, 2])], [4, 4])
      evidence.expect(sum.loss, equals: 1.5, "the loss")
      evidence.expect(sum.gradient, equals: Tensor([2, 1]), "the gradient")
    },
    .init("a ragged last part") { accumulate, evidence in
      let sum = try accumulate(
        [1, 1, 4], [Tensor([1, 10]), Tensor([1, 0]), Tensor([4, 5])], [4, 4, 2])
      evidence.expect(sum.loss, equals: 1.6, "the loss")
      evidence.expect(sum.gradient, equals: Tensor([1.6, 5]), "the gradient")
    },
    .init("random parts", points: 2) { accumulate, evidence in
      var generator = evidence.generator(seed: 7131)
      for shape in [[], [5], [3, 2], [2, 3, 4]] {
        let parts = generator.integer(in: 2..<6)
        let counts = (0..<parts).map { _ in generator.integer(in: 1..<9) }
        let losses = counts.map { _ in generator.normal() }
        let gradients = counts.map { _ in Tensor.normal(shape, using: &generator) }
        let (sum, wanted) = (
          try accumulate(losses, gradients, counts), try right(losses, gradients, counts)
        )
        evidence.expect(sum.loss, equals: wanted.loss, "the loss", in: "parts of \(counts)")
        evidence.expect(
          sum.gradient, equals: wanted.gradient, "the gradient", in: "parts of \(counts)")
      }
    },
    .init("the gradient of the whole batch, whatever the cut", points: 2) { accumulate, evidence in
      var generator = evidence.generator(seed: 7132)
      let inputs = Tensor.normal([12, 3], using: &generator)
      let targets = Tensor.normal([12], using: &generator)
      let weights = Tensor.normal([3], using: &generator)
      func step(_ rows: Range<Int>) -> (value: Tensor, gradient: Tensor) {
        let rows = Array(rows)
        return valueWithGradient(at: weights) { weights in
          let difference =
            matmul(inputs[rows], weights.reshaped([3, 1])).flattened() - targets[rows]
          return (difference * difference).mean()
        }
      }
      let whole = step(0..<12)
      for counts in [[12], [6, 6], [5, 5, 2], [11, 1], [1, 2, 3, 6]] {
        var start = 0
        let parts = counts.map { count in
          defer { start += count }
          return step(start..<start + count)
        }
        let sum = try accumulate(parts.map(\.value.scalar), parts.map(\.gradient), counts)
        evidence.expect(sum.loss, equals: whole.value.scalar, "the loss", in: "cut into \(counts)")
        evidence.expect(
          sum.gradient, equals: whole.gradient, "the gradient", in: "cut into \(counts)")
      }
    },
  ],
  misconceptions: [
    .init(
      "averages the parts as if they were equally large",
      "The examples of a small part would count more than the others. Weigh each part by its examples.",
      { losses, gradients, _ in
        weighted(losses, gradients, losses.map { _ in 1 / Float(losses.count) })
      }),
    .init(
      "adds the gradients up and does not divide",
      "Each gradient is a mean already, so the sum is as many times too long as there are parts.",
      { losses, gradients, _ in weighted(losses, gradients, losses.map { _ in 1 }) }),
    .init(
      "adds over the examples and does not divide",
      "A sum over the examples is wanted as a mean: divide by the number of all examples.",
      { losses, gradients, counts in weighted(losses, gradients, counts.map { Float($0) }) }),
    .init(
      "weighs by the examples and divides by the number of parts",
      "Weights that are numbers of examples add up to all examples: that is the divisor.",
      { losses, gradients, counts in
        weighted(losses, gradients, counts.map { Float($0) / Float(counts.count) })
      }),
    .init(
      "divides as if every part were as large as the first",
      "The last part may be smaller: divide by the sum of the counts.",
      { losses, gradients, counts in
        weighted(
          losses, gradients, counts.map { Float($0) / Float(counts[0] * counts.count) })
      }),
    .init(
      "weighs the gradient but not the loss",
      "The loss is a mean over the examples as well.",
      { losses, gradients, counts in
        (
          losses.reduce(0, +) / Float(losses.count),
          weighted(losses, gradients, shares(counts)).gradient
        )
      }),
    .init(
      "keeps only the last part",
      "Each part overwrites the gradient of the one before. They have to be added up.",
      { losses, gradients, _ in (losses[losses.count - 1], gradients[gradients.count - 1]) }),
    .init(
      "begins with the first gradient and adds it once more",
      "The sum begins at zero, or at the first gradient and then with the second: zero the gradients first.",
      { losses, gradients, counts in
        let sum = weighted(losses, gradients, shares(counts))
        return (sum.loss, sum.gradient + shares(counts)[0] * gradients[0])
      }),
  ])
