import Perceptrons
import Tensors

// Whole training steps on a batch of 64: forward, backward, update.

extension Suite {
  static let training: [Benchmark] =
    perceptrons("mlp-step", recordedStep) + perceptrons("mlp-step-by-hand", handWrittenStep) + [
      Benchmark(
        "softmax-regression-step", "784-10", group: group, work: .arithmetic(products([784, 10])),
        prepare: softmaxRegressionStep)
    ]

  private static let group = "training steps"
  static let perceptronSizes = [[2, 32, 32, 1], [784, 128, 10]]

  private static func perceptrons(
    _ kind: String, _ prepare: @escaping @Sendable ([Int]) -> () -> Void
  ) -> [Benchmark] {
    perceptronSizes.map { sizes in
      let size = sizes.map(String.init).joined(separator: "-")
      return Benchmark(kind, size, group: group, work: .arithmetic(products(sizes))) {
        prepare(sizes)
      }
    }
  }

  private static let batch = 64

  /// The arithmetic in the matrix products of a step: forward, for the weights, and for the inputs of
  /// every layer but the first.
  private static func products(_ sizes: [Int]) -> Double {
    let layers = zip(sizes, sizes.dropFirst()).map { 2 * batch * $0 * $1 }
    return Double(3 * layers.reduce(0, +) - layers[0])
  }

  /// Makes a network and data, and returns what takes one step with a recorded gradient.
  @Sendable
  static func recordedStep(_ sizes: [Int]) -> () -> Void {
    var generator = RandomGenerator(seed: 7)
    var network = RecordedNetwork(sizes, using: &generator)
    let (x, truth) = data(sizes, using: &generator)
    let wanted =
      truth.shape[1] == 1 ? Truth.numbers(truth) : .classes((0..<batch).map { $0 % truth.shape[1] })
    return { keep(network.step(x, wanted, learningRate: 0.01)) }
  }

  /// Makes a network and data, and returns what takes one step with a gradient written by hand.
  @Sendable
  static func handWrittenStep(_ sizes: [Int]) -> () -> Void {
    var generator = RandomGenerator(seed: 7)
    var network = HandWrittenNetwork(sizes, using: &generator)
    let (x, truth) = data(sizes, using: &generator)
    return { keep(network.step(x, truth, learningRate: 0.01)) }
  }

  private static func data(
    _ sizes: [Int], using generator: inout RandomGenerator
  ) -> (inputs: Tensor, truth: Tensor) {
    let x = Tensor.normal([batch, sizes[0]], using: &generator)
    let outputs = sizes[sizes.count - 1]
    return (
      x,
      outputs == 1
        ? Tensor.normal([batch, 1], using: &generator)
        : Tensor.oneHot((0..<batch).map { $0 % outputs }, classes: outputs)
    )
  }

  @Sendable
  private static func softmaxRegressionStep() -> () -> Void {
    var generator = RandomGenerator(seed: 8)
    var model = SoftmaxRegression(features: 784, classes: 10)
    let x = Tensor.normal([batch, 784], using: &generator)
    let labels = (0..<batch).map { $0 % 10 }
    return { keep(model.step(x, labels, learningRate: 0.01)) }
  }
}
