import Tensors

// Steps of optimizers over one parameter, `[count]`, whose gradient stays the same.

/// Adam (Kingma and Ba 2015).
struct Adam {
  private(set) var parameter: Tensor
  private var mean: Tensor
  private var square: Tensor
  private var steps = 0

  init(_ parameter: Tensor) {
    self.parameter = parameter
    (mean, square) = (.zeros(like: parameter), .zeros(like: parameter))
  }

  mutating func step(along gradient: Tensor) {
    steps += 1
    parameter.adamStep(
      along: gradient, mean: &mean, square: &square, step: steps, learningRate: 1e-3)
  }
}

extension Suite {
  /// Adam, against the peers' usual step and against their fused one.
  static let optimizers: [Benchmark] = ["adam", "adam-fused"].flatMap { name in
    [1000, 1_000_000].map { count in
      // Parameter, gradient and two moments are read; all but the gradient are written.
      Benchmark(name, "\(count)", group: "optimizers", work: .bytes(28 * Double(count))) {
        var generator = RandomGenerator(seed: 14)
        let gradient = Tensor.uniform([count], in: -1..<1, using: &generator)
        var adam = Adam(.uniform([count], in: -1..<1, using: &generator))
        return { adam.step(along: gradient) }
      }
    }
  }
}
