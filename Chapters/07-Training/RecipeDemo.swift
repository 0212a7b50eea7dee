// Part 3 of the demo: the whole recipe, from first weights to early stopping.

import Datasets
import Foundation
import Optimization
public import Plots
import Tensors

/// Trains a network on handwritten digits with everything that the chapter has, for five seeds.
///
/// A data directory that holds MNIST, or a set in its form, is read after the digits that ship with the package.
///
/// - Throws: `DataFileError`, when the files of the data directory cannot be read; `PlotsError`, when a
///   figure cannot be saved.
public func trainingRecipeDemo(_ report: Report) throws {
  report.heading("3 The whole recipe: digits")
  let recipe = reduced(Recipe(), report)
  report.say(
    "He's first weights, \(recipe.hiddenLayers) hidden layers of \(recipe.width) units, each with batch "
      + "norm, ReLU and dropout \(NumberText.short(recipe.dropout));")
  report.say(
    "AdamW, rate \(NumberText.short(recipe.learningRate)) with warm-up and cosine, decay "
      + "\(NumberText.short(recipe.weightDecay)); smoothing \(NumberText.short(recipe.smoothing)); at most "
      + "\(recipe.epochs) epochs, patience \(recipe.patience ?? 0)")
  let seeds = demoSeeds(report)
  let bar = report.progress(total: seeds.count + 1, label: "digits")
  var readings: [Reading] = []
  for seed in seeds {
    let task = digitsTask(report, seed: seed)
    if readings.isEmpty {
      report.say(
        "\(task.training.labels.count) digits to learn from, \(task.validation.labels.count) to choose by, "
          + "\(task.test.labels.count) to be tested on")
    }
    let reading = try recipe.train(task, seed: seed, measuresTraining: readings.isEmpty)
    readings.append(reading)
    bar.advance(message: "seed \(seed): \(percent(reading.accuracy))")
  }
  var bare = recipe
  (bare.normalization, bare.dropout, bare.weightDecay) = (.none, 0, 0)
  (bare.smoothing, bare.patience) = (0, nil)
  let plain = try bare.train(
    digitsTask(report, seed: seeds[0]), seed: seeds[0], measuresTraining: true)
  bar.advance()
  bar.finish()
  table(report, seeds, readings)
  report.say("the bare network, seed \(seeds[0]): \(percent(plain.accuracy))")
  let accuracies = readings.map(\.accuracy)
  report.metric("digits_mean_test_accuracy", Double(meanAndDeviation(accuracies).mean))
  report.metric("digits_worst_test_accuracy", Double(accuracies.min() ?? 0))
  try report.show(
    LineChart(
      title: "Learning to read, seed \(seeds[0])",
      series: [
        readings[0].curve("recipe, training", "training loss"),
        readings[0].curve("recipe, validation", "validation loss"),
        plain.curve("bare, training", "training loss"),
        plain.curve("bare, validation", "validation loss"),
      ], xLabel: "epoch", yLabel: "cross-entropy, dropout off", yScale: .logarithmic),
    named: "recipe",
    caption: "Bare: no normalization, no dropout, no decay, no smoothing, no early stop.")
  if let folder = report.dataDirectory { try imagesDemo(report, folder) }
}

private func table(_ report: Report, _ seeds: [UInt64], _ readings: [Reading]) {
  report.table(
    header: ["seed", "epochs", "best", "validation loss", "never seen"],
    rows: zip(seeds, readings).map { seed, reading in
      let losses = reading.history.map { $0["validation loss"] ?? .nan }
      let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
      return [
        "\(seed)", "\(losses.count)", "\(best + 1)", fixed(losses[best], 3),
        percent(reading.accuracy),
      ]
    })
}

/// The seeds of a report: each parts the data anew and draws other first weights.
func demoSeeds(_ report: Report) -> [UInt64] {
  (0..<(report.isReduced ? 2 : 5)).map { report.seed + $0 }
}

/// The recipe as a report wants it.
func reduced(_ recipe: Recipe, _ report: Report) -> Recipe {
  var recipe = recipe
  if report.isReduced { recipe.epochs = 1 }
  return recipe
}

/// The digits that ship with the package.
func digitsTask(_ report: Report, seed: UInt64, falseLabels: Float = 0) -> ReadingTask {
  ReadingTask(
    digits(scaled: true), seed: seed, falseLabels: falseLabels, most: report.isReduced ? 128 : .max)
}

// MARK: Images of a data directory

private func imagesDemo(_ report: Report, _ folder: URL) throws {
  var recipe = reduced(Recipe(), report)
  (recipe.hiddenLayers, recipe.width, recipe.epochs) = (1, 256, report.isReduced ? 1 : 20)
  (recipe.dropout, recipe.learningRate, recipe.batchSize) = (0.3, 0.003, 64)
  recipe.patience = nil
  report.say("\nThe same recipe on the images of the data directory, one hidden layer of 256 units")
  let seeds = demoSeeds(report).prefix(2)
  let bar = report.progress(total: seeds.count * recipe.epochs, label: "images")
  var readings: [Reading] = []
  for seed in seeds {
    var generator = RandomGenerator(seed: seed).split(74)
    let (rest, test) = try images(report, folder, using: &generator)
    let task = ReadingTask(
      rest, test, seed: seed, validationFraction: 0.05, most: report.isReduced ? 320 : .max)
    report.say(
      "seed \(seed): \(task.training.labels.count) images to learn from, "
        + "\(task.validation.labels.count) for the curve, \(task.test.labels.count) to be tested on"
    )
    readings.append(try recipe.train(task, seed: seed, observers: [EpochProgress(bar)]))
  }
  bar.finish()
  table(report, Array(seeds), readings)
  report.metric("images_worst_test_accuracy", Double(readings.map(\.accuracy).min() ?? 0))
}

/// Reads what is in the data directory; pixels between 0 and 1.
private func images(
  _ report: Report, _ folder: URL, using generator: inout RandomGenerator
) throws -> (rest: LabelledData, test: LabelledData) {
  let test = try mnist(in: folder, part: .test, scaled: true)
  do throws(DataFileError) {
    return (try mnist(in: folder, part: .training, scaled: true), test)
  } catch let error where error.kind == .missing {
    report.say("no training files in the data directory: most of the test files take their place")
    let parts = test.split(testFraction: 0.2, stratified: true, using: &generator)
    return (parts.training, parts.test)
  }
}

/// Moves a bar by one for every epoch.
private final class EpochProgress: TrainingObserver {
  private let bar: ProgressBar

  init(_ bar: ProgressBar) { self.bar = bar }

  func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) -> TrainingDecision {
    if event == .epoch {
      bar.advance(message: "loss \(NumberText.short(trainer.history.last?.loss ?? .nan))")
    }
    return .proceed
  }
}
