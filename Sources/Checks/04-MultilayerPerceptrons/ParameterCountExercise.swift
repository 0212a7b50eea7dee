public import Grading
import MultilayerPerceptrons
import Tensors

/// What 04.2 asks for: widths, and whether there are biases, to a count.
public typealias ParameterCount = @Sendable ([Int], Bool) throws -> Int

/// 04.2: how much a network has to learn.
public let parameterCountExercise = Exercise<ParameterCount>(
  "04.2",
  reference: { widths, hasBias in
    zip(widths, widths.dropFirst()).reduce(0) {
      $0 + Linear($1.0, $1.1, bias: hasBias).parameterCount
    }
  },
  alternatives: [
    .init(
      "with an input that is always 1",
      { widths, hasBias in
        widths.indices.dropFirst().reduce(0) {
          $0 + (widths[$1 - 1] + (hasBias ? 1 : 0)) * widths[$1]
        }
      }),
    .init(
      "weights and biases apart",
      { widths, hasBias in
        var (weights, biases) = (0, 0)
        for index in widths.indices where index > 0 {
          weights += widths[index - 1] * widths[index]
          biases += widths[index]
        }
        return hasBias ? weights + biases : weights
      }),
  ],
  checks: [
    .init("one layer") { count, evidence in
      evidence.expect(try count([4, 3], true), equals: 15, "widths 4 and 3 with biases")
    },
    .init("two layers by hand") { count, evidence in
      evidence.expect(try count([2, 3, 1], true), equals: 13, "widths 2, 3 and 1 with biases")
    },
    .init("without biases") { count, evidence in
      evidence.expect(try count([2, 3, 1], false), equals: 9, "widths 2, 3 and 1 without biases")
    },
    .init("784-128-64-10") { count, evidence in
      evidence.expect(
        try count([784, 128, 64, 10], true), equals: 109_386, "widths 784, 128, 64 and 10")
    },
    .init("random widths, and no layer at all") { count, evidence in
      var generator = evidence.generator(seed: 402)
      for layers in [1, 2, 4] {
        let widths = (0...layers).map { _ in generator.integer(in: 2..<40) }
        for hasBias in [true, false] {
          let expected = zip(widths, widths.dropFirst()).reduce(0) {
            $0 + $1.0 * $1.1 + (hasBias ? $1.1 : 0)
          }
          evidence.expect(
            try count(widths, hasBias), equals: expected,
            "widths \(widths) \(hasBias ? "with" : "without") biases")
        }
      }
      evidence.expect(try count([7], true), equals: 0, "one width, so no layer")
    },
  ],
  misconceptions: [
    .init(
      "forgets the biases",
      "Every unit has a bias of its own: inputs · units + units.",
      { widths, _ in weights(widths) }),
    .init(
      "counts biases for the inputs as well",
      "The inputs are numbers that come in, not units. Only layers have biases.",
      { widths, hasBias in
        widths.count < 2 ? 0 : weights(widths) + (hasBias ? widths.reduce(0, +) : 0)
      }),
    .init(
      "gives a layer a bias for every input instead of every unit",
      "A bias belongs to a unit: add the number of units of the layer.",
      { widths, hasBias in weights(widths) + (hasBias ? widths.dropLast().reduce(0, +) : 0) }),
    .init(
      "counts one bias for a layer",
      "Every unit of the layer has a bias of its own.",
      { widths, hasBias in weights(widths) + (hasBias ? widths.count - 1 : 0) }),
    .init(
      "counts the units instead of the weights",
      "A unit has a weight for every input: multiply the two widths.",
      { widths, hasBias in
        widths.dropFirst().reduce(0, +) + (hasBias ? widths.dropFirst().reduce(0, +) : 0)
      }),
    .init(
      "leaves the last layer out",
      "The output layer has weights and biases like the others.",
      { widths, hasBias in
        zip(widths, widths.dropFirst()).dropLast().reduce(0) {
          $0 + $1.0 * $1.1 + (hasBias ? $1.1 : 0)
        }
      }),
  ])

private func weights(_ widths: [Int]) -> Int {
  zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
}
