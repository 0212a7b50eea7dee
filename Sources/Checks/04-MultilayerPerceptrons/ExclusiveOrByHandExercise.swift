public import Grading
import MultilayerPerceptrons
public import Tensors

/// What 04.7 asks for: hidden weight and bias, output weight and bias.
public typealias HandMadeNetwork = (
  hiddenWeight: Tensor, hiddenBias: Tensor, outputWeight: Tensor, outputBias: Tensor
)

/// 04.7: weights that were thought out.
public let exclusiveOrByHandExercise = Exercise<@Sendable () throws -> HandMadeNetwork>(
  "04.7",
  reference: {
    let layers = LogicByHand.exclusiveOr.parameters
    return (layers[0], layers[1], layers[2], layers[3])
  },
  alternatives: [
    .init(
      "one unit for each of the two corners: only the first, only the second",
      { (Tensor([[1, -1], [-1, 1]]), Tensor([0, 0]), Tensor([[1], [1]]), Tensor([0])) }),
    .init(
      "either, minus both, with three units and a bias at the end",
      {
        (
          Tensor([[-1, 1, 1], [-1, 1, 1]]), Tensor([1, -1, 0]), Tensor([[-1], [-1], [0]]),
          Tensor([1])
        )
      }),
  ],
  checks: [
    .init("the shapes fit each other") { answer, evidence in
      let network = try answer()
      let units = network.hiddenBias.count
      evidence.expect(network.hiddenWeight, hasShape: [2, units], "hiddenWeight")
      evidence.expect(network.hiddenBias, hasShape: [units], "hiddenBias")
      evidence.expect(network.outputWeight, hasShape: [units, 1], "outputWeight")
      evidence.expect(network.outputBias, hasShape: [1], "outputBias")
    },
    .init("[0, 0] gives 0") { answer, evidence in
      expect(try answer(), [0, 0], 0, &evidence)
    },
    .init("[0, 1] and [1, 0] give 1", points: 2) { answer, evidence in
      expect(try answer(), [0, 1], 1, &evidence)
      expect(try answer(), [1, 0], 1, &evidence)
    },
    .init("[1, 1] gives 0", points: 2) { answer, evidence in
      expect(try answer(), [1, 1], 0, &evidence)
    },
  ],
  misconceptions: [
    .init(
      "computes OR: 1 for [1, 1] as well",
      "Exclusive means one, but not both. A second unit must take the 1 back when both are on.",
      { (Tensor([[1, 1], [1, 1]]), Tensor([0, -1]), Tensor([[1], [-1]]), Tensor([0])) }),
    .init(
      "computes AND: 1 for [1, 1] only",
      "Exclusive or is 1 when the inputs differ.",
      { (Tensor([[1], [1]]), Tensor([-1]), Tensor([[1]]), Tensor([0])) }),
    .init(
      "computes the opposite: 1 where the inputs are equal",
      "Turn it round: y ← 1 − y, which changes the signs of the output weights and the bias.",
      { (Tensor([[1, 1], [1, 1]]), Tensor([0, -1]), Tensor([[-1], [2]]), Tensor([1])) }),
    .init(
      "counts the inputs that are on: 2 for [1, 1]",
      "That is what one unit can do. The second unit has to start at a count of one, and to subtract.",
      { (Tensor([[1, 1], [1, 1]]), Tensor([0, 0]), Tensor([[1], [0]]), Tensor([0])) }),
    .init(
      "subtracts the inputs: −1 or nothing where only the second is on",
      "x₁ − x₂ sees one of the two cases. The rectifier needs a unit for each: x₁ − x₂ and x₂ − x₁.",
      { (Tensor([[1], [-1]]), Tensor([0]), Tensor([[1]]), Tensor([0])) }),
    .init(
      "does the arithmetic for a network without the rectifier",
      "Negative scores of hidden units count as 0. Draw up the table of the hidden outputs.",
      { (Tensor([[1, -1], [1, -1]]), Tensor([0, 0]), Tensor([[1], [1]]), Tensor([0])) }),
  ])

/// Expects what the network says about one corner.
private func expect(
  _ network: HandMadeNetwork, _ corner: [Float], _ expected: Float, _ evidence: inout Evidence
) {
  let (hiddenWeight, hiddenBias, outputWeight, outputBias) = network
  let units = hiddenBias.count
  guard hiddenWeight.shape == [2, units], hiddenBias.shape == [units],
    outputWeight.shape == [units, 1], outputBias.shape == [1]
  else { return evidence.expect(false, "the shapes do not fit, so the network cannot be run") }
  let hidden = maximum(matmul(Tensor([corner]), hiddenWeight) + hiddenBias, 0)
  let said = matmul(hidden, outputWeight) + outputBias
  evidence.expect(said.scalars[0], equals: expected, "the network, asked about \(corner)")
}
