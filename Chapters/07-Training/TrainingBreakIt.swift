// Part 7 of the demo: mistakes that nobody is told about.

import Perceptrons
public import Plots
import Tensors

/// Makes mistakes that raise no error, and shows what they cost.
///
/// - Throws: What a training throws.
public func trainingMistakesDemo(_ report: Report) throws {
  report.heading("7 Break it: mistakes without an error message")
  var right = Recipe()
  (right.epochs, right.patience) = (20, nil)
  right = reduced(right, report)
  var still = right
  still.momentum = 0
  var mixed = right
  (mixed.mixing, mixed.smoothing) = (1, 0)
  var mixedUp = mixed
  mixedUp.mixesOtherLabels = true

  let seeds = Array(demoSeeds(report).prefix(report.isReduced ? 1 : 3))
  let bar = report.progress(total: 4 * seeds.count, label: "mistakes")
  var results: [String: [Float]] = [:]
  func note(_ name: String, _ accuracy: Float) { results[name, default: []].append(accuracy) }
  for seed in seeds {
    let task = digitsTask(report, seed: seed)
    let readings = try [right, still, mixed, mixedUp].map { recipe in
      defer { bar.advance() }
      return try recipe.train(task, seed: seed)
    }
    note("right", readings[0].accuracy)
    note("training phase", accuracyInTraining(readings[0].network, task, batch: 359, seed: seed))
    note("batches of 4", accuracyInTraining(readings[0].network, task, batch: 4, seed: seed))
    note("still", readings[1].accuracy)
    note("mixed", readings[2].accuracy)
    note("mixed up", readings[3].accuracy)
  }
  bar.finish()
  report.table(
    header: ["digits never seen", "accuracy"],
    rows: [
      ("everything as it should be", "right"),
      ("answers given in the training phase", "training phase"),
      ("the same, four digits at a time", "batches of 4"),
      ("running mean and variance never updated", "still"),
      ("mixup, alpha 1", "mixed"),
      ("mixup, labels with other partners", "mixed up"),
    ].map { [$0.0, spreadText(results[$0.1] ?? [])] })
  for (name, key) in [
    ("none", "right"), ("training_phase", "batches of 4"), ("running_values", "still"),
    ("mixed_labels", "mixed up"),
  ] {
    report.metric("mistake_\(name)_accuracy", Double(meanAndDeviation(results[key] ?? []).mean))
  }
}

/// The share of right answers of a network that takes the test for a training: it drops units, and normalizes by
/// the batch.
private func accuracyInTraining(
  _ network: ReadingNetwork, _ task: ReadingTask, batch: Int, seed: UInt64
) -> Float {
  // A single digit at the end would have no variance.
  let count = task.test.labels.count / batch * batch
  let answers = withSeed(seed) {
    withPhase(.training) {
      stride(from: 0, to: count, by: batch).flatMap { start in
        network(task.test.inputs[start..<start + batch]).argmax(axis: 1)
      }
    }
  }
  return accuracy(answers, Array(task.test.labels.prefix(count)))
}
