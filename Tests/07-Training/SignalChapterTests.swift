import MultilayerPerceptrons
import Tensors
import Testing
import Training

@Suite("07 Signals through thirty layers")
struct SignalChapterTests {
  /// The table "thirty layers" of the chapter: how much the signal and the gradient have grown through 30 layers
  /// of 128 units, seed 1.
  static let table: [(String, Initializer, Activation, signal: Float, gradient: Float)] = [
    ("N(0, 0.01²)", .normal(standardDeviation: 0.01), .relu, 1.546e-32, 1.426e-32),
    ("N(0, 1)", .normal(standardDeviation: 1), .relu, 1.546e26, 1.426e26),
    ("Glorot", .glorotNormal, .relu, 4.311e-5, 3.977e-5),
    ("He", .heNormal, .relu, 0.999, 0.9216),
    ("orthogonal", .orthogonal(gain: Gain.relu), .relu, 1.324, 1.294),
    ("Glorot", .glorotNormal, .tanh, 0.1442, 0.1716),
    ("He", .heNormal, .tanh, 0.5712, 2.890),
    ("gain 5/3", .scaled(gain: Gain.tanh), .tanh, 0.6652, 10.91),
    ("Glorot", .glorotNormal, .sigmoid, 0.5221, 6.284e-19),
    ("LeCun", .leCunNormal, .selu, 1.035, 2.748),
    ("He", .heNormal, .gelu, 0.1121, 0.3677),
    ("gain 1.53", .scaled(gain: 1.5335), .gelu, 8.449, 12.81),
  ]

  @Test("the table of the chapter", arguments: 0..<table.count)
  func propagation(index: Int) {
    let (name, initializer, activation, signal, gradient) = Self.table[index]
    var generator = RandomGenerator(seed: 1)
    let flow = signalPropagation(initializer, activation: { activation($0) }, using: &generator)
    #expect(flow.signals.count == 30 && flow.gradients.count == 30)
    #expect(abs(flow.signalRatio / signal - 1) < 0.02, "\(name), \(activation)")
    #expect(abs(flow.gradientRatio / gradient - 1) < 0.02, "\(name), \(activation)")
  }

  @Test("the gradients are those of the whole stack at once")
  func wholeStack() {
    var generator = RandomGenerator(seed: 2)
    let flow = signalPropagation(
      .heNormal, activation: { Tensors.tanh($0) }, depth: 4, width: 8, batch: 5, using: &generator)
    // The same draws, in the same order.
    var same = RandomGenerator(seed: 2)
    let x = Tensor.normal([5, 8], using: &same)
    let weights = (0..<4).map { _ in Initializer.heNormal([8, 8], using: &same) }
    let cotangent = Tensor.normal([5, 8], using: &same)
    let first = matmul(x, weights[0])
    let slope = gradient(at: first) { score in
      (weights[1...].reduce(score) { matmul(Tensors.tanh($0), $1) } * cotangent).sum()
    }
    let size = square(slope).mean().scalar.squareRoot()
    #expect(abs(flow.gradients[0] / size - 1) < 1e-4)
  }

  @Test("over several seeds He keeps both sizes with ReLU, and small weights lose them")
  func seeds() {
    for seed in 1...5 {
      var generator = RandomGenerator(seed: UInt64(seed))
      let kept = signalPropagation(
        .heNormal, activation: { relu($0) }, width: 64, batch: 32, using: &generator)
      #expect((0.05...20).contains(kept.signalRatio))
      #expect((0.05...20).contains(kept.gradientRatio))
      let lost = signalPropagation(
        .normal(standardDeviation: 0.01), activation: { relu($0) }, width: 64, batch: 32,
        using: &generator)
      #expect(lost.signalRatio < 1e-20)
      // A normalization between the layers brings back the signal.
      let mended = signalPropagation(
        .normal(standardDeviation: 0.01), activation: { relu($0) },
        normalization: { layerNorm($0, epsilon: 0) }, width: 64, batch: 32, using: &generator)
      #expect((0.3...3).contains(mended.signalRatio))
    }
  }
}
