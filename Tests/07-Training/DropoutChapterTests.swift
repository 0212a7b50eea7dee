import MultilayerPerceptrons
import Tensors
import Testing
import Training

@Suite("07 Dropout and its relatives")
struct DropoutChapterTests {
  /// Calls a layer as a training step does.
  func trained(_ layer: some Layer<Tensor, Tensor>, _ x: Tensor, seed: UInt64) -> Tensor {
    withSeed(seed) { withPhase(.training) { layer(x) } }
  }

  @Test("dropout: the share that is dropped, the size of the rest, mean and variance")
  func statistics() {
    let x = Tensor.full([200, 200], 2)
    for rate: Float in [0.1, 0.5, 0.8] {
      let y = trained(Dropout(rate), x, seed: 1)
      let dropped = Double(y.scalars.count { $0 == 0 }) / Double(y.count)
      // 40,000 draws: the share scatters by at most 0.0025.
      #expect(abs(dropped - Double(rate)) < 0.01)
      let kept = 2 / (1 - rate)
      #expect(y.scalars.allSatisfy { $0 == 0 || abs($0 - kept) < 1e-5 })
      #expect(abs(mean(y) - 2) < 0.06)
      #expect(abs(variance(y) / (4 * Double(rate / (1 - rate))) - 1) < 0.05)
    }
  }

  @Test("channels and examples are dropped as a whole")
  func shared() {
    let x = Tensor.ones([40, 10, 3, 3])
    let channels = trained(Dropout(0.5, unit: .channel), x, seed: 2).reshaped([400, 9])
    #expect(channels.min(axis: 1) == channels.max(axis: 1))
    #expect((140...260).contains(channels.scalars.count { $0 == 0 } / 9))
    let examples = trained(Dropout(0.5, unit: .example), x, seed: 3).reshaped([40, 90])
    #expect(examples.min(axis: 1) == examples.max(axis: 1))
    #expect((8...32).contains(examples.scalars.count { $0 == 0 } / 90))
    // Numbers alone: no channel is whole.
    let elements = trained(Dropout(0.5), x, seed: 4).reshaped([40, 90])
    #expect(elements.min(axis: 1) == .zeros([40]) && elements.max(axis: 1) == .full([40], 2))
  }

  static let layers: [(String, any Layer<Tensor, Tensor>)] = {
    var generator = RandomGenerator(seed: 5)
    let linear = Linear(12, 12, using: &generator)
    return [
      ("dropout", Dropout(0.4)), ("channels", Dropout(0.4, unit: .channel)),
      ("examples", Dropout(0.4, unit: .example)), ("alpha", AlphaDropout(0.4)),
      ("gaussian", GaussianDropout(0.4)), ("noise", GaussianNoise(standardDeviation: 0.4)),
      ("connect", DropConnectLinear(linear, rate: 0.4)),
      ("depth", StochasticDepth(linear, rate: 0.4)),
      ("depth by batch", StochasticDepth(linear, rate: 0.4, unit: .batch)),
    ]
  }()

  @Test("nothing happens in evaluation", arguments: layers.indices)
  func evaluation(index: Int) {
    let x = numbers([20, 12], seed: 6)
    func check(_ layer: some Layer<Tensor, Tensor>) {
      let wanted: Tensor
      switch layer {
      case let layer as DropConnectLinear: wanted = layer.linear(x)
      case let layer as StochasticDepth<Linear>: wanted = x + layer.branch(x)
      default: wanted = x
      }
      #expect(layer(x) == wanted, "\(layer)")
      #expect(withPhase(.evaluation) { layer(x) } == wanted)
    }
    check(Self.layers[index].1)
  }

  @Test("the same seed disturbs alike, the next step otherwise", arguments: layers.indices)
  func seeds(index: Int) {
    let x = numbers([20, 12], seed: 7)
    func check(_ layer: some Layer<Tensor, Tensor>) {
      let steps = withSeed(8) { withPhase(.training) { (0..<8).map { _ in layer(x) } } }
      let again = withSeed(8) { withPhase(.training) { (0..<8).map { _ in layer(x) } } }
      #expect(steps == again)
      #expect(steps.contains { $0 != steps[0] }, "\(layer): the same mask in every step")
    }
    check(Self.layers[index].1)
  }

  @Test("the mean over many steps is what evaluation computes", arguments: layers.indices)
  func expectation(index: Int) {
    let name = Self.layers[index].0
    if name == "alpha" { return }  // keeps mean and variance over the numbers, not each number
    let x = numbers([6, 12], seed: 9)
    func check(_ layer: some Layer<Tensor, Tensor>) {
      let count = 2000
      let sum = withSeed(10) {
        withPhase(.training) {
          (0..<count).reduce(Tensor.zeros([6, 12])) { sum, _ in sum + layer(x) }
        }
      }
      let gap = abs(sum / Float(count) - layer(x)).max().scalar
      // One draw scatters by up to 0.8 · |x|; the mean of 2000 by 0.02 · |x|.
      #expect(gap < 0.2, "\(name): \(gap)")
    }
    check(Self.layers[index].1)
  }

  @Test("a rate of zero changes nothing")
  func noRate() {
    let x = numbers([3, 4], seed: 11)
    for layer: any Layer<Tensor, Tensor> in [Dropout(0), AlphaDropout(0), GaussianDropout(0)] {
      func check(_ layer: some Layer<Tensor, Tensor>) { #expect(trained(layer, x, seed: 1) == x) }
      check(layer)
    }
  }

  @Test("alpha dropout keeps mean 0 and variance 1")
  func alpha() {
    let x = numbers([300, 300], seed: 12)
    for rate: Float in [0.1, 0.5] {
      let y = trained(AlphaDropout(rate), x, seed: 13)
      #expect(abs(mean(y)) < 0.02 && abs(variance(y) - 1) < 0.02)
      // What is dropped shares one value.
      let lowest = -1.758_099_3 * (1 - Double(rate))
      let factor = 1 / (Double(1 - rate) * (1 + Double(rate) * 3.090_913)).squareRoot()
      let dropped = y.scalars.count { abs(Double($0) - lowest * factor) < 1e-4 }
      #expect(abs(Double(dropped) / 90_000 - Double(rate)) < 0.01)
    }
  }

  @Test("gaussian dropout disturbs as much as dropout; noise is added")
  func gaussian() {
    let y = trained(GaussianDropout(0.2), .full([300, 300], 3), seed: 14)
    #expect(abs(mean(y) - 3) < 0.02 && abs(variance(y) / (9 * 0.25) - 1) < 0.03)
    let z = trained(GaussianNoise(standardDeviation: 0.5), .full([300, 300], 3), seed: 15)
    #expect(abs(mean(z) - 3) < 0.01 && abs(variance(z) - 0.25) < 0.01)
  }

  @Test("the gradient goes where the number was kept, with the same factor")
  func gradients() {
    let x = numbers([5, 6], seed: 16)
    let layer = Dropout(0.5)
    let (y, slope) = withSeed(17) {
      var probe = Probe(layer: layer, x: x)
      let (result, gradient) = probe.train(Tensor(1))
      return (result, gradient.x)
    }
    #expect((y.reshaped([5, 6]) / x).isClose(to: slope))
    #expect(Set(slope.scalars) == [0, 2])
  }

  @Test("weights of DropConnect are dropped, its bias is not")
  func dropConnect() {
    let linear = Linear(weight: .ones([50, 40]), bias: .full([40], 7))
    let y = trained(DropConnectLinear(linear, rate: 0.5), .identity(50), seed: 18) - 7
    #expect(Set(y.scalars) == [0, 2])
    #expect((800...1200).contains(y.scalars.count { $0 == 0 }))
    #expect(
      trained(DropConnectLinear(linear, rate: 0.5), .zeros([1, 50]), seed: 19)[0].min().scalar == 7)
  }

  // MARK: Stochastic depth

  @Test("an example is x or x + branch / (1 − rate), and the share follows the rate")
  func depth() {
    let layer = StochasticDepth(Linear(weight: .identity(3), bias: nil), rate: 0.25)
    let y = trained(layer, .full([4000, 3], 3), seed: 20)
    #expect(y.min(axis: 1) == y.max(axis: 1))
    #expect(y.scalars.allSatisfy { $0 == 3 || abs($0 - 7) < 1e-5 })
    let skipped = Double(y.scalars.count { $0 == 3 }) / 12_000
    #expect(abs(skipped - 0.25) < 0.03)
  }

  @Test("a branch that nobody needs is not computed")
  func noWork() {
    final class Counter: @unchecked Sendable { var calls = 0 }
    struct Counted: Layer {
      let counter = Counter()
      mutating func visitParameters(_ visitor: inout ParameterVisitor) {}
      func callAsFunction(_ x: Tensor) -> Tensor {
        counter.calls += 1
        return x
      }
    }
    let branch = Counted()
    let layer = StochasticDepth(branch, rate: 0.5, unit: .batch)
    let x = Tensor.ones([4, 2])
    let results = withSeed(21) { withPhase(.training) { (0..<100).map { _ in layer(x) } } }
    let computed = results.count { $0 != x }
    #expect(branch.counter.calls == computed)
    #expect((30...70).contains(computed))
    #expect(results.allSatisfy { $0 == x || $0 == 3 * x })
  }

  @Test("rates rise evenly from 0")
  func rates() {
    #expect(Tensor(depthRates(5, most: 0.2)).isClose(to: Tensor([0, 0.05, 0.1, 0.15, 0.2])))
    #expect(depthRates(1, most: 0.2) == [0.2])
    #expect(depthRates(0, most: 0.2) == [])
  }

  @Test("the expected depth of a stack is what the rates say")
  func expectedDepth() {
    let rates = depthRates(8, most: 0.5)
    let layers = rates.map { StochasticDepth(Linear(weight: .identity(1), bias: nil), rate: $0) }
    // Branches that hand on a constant: each adds 1 / (1 − rate) or nothing, 1 on average.
    let ones = Tensor.ones([20_000, 1])
    let total = withSeed(22) {
      withPhase(.training) {
        layers.reduce(Tensor.zeros([20_000, 1])) { sum, layer in sum + layer(ones) - ones }
      }
    }
    #expect(abs(mean(total) - 8) < 0.05)
    // Σ rate / (1 − rate) is the variance.
    let wanted = rates.reduce(0) { $0 + Double($1 / (1 - $1)) }
    #expect(abs(variance(total) / wanted - 1) < 0.05)
  }

  // MARK: Asking many times

  @Test("the spread of the answers is that of the masks")
  func sampled() {
    let x = Tensor([1, 2, 4])
    let answers = withSeed(23) { sampledAnswers(2000) { Dropout(0.5)(x) } }
    #expect(answers.mean.isClose(to: x, relative: 0.1))
    #expect(answers.standardDeviation.isClose(to: x, relative: 0.05))
    let sure = sampledAnswers(3) { x }
    #expect(sure.mean == x && sure.standardDeviation == .zeros([3]))
  }
}
