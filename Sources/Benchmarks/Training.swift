import Perceptrons
import Tensors

// Whole training steps on a batch of 64: forward, backward, update.

extension Suite {
  static let training: [Benchmark] =
    handWrittenSizes.map { sizes in
      let size = sizes.map(String.init).joined(separator: "-")
      return Benchmark(
        "mlp-step-by-hand", size, group: "training steps", work: .arithmetic(products(sizes))
      ) { handWrittenStep(sizes) }
    } + [
      Benchmark(
        "softmax-regression-step", "784-10", group: "training steps",
        work: .arithmetic(products([784, 10])), prepare: softmaxRegressionStep)
    ]

  static let handWrittenSizes = [[2, 32, 32, 1], [784, 128, 10]]
  private static let batch = 64

  /// The arithmetic in the matrix products of a step: forward, for the weights, and for the inputs of
  /// every layer but the first.
  private static func products(_ sizes: [Int]) -> Double {
    let layers = zip(sizes, sizes.dropFirst()).map { 2 * batch * $0 * $1 }
    return Double(3 * layers.reduce(0, +) - layers[0])
  }

  /// Makes a network and data, and returns what takes one step.
  static func handWrittenStep(_ sizes: [Int]) -> () -> Void {
    var generator = RandomGenerator(seed: 7)
    var network = HandWrittenNetwork(sizes, using: &generator)
    let x = Tensor.normal([batch, sizes[0]], using: &generator)
    let outputs = sizes[sizes.count - 1]
    let truth =
      outputs == 1
      ? Tensor.normal([batch, 1], using: &generator)
      : Tensor.oneHot((0..<batch).map { $0 % outputs }, classes: outputs)
    return { keep(network.step(x, truth, learningRate: 0.01)) }
  }

  private static func softmaxRegressionStep() -> () -> Void {
    var generator = RandomGenerator(seed: 8)
    var model = SoftmaxRegression(features: 784, classes: 10)
    let x = Tensor.normal([batch, 784], using: &generator)
    let labels = (0..<batch).map { $0 % 10 }
    return { keep(model.step(x, labels, learningRate: 0.01)) }
  }
}
