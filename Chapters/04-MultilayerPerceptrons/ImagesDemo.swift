// Part 7 of the demo: handwritten digits, with a head that chooses among ten.

import Datasets
import Perceptrons
import Plots
import Tensors

/// Trains a network on digits, shows what it makes of digits it has never seen, and returns the number of
/// its parameters.
func imagesDemo(_ report: Report) throws -> Int {
  report.heading("7 Digits: which of ten")
  var generator = demoGenerator(report, 8)
  var (training, test) = try digitParts(report, using: &generator)
  if report.isReduced {
    training = training.subset(Array(0..<min(300, training.count)))
    test = test.subset(Array(0..<min(200, test.count)))
  }
  (training, test) = centred(training, test)
  let (pixels, classes) = (training.features.shape[1], training.classNames.count)
  let isLarge = pixels > 100
  let width = isLarge ? 256 : 128
  var network = Sequential {
    Linear(pixels, width, using: &generator)
    Activation.relu
    Linear(width, classes, using: &generator)
  }
  report.say(
    "\(training.provenance.name): \(training.count) digits to learn, \(test.count) to be tested on")
  report.say("\(network.summary(of: .zeros([1, pixels])))")

  let epochs = report.isReduced ? 3 : isLarge ? 20 : 60
  let bar = report.progress(total: epochs, label: "digits")
  let (x, y) = (training.features, training.labels)
  var losses: (training: [Float], test: [Float]) = ([], [])
  for epoch in 1...epochs {
    losses.training.append(
      network.descendEpoch(over: y.count, batchSize: 32, rate: 0.1, using: &generator) {
        choiceLoss($0(x[$1]), $1.map { y[$0] })
      })
    losses.test.append(choiceLoss(network(test.features), test.labels).scalar)
    bar.advance(message: "epoch \(epoch): loss \(fixed(losses.test[epoch - 1], 3))")
  }
  bar.finish()
  let answers = network(test.features).argmax(axis: 1)
  report.metric(
    "digits_training_accuracy", Double(accuracy(network(x).argmax(axis: 1), y)))
  report.metric("digits_test_accuracy", Double(accuracy(answers, test.labels)))
  report.metric("digits_test_loss", Double(losses.test.last ?? 0))
  let scores = network.content.first.first(test.features)
  report.say(
    "dead units: \(Activation.relu.deadUnits(scores: scores).count) of \(width); scores below 0: "
      + percent(1 - positive(scores).mean().scalar))
  try report.show(
    LineChart(
      title: "A network learns digits",
      series: [.init("training part", losses.training), .init("test part", losses.test)],
      xLabel: "epoch", yLabel: "mean cross-entropy", yScale: .logarithmic),
    named: "digits-loss", caption: "The training part goes on falling; the test part settles.")
  return network.parameterCount
}

/// Reads the bundled digits, or what is in the data directory; pixels between 0 and 1.
func digitParts(
  _ report: Report, using generator: inout RandomGenerator
) throws -> (training: LabelledData, test: LabelledData) {
  guard let folder = report.dataDirectory else {
    return digits(scaled: true).split(testFraction: 0.2, stratified: true, using: &generator)
  }
  let test = try mnist(in: folder, part: .test, scaled: true)
  do throws(DataFileError) {
    return (try mnist(in: folder, part: .training, scaled: true), test)
  } catch let error where error.kind == .missing {
    report.say("no training files in the data directory: most of the test files take their place")
    return test.split(testFraction: 0.2, stratified: true, using: &generator)
  }
}

/// Moves the mean image to 0 and the spread of all pixels to 1, both measured on the training part.
///
/// One spread for all pixels, not one each: a pixel that is almost always white would be blown up.
func centred(
  _ training: LabelledData, _ test: LabelledData
) -> (training: LabelledData, test: LabelledData) {
  let mean = training.features.mean(axis: 0)
  let spread = square(training.features - mean).mean().scalar.squareRoot()
  func scale(_ part: LabelledData) -> LabelledData { part.transformed { ($0 - mean) / spread } }
  return (scale(training), scale(test))
}
