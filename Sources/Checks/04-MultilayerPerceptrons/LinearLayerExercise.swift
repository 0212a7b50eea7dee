public import Grading
import MultilayerPerceptrons
public import Tensors

/// What 04.1 asks for: inputs, weights and biases to scores.
public typealias LinearLayer = @Sendable (Tensor, Tensor, Tensor) throws -> Tensor

/// 04.1: units side by side.
public let linearLayerExercise = Exercise<LinearLayer>(
  "04.1",
  reference: { Linear(weight: $1, bias: $2)($0) },
  alternatives: [
    .init("number by number", { byLoops($0, $1, $2) }),
    .init(
      "with units in the rows: (weightᵀ · xᵀ + bias as a column)ᵀ",
      { x, w, b in
        (matmul(w.transposed(), x.transposed()) + b.reshaped([b.count, 1])).transposed()
      }),
  ],
  checks: [
    .init("one score for each example and unit") { layer, evidence in
      let scores = try layer(.ones([4, 3]), .ones([3, 2]), .zeros([2]))
      evidence.expect(scores, hasShape: [4, 2], "the scores of 4 examples at 2 units")
    },
    .init("one example, three units, by hand") { layer, evidence in
      let scores = try layer(
        Tensor([[1, 2]]), Tensor([[1, 0, -1], [0.5, 2, 1]]), Tensor([0, 1, 10]))
      evidence.expect(scores, equals: Tensor([[2, 5, 11]]), "scores")
    },
    .init("two examples: every row gets the same biases") { layer, evidence in
      let scores = try layer(
        Tensor([[1, 0], [0, 1]]), Tensor([[1, 2], [3, 4]]), Tensor([10, 20]))
      evidence.expect(scores, equals: Tensor([[11, 22], [13, 24]]), "scores")
    },
    .init("an input of zeros leaves the biases") { layer, evidence in
      let scores = try layer(.zeros([2, 3]), .ones([3, 2]), Tensor([0.5, -0.25]))
      evidence.expect(scores, equals: Tensor([[0.5, -0.25], [0.5, -0.25]]), "scores")
    },
    .init("random layers, 1 to 20 units", points: 2) { layer, evidence in
      var generator = evidence.generator(seed: 401)
      for (n, inputs, outputs) in [(1, 1, 1), (5, 3, 3), (7, 4, 20), (2, 30, 1)] {
        let x = Tensor.normal([n, inputs], using: &generator)
        let weight = Tensor.normal([inputs, outputs], using: &generator)
        let bias = Tensor.normal([outputs], using: &generator)
        evidence.expect(
          try layer(x, weight, bias), equals: byLoops(x, weight, bias), "scores",
          in: "\(n) examples, \(inputs) inputs, \(outputs) units")
      }
    },
  ],
  misconceptions: [
    .init(
      "forgets the biases",
      "A score is x · weight + bias: the bias is what the unit says when all inputs are 0.",
      { x, w, _ in matmul(x, w) }),
    .init(
      "subtracts the biases",
      "The bias is added. With a minus it would be a threshold.",
      { x, w, b in matmul(x, w) - b }),
    .init(
      "turns the weights round, so that a row belongs to a unit",
      "weight is [inputs, outputs]: column j belongs to unit j. No transposition is needed.",
      { x, w, b in
        w.shape[0] == w.shape[1] ? matmul(x, w.transposed()) + b : byLoops(x, w, b)
      }),
    .init(
      "gives every example a bias instead of every unit",
      "bias is [outputs]. Broadcasting adds it to every row when it is the last axis.",
      { x, w, b in
        let n = x.shape[0]
        let column = Tensor((0..<n).map { b[$0 % b.count].scalar })
        return matmul(x, w) + column.reshaped([n, 1])
      }),
    .init(
      "adds the bias to the inputs' products before they are summed",
      "The bias counts once for a unit, not once for every input.",
      { x, w, b in matmul(x, w) + Float(x.shape[1]) * b }),
  ])

/// The scores as their definition says, one after the other.
private func byLoops(_ x: Tensor, _ w: Tensor, _ b: Tensor) -> Tensor {
  let (n, inputs, outputs) = (x.shape[0], w.shape[0], w.shape[1])
  let (xs, ws, bs) = (x.scalars, w.scalars, b.scalars)
  var scores: [Float] = []
  for i in 0..<n {
    for j in 0..<outputs {
      scores.append(
        (0..<inputs).reduce(bs[j]) { $0 + xs[i * inputs + $1] * ws[$1 * outputs + j] })
    }
  }
  return Tensor(scores, shape: [n, outputs])
}
