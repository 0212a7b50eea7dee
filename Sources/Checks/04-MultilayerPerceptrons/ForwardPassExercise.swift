public import Grading
import MultilayerPerceptrons
public import Tensors

/// What 04.5 asks for: inputs, weights, biases and a bend to answers.
public typealias ForwardPass =
  @Sendable (Tensor, [Tensor], [Tensor], @Sendable (Tensor) -> Tensor) throws -> Tensor

private let rectifier: @Sendable (Tensor) -> Tensor = { maximum($0, 0) }

/// 04.5: one layer after the other.
public let forwardPassExercise = Exercise<ForwardPass>(
  "04.5",
  reference: { x, weights, biases, bend in
    let layers = zip(weights, biases).map { Linear(weight: $0, bias: $1) }
    let bent = layers.dropLast().reduce(x) { bend($1($0)) }
    return layers.last.map { $0(bent) } ?? bent
  },
  alternatives: [
    .init(
      "with the bias as a weight whose input is always 1",
      { x, weights, biases, bend in
        var h = x
        for layer in weights.indices {
          let ones = Tensor.ones([h.shape[0], 1])
          let row = biases[layer].reshaped([1, biases[layer].count])
          h = matmul(
            .concatenate([h, ones], axis: 1), .concatenate([weights[layer], row], axis: 0))
          if layer + 1 < weights.count { h = bend(h) }
        }
        return h
      }),
    .init(
      "each example for itself, from the last layer inwards",
      { x, weights, biases, bend in
        func output(_ example: Tensor, after layers: Int) -> Tensor {
          guard layers > 0 else { return example }
          let before = output(example, after: layers - 1)
          return matmul(layers > 1 ? bend(before) : before, weights[layers - 1])
            + biases[layers - 1]
        }
        return .concatenate(
          (0..<x.shape[0]).map { output(x[$0..<$0 + 1], after: weights.count) }, axis: 0)
      }),
  ],
  checks: [
    .init("the shape of the answers") { forward, evidence in
      let y = try forward(
        .ones([5, 3]), [.ones([3, 4]), .ones([4, 2])], [.zeros([4]), .zeros([2])], rectifier)
      evidence.expect(y, hasShape: [5, 2], "the answers of a 3-4-2 network for 5 examples")
    },
    .init("a network of one layer is a linear layer") { forward, evidence in
      let y = try forward(Tensor([[1, 2]]), [Tensor([[3], [-4]])], [Tensor([1])], rectifier)
      evidence.expect(y, equals: Tensor([[-4]]), "the answer")
    },
    .init("two layers by hand") { forward, evidence in
      let y = try forward(
        Tensor([[1, -2]]), [Tensor([[1, 1], [1, -1]]), Tensor([[2], [1]])],
        [Tensor([0, 0]), Tensor([0.5])], rectifier)
      evidence.expect(y, equals: Tensor([[3.5]]), "the answer")
    },
    .init("three layers by hand, with an answer below 0", points: 2) { forward, evidence in
      let y = try forward(
        Tensor([[1], [-1]]), [Tensor([[2, -1]]), Tensor([[1], [1]]), Tensor([[-3]])],
        [Tensor([1, 0]), Tensor([-2]), Tensor([1])], rectifier)
      // 1: bent 3 and 0, then 1, then −2. −1: bent 0 and 1, then −1, bent 0, then 1.
      evidence.expect(y, equals: Tensor([[-2], [1]]), "the answers")
    },
    .init("random networks, other bends", points: 2) { forward, evidence in
      var generator = evidence.generator(seed: 406)
      let bends: [(String, @Sendable (Tensor) -> Tensor)] = [
        ("tanh", { tanh($0) }), ("the rectifier", rectifier), ("cos", { cos($0) }),
      ]
      for (widths, (name, bend)) in zip([[2, 3, 2], [4, 4, 4, 4], [1, 6, 5, 3, 2]], bends) {
        let layers = zip(widths, widths.dropFirst())
        let weights = layers.map { Tensor.normal([$0, $1], using: &generator) }
        let biases = layers.map { Tensor.normal([$1], using: &generator) }
        let x = Tensor.normal([4, widths[0]], using: &generator)
        var h = x
        for layer in weights.indices {
          h = matmul(h, weights[layer]) + biases[layer]
          if layer < weights.count - 1 { h = bend(h) }
        }
        evidence.expect(
          try forward(x, weights, biases, bend), equals: h, within: 1e-3, "the answers",
          in: "widths \(widths), \(name)")
      }
    },
  ],
  misconceptions: [
    .init(
      "bends the answers of the last layer too",
      "The last layer has no bend after it: it must be able to say any number.",
      { x, w, b, bend in run(x, w, b, bend: { bend($1) }) }),
    .init(
      "leaves the bend out",
      "Without a bend all layers collapse into one. Apply it after every layer but the last.",
      { x, w, b, _ in run(x, w, b, bend: { $1 }) }),
    .init(
      "bends the input of every layer, the examples included",
      "The first layer gets the examples as they are. The bend comes after a layer.",
      { x, w, b, bend in
        zip(w, b).reduce(x) { matmul(bend($0), $1.0) + $1.1 }
      }),
    .init(
      "forgets the biases",
      "Each layer adds its bias before the bend.",
      { x, w, b, bend in
        run(x, w, b.map { .zeros($0.shape) }) { layer, h in layer < w.count - 1 ? bend(h) : h }
      }),
    .init(
      "adds the bias after the bend",
      "The bend gets the whole score: bend(h · weight + bias).",
      { x, w, b, bend in
        var h = x
        for layer in w.indices {
          let product = matmul(h, w[layer])
          h = (layer < w.count - 1 ? bend(product) : product) + b[layer]
        }
        return h
      }),
    .init(
      "bends once only, after the first layer",
      "Every hidden layer needs a bend, not only the first.",
      { x, w, b, bend in
        run(x, w, b) { layer, h in layer == 0 && w.count > 1 ? bend(h) : h }
      }),
    .init(
      "always bends with the rectifier, whatever bend it is given",
      "Call the function `bend` that you are handed.",
      { x, w, b, _ in run(x, w, b) { layer, h in layer < w.count - 1 ? rectifier(h) : h } }),
  ])

/// The forward pass, with something of one's own after each layer.
private func run(
  _ x: Tensor, _ w: [Tensor], _ b: [Tensor], bend: (Int, Tensor) -> Tensor
) -> Tensor {
  w.indices.reduce(x) { h, layer in bend(layer, matmul(h, w[layer]) + b[layer]) }
}
