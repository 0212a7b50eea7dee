import Tensors
import Testing

@testable import Benchmarks

@Suite("The benchmarks")
struct SuiteTests {
  @Test("names are unique, and in two parts")
  func names() {
    #expect(Set(Suite.names).count == Suite.names.count)
    for benchmark in Suite.benchmarks {
      #expect(benchmark.name.split(separator: "/").count == 2, "\(benchmark.name)")
      #expect(!benchmark.name.contains(" "))
    }
  }

  @Test("every benchmark can do its work", arguments: Suite.benchmarks.map(\.name))
  func works(name: String) throws {
    let benchmark = try #require(Suite.benchmarks.first { $0.name == name })
    let body = benchmark.prepare()
    body()
    body()
  }

  @Test("the arithmetic of a training step is that of its five products")
  func arithmetic() throws {
    let step = try #require(Suite.benchmarks.first { $0.name == "mlp-step-by-hand/784-128-10" })
    let first: Double = 2 * 64 * 784 * 128
    let second: Double = 2 * 64 * 128 * 10
    #expect(step.work == .arithmetic(2 * first + 3 * second))
  }

  /// The change of every parameter must be the slope of the loss, measured by moving it a little.
  @Test("the gradient written by hand is right", arguments: [[3, 5, 4, 1], [4, 6, 3]])
  func gradient(sizes: [Int]) {
    var generator = RandomGenerator(seed: 20)
    let network = HandWrittenNetwork(sizes, using: &generator)
    let x = Tensor.normal([8, sizes[0]], using: &generator)
    let outputs = sizes[sizes.count - 1]
    let truth =
      outputs == 1
      ? Tensor.normal([8, 1], using: &generator)
      : Tensor.oneHot((0..<8).map { $0 % outputs }, classes: outputs)
    func loss(_ network: HandWrittenNetwork) -> Float {
      var copy = network
      return copy.step(x, truth, learningRate: 0).scalar
    }
    var stepped = network
    let rate: Float = 0.5
    _ = stepped.step(x, truth, learningRate: rate)

    // Short, so that no unit of this seed crosses the corner of its ReLU.
    let distance: Float = 1e-3
    func check(_ parameter: WritableKeyPath<HandWrittenNetwork, Tensor>, _ name: String) {
      let shape = network[keyPath: parameter].shape
      let before = network[keyPath: parameter].scalars
      let after = stepped[keyPath: parameter].scalars
      for index in before.indices {
        func moved(by change: Float) -> Float {
          var scalars = before
          scalars[index] += change
          var copy = network
          copy[keyPath: parameter] = Tensor(scalars, shape: shape)
          return loss(copy)
        }
        let slope = (moved(by: distance) - moved(by: -distance)) / (2 * distance)
        let gradient = (before[index] - after[index]) / rate
        #expect(abs(slope - gradient) < 1e-3, "\(name) \(index): \(slope) and \(gradient)")
      }
    }
    for layer in 0..<sizes.count - 1 {
      check(\.weights[layer], "weights \(layer)")
      check(\.biases[layer], "biases \(layer)")
    }
  }

  /// Two ways to the same step: with several outputs both networks compute the same.
  @Test("the recorded step is the step by hand")
  func recorded() {
    var generator = RandomGenerator(seed: 22)
    var byHand = HandWrittenNetwork([4, 6, 5, 3], using: &generator)
    generator = RandomGenerator(seed: 22)
    var recorded = RecordedNetwork([4, 6, 5, 3], using: &generator)
    let x = Tensor.normal([8, 4], using: &generator)
    let labels = (0..<8).map { $0 % 3 }
    let truth = Tensor.oneHot(labels, classes: 3)
    for _ in 0..<5 {
      let first = byHand.step(x, truth, learningRate: 0.5).scalar
      let second = recorded.step(x, .classes(labels), learningRate: 0.5).scalar
      #expect(abs(first - second) < 1e-5)
    }
    for layer in 0..<3 {
      #expect(recorded.weights[layer].isClose(to: byHand.weights[layer], absolute: 1e-5))
      #expect(recorded.biases[layer].isClose(to: byHand.biases[layer], absolute: 1e-5))
    }
  }

  @Test("the recorded network learns a curve")
  func recordedLearns() {
    var generator = RandomGenerator(seed: 23)
    var network = RecordedNetwork([1, 16, 1], using: &generator)
    let x = Tensor.uniform([40, 1], in: -2..<2, using: &generator)
    let truth = Truth.numbers(x * x)
    let first = network.loss(x, truth).scalar
    for _ in 0..<500 { _ = network.step(x, truth, learningRate: 0.05) }
    #expect(network.loss(x, truth).scalar < first / 10)
  }

  @Test("training by hand lowers the loss")
  func learns() {
    var generator = RandomGenerator(seed: 21)
    var network = HandWrittenNetwork([5, 16, 3], using: &generator)
    let x = Tensor.normal([30, 5], using: &generator)
    let truth = Tensor.oneHot((0..<30).map { $0 % 3 }, classes: 3)
    let first = network.step(x, truth, learningRate: 0.5).scalar
    var last = first
    for _ in 0..<200 { last = network.step(x, truth, learningRate: 0.5).scalar }
    #expect(last < first / 4)
  }
}
