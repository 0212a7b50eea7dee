import MultilayerPerceptrons
import Tensors
import Testing

@Suite("04 Activations: values and slopes")
struct ActivationChapterTests {
  /// Every elementwise activation, also with constants that are not the usual ones.
  static let named: [(String, Activation)] =
    Activation.elementwise.map { ($0.name, $0) } + [
      ("leakyReLU(0.2)", .leakyReLU(slope: 0.2)), ("elu, alpha 0.5", .elu(alpha: 0.5)),
      ("softplus(3.0)", .softplus(sharpness: 3)),
      ("hardTanh, -2 to 0.5", .hardTanh(from: -2, to: 0.5)),
    ]

  @Test("values and slopes agree with PyTorch, from -100 to 100")
  func parity() throws {
    let recorded = try RecordedValues.read().activations
    let x = Tensor(recorded.places)
    #expect(Set(recorded.functions.keys) == Set(Self.named.map(\.0)))
    for (name, activation) in Self.named {
      let curve = try #require(recorded.functions[name])
      #expect(firstDifference(activation(x).scalars, curve.value) == nil, "\(name)")
      #expect(
        firstDifference(activation.derivative(x).scalars, curve.slope) == nil, "\(name), slope")
    }
  }

  // Corners included: the slope that is shown must be the one that trains.
  @Test("the gradient is the slope, times what comes from above")
  func gradientIsSlope() {
    var generator = RandomGenerator(seed: 4)
    let corners: [Float] = [-6, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 6]
    let x = Tensor.concatenate([Tensor(corners), .normal([40], using: &generator) * 3])
    let cotangent = Tensor.normal(x.shape, using: &generator)
    for (name, activation) in Self.named {
      let slope = activation.derivative(x)
      #expect(slope.shape == x.shape)
      let gradient = gradient(at: x) { (activation($0) * cotangent).sum() }
      #expect(gradient.isClose(to: slope * cotangent, absolute: 1e-5), "\(name)")
    }
  }

  @Test("slopes and slopes of slopes agree with measured ones")
  func measured() {
    // Away from every corner of every activation.
    let x = Tensor([-4.3, -2.4, -1.5, -0.76, -0.25, 0.3, 0.75, 1.4, 2.5, 4.6])
    for (name, activation) in Self.named {
      let check = gradientCheck(at: [x]) { activation($0[0]) }
      #expect(check.error < 5e-3, "\(name): \(check)")
      let second = gradientCheck(at: [x]) { inputs in
        gradient(at: inputs[0]) { activation($0).sum() }
      }
      #expect(second.error.isFinite, "\(name)")
    }
    for activation in [Activation.tanh, .sigmoid, .gelu, .silu, .mish, .softplus(), .elu()] {
      let check = gradientCheck(at: [x]) { inputs in activation.derivative(inputs[0]) }
      #expect(check.error < 2e-2, "\(activation): \(check)")
      let twice = gradient(at: x) { inner in
        gradient(at: inner) { activation($0).sum() }.sum()
      }
      let ofSlope = gradient(at: x) { activation.derivative($0).sum() }
      #expect(twice.isClose(to: ofSlope, absolute: 1e-4), "\(activation)")
    }
  }

  @Test("nothing overflows, and not-a-number stays visible")
  func extremes() {
    let far = Tensor([-1e4, -200, 200, 1e4])
    for (name, activation) in Self.named {
      #expect(activation(far).scalars.allSatisfy { $0.isFinite }, "\(name)")
      #expect(activation.derivative(far).scalars.allSatisfy { $0.isFinite }, "\(name)")
      #expect(activation(.zeros([0, 3])).shape == [0, 3], "\(name)")
      #expect(activation(.zeros([])).shape == [], "\(name)")
    }
    #expect(Activation.relu(Tensor([.nan])).scalars[0].isNaN)
    #expect(Activation.elu()(Tensor([.nan])).scalars[0].isNaN)
  }

  @Test("33 in all: 24 of single elements, 4 of shared wholes, 5 layers; the names differ")
  func complete() {
    #expect(Activation.elementwise.count == 24)
    #expect(Set(Activation.elementwise.map(\.name)).count == 24)
    #expect(Activation.elementwise.allSatisfy { $0.isElementwise && !$0.formula.isEmpty })
    #expect(!Activation.softmax().isElementwise)
  }

  @Test("dead units are silent for all examples, not for one")
  func dead() {
    let scores = Tensor([[-1, 2, -3, 0], [1, -2, -0.5, -4]])
    #expect(Activation.relu.deadUnits(scores: scores) == [2, 3])
    #expect(Activation.leakyReLU().deadUnits(scores: scores) == [])
    #expect(Activation.hardTanh().deadUnits(scores: Tensor([[5, 0.5], [2, 3]])) == [0])
    #expect(Activation.tanh.saturation(scores: Tensor([0, 1, 4, -5])) == 0.5)
    #expect(Activation.relu.saturation(scores: Tensor([1, -1, -2, 3])) == 0.5)
  }

  @Test("a rectifier of one's own, with and without a slope of its own")
  func own() {
    let cube = Activation("cube") { $0 * $0 * $0 }
    #expect(gradient(at: Tensor([2])) { cube($0).sum() } == Tensor([12]))
    #expect(!cube.isElementwise)
    // A straight-through gradient: the value of the step, the slope of a straight line.
    let through = Activation(
      "through", formula: "step", value: { Activation.step($0) }, slope: { .ones(like: $0) })
    #expect(through(Tensor([-2, 3])) == Tensor([0, 1]))
    #expect(gradient(at: Tensor([-2, 3])) { through($0).sum() } == Tensor([1, 1]))
  }

  @Test("a slope of softmax is a mistake that stops the program")
  func traps() async {
    await #expect(processExitsWith: .failure) {
      _ = Activation.softmax().derivative(Tensor([1, 2]))
    }
    await #expect(processExitsWith: .failure) { _ = GatedLinearUnit()(.zeros([2, 3])) }
  }
}
