import Backpropagation
public import Grading
public import Tensors

/// What 05.13 asks for: weights, input and the gradient of the output, to a length for each weight.
public typealias WeightGradientNorms = @Sendable ([Tensor], Tensor, Tensor) throws -> [Float]

/// With the chapter's tape.
private let reference: WeightGradientNorms = { weights, x, g in
  let tape = Tape()
  let tracked = weights.map { tape.variable($0) }
  let output = tracked.reduce(tape.variable(x)) { $0.matmul($1).tanh() }
  let found = tape.gradients(of: output, seed: g)
  return tracked.map { length(found[$0]) }
}

/// 05.13: the gradient of every layer of a deep network.
public let gradientNormsExercise = Exercise<WeightGradientNorms>(
  "05.13",
  reference: reference,
  alternatives: [
    .init(
      "the library's gradient",
      { weights, x, g in
        gradient(at: weights) { weights in
          (weights.reduce(x) { tanh(matmul($0, $1)) } * g).sum()
        }.map { length($0) }
      }),
    .init(
      "recursion: each layer gets its gradient from the one behind it",
      { weights, x, g in
        func norms(_ layer: Int, _ input: Tensor) -> (norms: [Float], gradient: Tensor) {
          guard layer < weights.count else { return ([], g) }
          let output = tanh(matmul(input, weights[layer]))
          let behind = norms(layer + 1, output)
          let delta = behind.gradient - behind.gradient * output * output
          let slopes = Pullbacks.matmul(delta, input, weights[layer])
          return ([length(slopes.b)] + behind.norms, slopes.a)
        }
        return norms(0, x).norms
      }),
  ],
  checks: [
    .init("one length for each layer") { norms, evidence in
      let found = try norms([.zeros([2, 3]), .zeros([3, 1])], .ones([4, 2]), .ones([4, 1]))
      evidence.expect(found.count, equals: 2, "the number of lengths")
    },
    .init("one layer by hand") { norms, evidence in
      expect(
        try norms([Tensor([[0]])], Tensor([[3]]), Tensor([[2]])), [6], "one weight", &evidence)
      expect(
        try norms([.zeros([2, 1])], Tensor([[3, 4]]), Tensor([[-2]])), [10], "two weights",
        &evidence)
    },
    .init("two layers by hand: a score of artanh 0.5", points: 2) { norms, evidence in
      // hidden = tanh(artanh ½) = ½; output = tanh 0 = 0, so its slope is 1.
      expect(
        try norms(
          [Tensor([[0.54930615]]), Tensor([[0]])], Tensor([[1]]), Tensor([[4]])),
        [0, 2], "a second weight of 0 lets nothing through", &evidence)
      expect(
        try norms(
          [Tensor([[0]]), Tensor([[5]])], Tensor([[2]]), Tensor([[3]])),
        [30, 0], "a hidden signal of 0", &evidence)
    },
    .init("random networks", points: 2) { norms, evidence in
      var generator = evidence.generator(seed: 631)
      for widths in [[2, 3], [3, 3, 3], [4, 2, 5, 1], [3, 3, 3, 3, 3]] {
        let (weights, x, g) = network(widths, gain: 1, using: &generator)
        expect(
          try norms(weights, x, g), try reference(weights, x, g), "widths \(widths)", &evidence)
      }
    },
    .init("twelve layers whose gradient vanishes") { norms, evidence in
      var generator = evidence.generator(seed: 632)
      let (weights, x, g) = network(Array(repeating: 8, count: 13), gain: 0.3, using: &generator)
      let expected = try reference(weights, x, 1e4 * g)
      let found = try norms(weights, x, 1e4 * g)
      evidence.expect(found.count, equals: 12, "the number of lengths")
      guard found.count == 12 else { return }
      let ratios = zip(found, expected).map { $0 / $1 }
      evidence.expect(
        Tensor(ratios), equals: .ones([12]), within: 1e-3,
        "each length as a share of the right one")
    },
  ],
  misconceptions: [
    .init(
      "lists the last layer first",
      "The way back meets the last layer first; turn the list around.",
      { try reference($0, $1, $2).reversed() }),
    .init(
      "measures the gradient of each layer's score, not of its weight",
      "The gradient of the weight is inputᵀ · δ.",
      { walk($0, $1, $2, norm: { _, delta in length(delta) }) }),
    .init(
      "leaves out the slope of tanh",
      "On the way back through tanh a gradient is multiplied by 1 − output².",
      { walk($0, $1, $2, slope: { _ in Tensor(1) }) }),
    .init(
      "takes the slope for 1 − output",
      "tanh′ = 1 − tanh².",
      { walk($0, $1, $2, slope: { 1 - $0 }) }),
    .init(
      "sends the gradient back through the weight instead of its transpose, where shapes allow it",
      "The pullback of input · weight is δ · weightᵀ. In square layers the shapes do not tell.",
      { weights, x, g in
        walk(weights, x, g, back: { $0.shape[0] == $0.shape[1] ? $0 : $0.transposed() })
      }),
    .init(
      "returns the squares of the lengths",
      "A length is the root of the sum of squares.",
      { try reference($0, $1, $2).map { $0 * $0 } }),
    .init(
      "returns the root of the mean square, which does not grow with the size of the weight",
      "Asked for is the length: the root of the sum of squares.",
      { weights, x, g in
        zip(try reference(weights, x, g), weights).map { $0 / Float($1.count).squareRoot() }
      }),
    .init(
      "gives every layer the gradient of the output",
      "Each layer gets what the layer behind it hands on: δ · weightᵀ.",
      { walk($0, $1, $2, back: { _ in nil }) }),
  ])

private func length(_ x: Tensor) -> Float {
  let largest = abs(x).max().scalar
  guard largest > 0 else { return 0 }
  let scaled = x / largest
  return largest * (scaled * scaled).sum().scalar.squareRoot()
}

private func network(
  _ widths: [Int], gain: Float, using generator: inout RandomGenerator
) -> (weights: [Tensor], x: Tensor, gradient: Tensor) {
  let weights = zip(widths, widths.dropFirst()).map { inputs, outputs in
    Tensor.normal(
      [inputs, outputs], standardDeviation: gain / Float(inputs).squareRoot(), using: &generator)
  }
  return (
    weights, .normal([5, widths[0]], using: &generator),
    .normal([5, widths[widths.count - 1]], using: &generator)
  )
}

/// The way back with parts that can be exchanged.
private func walk(
  _ weights: [Tensor], _ x: Tensor, _ g: Tensor,
  slope: (Tensor) -> Tensor = { 1 - $0 * $0 }, back: (Tensor) -> Tensor? = { $0.transposed() },
  norm: (_ input: Tensor, _ delta: Tensor) -> Float = { length(matmul($0.transposed(), $1)) }
) -> [Float] {
  var signals = [x]
  for weight in weights { signals.append(tanh(matmul(signals[signals.count - 1], weight))) }
  var norms: [Float] = []
  var arriving = g
  for layer in weights.indices.reversed() {
    let delta = arriving * slope(signals[layer + 1])
    norms.append(norm(signals[layer], delta))
    if let matrix = back(weights[layer]) {
      arriving = matmul(delta, matrix)
    } else {
      // As if the gradient of the output had come straight here: its mean, in every place.
      arriving = Tensor.ones(signals[layer].shape) * g.mean()
    }
  }
  return norms.reversed()
}

private func expect(
  _ actual: [Float], _ expected: [Float], _ what: String, _ evidence: inout Evidence
) {
  evidence.expect(Tensor(actual), equals: Tensor(expected), "the lengths", in: what)
}
