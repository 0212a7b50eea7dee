// Part 4 of the demo: ten units read handwritten digits.

import Datasets
import Plots
import Tensors

/// Digits to learn and digits to be tested on, centred and scaled.
struct DigitsTask {
  /// What training may see; its features are centred and scaled.
  let training: LabelledData
  /// What only the final measurement sees; centred and scaled with the numbers of the training part.
  let test: LabelledData
  /// The same two parts with their pixels as they come, for comparison.
  let raw: (training: LabelledData, test: LabelledData)
  let epochs: (perceptron: Int, softmax: Int)
  let batchSize = 32
  let generator: RandomGenerator

  var features: Int { training.features.shape[1] }
  var classes: Int { training.classNames.count }

  /// The learning rate for centred and scaled pixels.
  ///
  /// An example then has ‖x‖² ≈ the number of pixels, and a step moves its own scores by about η ‖x‖²:
  /// so the rate goes down as the pixels go up. For 64 pixels it is 0.1.
  var learningRate: Float { 6.4 / Float(features) }

  init(_ report: Report) throws {
    generator = RandomGenerator(seed: report.seed).split(2)
    var splitter = generator.split(0)
    var parts = try Self.parts(report, using: &splitter)
    if report.isReduced {
      parts.training = parts.training.subset(Array(0..<min(400, parts.training.count)))
      parts.test = parts.test.subset(Array(0..<min(200, parts.test.count)))
    }
    raw = parts
    // Both numbers come from the training part alone: the test part stands for digits that have not
    // been written yet. One spread for all pixels, not one each: a pixel that is almost always white
    // would otherwise be blown up when it is not.
    let mean = parts.training.features.mean(axis: 0)
    let deviations = parts.training.features - mean
    let spread = (deviations * deviations).mean().scalar.squareRoot()
    training = parts.training.transformed { ($0 - mean) / spread }
    test = parts.test.transformed { ($0 - mean) / spread }
    let isLarge = training.count > 20_000
    epochs = report.isReduced ? (3, 3) : isLarge ? (10, 20) : (20, 40)
  }

  private static func parts(
    _ report: Report, using generator: inout RandomGenerator
  ) throws -> (training: LabelledData, test: LabelledData) {
    guard let folder = report.dataDirectory else {
      return digits().split(testFraction: 0.2, stratified: true, using: &generator)
    }
    let test = try mnist(in: folder, part: .test, scaled: false)
    do throws(DataFileError) {
      return (try mnist(in: folder, part: .training, scaled: false), test)
    } catch let error where error.kind == .missing {
      report.say("no training files in the data directory: most of the test files take their place")
      return test.split(testFraction: 0.2, stratified: true, using: &generator)
    }
  }
}

func digitsDemo(_ report: Report, _ task: DigitsTask) throws {
  report.heading("4 Digits: ten units side by side")
  let (training, test) = (task.training, task.test)
  report.say(
    "\(training.provenance.name): \(training.count) digits to learn, \(test.count) to be tested on, "
      + "\(task.features) pixels each")
  let bar = report.progress(total: task.epochs.perceptron + task.epochs.softmax, label: "training")

  var perceptrons = AveragedOneVersusRest(features: task.features, classes: task.classes)
  var order = task.generator.split(1)
  var mistakes: [Int] = []
  for epoch in 1...task.epochs.perceptron {
    let rows = order.permutation(training.count)
    mistakes.append(
      perceptrons.trainEpoch(training.features[rows], rows.map { training.labels[$0] }))
    bar.advance(message: "perceptrons, epoch \(epoch): \(mistakes[epoch - 1]) mistakes")
  }

  var model = SoftmaxRegression(features: task.features, classes: task.classes)
  var batches = task.generator.split(2)
  var trainingLoss = [model.loss(training.features, training.labels)]
  var testLoss = [model.loss(test.features, test.labels)]
  for epoch in 1...task.epochs.softmax {
    model.trainEpoch(
      training.features, training.labels, batchSize: task.batchSize,
      learningRate: task.learningRate, using: &batches)
    trainingLoss.append(model.loss(training.features, training.labels))
    testLoss.append(model.loss(test.features, test.labels))
    bar.advance(message: "softmax, epoch \(epoch): loss \(fixed(Double(testLoss[epoch]), 3))")
  }
  bar.finish()

  report.say(
    "mistakes of the ten perceptrons: \(mistakes.first ?? 0) in the first epoch, "
      + "\(mistakes.last ?? 0) in the last")
  let last = perceptrons.current
  let averaged = perceptrons.averaged
  var rows: [[String]] = []
  for (name, metric, predict) in [
    ("perceptrons, last weights", "perceptron", last.predict),
    ("perceptrons, averaged", "averaged_perceptron", averaged.predict),
    ("softmax regression", "softmax", model.predict),
  ] as [(String, String, (Tensor) -> [Int])] {
    let seen = Double(accuracy(predict(training.features), training.labels))
    let unseen = Double(accuracy(predict(test.features), test.labels))
    rows.append([name, percent(seen), percent(unseen)])
    report.metric("\(metric)_training_accuracy", seen)
    report.metric("\(metric)_test_accuracy", unseen)
  }
  report.metric("softmax_training_loss", Double(trainingLoss.last ?? 0))
  report.metric("softmax_test_loss", Double(testLoss.last ?? 0))
  report.table(header: ["model", "training part", "test part"], rows: rows)

  let answers = model.predict(test.features)
  let confusion = ConfusionMatrix(predicted: answers, labels: test.labels, classes: task.classes)
  let worst = confusion.confusions(most: 3).map {
    "\(test.classNames[$0.truth]) read as \(test.classNames[$0.answer]) (\($0.count))"
  }
  report.say("softmax regression's most frequent mistakes: \(worst.joined(separator: ", "))")
  try showLosses(report, trainingLoss, testLoss)
  try report.show(
    MatrixChart(
      title: "Softmax regression on the test part", counts: confusion.counts,
      rowNames: test.classNames),
    named: "confusion", caption: "Rows: the digit that was written. Columns: the answer.")
  try showWeights(report, task, last: last, averaged: averaged, model: model)
  try showMistakes(report, task.raw.test, answers)
}

private func showLosses(_ report: Report, _ training: [Float], _ test: [Float]) throws {
  try report.show(
    LineChart(
      title: "Softmax regression learns digits",
      series: [.init("training part", training), .init("test part", test)], xLabel: "epoch",
      yLabel: "mean cross-entropy", yScale: .logarithmic),
    named: "loss", caption: "Both start at log 10 = 2.303, the price of guessing.")
}

private func showWeights(
  _ report: Report, _ task: DigitsTask, last: OneVersusRest, averaged: OneVersusRest,
  model: SoftmaxRegression
) throws {
  guard let side = task.training.imageShape else { return }
  func grid(_ title: String, _ weights: Tensor) -> ImageGrid {
    ImageGrid(
      title: title, images: weights.transposed().reshaped([task.classes] + side),
      captions: task.training.classNames, columns: 10, colourMap: .diverging)
  }
  try report.show(
    FigureGrid(
      figures: [
        grid("Perceptrons, last weights", last.weights),
        grid("Perceptrons, averaged weights", averaged.weights),
        grid("Softmax regression", model.weights),
      ], columns: 1),
    named: "weights",
    caption: "Ink on a red pixel speaks for the digit, ink on a blue one against it.")
}

private func showMistakes(_ report: Report, _ test: LabelledData, _ answers: [Int]) throws {
  let wrong = answers.indices.filter { answers[$0] != test.labels[$0] }
  let shown = Array(wrong.prefix(10))
  guard !shown.isEmpty, test.imageShape != nil else { return }
  try report.show(
    ImageGrid(
      title: "Digits that softmax regression misread", images: test.images[shown],
      captions: shown.map { "\(test.classNames[test.labels[$0]]), not \(answers[$0])" },
      columns: 5),
    named: "misread", caption: "\(shown.count) of \(wrong.count) wrong answers on the test part.")
}
