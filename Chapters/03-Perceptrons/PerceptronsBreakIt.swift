// Part 5 of the demo: leave one ingredient out, and see what happens.

import Datasets
import Plots
import Tensors

/// Leaves out one ingredient after the other and reports what breaks.
func perceptronsBreakIt(_ report: Report, _ task: DigitsTask) {
  report.heading("5 Break it: one ingredient left out")
  for broken in [
    withoutBias(), withoutTie(), withoutShuffling(task), withoutScores(task),
    withoutScaling(task), withoutMaximum(), withoutLogits(),
  ] {
    report.say("without \(broken.ingredient):")
    report.say("  \(broken.without)")
    report.say("  with it: \(broken.with)")
    if let metric = broken.metric { report.metric(metric.name, metric.value) }
  }
  roundingTrap(report)
}

/// What a run gives with an ingredient and without it.
private struct Broken {
  let ingredient: String
  let with: String
  let without: String
  var metric: (name: String, value: Double)?
}

/// "And" with a bias, and with the bias held at 0.
private func withoutBias() -> Broken {
  let and = BooleanFunction(labels: [-1, -1, -1, 1])
  var unit = Perceptron(features: 2)
  let history = unit.train(BooleanFunction.inputs, and.labels, mostEpochs: 1000)
  var held = Perceptron(features: 2)
  var fewest = Int.max
  for _ in 0..<1000 {
    var mistakes = 0
    for (row, label) in and.labels.enumerated() {
      if held.update(example: BooleanFunction.inputs[row], label: label) { mistakes += 1 }
      held.bias = 0
    }
    fewest = min(fewest, mistakes)
  }
  return Broken(
    ingredient: "a bias, learning AND", with: "no mistake in epoch \(history.count)",
    without: "\(fewest) or more mistakes in each of 1000 epochs",
    metric: ("without_bias_fewest_mistakes", Double(fewest)))
}

/// The six points when a score of exactly 0 is not a mistake: `y s < 0` instead of `y s ≤ 0`.
private func withoutTie() -> Broken {
  var unit = Perceptron(features: 2)
  let history = unit.train(SixPoints.points, SixPoints.labels, mostEpochs: 100)
  var lenient = Perceptron(features: 2)
  var mistakes = 0
  for (row, label) in SixPoints.labels.enumerated() {
    let score = lenient.scores(SixPoints.points[row..<row + 1]).scalar
    if Float(label) * score < 0 {
      lenient.update(example: SixPoints.points[row], label: label)
      mistakes += 1
    }
  }
  func right(_ unit: Perceptron) -> Int {
    zip(unit.predict(SixPoints.points), SixPoints.labels).count { $0 == $1 }
  }
  return Broken(
    ingredient: "counting a tie as a mistake, six points",
    with: "\(right(unit)) of 6 right after \(history.count) epochs",
    without: "\(mistakes) mistakes, so w stays \(pair(lenient.weights)): "
      + "\(right(lenient)) of 6 right, those with label +1",
    metric: ("without_tie_right", Double(right(lenient))))
}

/// One epoch of the ten perceptrons in random order, and with the digits sorted.
private func withoutShuffling(_ task: DigitsTask) -> Broken {
  func tested(_ rows: [Int]) -> Double {
    var model = OneVersusRest(features: task.features, classes: task.classes)
    model.trainEpoch(task.training.features[rows], rows.map { task.training.labels[$0] })
    return Double(accuracy(model.predict(task.test.features), task.test.labels))
  }
  var generator = task.generator.split(3)
  let shuffled = generator.permutation(task.training.count)
  let labels = task.training.labels
  let sorted = shuffled.indices.sorted { (labels[$0], $0) < (labels[$1], $1) }
  let without = tested(sorted)
  return Broken(
    ingredient: "shuffling, one epoch of digits sorted 0 to 9",
    with: percent(tested(shuffled)) + " of the test part",
    without: percent(without) + " of the test part",
    metric: ("without_shuffling_test_accuracy", without))
}

/// Answers of the ten perceptrons by the largest score, and by the first unit that says yes.
private func withoutScores(_ task: DigitsTask) -> Broken {
  var model = OneVersusRest(features: task.features, classes: task.classes)
  var order = task.generator.split(1)
  for _ in 0..<task.epochs.perceptron {
    let rows = order.permutation(task.training.count)
    model.trainEpoch(task.training.features[rows], rows.map { task.training.labels[$0] })
  }
  let scores = model.scores(task.test.features)
  let yes = (0..<task.test.count).map { row in
    (0..<task.classes).filter { scores[row, $0] >= 0 }
  }
  let none = yes.count { $0.isEmpty }
  let several = yes.count { $0.count > 1 }
  let with = Double(accuracy(model.predict(task.test.features), task.test.labels))
  // No unit says yes: then the first class is as good as any.
  let without = Double(accuracy(yes.map { $0.first ?? 0 }, task.test.labels))
  return Broken(
    ingredient: "scores, asking the ten perceptrons only for yes or no",
    with: percent(with) + " of the test part",
    without: percent(without) + ": of \(task.test.count) digits, \(none) get no yes "
      + "and \(several) get several",
    metric: ("without_scores_test_accuracy", without))
}

/// Softmax regression on centred and scaled pixels, and on pixels as they come.
private func withoutScaling(_ task: DigitsTask) -> Broken {
  func run(_ training: LabelledData, _ test: LabelledData) -> (first: Double, test: Double) {
    var model = SoftmaxRegression(features: task.features, classes: task.classes)
    var batches = task.generator.split(2)
    var first: Double?
    for _ in 0..<task.epochs.softmax {
      let loss = model.trainEpoch(
        training.features, training.labels, batchSize: task.batchSize,
        learningRate: task.learningRate, using: &batches)
      first = first ?? Double(loss)
    }
    return (first ?? 0, Double(model.loss(test.features, test.labels)))
  }
  let without = run(task.raw.training, task.raw.test)
  func words(_ run: (first: Double, test: Double)) -> String {
    "mean loss \(fixed(run.first, 2)) in epoch 1, test loss \(fixed(run.test, 2)) at the end"
  }
  return Broken(
    ingredient: "centring and scaling, softmax regression",
    with: words(run(task.training, task.test)), without: words(without),
    metric: ("without_scaling_test_loss", without.test))
}

/// Softmax with and without subtracting the largest score.
private func withoutMaximum() -> Broken {
  let scores = Tensor([[1000, 1001, 999]])
  let powers = exp(scores)
  let naive = powers / powers.sum(axis: 1, keepDimensions: true)
  func words(_ row: Tensor) -> String {
    row.scalars.map { $0.isNaN ? "nan" : fixed(Double($0), 4) }.joined(separator: " ")
  }
  return Broken(
    ingredient: "subtracting the maximum, softmax of 1000 1001 999",
    with: words(softmax(scores)), without: words(naive))
}

/// The logistic loss of a confident mistake from its logit, and by way of the probability.
private func withoutLogits() -> Broken {
  let logit = Tensor([40])
  let naive = -log(1 - sigmoid(logit)).scalar
  return Broken(
    ingredient: "logits, the loss of s = 40 for the label 0 by way of p",
    with: whole(logisticLoss(logits: logit, labels: [0])), without: "\(naive)")
}

/// The six points with learning rate 0.1 in binary numbers of 64 bits: a tie is lost to rounding.
private func roundingTrap(_ report: Report) {
  func run(_ rate: Double) -> (mistakes: [Int], weights: [Double], bias: Double) {
    var (first, second, bias) = (0.0, 0.0, 0.0)
    var history: [Int] = []
    while history.last != 0 {
      var mistakes = 0
      for (row, label) in SixPoints.labels.enumerated() {
        let x = SixPoints.points[row].scalars.map { Double($0) }
        let y = Double(label)
        if y * (first * x[0] + second * x[1] + bias) > 0 { continue }
        first += rate * y * x[0]
        second += rate * y * x[1]
        bias += rate * y
        mistakes += 1
      }
      history.append(mistakes)
    }
    return (history, [first, second], bias)
  }
  report.say("a trap: the six points again, in 64-bit numbers")
  for rate in [1, 0.125, 0.1] {
    let result = run(rate)
    let scaled = (result.weights + [result.bias]).map { fixed($0 / rate, 2) }
    report.say(
      "  rate \(rate): mistakes \(list(result.mistakes)); w / rate = (\(scaled[0]), \(scaled[1])), "
        + "b / rate = \(scaled[2])")
  }
}
