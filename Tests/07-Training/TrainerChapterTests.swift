import Foundation
import MultilayerPerceptrons
import Optimization
import Plots
import Synchronization
import Tensors
import Testing
import Training

@Suite("07 Trainer: the loop computes what a loop written by hand does")
struct TrainerChapterTests {
  /// Trains by hand, batch by batch.
  func byHand(epochs: Int) -> (model: TestNetwork, losses: [Float]) {
    var model = TestNetwork(seed: 1)
    var optimizer = Adam(for: model, learningRate: 0.02)
    let schedule = Schedule.linearWarmUp(steps: 10, from: 0.1).then(after: 10, .cosine(steps: 60))
    var losses: [Float] = []
    var steps = 0
    for epoch in 0..<epochs {
      var sum = 0.0
      for batch in TestData.loader().batches(epoch: epoch) {
        var generator = RandomGenerator(seed: 3).split(.max).split(UInt64(steps)).split(0)
        let (loss, slope) = withSeed(generator.next()) {
          valueWithGradient(at: &model) { testLoss($0, batch) }
        }
        var gradient = slope
        gradient.clipGlobalNorm(to: 2)
        optimizer.learningRate = 0.02 * schedule(steps)
        optimizer.update(&model, along: gradient)
        steps += 1
        sum += Double(loss.scalar) * Double(batch.labels.count)
      }
      losses.append(Float(sum / 50))
    }
    return (model, losses)
  }

  @Test("bit for bit, with dropout, batch normalization, a schedule and clipping")
  func sameBits() throws {
    var trainer = testTrainer()
    try trainer.train(on: TestData.loader(), epochs: 3)
    let hand = byHand(epochs: 3)
    #expect(bits(trainer.model) == bits(hand.model))
    #expect(trainer.history.map(\.loss) == hand.losses)
    #expect(trainer.position == TrainingPosition(epoch: 3, batch: 0, step: 21))
    #expect(trainer.history.map(\.steps) == [7, 14, 21])
  }

  @Test("the same bits with one thread and with two, and with batches made ahead of time")
  func threads() throws {
    func run(_ threads: Int, _ prefetch: Int) throws -> [UInt32] {
      var trainer = testTrainer()
      try Threads.with(threads) {
        try trainer.train(on: TestData.loader(prefetch: prefetch), epochs: 2)
      }
      return bits(trainer)
    }
    let plain = try run(1, 0)
    #expect(try run(2, 0) == plain)
    #expect(try run(2, 3) == plain)
  }

  // MARK: Means

  /// A model whose loss on a batch is known: the mean of its numbers times the weight.
  static func line(
    _ values: [Float], batchSize: Int, accumulation: Int
  ) -> (Trainer<[Float], GradientDescent<Tensor>>, DataLoader<[Float]>) {
    let weight = Tensor(1)
    var trainer = Trainer<[Float], GradientDescent<Tensor>>(
      weight, GradientDescent(for: weight, learningRate: 0.1)
    ) { weight, batch in weight * (batch.reduce(0, +) / Float(batch.count)) }
    trainer.accumulation = accumulation
    let loader = DataLoader(count: values.count, batchSize: batchSize, shuffled: false) { rows in
      rows.map { values[$0] }
    }
    return (trainer, loader)
  }

  @Test("the loss of an epoch is a mean over examples, not over batches")
  func epochMean() throws {
    // With a rate of 0 the weight stays 1; losses of the batches are 1, 1 and 4.
    var (trainer, loader) = Self.line(
      [1, 1, 1, 1, 1, 1, 1, 1, 4, 4], batchSize: 4, accumulation: 1)
    trainer.baseRate = 0
    try trainer.train(on: loader, epochs: 1)
    #expect(trainer.history[0].loss == 1.6)
  }

  @Test(
    "a step over several batches is that of one large batch, ragged or not",
    arguments: [(10, 4, 3), (10, 3, 4), (9, 3, 3), (7, 6, 2), (5, 1, 5)])
  func accumulated(count: Int, size: Int, accumulation: Int) throws {
    let values = (0..<count).map { Float($0 * $0) }
    var (parts, loader) = Self.line(values, batchSize: size, accumulation: accumulation)
    var (whole, one) = Self.line(values, batchSize: count, accumulation: 1)
    var losses: [Float] = []
    try parts.train(
      on: loader, epochs: 1,
      observers: [
        Watcher { event, _ in
          if case .step(let loss, _) = event { losses.append(loss) }
          return false
        }
      ])
    try whole.train(on: one, epochs: 1)
    #expect(parts.position.step == 1)
    #expect(abs(parts.model.scalar - whole.model.scalar) <= 1e-5 * abs(whole.model.scalar))
    #expect(abs(losses[0] - whole.history[0].loss) <= 1e-5 * whole.history[0].loss)
    #expect(losses[0] == parts.history[0].loss)
  }

  @Test("accumulation takes what is left at the end of an epoch, and never mixes epochs")
  func remainder() throws {
    var (trainer, loader) = Self.line([1, 2, 3, 4, 5, 6, 7], batchSize: 2, accumulation: 3)
    try trainer.train(on: loader, epochs: 2)
    #expect(trainer.position.step == 4)
  }

  @Test("a network over accumulated batches is the network over large ones")
  func accumulatedNetwork() throws {
    // Without batch normalization and dropout, which look at the batch: plain descent on the second layer.
    func run(_ size: Int, _ accumulation: Int) throws -> [Float] {
      let weight = TestNetwork(seed: 2).second.weight
      var trainer = Trainer<TestBatch, GradientDescent<Tensor>>(
        weight, GradientDescent(for: weight, learningRate: 0.5)
      ) { weight, batch in
        softmaxCrossEntropy(
          logits: matmul(
            Tensor.concatenate([batch.inputs, batch.inputs], axis: 1)[0..., 0..<6], weight),
          labels: batch.labels
        ).mean()
      }
      trainer.accumulation = accumulation
      let loader = DataLoader(count: 50, batchSize: size, seed: 1) { TestData.batch($0) }
      try trainer.train(on: loader, epochs: 3)
      return trainer.model.scalars
    }
    let (large, small) = (try run(24, 1), try run(8, 3))
    for (a, b) in zip(large, small) { #expect(abs(a - b) < 1e-5) }
  }

  // MARK: Failures

  @Test("a loss that is not a number leaves model, memory and position as they were")
  func failure() throws {
    for poison in [Float.nan, .infinity] {
      let isPoisoned = Mutex(false)
      let network = TestNetwork(seed: 1)
      var trainer = TestTrainer(network, Adam(for: network), seed: 3) { network, batch in
        testLoss(network, batch) * (isPoisoned.withLock { $0 } ? poison : 1)
      }
      try trainer.train(on: TestData.loader(), epochs: 5, observers: [stop(afterStep: 10)])
      let before = (bits(trainer), trainer.position)
      isPoisoned.withLock { $0 = true }
      let error = #expect(throws: TrainingFailure.self) {
        try trainer.train(on: TestData.loader(), epochs: 5)
      }
      #expect(error?.position == before.1)
      #expect(error?.description.hasPrefix("step 11, epoch 2, batch 4: the loss is") == true)
      #expect((bits(trainer), trainer.position) == before)
      // Mended, it goes on as if nothing had been.
      isPoisoned.withLock { $0 = false }
      try trainer.train(on: TestData.loader(), epochs: 2)
      var straight = TestTrainer(network, Adam(for: network), seed: 3) { testLoss($0, $1) }
      try straight.train(on: TestData.loader(), epochs: 2)
      #expect(bits(trainer) == bits(straight))
      #expect(trainer.history == straight.history)
    }
  }

  @Test("an error of the evaluation comes through, and the epoch can be ended later")
  func evaluationError() throws {
    struct Missing: Error {}
    var trainer = testTrainer()
    let evaluation = trainer.evaluation
    trainer.evaluation = { _ in throw Missing() }
    #expect(throws: Missing.self) { try trainer.train(on: TestData.loader(), epochs: 1) }
    trainer.evaluation = evaluation
    try trainer.train(on: TestData.loader(), epochs: 1)
    var straight = testTrainer()
    try straight.train(on: TestData.loader(), epochs: 1)
    #expect(bits(trainer) == bits(straight))
    #expect(trainer.history == straight.history)
  }

  @Test("events come in order, once each")
  func events() throws {
    var events: [String] = []
    let watcher = Watcher { event, position in
      switch event {
      case .began(let epochs, let batches): events.append("began \(epochs) \(batches)")
      case .step: events.append("step \(position.step) batch \(position.batch)")
      case .epoch: events.append("epoch \(position.epoch)")
      case .ended: events.append("ended")
      }
      return false
    }
    var (trainer, loader) = Self.line([1, 2, 3], batchSize: 2, accumulation: 1)
    try trainer.train(on: loader, epochs: 2, observers: [watcher])
    #expect(
      events == [
        "began 2 2", "step 1 batch 1", "step 2 batch 2", "epoch 1", "step 3 batch 1",
        "step 4 batch 2", "epoch 2", "ended",
      ])
  }

  @Test("the rate of a step is base rate, schedule and factor together")
  func rate() throws {
    var (trainer, loader) = Self.line([1, 1], batchSize: 1, accumulation: 1)
    trainer.schedule = .step(every: 2, gamma: 0.5)
    try trainer.train(on: loader, epochs: 2)
    #expect(trainer.history.map(\.learningRate) == [0.1, 0.05])
    trainer.rateFactor = 0.5
    trainer.baseRate = 0.4
    try trainer.train(on: loader, epochs: 3)
    #expect(trainer.history[2].learningRate == 0.05)
  }
}
