import Foundation
import Interchange
import Optimization
import Plots
import Tensors
import Testing
import Training

@Suite("07 Observers: stopping, lowering the rate, logs, progress")
struct ObserverChapterTests {
  /// A model that is the number of its epochs: each has one step, which adds 1.
  typealias Counting = Trainer<Int, GradientDescent<Tensor>>

  static let loader = DataLoader(count: 1, batchSize: 1) { $0[0] }

  /// A trainer whose validation losses are known beforehand.
  static func scripted(_ losses: [Float]) -> Counting {
    let start = Tensor(0)
    // The schedule undoes what a plateau does to the rate, so that a step is always 1.
    var trainer = Counting(start, GradientDescent(for: start, learningRate: 1)) { model, _ in
      -model
    }
    trainer.evaluation = { model in
      let loss = losses[Int(model.scalar.rounded()) - 1]
      return ["validation loss": loss, "accuracy": 1 - loss]
    }
    return trainer
  }

  @Test(
    "a scripted curve stops where it should, and the best model comes back",
    arguments: [
      ([9, 7, 8, 6, 6.5, 6.2, 6.1, 5], 3, 0, 7, 3), ([3, 4], 1, 0, 2, 0), ([3, 3, 3], 2, 0, 3, 0),
      ([4, 3, 2, 1, 1, 1], 1, 0, 5, 3), ([8, 7.5, 7.4, 6], 2, 0.75, 3, 0),
      ([.nan, .nan, 1], 2, 0, 2, nil), ([.nan, 2, .nan, 1, 3, 3], 2, 0, 6, 3),
    ] as [([Float], Int, Float, Int, Int?)])
  func stopping(curve: [Float], patience: Int, least: Float, epochs: Int, best: Int?) throws {
    let accuracies = EarlyStopping("accuracy", patience: patience, least: least)
    for stopping in [
      EarlyStopping("validation loss", patience: patience, least: least), accuracies,
    ] {
      var trainer = Self.scripted(curve)
      try trainer.train(on: Self.loader, epochs: curve.count, observers: [stopping])
      #expect(trainer.position.epoch == epochs)
      #expect(stopping.bestEpoch == best)
      let stopped = epochs < curve.count || epochs - 1 - (best ?? -1) >= patience
      #expect(trainer.model.scalar == Float(stopped && best != nil ? best! + 1 : epochs))
      // Asked once more, it stays stopped.
      if stopped {
        try trainer.train(on: Self.loader, epochs: 99, observers: [stopping])
        #expect(trainer.position.epoch == epochs)
      }
    }
  }

  @Test("without a stop the model is the last one, and the best can be asked for")
  func restored() throws {
    var trainer = Self.scripted([1, 2, 3])
    try trainer.train(
      on: Self.loader, epochs: 3, observers: [EarlyStopping("validation loss", patience: 5)])
    #expect(trainer.model.scalar == 3)
    trainer.restoreBest()
    #expect(trainer.model.scalar == 1)
  }

  @Test("patience is counted on after a restart, whatever the order of the observers")
  func stoppingAfterRestart() throws {
    let curve: [Float] = [5, 4, 3, 3.5, 3.6, 3.7, 1]
    for (cut, isFirst) in [(1, true), (3, false), (4, true), (5, false)] {
      try withFolder { folder in
        func observers() -> [any TrainingObserver] {
          let both: [any TrainingObserver] = [
            EarlyStopping("validation loss", patience: 3), Checkpoints(in: folder),
          ]
          return isFirst ? both : both.reversed()
        }
        var first = Self.scripted(curve)
        try first.train(on: Self.loader, epochs: cut, observers: observers())
        var second = Self.scripted(curve)
        try second.resume(from: folder)
        try second.train(on: Self.loader, epochs: 7, observers: observers())
        #expect(second.position.epoch == 6)
        #expect(second.model.scalar == 3)
      }
    }
  }

  @Test("a run that was saved before the best model was kept still has it")
  func savedTooEarly() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("run")
      var first = Self.scripted([5, 4, 3, 6, 6])
      try first.train(
        on: Self.loader, epochs: 3,
        observers: [Saver(to: file), EarlyStopping("validation loss", patience: 2)])
      var second = Self.scripted([5, 4, 3, 6, 6])
      try second.load(from: file)
      try second.train(
        on: Self.loader, epochs: 9, observers: [EarlyStopping("validation loss", patience: 2)])
      #expect(second.model.scalar == 3)
    }
  }

  @Test("a measure that is not there is an error, one without a direction is refused")
  func measures() async throws {
    var trainer = Self.scripted([1, 2])
    let error = #expect(throws: MissingMeasure.self) {
      try trainer.train(
        on: Self.loader, epochs: 2, observers: [EarlyStopping("test loss", patience: 1)])
    }
    #expect(error?.found == ["accuracy", "validation loss"])
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = EarlyStopping("score", patience: 1)
    }
    #expect(
      lastWords(result)
        .contains("\"score\": is less better, or more? Say isLoss: true or isLoss: false"))
    await #expect(processExitsWith: .failure) { _ = EarlyStopping("loss", patience: 0) }
    #expect(EarlyStopping("score", patience: 1, isLoss: false).isLoss == false)
    #expect(EarlyStopping("validation F1", patience: 1).isLoss == false)
    #expect(EarlyStopping("perplexity", patience: 1).isLoss)
  }

  @Test("a measure may be added to a run that goes on")
  func addedMeasure() throws {
    var trainer = Self.scripted([5, 4, 3, 3, 3, 3])
    let evaluation = trainer.evaluation
    trainer.evaluation = nil
    try trainer.train(on: Self.loader, epochs: 1)
    trainer.evaluation = evaluation
    try trainer.train(on: Self.loader, epochs: 2)
    let stopping = EarlyStopping("validation loss", patience: 2)
    try trainer.train(
      on: Self.loader, epochs: 6,
      observers: [stopping, PlateauSchedule("validation loss", Plateau(patience: 9))])
    #expect(stopping.bestEpoch == 2)
    #expect(trainer.model.scalar == 3)
  }

  @Test("the rate falls when the loss has stopped falling, and after a restart too")
  func plateau() throws {
    let losses: [Float] = [5, 4, 4, 4, 4, 3, 3, 3, 3]
    func rates(_ record: [Float]) throws -> [Float] {
      var plateau = Plateau(gamma: 0.5, patience: 1)
      var (factor, rates): (Float, [Float]) = (1, [])
      for loss in record {
        rates.append(factor)
        factor = plateau.factor(after: loss)
      }
      return rates
    }
    let wanted = try rates(losses)
    #expect(Set(wanted).count > 2)
    for cut in [0, 3, 4, 7] {
      try withFolder { folder in
        // The model counts by the rate, which changes here: the measure is that of the epoch.
        func run(_ trainer: inout Counting, _ epochs: Int) throws {
          let done = trainer.position.epoch
          for epoch in done..<max(done, epochs) {
            trainer.evaluation = { _ in ["validation loss": losses[epoch]] }
            try trainer.train(
              on: Self.loader, epochs: epoch + 1,
              observers: [
                Checkpoints(to: folder.appendingPathComponent("run")),
                PlateauSchedule("validation loss", Plateau(gamma: 0.5, patience: 1)),
              ])
          }
        }
        var first = Self.scripted(losses)
        try run(&first, cut)
        var second = Self.scripted(losses)
        if cut > 0 { try second.load(from: folder.appendingPathComponent("run")) }
        try run(&second, losses.count)
        #expect(second.history.map(\.learningRate) == wanted)
      }
    }
  }

  // MARK: Logs

  @Test("the table can be read, names with commas and quotes included")
  func table() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("log.csv")
      var trainer = Self.scripted([0.5, 0.25, .nan])
      let evaluation = trainer.evaluation
      trainer.evaluation = { model in
        var metrics = try evaluation?(model) ?? [:]
        if model.scalar > 1 { metrics["error, \"top 5\""] = 0.125 }
        return metrics
      }
      try trainer.train(on: Self.loader, epochs: 3, observers: [TableLog(to: file)])
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(
        text == #"""
          epoch,steps,loss,learning rate,accuracy,"error, ""top 5""",validation loss
          1,1,0.0,1.0,0.5,,0.5
          2,2,-1.0,1.0,0.75,0.125,0.25
          3,3,-2.0,1.0,nan,0.125,nan

          """#)
    }
  }

  /// What the event files of a folder hold, by tag.
  static func events(in folder: URL) throws -> [String: [(step: Int, value: Float)]] {
    var result: [String: [(step: Int, value: Float)]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      for event in try readEvents(at: folder.appendingPathComponent(name)).events {
        guard case .summary(let values) = event.content else { continue }
        for case (let tag, .scalar(let value)) in values {
          result[tag, default: []].append((event.step, value))
        }
      }
    }
    return result
  }

  @Test("TensorBoard's file holds every step and epoch, with histograms if wanted")
  func tensorBoard() throws {
    try withFolder { folder in
      var trainer = testTrainer()
      var losses: [Float] = []
      try trainer.train(
        on: TestData.loader(), epochs: 2,
        observers: [
          TensorBoardLog(to: folder, histograms: true),
          Watcher { event, _ in
            if case .step(let loss, _) = event { losses.append(loss) }
            return false
          },
        ])
      let events = try Self.events(in: folder)
      #expect(
        events.keys.sorted() == [
          "epoch/accuracy", "epoch/drawn", "epoch/loss", "epoch/validation loss",
          "step/gradient norm",
          "step/learning rate", "step/loss",
        ])
      #expect(events["step/loss"]?.map(\.value) == losses)
      #expect(events["step/loss"]?.map(\.step) == Array(1...14))
      #expect(events["epoch/loss"]?.map(\.value) == trainer.history.map(\.loss))
      let file = try #require(FileManager.default.contentsOfDirectory(atPath: folder.path).first)
      let log = try readEvents(at: folder.appendingPathComponent(file))
      #expect(log.values("epoch/first.weight").map(\.step) == [1, 2])
    }
  }

  @Test(
    "a run that goes on from an earlier checkpoint does not log steps twice, even behind half an event"
  )
  func tensorBoardAfterRestart() throws {
    try withFolder { folder in
      let (events, file) = (
        folder.appendingPathComponent("events"), folder.appendingPathComponent("run")
      )
      var first = testTrainer()
      try first.train(
        on: TestData.loader(), epochs: 2,
        observers: [
          TensorBoardLog(to: events), Checkpoints(to: file, every: 5), stop(afterStep: 13),
        ])
      // The checkpoint is of step 10; the log goes on to 13, and ends in half an event.
      let log = try #require(FileManager.default.contentsOfDirectory(atPath: events.path).first)
      let url = events.appendingPathComponent(log)
      var data = try Data(contentsOf: url)
      data.append(data.prefix(30))
      try data.write(to: url)
      var second = testTrainer()
      try second.load(from: file)
      #expect(second.position.step == 10)
      try second.train(on: TestData.loader(), epochs: 2, observers: [TensorBoardLog(to: events)])
      let found = try Self.events(in: events)
      #expect(found["step/loss"]?.map(\.step) == Array(1...14))
      #expect(found["epoch/loss"]?.map(\.step) == [1, 2])
      #expect(found["epoch/loss"]?.map(\.value) == second.history.map(\.loss))
      #expect(try FileManager.default.contentsOfDirectory(atPath: events.path) == [log])
    }
  }

  @Test("a run that was saved between the last step and the end of an epoch logs the epoch once")
  func tensorBoardAtTheEnd() throws {
    struct PowerFailure: Error {}
    try withFolder { folder in
      let events = folder.appendingPathComponent("events")
      var first = testTrainer()
      try first.train(
        on: TestData.loader(), epochs: 2,
        observers: [TensorBoardLog(to: events), stop(afterStep: 9)])
      var second = testTrainer()
      #expect(throws: PowerFailure.self) {
        try second.train(
          on: TestData.loader(), epochs: 2,
          observers: [
            Watcher { _, position in
              if position.step == 7 { throw PowerFailure() }
              return false
            }
          ])
      }
      #expect(second.position == TrainingPosition(epoch: 0, batch: 7, step: 7))
      try second.train(on: TestData.loader(), epochs: 2, observers: [TensorBoardLog(to: events)])
      let found = try Self.events(in: events)
      #expect(found["step/loss"]?.map(\.step) == Array(1...14))
      #expect(found["epoch/loss"]?.map(\.step) == [1, 2])
    }
  }

  @Test("progress counts batches, also where several make one step, and ends at the end")
  func progress() throws {
    let recorder = TextRecorder()
    let report = Report(output: .discarded, progressOutput: recorder.output())
    var trainer = testTrainer(accumulation: 3)
    try trainer.train(on: TestData.loader(), epochs: 2, observers: [ProgressDisplay(report)])
    let last = try #require(recorder.text.split(separator: "\n").last)
    #expect(last.contains("100%"))
    #expect(last.contains("14/14"))
    #expect(last.contains("epoch 2, loss "))
  }
}
