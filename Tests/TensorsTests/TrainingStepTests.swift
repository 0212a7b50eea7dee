import Tensors
import Testing

/// Batch normalization as a layer, with a running mean and variance.
private struct BatchNormalization: Parameterized {
  var scale, shift, runningMean, runningVariance: Tensor

  init(scale: Tensor, shift: Tensor) {
    (self.scale, self.shift) = (scale, shift)
    (runningMean, runningVariance) = (.zeros(scale.shape), .ones(scale.shape))
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&scale, "scale")
    visitor.visit(&shift, "shift")
    visitor.visitBuffer(&runningMean, "runningMean")
    visitor.visitBuffer(&runningVariance, "runningVariance")
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    guard Phase.current == .training else {
      return batchNorm(
        x, mean: runningMean, variance: runningVariance, scale: scale, shift: shift)
    }
    let (y, mean, variance) = batchNorm(x, scale: scale, shift: shift)
    let count = Float(x.count / mean.count)
    runningMean.postUpdate { old in 0.9 * old + 0.1 * mean }
    runningVariance.postUpdate { old in 0.9 * old + 0.1 * (count / (count - 1)) * variance }
    return y
  }
}

/// Counts how often it was called in training, and multiplies.
private struct Counter: Parameterized {
  var factor = Tensor(2)
  var calls = Tensor(0)

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&factor, "factor")
    visitor.visitBuffer(&calls, "calls")
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    if Phase.current == .training { calls.postUpdate { $0 + 1 } }
    return factor * x
  }
}

private struct Stack: Parameterized {
  var layers: [Counter]

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&layers, "layers")
  }
}

private struct Failure: Error {}

@Suite("Training steps")
struct TrainingStepTests {
  @Test("batch normalization agrees with PyTorch over three steps and an evaluation")
  func parity() throws {
    for recorded in try TrainingFixture.load().normalizations {
      var layer = BatchNormalization(scale: recorded.scale.tensor, shift: recorded.shift.tensor)
      for batch in recorded.batches {
        try withPhase(.training) { try check(&layer, batch) }
      }
      try withPhase(.evaluation) { try check(&layer, recorded.evaluation) }
    }
  }

  private func check(_ layer: inout BatchNormalization, _ batch: TrainingFixture.Batch) throws {
    let x = batch.input.tensor
    #expect(layer(x).isClose(to: batch.result.tensor, relative: 1e-5, absolute: 1e-5))
    let slope = gradient(at: x) { [layer] x in (layer(x) * batch.cotangent.tensor).sum() }
    let (_, slopes) = valueWithGradient(at: &layer) { layer in
      (layer(x) * batch.cotangent.tensor).sum()
    }
    for (ours, theirs) in zip([slope, slopes.scale, slopes.shift], batch.gradients) {
      #expect(ours.isClose(to: theirs.tensor, relative: 1e-5, absolute: 2e-5))
    }
    #expect(layer.runningMean.isClose(to: batch.runningMean.tensor))
    #expect(layer.runningVariance.isClose(to: batch.runningVariance.tensor))
  }

  @Test(
    "the pullback of batch normalization is right, and can be differentiated itself",
    arguments: [[6, 3], [2, 3, 4], [2, 2, 3, 2]])
  func pullback(_ shape: [Int]) {
    var generator = RandomGenerator(seed: 5)
    let inputs = [shape, [shape[1]], [shape[1]]].map { Tensor.normal($0, using: &generator) }
    let weights = Tensor.normal(shape, using: &generator)
    func normalized(_ inputs: [Tensor]) -> Tensor {
      batchNorm(inputs[0], scale: inputs[1], shift: inputs[2]).result
    }
    #expect(gradientCheck(at: inputs) { normalized($0) }.error < 5e-3)
    #expect(
      gradientCheck(at: inputs) { inputs in
        let slopes = gradient(at: inputs) { inputs in
          let y = normalized(inputs)
          return (y * y * y * weights).sum()
        }
        return Tensor.concatenate(slopes.map { $0.flattened() })
      }.error < 5e-3)
    let (mean, variance) = (inputs[1], abs(inputs[2]) + 0.5)
    #expect(
      gradientCheck(at: [inputs[0], mean, variance, inputs[1], inputs[2]]) {
        batchNorm($0[0], mean: $0[1], variance: $0[2], scale: $0[3], shift: $0[4])
      }.error < 5e-3)
  }

  @Test("batch normalization gives the same bits with 1, 2 and 4 threads")
  func threads() {
    for shape in [[300, 200], [8, 30, 20, 20]] {
      var generator = RandomGenerator(seed: 6)
      let x = Tensor.normal(shape, using: &generator)
      let results = [1, 2, 4].map { threads in
        Threads.with(threads) {
          let slope = gradient(at: x) { x in
            let y = batchNorm(x).result
            return (y * y * y).sum()
          }
          return [batchNorm(x).result, slope]
        }
      }
      #expect(results[1] == results[0] && results[2] == results[0])
    }
  }

  @Test("updates reach the caller's model, and no copy of it")
  func copies() {
    var model = Stack(layers: [Counter(), Counter()])
    let before = model
    let (value, slope) = valueWithGradient(at: &model) { model in
      model.layers[1](model.layers[1](model.layers[0](Tensor(3))))
    }
    #expect(value == Tensor(24))
    #expect(model.layers[0].calls == Tensor(1))
    #expect(model.layers[1].calls == Tensor(2), "the second update starts from the first")
    #expect(slope.layers[0].factor == Tensor(12))
    #expect(model.layers[0].factor == Tensor(2))
    #expect(before.layers[1].calls == Tensor(0))
  }

  @Test("layers that share the memory of their buffers are told apart")
  func sharedMemory() {
    let counter = Counter()
    var model = Stack(layers: [counter, counter, counter])
    _ = valueWithGradient(at: &model) { model in model.layers[1](Tensor(1)) }
    #expect(model.layers.map(\.calls.scalar) == [0, 1, 0])
  }

  @Test("a model that is captured as a constant, or only asked for an answer, is left alone")
  func constants() {
    var model = Counter()
    let other = Counter()
    _ = withPhase(.training) { other(model(Tensor(1))) }
    #expect(model.calls == Tensor(0))
    _ = withPhase(.training) { gradient(at: model) { model in model(Tensor(1)) } }
    #expect(model.calls == Tensor(0))
    _ = valueWithGradient(at: &model) { model in other(model(Tensor(1))) }
    #expect(model.calls == Tensor(1))
    #expect(other.calls == Tensor(0))
  }

  @Test("two models at once each get their own updates")
  func twoModels() {
    var (first, second) = (Counter(), Counter())
    let (_, slopes) = valueWithGradient(at: &first, &second) { first, second in
      first(second(second(Tensor(1))))
    }
    #expect(first.calls == Tensor(1))
    #expect(second.calls == Tensor(2))
    #expect(slopes.0.factor == Tensor(4))
    #expect(slopes.1.factor == Tensor(8))
  }

  @Test("a step inside a step, and a gradient inside a step, find their own buffers")
  func nested() {
    var (outer, inner) = (Counter(), Counter())
    _ = valueWithGradient(at: &outer) { outer in
      var copy = inner
      let slope = valueWithGradient(at: &copy) { inner in outer(inner(Tensor(1))) }.gradient
      inner = copy
      let another = gradient(at: outer) { outer in outer(Tensor(1)) }
      return slope.factor * another.factor
    }
    #expect(inner.calls == Tensor(1))
    #expect(outer.calls == Tensor(2))
  }

  @Test("a loss that throws leaves the model as it was")
  func failure() {
    var model = Counter()
    #expect(throws: Failure.self) {
      _ = try valueWithGradient(at: &model) { model in
        _ = model(Tensor(1))
        throw Failure()
      }
    }
    #expect(model.calls == Tensor(0))
  }

  @Test("the phase is training in a training step, evaluation elsewhere, unless it is chosen")
  func phases() {
    var model = Counter()
    var seen: [Phase] = [Phase.current]
    _ = gradient(at: model) { model in
      seen.append(Phase.current)
      return model.factor
    }
    _ = valueWithGradient(at: &model) { model in
      seen.append(Phase.current)
      withPhase(.evaluation) { seen.append(Phase.current) }
      return model.factor
    }
    withPhase(.evaluation) {
      _ = valueWithGradient(at: &model) { model in
        seen.append(Phase.current)
        return model.factor
      }
    }
    #expect(seen == [.evaluation, .evaluation, .training, .evaluation, .evaluation])
  }

  @Test("a checkpointed part posts once, and draws the same random numbers both times")
  func checkpoints() {
    var model = Counter()
    let part: @Sendable (Counter, Tensor) -> Tensor = { model, x in
      model(x * Tensor.uniform([1000]))
    }
    let x = Tensor.ones([1000])
    let (value, slope) = withSeed(4) {
      valueWithGradient(at: &model) { model in checkpointed(model, x, part).sum() }
    }
    #expect(model.calls == Tensor(1))
    // The loss is the factor times the sum of the random numbers.
    #expect(slope.factor.isClose(to: value / 2, relative: 1e-5))
  }
}

@Suite("Parameter updates")
struct ParameterUpdateTests {
  @Test("change parameters in place, with the gradient and an optimizer's memory")
  func updates() {
    var model = Stack(layers: [Counter(), Counter()])
    var gradient = model.zerosLike()
    #expect(gradient.parameters == [Tensor(0), Tensor(0)])
    gradient.layers[1].factor = Tensor(1)
    model.updateParameters(with: gradient) { parameter, slope in parameter -= 0.5 * slope }
    #expect(model.parameters == [Tensor(2), Tensor(1.5)])
    var (first, second) = (gradient, gradient.zerosLike())
    model.updateParameters(with: gradient, &first) { parameter, slope, memory in
      memory += slope
      parameter -= memory
    }
    #expect(model.parameters == [Tensor(2), Tensor(-0.5)])
    #expect(first.parameters == [Tensor(0), Tensor(2)])
    model.updateParameters(with: gradient, &first, &second) { parameter, slope, first, second in
      (first, second) = (slope, first)
      parameter += 1
    }
    #expect(model.parameters == [Tensor(3), Tensor(0.5)])
    #expect(second.parameters == [Tensor(0), Tensor(2)])
    #expect(model.layers[0].calls == Tensor(0))
  }

  @Test("refuse a gradient of another structure")
  func structure() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var model = Stack(layers: [Counter(), Counter()])
      model.updateParameters(with: Stack(layers: [Counter()])) { _, _ in }
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("updateParameters: the two values do not have the same parameters"))
  }
}
