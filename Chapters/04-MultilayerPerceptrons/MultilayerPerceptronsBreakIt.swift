// Part 8 of the demo: leave one ingredient out, and see what happens.

import Datasets
import Perceptrons
import Plots
import Tensors

/// Leaves out one ingredient after the other and reports what breaks.
func multilayerPerceptronsBreakIt(_ report: Report) {
  report.heading("8 Break it: one ingredient left out")
  withoutBend(report)
  withoutSettling(report)
  withoutRandomStart(report)
  withoutSlope(report)
  withoutMatchingLoss(report)
  withoutScaling(report)
  withoutPatience(report)
}

/// Writes what a run gives with an ingredient and without it.
private func show(
  _ report: Report, without ingredient: String, _ broken: String, with whole: String
) {
  report.say("without \(ingredient):")
  report.say("  \(broken)")
  report.say("  with it: \(whole)")
}

/// The moons, when nothing bends between the layers.
private func withoutBend(_ report: Report) {
  let epochs = report.isReduced ? 5 : 90
  var (task, same) = (MoonsTask(seed: report.seed), MoonsTask(seed: report.seed))
  let straight = task.train(bend: .none, epochs: epochs).test
  let bent = same.train(bend: .tanh, epochs: epochs).test
  show(
    report, without: "a bend, two moons", "\(percent(straight)) of the test part right",
    with: percent(bent))
  report.metric("without_bend_test_accuracy", Double(straight))
}

/// The moons with long steps to the very end.
private func withoutSettling(_ report: Report) {
  let epochs = report.isReduced ? 6 : 90
  let seeds = report.isReduced ? 1 : 5
  func worst(settles: Bool) -> Float {
    (0..<seeds).reduce(1) { worst, offset in
      var task = MoonsTask(seed: report.seed + UInt64(offset))
      return min(worst, task.train(bend: .tanh, epochs: epochs, settles: settles).test)
    }
  }
  let (restless, settled) = (worst(settles: false), worst(settles: true))
  show(
    report, without: "shorter steps in the last third, two moons, worst of \(seeds) seeds",
    percent(restless), with: percent(settled))
  report.metric("without_settling_worst_test_accuracy", Double(restless))
}

/// Exclusive or from parameters that are all 0, and from parameters that are all 0.5.
private func withoutRandomStart(_ report: Report) {
  let data = xor()
  func train(_ start: TwoLayerNetwork) -> (loss: Float, different: Int) {
    var network = start
    for _ in 0..<2000 {
      network.descend(rate: 0.5) { yesOrNoLoss($0(data.features), data.labels) }
    }
    let columns = network.hidden.weight.transposed()
    let different = Set((0..<8).map { columns[$0].scalars }).count
    return (yesOrNoLoss(network(data.features), data.labels).scalar, different)
  }
  var generator = RandomGenerator(seed: 1)
  let random = TwoLayerNetwork(inputs: 2, hidden: 8, outputs: 1, using: &generator)
  var (zero, equal) = (random, random)
  zero.updateParameters(with: random) { parameter, _ in parameter = .zeros(parameter.shape) }
  equal.updateParameters(with: random) { parameter, _ in parameter = .full(parameter.shape, 0.5) }
  let results = [train(zero), train(equal), train(random)]
  show(
    report, without: "a random start, exclusive or with 8 units",
    "all 0: loss \(fixed(results[0].loss, 4)), \(results[0].different) kind of unit; all 0.5: loss "
      + "\(fixed(results[1].loss, 4)), \(results[1].different) kind of unit",
    with: "loss \(fixed(results[2].loss, 4)), \(results[2].different) kinds of units")
  report.metric("without_random_start_loss", Double(results[1].loss))
}

/// The hand-written gradient without the slope of the bend.
private func withoutSlope(_ report: Report) {
  let data = xor()
  let targets = Tensor(data.labels.map { Float($0) }).reshaped([4, 1])
  func solved(forgetting: Bool) -> Int {
    (1...40).count { seed in
      var generator = RandomGenerator(seed: UInt64(seed))
      var network = TwoLayerNetwork(inputs: 2, hidden: 4, outputs: 1, using: &generator)
      for _ in 0..<(report.isReduced ? 50 : 500) {
        var gradient = network.gradientByHand(data.features, targets)
        if forgetting {
          // As if tanh had the slope 1 everywhere.
          let errors = (network(data.features) - targets) / 4
          let hidden = matmul(errors, network.output.weight.transposed())
          gradient.hidden.weight = matmul(data.features.transposed(), hidden)
          gradient.hidden.bias = hidden.sum(axis: 0)
        }
        network.updateParameters(with: gradient) { $0 -= 0.5 * $1 }
      }
      let said = network(data.features).scalars
      return zip(said, data.labels).allSatisfy { ($0 >= 0.5 ? 1 : 0) == $1 }
    }
  }
  let (broken, whole) = (solved(forgetting: true), solved(forgetting: false))
  show(
    report, without: "the factor 1 - H*H in the gradient, exclusive or with 4 units",
    "\(broken) of 40 starts solve it: too good to be noticed", with: "\(whole) of 40")
  report.metric("without_slope_solved", Double(broken))
  report.metric("with_slope_solved", Double(whole))
}

/// A unit that is sure of the wrong answer, trained with the squared error of its probability.
private func withoutMatchingLoss(_ report: Report) {
  func steps(_ loss: (Linear) -> Tensor) -> String {
    var unit = Linear(weight: Tensor([[0]]), bias: Tensor([-8]))
    for step in 1...10_000 {
      unit.descend(rate: 0.5, loss)
      if unit(Tensor([[1]])).scalar >= 0 { return "right after \(step) steps" }
    }
    return "still wrong after 10,000 steps"
  }
  let squared = steps { square(sigmoid($0(Tensor([[1]]))) - 1).mean() }
  let logistic = steps { yesOrNoLoss($0(Tensor([[1]])), [1]) }
  show(
    report, without: "the loss that fits the head: a score of -8 for the label 1",
    "squared error of the sigmoid: \(squared)", with: "logistic loss: \(logistic)")
}

/// The tumours with the features as they come, whose sizes go from 0.002 to 4000.
private func withoutScaling(_ report: Report) {
  var generator = demoGenerator(report, 9)
  let (training, test) = breastCancer()
    .split(testFraction: 0.25, stratified: true, using: &generator)
  let standardizer = Standardizer(fitting: training.features)
  func run(_ x: Tensor, _ testX: Tensor) -> (loss: Float, accuracy: Float) {
    var random = demoGenerator(report, 10)
    var network = Sequential {
      Linear(30, 16, using: &random)
      Activation.relu
      Linear(16, 1, using: &random)
    }
    for _ in 0..<(report.isReduced ? 3 : 30) {
      network.descendEpoch(over: training.count, batchSize: 32, rate: 0.05, using: &random) {
        yesOrNoLoss($0(x[$1]), $1.map { training.labels[$0] })
      }
    }
    let scores = network(testX)
    return (
      yesOrNoLoss(scores, test.labels).scalar, accuracy(yesOrNo(scores), test.labels)
    )
  }
  let raw = run(training.features, test.features)
  let scaled = run(
    standardizer.apply(training.features), standardizer.apply(test.features))
  show(
    report, without: "scaled features, tumours",
    "\(percent(raw.accuracy)) of the test part right, loss \(fixed(raw.loss, 3))",
    with: "\(percent(scaled.accuracy)), loss \(fixed(scaled.loss, 3))")
  report.metric("without_scaling_test_accuracy", Double(raw.accuracy))
}

/// Digits with steps twenty times as long: rectifier units die.
private func withoutPatience(_ report: Report) {
  var generator = demoGenerator(report, 11)
  let (training, test) = digits(scaled: true)
    .split(testFraction: 0.2, stratified: true, using: &generator)
  func run(_ rate: Float) -> (accuracy: Float, dead: Int) {
    var random = demoGenerator(report, 12)
    var network = Sequential {
      Linear(64, 64, using: &random)
      Activation.relu
      Linear(64, 10, using: &random)
    }
    for _ in 0..<(report.isReduced ? 2 : 10) {
      network.descendEpoch(over: training.count, batchSize: 32, rate: rate, using: &random) {
        choiceLoss($0(training.features[$1]), $1.map { training.labels[$0] })
      }
    }
    let scores = network.content.first.first(training.features)
    return (
      accuracy(network(test.features).argmax(axis: 1), test.labels),
      Activation.relu.deadUnits(scores: scores).count
    )
  }
  let (long, short) = (run(4), run(0.1))
  show(
    report, without: "patience, digits with rate 4",
    "\(percent(long.accuracy)) of the test part right, \(long.dead) of 64 units dead",
    with: "rate 0.1: \(percent(short.accuracy)), \(short.dead) dead")
  report.metric("without_patience_dead_units", Double(long.dead))
}
