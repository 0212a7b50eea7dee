import MultilayerPerceptrons
import Optimization
import Tensors
import Testing
import Training

/// What happens when one ingredient of a layer is left out: the numbers of the chapter's part "Break it".
@Suite("07 Layers with an ingredient left out")
struct LayerBreakItTests {
  @Test("equal first weights: eight units stay one unit")
  func symmetry() {
    func directions(_ initializer: Initializer) -> Int {
      var generator = RandomGenerator(seed: 1)
      var model = TwoLayerNetwork(inputs: 2, hidden: 8, outputs: 1, using: &generator)
      model.initialize(weights: initializer, using: &generator)
      let x = Tensor.normal([32, 2], using: &generator)
      let y = x.slice(0..<1, axis: 1) * x.slice(1..<2, axis: 1)
      for _ in 0..<50 {
        let slope = gradient(at: model) { square($0(x) - y).mean() }
        model.updateParameters(with: slope) { $0 -= 0.1 * $1 }
      }
      return Set((0..<8).map { model.hidden.weight.transposed()[$0].scalars }).count
    }
    #expect(directions(.constant(0.5)) == 1)
    #expect(directions(.heNormal) == 8)
  }

  @Test("small weights: a normalization between the layers brings the signal back")
  func normalized() {
    var generator = RandomGenerator(seed: 1)
    let lost = signalPropagation(
      .normal(standardDeviation: 0.01), activation: { relu($0) }, using: &generator)
    generator = RandomGenerator(seed: 1)
    let mended = signalPropagation(
      .normal(standardDeviation: 0.01), activation: { relu($0) },
      normalization: { layerNorm($0, epsilon: 0) }, using: &generator)
    #expect(lost.signalRatio < 1e-30)
    #expect(abs(mended.signalRatio - 0.69) < 0.02)
    #expect(abs(mended.gradientRatio - 0.58) < 0.02)
  }

  @Test("dropout without its factor: evaluation is louder than anything in training")
  func missingFactor() {
    // Three layers that take the mean of 256 numbers.
    let weights = Tensor.full([256, 256], 1.0 / 256)
    func size(_ drop: (Tensor) -> Tensor) -> Float {
      let y = withPhase(.training) {
        (0..<3).reduce(Tensor.ones([256, 256])) { signal, _ in matmul(drop(signal), weights) }
      }
      return y.mean().scalar
    }
    let (right, bare) = withSeed(3) {
      (size { Dropout(0.5)($0) }, size { 0.5 * Dropout(0.5)($0) })
    }
    #expect(abs(size { $0 } - 1) < 1e-5)
    #expect(abs(right - 1) < 0.01)
    #expect(abs(bare - 0.125) < 0.002)
  }

  @Test(
    "dropout in front of a batch normalization: the variance of evaluation is not that of training")
  func varianceShift() {
    var layer = BatchNormalization(4, momentum: 1)
    let x = numbers([20_000, 4], seed: 4)
    withSeed(5) {
      _ = valueWithGradient(at: &layer) { $0(Dropout(0.5)(x)).sum() }
    }
    let deviation = variance(layer(x)).squareRoot()
    #expect(abs(deviation - 0.5.squareRoot()) < 0.01)
  }

  @Test("batch statistics in evaluation: alone, every example gets the same answer")
  func batchOfOne() {
    var layer = BatchNormalization(3)
    layer.shift = Tensor([1, 2, 3])
    let x = numbers([5, 3], seed: 6)
    for index in 0..<5 {
      let alone = batchNorm(x[index..<index + 1], scale: layer.scale, shift: layer.shift).result
      #expect(alone == Tensor([[1, 2, 3]]))
    }
    #expect(layer(x)[0] != layer(x)[1])
  }

  @Test("mean and variance as constants: a push in a direction in which nothing can move")
  func constants() {
    // The loss wants all numbers of a channel larger. They cannot all be: the mean is taken away again.
    let x = numbers([8, 1], seed: 7)
    let push = Tensor.ones([8, 1])
    let right = batchNormalizationGradient(push, x: x, scale: Tensor([1])).x
    let naive = push / sqrt(x.variance(axis: 0) + 1e-5)
    #expect(abs(right).max().scalar < 1e-6)
    #expect(naive.min().scalar > 0.5)
  }

  @Test("answers of a network with dropout spread further where no example was")
  func uncertainty() {
    var generator = RandomGenerator(seed: 8)
    var model = Sequential {
      Linear(1, 64, using: &generator)
      Activation.relu
      Dropout(0.2)
      Linear(64, 64, using: &generator)
      Activation.relu
      Dropout(0.2)
      Linear(64, 1, using: &generator)
    }
    let x = Tensor.uniform([64, 1], in: -1..<1, using: &generator)
    let y = sin(3 * x)
    var optimizer = Adam(for: model, learningRate: 0.01)
    withSeed(9) {
      for _ in 0..<300 {
        let slope = valueWithGradient(at: &model) { square($0(x) - y).mean() }.gradient
        optimizer.update(&model, along: slope)
      }
    }
    let places = Tensor([[0], [1], [2], [4]])
    let spread = withSeed(10) { sampledAnswers(100) { model(places) } }.standardDeviation.scalars
    #expect(spread[3] > 1.5 * spread[0])
    // The numbers of the text, as far as another order of sums lets them be.
    for (got, text) in zip(spread, [0.10, 0.12, 0.11, 0.22] as [Float]) {
      #expect(abs(got / text - 1) < 0.3)
    }
  }
}
