import MultilayerPerceptrons
import Tensors
import Testing

@Suite("04 Layers: parameters, chains, parity")
struct LayerChapterTests {
  /// Compares a function and its gradients, with a random cotangent, with what PyTorch gave.
  func compare(_ name: String, _ function: ([Tensor]) -> Tensor) throws {
    let recorded = try #require(try RecordedValues.read().layers[name])
    let inputs = recorded.inputs.map(\.tensor)
    let cotangent = recorded.cotangent.tensor
    #expect(firstDifference(function(inputs).scalars, recorded.value) == nil, "\(name)")
    let gradients = gradient(at: inputs) { (function($0) * cotangent).sum() }
    for (gradient, expected) in zip(gradients, recorded.gradients) {
      #expect(firstDifference(gradient.scalars, expected) == nil, "\(name), gradient")
    }
  }

  @Test("layers and shared wholes agree with PyTorch, gradients included")
  func parity() throws {
    try compare("linear") { Linear(weight: $0[1], bias: $0[2])($0[0]) }
    try compare("softmax") { Activation.softmax()($0[0]) }
    try compare("softmax, axis 0") { Activation.softmax(axis: 0)($0[0]) }
    try compare("softmin") { Activation.softmin()($0[0]) }
    try compare("logSoftmax") { Activation.logSoftmax()($0[0]) }
    try compare("softmax2D") { Activation.softmax2D($0[0]) }
    try compare("prelu, one") { inputs in
      var layer = ParametricReLU()
      layer.slope = inputs[1]
      return layer(inputs[0])
    }
    try compare("prelu, channels") { inputs in
      var layer = ParametricReLU(units: 3, axis: 1)
      layer.slope = inputs[1]
      return layer(inputs[0])
    }
    try compare("glu") { GatedLinearUnit()($0[0]) }
    try compare("glu, axis 0") { GatedLinearUnit(axis: 0)($0[0]) }
    try compare("rrelu, evaluation") { RandomizedReLU()($0[0]) }
    try compare("swiglu") {
      SwiGLU(
        gate: Linear(weight: $0[1], bias: nil), value: Linear(weight: $0[2], bias: nil))($0[0])
    }
  }

  @Test("three steps of a 3-8-8-2 network give PyTorch's losses and parameters")
  func steps() throws {
    let recorded = try RecordedValues.read().network
    let start = recorded.start.map(\.tensor)
    var network = Sequential {
      Linear(weight: start[0], bias: start[1])
      Activation.tanh
      Linear(weight: start[2], bias: start[3])
      Activation.gelu
      Linear(weight: start[4], bias: start[5])
    }
    let x = recorded.x.tensor
    let losses = (0..<3).map { _ in
      network.descend(rate: 0.1) { network in
        softmaxCrossEntropy(logits: network(x), labels: recorded.labels).mean()
      }
    }
    #expect(firstDifference(losses, recorded.losses) == nil)
    for (parameter, expected) in zip(network.parameters, recorded.end) {
      #expect(parameter.isClose(to: expected.tensor, absolute: 5e-6))
    }
  }

  @Test("no layer of the chapter forgets a tensor")
  func nothingForgotten() {
    let wide = Sequential {
      Flatten()
      Linear(4, 3)
      ParametricReLU(units: 3)
      for _ in 0..<2 {
        Residual {
          Linear(3, 3)
          Activation.gelu
        }
      }
      Parallel(Identity(), SwiGLU(3, 2, bias: true))
      GatedLinearUnit(axis: 1)
    }
    // GatedLinearUnit needs an even width; here only the parameters matter.
    #expect(forgottenTensors(of: wide) == [])
    #expect(forgottenTensors(of: Linear(2, 3, bias: false)) == [])
    #expect(
      forgottenTensors(of: TwoLayerNetwork(hidden: Linear(2, 3), output: Linear(3, 1))) == [])
    #expect(forgottenTensors(of: RandomizedReLU()) == [])
    #expect(forgottenTensors(of: GumbelSoftmax()) == [])
    #expect(forgottenTensors(of: LogicByHand.exclusiveOr) == [])
  }

  /// A layer whose author has forgotten what the names say.
  struct Forgetful: Layer {
    var kept = Tensor([1, 2])
    var lost = Tensor([3])
    var parts = [Linear(1, 1), Linear(1, 1)]
    var maybe: Tensor? = Tensor([0, 0])
    var table = ["a": Tensor(5)]
    var count = 7

    mutating func visitParameters(_ visitor: inout ParameterVisitor) {
      visitor.visit(&kept, "kept")
      visitor.visit(&parts[0], "parts")
      visitor.visit(&parts[1].weight, "kept")
    }

    func callAsFunction(_ x: Tensor) -> Tensor { x }
  }

  @Test("a forgotten tensor is found wherever it is, and so is a name that is used twice")
  func forgotten() {
    #expect(
      forgottenTensors(of: Forgetful()) == [
        "lost", "maybe", "parts.1.bias", "table.0.value", "two tensors are called kept",
      ])
    #expect(
      forgottenTensors(of: Forgetful(), except: ["lost", "maybe", "table.0.value"]).count == 2)
  }

  @Test("parameters are named by their place in the chain")
  func names() {
    var network = Sequential {
      Linear(2, 4)
      Activation.relu
      Sequential {
        Linear(4, 4)
        Activation.relu
      }
      for _ in 0..<2 { Linear(4, 4, bias: false) }
      Linear(4, 1)
    }
    var names: [String] = []
    var visitor = ParameterVisitor(namedParameters: { names.append($1) })
    network.visitParameters(&visitor)
    #expect(
      names == [
        "0.weight", "0.bias", "2.0.weight", "2.0.bias", "3.weight", "4.weight", "5.weight",
        "5.bias",
      ])
    #expect(network.parameterCount == 12 + 20 + 16 + 16 + 5)
  }

  @Test("a linear layer starts between ±1/√inputs and takes any number of leading axes")
  func linear() {
    var generator = RandomGenerator(seed: 9)
    let layer = Linear(25, 400, using: &generator)
    #expect(abs(layer.weight).max().scalar <= 0.2 && abs(layer.weight).max().scalar > 0.199)
    #expect(Swift.abs(layer.weight.mean().scalar) < 0.005)
    let x = Tensor.normal([2, 3, 25], using: &generator)
    #expect(layer(x).shape == [2, 3, 400])
    #expect(layer(x)[1, 2].isClose(to: layer(x[1, 2].reshaped([1, 25]))[0]))
    #expect(layer(.zeros([0, 25])).shape == [0, 400])
    #expect(withSeed(3) { Linear(2, 2).weight } == withSeed(3) { Linear(2, 2).weight })
    #expect("\(Linear(2, 3, bias: false))" == "Linear 2 → 3, no bias")
  }

  @Test("one row or a hundred: every example is computed for itself")
  func batches() {
    var generator = RandomGenerator(seed: 2)
    let network = Sequential {
      Linear(3, 8, using: &generator)
      Activation.silu
      Linear(8, 2, using: &generator)
    }
    let x = Tensor.normal([100, 3], using: &generator)
    let all = network(x)
    for row in [0, 57, 99] {
      #expect(network(x[row..<row + 1]).isClose(to: all[row..<row + 1], absolute: 1e-6))
    }
  }

  @Test("a copy does not learn with the original")
  func values() {
    var network = TwoLayerNetwork(hidden: Linear(2, 2), output: Linear(2, 1))
    let before = network
    network.descend(rate: 0.5) { $0.loss(Tensor([[1, 2]]), Tensor([[3]])) }
    #expect(network.hidden.weight != before.hidden.weight)
    #expect(before.loss(Tensor([[1, 2]]), Tensor([[3]])).scalar > 0)
  }

  @Test("small parts: flat, reshaped, round, joined; a layer used twice gets both gradients")
  func containers() {
    let x = Tensor.range(0, to: 24).reshaped([2, 3, 4])
    #expect(Flatten()(x).shape == [2, 12])
    #expect(Flatten(from: 2)(x).shape == [2, 3, 4])
    #expect(Reshape(to: [4, 3])(x).shape == [2, 4, 3])
    #expect(Reshape(to: [12])(.zeros([0, 3, 4])).shape == [0, 12])
    #expect(Identity()(x) == x)
    #expect(Function("square") { $0 * $0 }(Tensor([3])) == Tensor([9]))
    let round = Residual { Linear(weight: Tensor([[2]]), bias: nil) }
    #expect(round(Tensor([[5]])) == Tensor([[15]]))
    let joined = Parallel(Identity(), Function("twice") { 2 * $0 })
    #expect(joined(Tensor([[1, 2]])) == Tensor([[1, 2, 2, 4]]))
    // Both uses of one layer: d/dw (w (w x)) = 2 w x.
    let twice = Linear(weight: Tensor([[3]]), bias: nil)
    let slope = gradient(at: twice) { layer in layer(layer(Tensor([[5]]))).sum() }
    #expect(slope.weight == Tensor([[30]]))
  }

  @Test("the phase decides whether RReLU draws; Gumbel-softmax draws with softmax's probabilities")
  func chance() {
    let x = Tensor.full([2000], -1)
    let layer = RandomizedReLU()
    #expect(layer(x).scalars.allSatisfy { Swift.abs($0 + 11.0 / 48) < 1e-6 })
    let drawn = withSeed(1) { withPhase(.training) { layer(x) } }
    #expect(drawn.min().scalar >= -1 / 3 && drawn.max().scalar <= -0.125)
    #expect(Swift.abs(drawn.mean().scalar + 11.0 / 48) < 0.01)

    let logits = Tensor.stack([Tensor](repeating: Tensor([0, 1, 2]), count: 4000))
    let hard = withSeed(2) { GumbelSoftmax(temperature: 0.5, isHard: true)(logits) }
    let shares = hard.mean(axis: 0)
    #expect(shares.isClose(to: softmax(Tensor([0, 1, 2]), axis: 0), absolute: 0.03))
    #expect(hard.sum(axis: 1).isClose(to: .ones([4000])))
    let soft = withSeed(3) { GumbelSoftmax(temperature: 0.5)(logits) }
    #expect(soft.sum(axis: 1).isClose(to: .ones([4000]), absolute: 1e-5))
    let flow = withSeed(2) {
      gradient(at: logits) { (GumbelSoftmax(isHard: true)($0) * Tensor([1, 2, 4])).sum() }
    }
    #expect(abs(flow).max().scalar > 0)
  }

  @Test("epochs see every example once, in batches of the size asked for")
  func epochs() {
    var generator = RandomGenerator(seed: 5)
    var unit = Linear(weight: Tensor([[0]]), bias: nil)
    var seen: [Int] = []
    var sizes: [Int] = []
    let loss = unit.descendEpoch(over: 10, batchSize: 4, rate: 0, using: &generator) { unit, rows in
      seen += rows
      sizes.append(rows.count)
      return unit.weight.sum() + Float(rows.count)
    }
    #expect(seen.sorted() == Array(0..<10) && seen != Array(0..<10))
    #expect(sizes == [4, 4, 2])
    // Weighted by the size of the batch: (4 · 4 + 4 · 4 + 2 · 2) / 10.
    #expect(loss == 3.6)
  }

  @Test("shapes that do not fit stop the program")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = Linear(0, 3) }
    await #expect(processExitsWith: .failure) {
      _ = Linear(weight: .zeros([2, 3]), bias: .zeros([2]))
    }
    await #expect(processExitsWith: .failure) { _ = Linear(2, 3)(.zeros([4, 5])) }
    await #expect(processExitsWith: .failure) { _ = Residual { Linear(2, 3) }(.zeros([1, 2])) }
    await #expect(processExitsWith: .failure) {
      _ = TwoLayerNetwork(hidden: Linear(2, 3), output: Linear(4, 1))
    }
  }
}
