import MultilayerPerceptrons
import Tensors
import Testing
import Training

@Suite("07 Normalization layers")
struct NormalizationChapterTests {
  // MARK: Against PyTorch

  @Test("batch normalization: three steps, running values, evaluation")
  func batch() {
    for recorded in LayerCase.all("batch") {
      var layer = BatchNormalization(
        recorded["scale"].count, momentum: recorded.setting("momentum"),
        epsilon: recorded.setting("epsilon"))
      (layer.scale, layer.shift) = (recorded["scale"], recorded["shift"])
      let steps = Int(recorded.setting("steps"))
      for step in 0...steps {
        var probe = Probe(layer: layer, x: recorded["\(step) x"])
        let cotangent = recorded["\(step) cotangent"]
        let (result, gradient) = step < steps ? probe.train(cotangent) : probe.evaluate(cotangent)
        layer = probe.layer
        recorded.expect(result, "\(step) result")
        recorded.expect(gradient.x, "\(step) gradient x", within: 2e-5)
        recorded.expect(gradient.layer.scale, "\(step) gradient scale")
        recorded.expect(gradient.layer.shift, "\(step) gradient shift")
        recorded.expect(layer.runningMean, "\(step) running mean")
        recorded.expect(layer.runningVariance, "\(step) running variance")
      }
    }
  }

  /// Compares one call; nothing depends on the phase.
  func compare<Probed: Layer<Tensor, Tensor>>(
    _ recorded: LayerCase, _ layer: Probed, _ parameters: [(String, (Probed) -> Tensor?)] = []
  ) {
    var probe = Probe(layer: layer, x: recorded["x"])
    let evaluated = probe.evaluate(recorded["cotangent"])
    let (result, gradient) = probe.train(recorded["cotangent"])
    #expect(evaluated.result == result, "\(recorded.kind) depends on the phase")
    recorded.expect(result, "result")
    recorded.expect(gradient.x, "gradient x", within: 2e-5)
    for (name, parameter) in parameters {
      recorded.expect(parameter(gradient.layer), "gradient " + name)
    }
  }

  @Test("layer normalization, with and without a shift")
  func layer() {
    for recorded in LayerCase.all("layer") {
      let hasShift = recorded.tensors["shift"] != nil
      var layer = LayerNormalization(
        recorded["scale"].count, epsilon: recorded.setting("epsilon"), shift: hasShift)
      layer.scale = recorded["scale"]
      if hasShift { layer.shift = recorded["shift"] }
      compare(
        recorded, layer, [("scale", { $0.scale })] + (hasShift ? [("shift", { $0.shift })] : []))
      #expect(layer.parameters.count == (hasShift ? 2 : 1))
    }
  }

  @Test("root mean square normalization")
  func rootMeanSquare() {
    for recorded in LayerCase.all("root mean square") {
      var layer = RootMeanSquareNormalization(
        recorded["scale"].count, epsilon: recorded.setting("epsilon"))
      layer.scale = recorded["scale"]
      compare(recorded, layer, [("scale", { $0.scale })])
    }
  }

  @Test("group normalization")
  func group() {
    for recorded in LayerCase.all("group") {
      var layer = GroupNormalization(
        recorded["scale"].count, groups: Int(recorded.setting("groups")),
        epsilon: recorded.setting("epsilon"))
      (layer.scale, layer.shift) = (recorded["scale"], recorded["shift"])
      compare(recorded, layer, [("scale", { $0.scale }), ("shift", { $0.shift })])
    }
  }

  @Test("instance normalization")
  func instance() {
    for recorded in LayerCase.all("instance") {
      var layer = GroupNormalization.instance(
        recorded["scale"].count, epsilon: recorded.setting("epsilon"))
      (layer.scale, layer.shift) = (recorded["scale"], recorded["shift"])
      compare(recorded, layer, [("scale", { $0.scale }), ("shift", { $0.shift })])
    }
  }

  @Test("local response normalization")
  func localResponse() {
    for recorded in LayerCase.all("local response") {
      let layer = LocalResponseNormalization(
        size: Int(recorded.setting("size")), alpha: recorded.setting("alpha"),
        beta: recorded.setting("beta"), k: recorded.setting("k"))
      compare(recorded, layer)
    }
  }

  // MARK: What must hold

  @Test(
    "one group is layer normalization of the whole example, a group each is one for each channel")
  func groupsAtTheEnds() {
    let x = 2 * numbers([3, 6, 4, 5], seed: 1) + 1
    let one = GroupNormalization(6, groups: 1)(x)
    let whole = LayerNormalization(6 * 4 * 5)(x.reshaped([3, -1])).reshaped(x.shape)
    #expect(one.isClose(to: whole))
    let each = GroupNormalization.instance(6)(x)
    let rows = LayerNormalization(4 * 5)(x.reshaped([3, 6, -1])).reshaped(x.shape)
    #expect(each.isClose(to: rows))
    #expect(!one.isClose(to: each, absolute: 0.1))
  }

  @Test("in evaluation an example gets the same answer alone as among others")
  func neighbours() {
    var layer = BatchNormalization(3)
    (layer.runningMean, layer.runningVariance) = (Tensor([1, -1, 2]), Tensor([4, 0.5, 1]))
    let x = numbers([5, 3], seed: 2)
    let together = layer(x)
    for index in 0..<5 {
      #expect(layer(x[index..<index + 1]) == together[index..<index + 1])
    }
    // In training it does not: that is what the running values are for.
    withPhase(.training) {
      #expect(!layer(x)[0..<2].isClose(to: layer(x[0..<2]), absolute: 0.1))
    }
    #expect(!withPhase(.training) { layer(x) }.isClose(to: together, absolute: 0.1))
  }

  @Test("a training step notes running values in the model, and a captured constant copy stays")
  func runningValues() {
    struct Model: Parameterized {
      var linear: Linear
      var normalization = BatchNormalization(4)

      mutating func visitParameters(_ visitor: inout ParameterVisitor) {
        visitor.visit(&linear, "linear")
        visitor.visit(&normalization, "normalization")
      }

      func callAsFunction(_ x: Tensor) -> Tensor { normalization(linear(x)) }
    }
    var generator = RandomGenerator(seed: 3)
    var model = Model(linear: Linear(3, 4, using: &generator))
    let (constant, target) = (model, model)
    let x = numbers([8, 3], seed: 4)
    let before = model.normalization.runningMean
    _ = valueWithGradient(at: &model) { model in
      (model(x) * constant(x)).sum()
    }
    let scores = model.linear(x)
    #expect(
      model.normalization.runningMean.isClose(to: 0.1 * scores.mean(axis: 0), absolute: 1e-6))
    #expect(
      model.normalization.runningVariance.isClose(
        to: 0.9 + 0.1 * scores.variance(axis: 0, correction: 1)))
    #expect(model.normalization.runningMean != before)
    #expect(constant.normalization.runningMean == target.normalization.runningMean)
    #expect(constant.normalization.runningVariance == target.normalization.runningVariance)
    // Outside of a training step nothing is noted.
    let after = model.normalization.runningMean
    _ = withPhase(.training) { model(x) }
    #expect(model.normalization.runningMean == after)
  }

  @Test("after many steps on the same numbers evaluation does what training did, but for m − 1")
  func settled() {
    var probe = Probe(layer: BatchNormalization(2), x: 3 * numbers([50, 2], seed: 5) + 4)
    var trained = Tensor(0)
    for _ in 0..<200 { trained = probe.train(Tensor(1)).result }
    let factor = Float(49.0 / 50).squareRoot()
    #expect(probe.layer(probe.x).isClose(to: factor * trained, relative: 1e-3, absolute: 1e-4))
  }

  @Test("the result has mean 0 and variance 1 before scale and shift")
  func moments() {
    let x = 5 * numbers([64, 3, 4], seed: 6) - 7
    let batch = withPhase(.training) { BatchNormalization(3)(x) }
    for channel in 0..<3 {
      let numbers = batch.slice(channel..<channel + 1, axis: 1)
      #expect(abs(mean(numbers)) < 1e-5 && abs(variance(numbers) - 1) < 1e-4)
    }
    let rows = LayerNormalization(12)(x.reshaped([64, 12]))
    for row in [0, 17, 63] { #expect(abs(mean(rows[row])) < 1e-5) }
    let lengths = square(RootMeanSquareNormalization(12)(x.reshaped([64, 12]))).mean(axis: 1)
    #expect(lengths.isClose(to: .ones([64]), relative: 1e-4))
  }

  @Test("the gradient by hand is that of the tape, and at right angles to what cannot move")
  func byHand() {
    let (x, g) = (2 * numbers([7, 3], seed: 7) + 1, numbers([7, 3], seed: 8))
    let (scale, shift) = (numbers([3], seed: 9), Tensor([1, 2, 3]))
    let hand = batchNormalizationGradient(g, x: x, scale: scale)
    let tape = gradient(at: [x, scale, shift]) {
      (batchNorm($0[0], scale: $0[1], shift: $0[2]).result * g).sum()
    }
    #expect(hand.x.isClose(to: tape[0], relative: 1e-4, absolute: 1e-5))
    #expect(hand.scale.isClose(to: tape[1], relative: 1e-4, absolute: 1e-5))
    #expect(hand.shift.isClose(to: tape[2], relative: 1e-4, absolute: 1e-5))
    // Moving all numbers of a channel, or stretching them, changes nothing.
    #expect(abs(hand.x.sum(axis: 0)).max().scalar < 1e-5)
    #expect(abs((hand.x * (x - x.mean(axis: 0))).sum(axis: 0)).max().scalar < 1e-4)
  }

  @Test("the worked number of the chapter")
  func worked() {
    // [1, 3] has mean 2 and variance 1; the running variance takes 2, which divides by m − 1.
    var probe = Probe(layer: BatchNormalization(1, epsilon: 0), x: Tensor([[1], [3]]))
    #expect(probe.train(Tensor(1)).result.isClose(to: Tensor([[-1], [1]])))
    #expect(probe.layer.runningMean.isClose(to: Tensor([0.2])))
    #expect(probe.layer.runningVariance.isClose(to: Tensor([1.1])))
    // (1 − 0.2) / √1.1 = 0.763 and (3 − 0.2) / √1.1 = 2.670
    #expect(
      probe.layer(probe.x).isClose(to: Tensor([[0.7628], [2.6697]]), relative: 1e-4))
  }

  @Test("the other worked numbers of the chapter")
  func workedWithoutTheBatch() {
    let x = Tensor([[1, 3, 10, 30]])
    let two = GroupNormalization(4, groups: 2, epsilon: 0)(x)
    #expect(two.isClose(to: Tensor([[-1, 1, -1, 1]])))
    let one = GroupNormalization(4, groups: 1, epsilon: 0)(x)
    #expect(one.isClose(to: Tensor([[-0.87, -0.70, -0.09, 1.66]]), absolute: 0.005))
    let length = RootMeanSquareNormalization(2, epsilon: 0)(Tensor([3, 4]))
    #expect(length.isClose(to: Tensor([0.849, 1.131]), absolute: 0.0005))
    var linear = WeightNormalizedLinear(Linear(weight: Tensor([[3], [4]]), bias: nil))
    #expect(linear.length == Tensor([5]))
    linear.length = Tensor([10])
    #expect(linear.weight.isClose(to: Tensor([[6], [8]])))
    let slope = batchNormalizationGradient(
      Tensor([[4], [0], [0], [0]]), x: Tensor([[-1], [-1], [1], [1]]), scale: Tensor([1]),
      epsilon: 0)
    #expect(slope.x == Tensor([[2], [-2], [0], [0]]))
    #expect(slope.scale == Tensor([-4]) && slope.shift == Tensor([4]))
  }
}
