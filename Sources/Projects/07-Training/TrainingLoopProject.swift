import Course
import Datasets
import Optimization
import Perceptrons
public import Plots
import Tensors
import TrainingExercises

/// The project of chapter 07: the reader's own parts train a network, and survive a power failure.
///
/// Gradients come from the tensor, the optimizer from chapter 06. First weights, normalization, dropout, loss, batches
/// and the decision to stop are calls of functions from the exercises.
public enum TrainingLoopProject {
  /// What came out.
  public struct Result: Sendable {
    /// The share of digits that the best network reads right; it has never seen them, and it was not chosen by
    /// them.
    public let accuracy: Float
    /// The epochs until the end.
    public let epochs: Int
    /// How many of the network's numbers differ when a run is interrupted in the middle of an epoch and goes on.
    public let differencesAfterResume: Int
  }

  /// Trains on the bundled digits until nothing gets better, with at most `epochs` epochs.
  ///
  /// - Throws: `NotImplemented` where an exercise is still a stub.
  public static func run(epochs: Int = 30, report: Report) throws -> Result {
    let task = DigitsTask(seed: report.seed)
    report.say(
      "\(task.training.count) digits to learn from, \(task.validation.count) to choose by, "
        + "\(task.test.count) held out, seed \(report.seed)")
    let differences = try differencesAfterResume(task, report)

    var run = try TrainingRun(task, epochs: epochs)
    var best = run.network
    let bar = report.progress(total: epochs, label: "training")
    var curves: (training: [Float], validation: [Float]) = ([], [])
    for epoch in 0..<epochs {
      curves.training.append(try run.train(task, epoch: epoch))
      curves.validation.append(try run.network.loss(on: task.validation))
      let verdict = try earlyStop(
        curve: curves.validation, patience: 6, leastImprovement: 0, lowerIsBetter: true)
      if verdict.best == epoch { best = run.network }
      bar.advance(message: "validation loss \(curves.validation[epoch])")
      if verdict.stop != nil { break }
    }
    bar.finish()
    let answers = try best.scores(task.test.features, isTraining: false).argmax(axis: 1)
    let share = accuracy(answers, task.test.labels)
    report.metric("test_accuracy", Double(share))
    report.metric("epochs", Double(curves.validation.count))
    try report.show(
      LineChart(
        title: "Your loop reads digits",
        series: [
          .init("training, smoothed, with dropout", curves.training),
          .init("validation", curves.validation),
        ], xLabel: "epoch", yLabel: "cross-entropy"),
      named: "project-loss", caption: "The network of the lowest validation loss is the answer.")
    return Result(
      accuracy: share, epochs: curves.validation.count, differencesAfterResume: differences)
  }

  /// Trains two epochs in one go, and once more with an interruption in the second.
  private static func differencesAfterResume(_ task: DigitsTask, _ report: Report) throws -> Int {
    var straight = try TrainingRun(task, epochs: 2)
    _ = try straight.train(task, epoch: 0)
    var interrupted = straight
    _ = try straight.train(task, epoch: 1)
    // A value holds all there is to a run: a copy is as good as a file.
    _ = try interrupted.train(task, epoch: 1, batches: 0..<10)
    var resumed = interrupted
    _ = try resumed.train(task, epoch: 1, batches: 10..<Int.max)
    let pairs = zip(straight.network.parameters, resumed.network.parameters)
    let count = pairs.reduce(0) { sum, pair in
      sum + zip(pair.0.scalars, pair.1.scalars).count { $0.bitPattern != $1.bitPattern }
    }
    report.metric("numbers_that_differ_after_a_power_failure", Double(count))
    return count
  }

  /// The ids of the exercises that the project needs and that are still stubs.
  public static func missingExercises() -> [String] {
    let (one, pair) = (Tensor([1]), Tensor([[1], [2]]))
    return NotImplemented.exercises(among: [
      "07.2": { _ = try crossEntropy(logits: pair, labels: [0, 0], weights: nil, smoothing: 0) },
      "07.5": { _ = try initialBound(shape: [1, 1], gain: 1) },
      "07.6": {
        _ = try batchNormalization(
          pair, scale: one, shift: one, runningMean: one, runningVariance: one, momentum: 0.5,
          epsilon: 1, isTraining: true)
      },
      "07.9": { _ = try invertedDropout(pair, rate: 0.5, uniform: pair, isTraining: true) },
      "07.12": {
        _ = try epochBatches(count: 2, batchSize: 1, seed: 1, epoch: 0, dropsLast: true, from: 0)
      },
      "07.14": {
        _ = try earlyStop(curve: [1], patience: 1, leastImprovement: 0, lowerIsBetter: true)
      },
    ])
  }
}
