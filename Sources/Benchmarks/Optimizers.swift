import Tensors

// Steps of optimizers over one parameter, `[count]`, whose gradient stays the same.

/// Adam (Kingma and Ba 2015), composed of tensor operations.
struct Adam {
  private(set) var parameter: Tensor
  private var mean: Tensor
  private var square: Tensor
  /// The powers of beta1 and beta2 after the steps so far.
  private var powers: (first: Float, second: Float) = (1, 1)

  init(_ parameter: Tensor) {
    self.parameter = parameter
    (mean, square) = (.zeros(like: parameter), .zeros(like: parameter))
  }

  mutating func step(along gradient: Tensor, learningRate: Float = 1e-3) {
    let (beta1, beta2): (Float, Float) = (0.9, 0.999)
    powers = (powers.first * beta1, powers.second * beta2)
    mean = beta1 * mean + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient * gradient
    let rate = learningRate / (1 - powers.first)
    parameter -= rate * mean / (sqrt(square * (1 / (1 - powers.second))) + 1e-8)
  }
}

extension Suite {
  static let optimizers: [Benchmark] = [1000, 1_000_000].map { count in
    // Parameter, gradient and two moments are read; all but the gradient are written.
    Benchmark("adam", "\(count)", group: "optimizers", work: .bytes(28 * Double(count))) {
      var generator = RandomGenerator(seed: 14)
      let gradient = Tensor.uniform([count], in: -1..<1, using: &generator)
      var adam = Adam(.uniform([count], in: -1..<1, using: &generator))
      return { adam.step(along: gradient) }
    }
  }
}
