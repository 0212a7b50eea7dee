import Foundation
import Interchange
import Optimization
import Tensors
import Testing
import Training

@Suite("07 Checkpoints: a run that went on is the run that was never interrupted")
struct CheckpointChapterTests {
  /// Ten epochs without interruption.
  static func straight(epochs: Int = 10) throws -> TestTrainer {
    var trainer = testTrainer()
    try trainer.train(
      on: TestData.loader(), epochs: epochs, observers: [EarlyStopping("accuracy", patience: 99)])
    return trainer
  }

  @Test(
    "ten epochs are five, a new process, five more, wherever it was cut: bit for bit",
    arguments: [35, 1, 6, 7, 8, 40, 69])
  func resumed(step: Int) throws {
    let straight = try Self.straight()
    try withFolder { folder in
      let file = folder.appendingPathComponent("run.safetensors")
      var first = testTrainer()
      let stopping = EarlyStopping("accuracy", patience: 99)
      try first.train(
        on: TestData.loader(), epochs: 10, observers: [stopping, stop(afterStep: step)])
      try first.save(to: file)
      // Nothing is left of the first trainer but the file.
      var second = testTrainer()
      try second.load(from: file)
      #expect(second.position == first.position)
      #expect(bits(second) == bits(first))
      try second.train(
        on: TestData.loader(prefetch: 2), epochs: 10,
        observers: [EarlyStopping("accuracy", patience: 99)])
      #expect(bits(second) == bits(straight))
      #expect(second.history == straight.history)
      #expect(second.position == straight.position)
    }
  }

  @Test("a checkpoint of the same run is the same file")
  func sameFile() throws {
    try withFolder { folder in
      let files = try ["a", "b"].map { name in
        var trainer = testTrainer()
        try trainer.train(on: TestData.loader(), epochs: 1)
        let file = folder.appendingPathComponent(name)
        try trainer.save(to: file)
        return try Data(contentsOf: file)
      }
      #expect(files[0] == files[1])
    }
  }

  @Test("numbers that JSON does not know come back: a history with infinity and not a number")
  func specialNumbers() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("run")
      var trainer = testTrainer()
      trainer.evaluation = { _ in ["a, \"quoted\"\nname": .nan, "infinite": -.infinity] }
      try trainer.train(on: TestData.loader(), epochs: 1)
      try trainer.save(to: file)
      var loaded = testTrainer()
      try loaded.load(from: file)
      let metrics = loaded.history[0].metrics
      #expect(metrics["a, \"quoted\"\nname"]?.isNaN == true)
      #expect(metrics["infinite"] == -.infinity)
    }
  }

  @Test("rates that were changed on the way come back")
  func rates() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("run")
      var trainer = Self.small()
      (trainer.baseRate, trainer.rateFactor) = (0.3, 0.25)
      try trainer.train(on: Self.loader, epochs: 1)
      try trainer.save(to: file)
      var loaded = Self.small()
      try loaded.load(from: file)
      #expect((loaded.baseRate, loaded.rateFactor) == (0.3, 0.25))
      try loaded.train(on: Self.loader, epochs: 2)
      #expect(loaded.history[1].learningRate == 0.075)
    }
  }

  // MARK: Every optimizer

  func resumes<Step: Optimizer<TestNetwork>>(
    _ make: (TestNetwork) -> Step, _ name: String
  ) throws {
    func trainer() -> Trainer<TestBatch, Step> {
      let network = TestNetwork(seed: 1)
      return Trainer(network, make(network), seed: 9) { testLoss($0, $1) }
    }
    var straight = trainer()
    try straight.train(on: TestData.loader(), epochs: 2)
    try withFolder { folder in
      let file = folder.appendingPathComponent("run")
      var first = trainer()
      try first.train(on: TestData.loader(), epochs: 2, observers: [stop(afterStep: 5)])
      try first.save(to: file)
      var second = trainer()
      try second.load(from: file)
      try second.train(on: TestData.loader(), epochs: 2)
      #expect(bits(second) == bits(straight), "\(name)")
    }
  }

  @Test("every kind of memory survives: momentum, moments, pairs, slow and averaged weights")
  func optimizers() throws {
    try resumes({ GradientDescent(for: $0, learningRate: 0.1, momentum: 0.9) }, "momentum")
    try resumes({ RootMeanSquare(for: $0, momentum: 0.5, centered: true) }, "rmsprop")
    try resumes({ Lion(for: $0, learningRate: 0.01) }, "lion")
    try resumes({ Adafactor(for: $0) }, "adafactor")
    try resumes({ LimitedMemoryBFGS(for: $0, learningRate: 0.1, memory: 3) }, "l-bfgs")
    try resumes({ Lookahead(Adam(for: $0), for: $0, interval: 2) }, "lookahead")
    try resumes({ ScheduleFree(Adam(for: $0), for: $0) }, "schedule-free")
  }

  // MARK: Files that are not what they should be

  typealias SmallTrainer = Trainer<Float, GradientDescent<Tensor>>

  static func small(seed: UInt64 = 0) -> SmallTrainer {
    let weight = Tensor([1, 2])
    return SmallTrainer(
      weight, GradientDescent(for: weight, learningRate: 0.1, momentum: 0.9), seed: seed
    ) { weight, target in (weight * weight * target).sum() }
  }

  static let loader = DataLoader(count: 4, batchSize: 1) { Float($0[0]) }

  /// A checkpoint in the middle of the second epoch, and the trainer it is of.
  static func checkpoint(in folder: URL) throws -> (data: Data, trainer: SmallTrainer) {
    var trainer = small()
    try trainer.train(on: loader, epochs: 2, observers: [stop(afterStep: 6)])
    let file = folder.appendingPathComponent("good")
    try trainer.save(to: file)
    return (try Data(contentsOf: file), trainer)
  }

  /// Expects content to be refused with one of the two kinds of errors, the trainer being as before.
  static func expectRefused(_ data: Data, _ folder: URL, _ what: String) throws {
    let file = folder.appendingPathComponent("bad")
    try data.write(to: file)
    var trainer = small()
    do {
      try trainer.load(from: file)
      Issue.record("\(what): was loaded")
    } catch let error as CheckpointError {
      #expect(error.file == "bad")
    } catch is ModelFileError {}
    guard bits(trainer) == bits(small()), trainer.position == TrainingPosition(),
      trainer.history.isEmpty
    else {
      Issue.record("\(what): the trainer was changed")
      return
    }
  }

  @Test("a file that was cut off is refused, wherever it was cut")
  func cutOff() throws {
    try withFolder { folder in
      let (data, _) = try Self.checkpoint(in: folder)
      for length in 0..<data.count {
        try Self.expectRefused(data.prefix(length), folder, "\(length) of \(data.count) bytes")
      }
      try Self.expectRefused(data + [0], folder, "a byte too many")
    }
  }

  @Test("a file in which one byte is different is refused, whichever it is")
  func flipped() throws {
    try withFolder { folder in
      let (data, _) = try Self.checkpoint(in: folder)
      for index in data.indices {
        var other = data
        other[index] ^= index % 2 == 0 ? 0x20 : 0x01
        try Self.expectRefused(other, folder, "byte \(index)")
      }
    }
  }

  @Test("states that no run can have been in are refused, even with a right checksum")
  func hostile() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("hostile")
      let (data, _) = try Self.checkpoint(in: folder)
      try data.write(to: file)
      let good = try readSafetensors(at: file)
      let text = try #require(good.metadata["descent.checkpoint"])
      func write(_ text: String) throws {
        try writeSafetensors(
          good.tensors,
          metadata: [
            "descent.checkpoint": text,
            "descent.checksum": checkpointChecksum(text, good.tensors),
          ], to: file)
      }
      try write(text)
      var trainer = Self.small()
      try trainer.load(from: file)
      for (old, new) in [
        ("\"epoch\":1", "\"epoch\":-1"), ("\"epoch\":1", "\"epoch\":9223372036854775807"),
        ("\"epoch\":1", "\"epoch\":2"), ("\"step\":6", "\"step\":9223372036854775807"),
        ("\"batch\":2", "\"batch\":-2"), ("\"steps\":4", "\"steps\":-4"),
        ("\"version\":1", "\"version\":2"), ("\"epoch\":0", "\"epoch\":-9"),
        ("\"history\":[", "\"history\":[7,"),
        ("\"count\":4", "\"count\":0"), ("{", "["), (text, ""), (text, "{}"),
      ] {
        #expect(text.contains(old), "\(old) in \(text)")
        try write(text.replacing(old, with: new))
        try Self.expectRefused(try Data(contentsOf: file), folder, "\(old) as \(new)")
      }
      // More batches than there are: refused where the loader is known.
      try write(text.replacing("\"batch\":2", with: "\"batch\":1000000"))
      try trainer.load(from: file)
      #expect(throws: LoaderMismatch.self) { try trainer.train(on: Self.loader, epochs: 2) }
    }
  }

  @Test("the checkpoint of another run, model or optimizer is refused, and says what differs")
  func otherRun() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("run.safetensors")
      try Self.checkpoint(in: folder).data.write(to: file)
      var otherSeed = Self.small(seed: 4)
      #expect(throws: CheckpointError.self) { try otherSeed.load(from: file) }
      var error = #expect(throws: CheckpointError.self) { try otherSeed.load(from: file) }
      #expect(
        error?.description
          == "run.safetensors: the run has seed 0, this trainer has seed 4. Make the trainer with seed: 0."
      )
      let weight = Tensor([1, 2])
      var otherOptimizer = Trainer<Float, Adam<Tensor>>(weight, Adam(for: weight)) { $0.sum() * $1 }
      error = #expect(throws: CheckpointError.self) { try otherOptimizer.load(from: file) }
      #expect(error?.problem.contains("velocity") == true)
      let longer = Tensor([1, 2, 3])
      var otherModel = SmallTrainer(longer, GradientDescent(for: longer, momentum: 0.9)) {
        $0.sum() * $1
      }
      #expect(throws: ModelFileError.self) { try otherModel.load(from: file) }
      // A model alone is no run.
      try weight.save(to: file)
      var trainer = Self.small()
      error = #expect(throws: CheckpointError.self) { try trainer.load(from: file) }
      #expect(error?.problem == "the file holds tensors, but no training run.")
      #expect(throws: ModelFileError.self) {
        try trainer.load(from: folder.appendingPathComponent("missing"))
      }
    }
  }

  @Test("in the middle of an epoch, the batches must be those of before")
  func otherBatches() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("run")
      try Self.checkpoint(in: folder).data.write(to: file)
      var trainer = Self.small()
      try trainer.load(from: file)
      let error = #expect(throws: LoaderMismatch.self) {
        try trainer.train(on: DataLoader(count: 4, batchSize: 2) { Float($0[0]) }, epochs: 2)
      }
      #expect(
        error?.description
          == "the run stands in epoch 2 after batch 2, where it had 4 examples in batches of 1, "
          + "shuffled with seed 0; this loader has 4 examples in batches of 2, shuffled with seed 0. "
          + "Go on with a loader that was made like the first one, or begin a new run.")
      try trainer.train(on: Self.loader, epochs: 2)
      // Between epochs the batches may change.
      try trainer.train(on: DataLoader(count: 4, batchSize: 2) { Float($0[0]) }, epochs: 3)
      #expect(trainer.position.step == 10)
    }
  }
}
