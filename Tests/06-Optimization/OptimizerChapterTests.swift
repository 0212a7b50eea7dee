import Optimization
import Tensors
import Testing

@Suite("06 What holds of every optimizer")
struct OptimizerChapterTests {
  let recorded = RecordedOptimizers.all

  @Test("frozen parameters stay as they are, bit for bit; the others move")
  func frozen() {
    let (start, slopes) = (recorded.start, recorded.slopes)
    let groups = ParameterGroups { name, _ in
      name == "layer.bias" ? .frozen : ParameterGroup()
    }
    for (name, optimizer) in allOptimizers(for: start, groups: groups) {
      var (optimizer, model) = (optimizer, start)
      if name == "lookahead" || name == "schedule-free" {
        let adam = Adam(for: start, groups: groups)
        optimizer =
          name == "lookahead"
          ? Lookahead(adam, for: start, interval: 2) : ScheduleFree(adam, for: start)
      }
      for slope in slopes { optimizer.update(&model, along: slope) }
      #expect(model.bias == start.bias, "\(name)")
      #expect(model.weight != start.weight, "\(name)")
      #expect(model.buffer == start.buffer, "\(name)")
    }
  }

  @Test("a group's factors on the rate and on the decay")
  func factors() {
    let (start, slopes) = (recorded.start, recorded.slopes)
    let groups = ParameterGroups { name, shape in
      shape.count == 1 ? ParameterGroup(rateFactor: 0.5, decayFactor: 0) : ParameterGroup()
    }
    // Two optimizers without groups, one for each part.
    func check(
      _ name: String, _ grouped: any Optimizer<TestModel>, _ plain: any Optimizer<TestModel>,
      _ halved: any Optimizer<TestModel>
    ) {
      var (grouped, plain, halved) = (grouped, plain, halved)
      let models = grouped.trace(start, slopes)
      let weights = plain.trace(start, slopes)
      let biases = halved.trace(start, slopes)
      #expect(models.map(\.weight) == weights.map(\.weight), "\(name)")
      #expect(models.map(\.bias) == biases.map(\.bias), "\(name)")
    }
    check(
      "descent", GradientDescent(for: start, weightDecay: 0.1, groups: groups),
      GradientDescent(for: start, weightDecay: 0.1),
      GradientDescent(for: start, learningRate: 0.005))
    check(
      "adamw", Adam.decoupled(for: start, groups: groups), Adam.decoupled(for: start),
      Adam.decoupled(for: start, learningRate: 5e-4, weightDecay: 0))
    check(
      "lion", Lion(for: start, weightDecay: 0.1, groups: groups),
      Lion(for: start, weightDecay: 0.1), Lion(for: start, learningRate: 5e-5))
    check(
      "rmsprop",
      RootMeanSquare(
        for: start, momentum: 0.5, centered: true, weightDecay: 0.1, groups: groups),
      RootMeanSquare(for: start, momentum: 0.5, centered: true, weightDecay: 0.1),
      RootMeanSquare(for: start, learningRate: 0.005, momentum: 0.5, centered: true))
    check(
      "lars", LayerwiseDescent(for: start, weightDecay: 0.1, groups: groups),
      LayerwiseDescent(for: start, weightDecay: 0.1),
      LayerwiseDescent(for: start, learningRate: 0.05))
    check(
      "lamb", LayerwiseAdam(for: start, weightDecay: 0.1, groups: groups),
      LayerwiseAdam(for: start, weightDecay: 0.1), LayerwiseAdam(for: start, learningRate: 5e-4))
  }

  @Test("stopped, kept, and resumed by a fresh optimizer: the same bits as straight on")
  func resume() {
    let (start, slopes) = (recorded.start, recorded.slopes)
    for (straight, fresh) in zip(allOptimizers(for: start), allOptimizers(for: start)) {
      var (first, second) = (straight.optimizer, fresh.optimizer)
      var whole = straight.optimizer
      let expected = whole.trace(start, slopes)
      for stop in [0, 1, 5, 7] {
        first = straight.optimizer
        second = fresh.optimizer
        let half = stop == 0 ? [] : first.trace(start, Array(slopes[..<stop]))
        let kept = memory(of: first)
        #expect(!kept.keys.contains { $0.hasPrefix("parameter") }, "\(straight.name)")
        let missing = restore(kept, to: &second)
        #expect(missing == [], "\(straight.name)")
        #expect(memory(of: second) == kept, "\(straight.name) after \(stop)")
        let rest = second.trace(half.last ?? start, Array(slopes[stop...]))
        #expect(rest == Array(expected[stop...]), "\(straight.name) after \(stop)")
      }
    }
  }

  @Test("what there is to keep does not depend on how far a training has come")
  func stableNames() {
    let (start, slopes) = (recorded.start, recorded.slopes)
    for (name, optimizer) in allOptimizers(for: start) {
      var used = optimizer
      _ = used.trace(start, slopes)
      let (before, after) = (memory(of: optimizer), memory(of: used))
      #expect(Set(before.keys) == Set(after.keys), "\(name)")
      #expect(before.mapValues(\.shape) == after.mapValues(\.shape), "\(name)")
    }
  }

  @Test("numbers remembered for a parameter: SGD 0, momentum 1, Lion 1, Adam 2")
  func slots() {
    let model = recorded.start
    func slots(_ optimizer: some Optimizer) -> Int {
      memory(of: optimizer).values.filter { $0.shape == [3, 4] }.count
    }
    #expect(slots(GradientDescent(for: model)) == 0)
    #expect(slots(GradientDescent(for: model, momentum: 0.9)) == 1)
    #expect(slots(Lion(for: model)) == 1)
    #expect(slots(Adam(for: model)) == 2)
    #expect(slots(MaximumAdam(for: model)) == 3)
    #expect(slots(Sophia(for: model)) == 2)
    #expect(slots(ScheduleFree(GradientDescent(for: model), for: model)) == 2)
    // One number a row and one a column instead of twelve.
    #expect(slots(Adafactor(for: model)) == 0)
    #expect(memory(of: Adafactor(for: model))["rows.0"]?.shape == [3, 1])
    #expect(memory(of: Adafactor(for: model))["columns.0"]?.shape == [1, 4])
  }

  @Test("the same bits with 1, 2, 3 and 4 threads, for parameters large enough to be cut")
  func threads() {
    var generator = RandomGenerator(seed: 1)
    func large() -> TestModel {
      TestModel(
        weight: .normal([301, 211], using: &generator), bias: .normal([70001], using: &generator))
    }
    let (start, slopes) = (large(), [large(), large()])
    for (name, optimizer) in allOptimizers(for: start) {
      func run() -> [TestModel] {
        var optimizer = optimizer
        return optimizer.trace(start, slopes)
      }
      let alone = Threads.with(1) { run() }
      for count in [2, 3, 4] {
        #expect(Threads.with(count) { run() } == alone, "\(name) on \(count) threads")
      }
      #expect(alone[1].scalars.allSatisfy { $0.isFinite }, "\(name)")
    }
  }

  @Test("gradients of zero, of 1e-30 and of 1e15 give finite steps")
  func extremes() {
    let start = recorded.start
    for size: Float in [0, 1e-30, 1e15] {
      let slope = TestModel(weight: .full([3, 4], size), bias: .full([4], -size))
      for (name, optimizer) in allOptimizers(for: start) where name != "l-bfgs" {
        var optimizer = optimizer
        let models = optimizer.trace(start, Array(repeating: slope, count: 5))
        #expect(models[4].scalars.allSatisfy { $0.isFinite }, "\(name), \(size)")
      }
    }
  }

  @Test("two optimizers keep the ratio of their rates through a rate of zero")
  func both() {
    let model = recorded.start
    var both = Both(
      GradientDescent(for: model, learningRate: 0.1), Adam(for: model, learningRate: 0.02))
    both.learningRate = 0
    #expect(both.second.learningRate == 0)
    both.learningRate = 0.5
    #expect(abs(both.second.learningRate - 0.1) < 1e-7)
    both.second.learningRate = 0.25
    both.learningRate = 1
    #expect(both.first.learningRate == 1 && abs(both.second.learningRate - 0.5) < 1e-7)
    for step in 0..<10_000 { both.learningRate = Schedule.cyclical(halfCycle: 100)(step) }
    both.learningRate = 1
    #expect(abs(both.second.learningRate - 0.5) < 1e-7)
  }

  @Test("a momentum that is set later gets its velocity")
  func lateMomentum() {
    let (start, slopes) = (recorded.start, recorded.slopes)
    var late = GradientDescent(for: start)
    late.momentum = 0.9
    var early = GradientDescent(for: start, momentum: 0.9)
    #expect(late.trace(start, slopes) == early.trace(start, slopes))
    var lateRoot = RootMeanSquare(for: start)
    lateRoot.momentum = 0.9
    var earlyRoot = RootMeanSquare(for: start, momentum: 0.9)
    #expect(lateRoot.trace(start, slopes) == earlyRoot.trace(start, slopes))
  }

  @Test("AdamW is not Adam with an L2 penalty; without decay they are the same")
  func decoupled() {
    let (start, slopes) = (recorded.start, recorded.slopes)
    func last(_ decay: Float, _ decoupled: Bool) -> TestModel {
      var adam = Adam(for: start, learningRate: 0.1, weightDecay: decay, decoupled: decoupled)
      return adam.trace(start, slopes)[9]
    }
    #expect(last(0, true) == last(0, false))
    #expect(last(0.1, true) != last(0.1, false))
    // Where the slope is always zero AdamW shrinks by (1 − 0.1 · 0.1) a step; Adam takes full steps.
    let first = start.scalars[0]
    #expect(abs(last(0.1, true).scalars[0] - first * 0.904382075) < 1e-5 * Swift.abs(first))
    #expect(abs(last(0.1, false).scalars[0] - first) > 0.5)
  }
}
