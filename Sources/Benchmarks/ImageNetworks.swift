import Tensors

// A training step of a small convolutional network, named by the side of its images.

/// A network like LeNet-5 (LeCun, Bottou, Bengio and Haffner 1998), with ReLU and largest elements:
/// `[n, 1, 28, 28] -> [n, 10]`.
struct SmallImageNetwork: Parameterized {
  var first: Filters
  var second: Filters
  var dense: [Dense]

  init(using generator: inout RandomGenerator) {
    first = Filters(1, 6, kernel: 5, padding: 2, using: &generator)
    second = Filters(6, 16, kernel: 5, using: &generator)
    dense = [
      Dense(400, 120, using: &generator), Dense(120, 84, using: &generator),
      Dense(84, 10, using: &generator),
    ]
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&first, "first")
    visitor.visit(&second, "second")
    visitor.visit(&dense, "dense")
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    let wide = maxPooling2D(relu(first(x)), window: 2).values
    let narrow = maxPooling2D(relu(second(wide)), window: 2).values
    let features = narrow.flattened(from: 1)
    return dense[2](relu(dense[1](relu(dense[0](features)))))
  }
}

extension Suite {
  static let imageNetworks: [Benchmark] = [
    Benchmark(
      "lenet-step", "28x28", group: "training steps", work: .steps(1), prepare: smallImageStep)
  ]

  @Sendable
  private static func smallImageStep() -> () -> Void {
    var generator = RandomGenerator(seed: 13)
    var model = SmallImageNetwork(using: &generator)
    let x = Tensor.normal([64, 1, 28, 28], using: &generator)
    let labels = (0..<64).map { $0 % 10 }
    return { keep(model.step { softmaxCrossEntropy(logits: $0(x), labels: labels).mean() }) }
  }
}
