import MultilayerPerceptrons
import Tensors
import Testing
import Training

@Suite("07 Initializers")
struct InitializerChapterTests {
  @Test("fans of matrices and kernels are PyTorch's")
  func fans() {
    for recorded in LayerCase.all("fans") {
      let shape = recorded["shape"].scalars.map { Int($0) }
      let fans = Initializer.fans(of: shape)
      #expect(fans.fanIn == Int(recorded.setting("in")), "\(shape)")
      #expect(fans.fanOut == Int(recorded.setting("out")), "\(shape)")
    }
  }

  @Test("gains are PyTorch's")
  func gains() {
    for recorded in LayerCase.all("gains") {
      for (name, gain) in [
        ("linear", Gain.linear), ("sigmoid", Gain.sigmoid), ("tanh", Gain.tanh),
        ("relu", Gain.relu), ("leaky", Gain.leakyReLU()), ("leaky 0.2", Gain.leakyReLU(slope: 0.2)),
        ("selu", Gain.selu),
      ] {
        #expect(abs(gain - recorded.setting(name)) < 1e-6, "\(name)")
      }
    }
  }

  @Test("measured gains are those of SciPy's integrals")
  func measuredGains() {
    // 1 / √(∫ f(z)² φ(z) dz) by scipy.integrate.quad.
    let activations: [(String, Activation, Float)] = [
      ("relu", .relu, 1.414_213_6), ("tanh", .tanh, 1.592_537_4),
      ("sigmoid", .sigmoid, 1.846_228_5), ("gelu", .gelu, 1.533_530_4),
      ("silu", .silu, 1.676_532_5), ("selu", .selu, 1), ("softplus", .softplus(), 1.041_866_8),
    ]
    for (name, activation, gain) in activations {
      #expect(abs(Gain.measured { activation($0) } - gain) < 2e-5, "\(name)")
    }
    let leaky = Gain.measured { maximum($0, 0) + 0.2 * minimum($0, 0) }
    #expect(abs(leaky - Gain.leakyReLU(slope: 0.2)) < 2e-5)
  }

  /// Rules, their variance for fans (60, 90), and the largest number they may draw in standard deviations.
  static let rules: [(Initializer, variance: Double, most: Double?)] = [
    (.glorotNormal, 2 / 150, nil), (.glorotUniform, 2 / 150, 3.0.squareRoot()),
    (.heNormal, 2 / 60, nil), (.heUniform, 2 / 60, 3.0.squareRoot()),
    (.leCunNormal, 1 / 60, nil), (.leCunUniform, 1 / 60, 3.0.squareRoot()),
    (.scaled(gain: 3, by: .fanOut), 9 / 90, nil),
    (.scaled(gain: 3, by: .fanOut, .uniform), 9 / 90, 3.0.squareRoot()),
    (.scaled(by: .average, .truncatedNormal), 1 / 75, 2 / 0.8796),
  ]

  @Test("variance, mean and bounds of matrices and kernels", arguments: 0..<rules.count)
  func spread(index: Int) {
    let (initializer, wanted, most) = Self.rules[index]
    for shape in [[60, 90], [18, 12, 5], [10, 20, 3, 1], [30, 20, 3]] {
      // The kernels have other fans; rules are compared through their own formula below.
      let (fanIn, fanOut) = Initializer.fans(of: shape)
      guard (fanIn, fanOut) == (60, 90) else { continue }
      var generator = RandomGenerator(seed: UInt64(index))
      let drawn = Tensor.concatenate(
        (0..<10).map { _ in initializer(shape, using: &generator).flattened() })
      #expect(drawn.count >= 10_000)
      // The variance of n numbers scatters by √(2 / n) of itself, here 1.4 % at most.
      #expect(abs(variance(drawn) / wanted - 1) < 0.05, "\(initializer), \(shape)")
      #expect(abs(mean(drawn)) < 4 * (wanted / Double(drawn.count)).squareRoot())
      let largest = drawn.scalars.map { abs(Double($0)) }.max()! / wanted.squareRoot()
      if let most {
        #expect(largest <= most * 1.0001 && largest > most * 0.99, "\(initializer)")
      } else {
        #expect(largest > 3, "\(initializer): normal numbers have tails")
      }
    }
  }

  @Test("the truncated normal is cut at two of the deviations it is asked for")
  func truncated() {
    var generator = RandomGenerator(seed: 12)
    let drawn = Initializer.truncatedNormal(standardDeviation: 0.02)([200, 200], using: &generator)
    #expect(abs(drawn).max().scalar <= 0.04)
    #expect(abs(variance(drawn).squareRoot() - 0.0176) < 0.0002)
  }

  @Test("one number, a range, a deviation")
  func plain() {
    var generator = RandomGenerator(seed: 1)
    #expect(Initializer.zeros([2, 3], using: &generator) == .zeros([2, 3]))
    #expect(Initializer.ones([2], using: &generator) == .ones([2]))
    #expect(Initializer.constant(0.5)([2, 2], using: &generator) == .full([2, 2], 0.5))
    let uniform = Initializer.uniform(1..<3)([100, 100], using: &generator)
    #expect(abs(mean(uniform) - 2) < 0.02 && abs(variance(uniform) - 1.0 / 3) < 0.01)
    let normal = Initializer.normal(mean: 1)([100, 100], using: &generator)
    #expect(abs(mean(normal) - 1) < 5e-4 && abs(variance(normal) - 1e-4) < 5e-6)
  }

  @Test("the same seed draws the same weights, another seed others", arguments: 0..<rules.count)
  func seeds(index: Int) {
    let initializer = Self.rules[index].0
    func drawn(_ seed: UInt64) -> Tensor {
      var generator = RandomGenerator(seed: seed)
      return initializer([7, 9], using: &generator)
    }
    #expect(drawn(1) == drawn(1))
    #expect(drawn(1) != drawn(2))
    var generator = RandomGenerator(seed: 1)
    let first = initializer([7, 9], using: &generator)
    #expect(initializer([7, 9], using: &generator) != first)
  }

  @Test("orthogonal: the shorter family of vectors is at right angles, for matrices and kernels")
  func orthogonal() {
    var generator = RandomGenerator(seed: 2)
    for shape in [[5, 5], [3, 8], [8, 3], [4, 2, 3], [9, 2, 2, 2]] {
      let weights = Initializer.orthogonal(gain: 2)(shape, using: &generator)
      #expect(weights.shape == shape)
      let matrix = weights.reshaped([shape[0], -1])
      let (rows, columns) = (matrix.shape[0], matrix.shape[1])
      let products =
        rows <= columns
        ? matmul(matrix, matrix.transposed()) : matmul(matrix.transposed(), matrix)
      #expect(
        products.isClose(to: 4 * .identity(min(rows, columns)), absolute: 1e-5), "\(shape)")
    }
  }

  @Test("orthogonal: every direction is as likely, signs included")
  func orthogonalSigns() {
    var generator = RandomGenerator(seed: 3)
    let corners = (0..<400).map { _ in
      Initializer.orthogonal()([2, 2], using: &generator)[0, 0]
    }
    // Of 400 fair coins between 160 and 240 fall on one side, with a chance of less than 1 in 10,000 to miss.
    #expect((160...240).contains(corners.count { $0 > 0 }))
    #expect(corners.count { $0 * $0 < 0.5 } > 160 && corners.count { $0 * $0 < 0.5 } < 240)
  }

  @Test("identity and its convolution are PyTorch's")
  func identities() {
    var generator = RandomGenerator(seed: 4)
    for (kind, initializer) in [("dirac", Initializer.dirac), ("identity", .identity)] {
      for recorded in LayerCase.all(kind) {
        recorded.expect(initializer(recorded["weight"].shape, using: &generator), "weight")
      }
    }
    let x = numbers([2, 3, 5, 5], seed: 5)
    let kernel = Initializer.dirac([3, 3, 3, 3], using: &generator)
    #expect(convolution2D(x, weight: kernel, padding: 1).isClose(to: x))
  }

  @Test("sparse: as many zeros in every column")
  func sparse() {
    var generator = RandomGenerator(seed: 5)
    let weights = Initializer.sparse(zeros: 0.75)([10, 6], using: &generator)
    for column in 0..<6 {
      #expect((0..<10).count { weights[$0, column] == 0 } == 8)
    }
  }

  // MARK: A whole model

  struct Model: Parameterized {
    var hidden = Linear(20, 30)
    var normalization = BatchNormalization(30)
    var output = WeightNormalizedLinear(Linear(30, 4))

    mutating func visitParameters(_ visitor: inout ParameterVisitor) {
      visitor.visit(&hidden, "hidden")
      visitor.visit(&normalization, "normalization")
      visitor.visit(&output, "output")
    }
  }

  @Test("weights are drawn, biases are zero, scales and buffers stay")
  func wholeModel() throws {
    var generator = RandomGenerator(seed: 6)
    var model = Model()
    let before = model
    model.initialize(weights: .heNormal, using: &generator)
    #expect(model.hidden.bias == .zeros([30]))
    #expect(model.output.bias == .zeros([4]))
    #expect(model.hidden.weight != before.hidden.weight)
    #expect(abs(variance(model.hidden.weight) - 0.1) < 0.02)
    #expect(model.output.direction != before.output.direction)
    #expect(model.output.length == before.output.length)
    #expect(model.normalization.scale == .ones([30]))
    #expect(model.normalization.runningVariance == .ones([30]))
    var again = Model()
    var same = RandomGenerator(seed: 6)
    again.initialize(weights: .heNormal, using: &same)
    #expect(again.hidden.weight == model.hidden.weight)
    #expect(again.output.direction == model.output.direction)
    // The generator went on.
    let first = model.hidden.weight
    model.initialize(weights: .heNormal, using: &generator)
    #expect(model.hidden.weight != first)
    // A copy from before is not touched.
    #expect(before.hidden.bias != .zeros([30]))
  }

  @Test("what is declined stays, and nil leaves alone")
  func partOfAModel() {
    var generator = RandomGenerator(seed: 7)
    var model = Model()
    let before = model
    model.initialize(
      weights: .heNormal, where: { $0.hasPrefix("output") }, using: &generator)
    #expect(model.hidden.weight == before.hidden.weight)
    #expect(model.hidden.bias == before.hidden.bias)
    #expect(model.output.direction != before.output.direction)
    model.initialize(weights: nil, biases: .constant(3), using: &generator)
    #expect(model.hidden.weight == before.hidden.weight)
    #expect(model.hidden.bias == .full([30], 3))
    #expect(model.normalization.shift == .zeros([30]))
  }

  @Test("a chain of layers, and a layer by itself")
  func chains() {
    var generator = RandomGenerator(seed: 8)
    var chain = Sequential {
      Linear(4, 5, using: &generator)
      Activation.relu
      LayerNormalization(5)
      Linear(5, 2, using: &generator)
    }
    chain.initialize(weights: .ones, biases: .constant(2), using: &generator)
    #expect(
      chain.parameters == [
        .ones([4, 5]), .full([5], 2), .ones([5]), .zeros([5]), .ones([5, 2]), .full([2], 2),
      ])
    var layer = Linear(4, 5, weights: .heNormal, using: &generator)
    #expect(layer.bias == .zeros([5]) && layer.weight.shape == [4, 5])
    layer.initialize(weights: nil, biases: .ones, using: &generator)
    #expect(layer.bias == .ones([5]))
    #expect(Linear(4, 5, bias: false, weights: .ones, using: &generator).bias == nil)
  }
}
