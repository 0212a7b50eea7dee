// The demo of the chapter: `swift run descent demo perceptrons`.

import Datasets
public import Plots
import Tensors

/// Shows what a single unit can learn, what it cannot, and how far ten of them get with digits.
///
/// Five parts: the six-point trace with its bound, exclusive or, the three losses, digits (recognized
/// by perceptrons, averaged perceptrons and softmax regression), and what breaks when one ingredient is
/// left out. The stated result is three metrics: `perceptron_test_accuracy`,
/// `averaged_perceptron_test_accuracy` and `softmax_test_accuracy`.
///
/// Everything random follows from the report's seed. With a data directory that holds MNIST, or a set
/// in its form, its images take the place of the digits that ship with the package.
///
/// - Throws: `DataFileError`, when the files of the data directory cannot be read; `PlotsError`, when a
///   figure cannot be saved.
public func perceptronsDemo(_ report: Report) throws {
  try sixPointsDemo(report)
  try exclusiveOrDemo(report)
  try lossesDemo(report)
  let digits = try DigitsTask(report)
  try digitsDemo(report, digits)
  perceptronsBreakIt(report, digits)

  report.heading("Result")
  for (name, metric) in [
    ("one perceptron per digit", "perceptron_test_accuracy"),
    ("their weights averaged", "averaged_perceptron_test_accuracy"),
    ("softmax regression", "softmax_test_accuracy"),
  ] {
    guard let share = report.metric(named: metric) else { continue }
    report.say("\(name): \(percent(share)) of \(digits.test.count) digits it had never seen")
  }
}

// MARK: Part 1

/// The worked example of the chapter: six points of two classes.
enum SixPoints {
  static let points = Tensor([[2, 3], [1, 5], [2, 1], [3, 2], [4, 4], [5, 5]])
  static let labels = [1, 1, -1, -1, 1, 1]
  /// The line of the widest margin, x₂ = x₁ / 2 + 5 / 4.
  ///
  /// Every separating line must pass between (3, 2) and the place (2.4, 3.2), which lies straight
  /// between the positive points (2, 3) and (4, 4). The two are 3 / √5 apart, and this line runs in
  /// the middle, at a right angle: no line can keep more than 3 / (2 √5) = 0.67 away from all points.
  static let widest = Perceptron(weights: Tensor([-2, 4]), bias: -5)
}

private func sixPointsDemo(_ report: Report) throws {
  report.heading("1 Learning from mistakes: six points")
  var unit = Perceptron(features: 2)
  var rows: [[String]] = []
  var history: [Int] = []
  while history.last != 0 {
    var mistakes = 0
    for (row, label) in SixPoints.labels.enumerated() {
      let example = SixPoints.points[row]
      let score = dot(unit.weights, example).scalar + unit.bias
      guard unit.update(example: example, label: label) else { continue }
      mistakes += 1
      rows.append([
        "\(history.count + 1)", pair(example), label == 1 ? "+1" : "-1", whole(score),
        pair(unit.weights), whole(unit.bias),
      ])
    }
    history.append(mistakes)
  }
  report.table(
    header: ["epoch", "mistake on", "label", "its score", "weights after", "bias after"], rows: rows
  )

  let total = history.reduce(0, +)
  report.say("mistakes per epoch: \(list(history)); in all \(total)")
  report.metric("six_points_mistakes", Double(total))
  for (name, line, metric) in [
    ("learnt line", unit, "learnt"), ("widest margin", SixPoints.widest, "widest"),
  ] {
    let margin = geometricMargin(
      weights: line.weights, bias: line.bias, examples: SixPoints.points, labels: SixPoints.labels)
    let bound = mistakeBound(
      weights: line.weights, bias: line.bias, examples: SixPoints.points, labels: SixPoints.labels)
    report.say(
      "\(name): w = \(pair(line.weights)), b = \(whole(line.bias)), "
        + "margin \(fixed(Double(margin), 4)), so at most \(whole(bound)) mistakes")
    report.metric("six_points_bound_\(metric)", Double(bound))
  }

  let plot = ScatterPlot(
    title: "Six points and the line between them", points: SixPoints.points,
    labels: SixPoints.labels, classNames: [1: "+1", -1: "-1"], xLabel: "x1", yLabel: "x2",
    lines: [
      .init("learnt, \(total) mistakes", weights: unit.weights.scalars, bias: unit.bias),
      .init(
        "widest margin", weights: SixPoints.widest.weights.scalars, bias: SixPoints.widest.bias),
    ], scaling: .equal)
  try report.show(
    plot, named: "six-points",
    caption: "The perceptron stops at the first line that separates, not at the best one.")
}

// MARK: Part 2

private func exclusiveOrDemo(_ report: Report) throws {
  report.heading("2 When no line exists: exclusive or")
  var represented = 0
  var impossible: [String] = []
  for function in BooleanFunction.all {
    if case .cycling(_, let period, let mistakes) = function.train() {
      impossible.append(
        "\(function) (period \(period), with \(list(mistakes.suffix(period))) mistakes)")
    } else {
      represented += 1
    }
  }
  report.say("functions of two bits: 16, represented by one unit: \(represented)")
  report.say("never learnt: \(impossible.joined(separator: ", "))")
  report.metric("boolean_functions_represented", Double(represented))

  let labels = BooleanFunction.exclusiveOr.labels
  var unit = Perceptron(features: 2)
  let epochs = 1000
  let mistakes = unit.train(BooleanFunction.inputs, labels, mostEpochs: epochs)
  report.say(
    "exclusive or for \(epochs) epochs: \(mistakes.reduce(0, +)) mistakes, "
      + "w = \(pair(unit.weights)), b = \(whole(unit.bias))")
  report.metric("exclusive_or_mistakes", Double(mistakes.reduce(0, +)))

  var generator = RandomGenerator(seed: report.seed).split(1)
  var pocket = PocketPerceptron(features: 2)
  let wrong = pocket.train(BooleanFunction.inputs, labels, draws: 1000, using: &generator)
  let best = pocket.pocket
  report.say(
    "in the pocket: w = \(pair(best.weights)), b = \(whole(best.bias)), wrong on \(wrong) of 4")
  report.metric("exclusive_or_pocket_mistakes", Double(wrong))

  let onLine = best.scores(BooleanFunction.inputs).scalars.count { $0 == 0 }
  let plot = ScatterPlot(
    title: "Exclusive or: the best line is wrong once", points: BooleanFunction.inputs,
    labels: labels, classNames: [1: "different", -1: "equal"], xLabel: "x1", yLabel: "x2",
    lines: [.init("in the pocket", weights: best.weights.scalars, bias: best.bias)],
    scaling: .equal)
  try report.show(
    plot.withRegions { best.predict($0) }, named: "exclusive-or",
    caption: "Equal corners lie crosswise. Corners exactly on the line: \(onLine), answered +1.")
}

// MARK: Part 3

private func lossesDemo(_ report: Report) throws {
  report.heading("3 A soft decision: what a score costs")
  let agreements: [Float] = [-4, -1, 0, 1, 4]
  func cost(_ agreement: Float) -> [Double] {
    let scores = Tensor([agreement])
    return [
      stepActivation(scores) == [1] && agreement > 0 ? 0 : 1,
      Double(perceptronLoss(scores: scores, labels: [1])),
      Double(logisticLoss(logits: scores, labels: [1])),
    ]
  }
  report.table(
    header: ["label x score", "mistakes", "perceptron", "logistic", "sigmoid"],
    rows: agreements.map { agreement in
      let costs = cost(agreement)
      return [whole(agreement), whole(Float(costs[0]))]
        + [costs[1], costs[2], Double(sigmoid(Tensor([agreement])).scalar)].map { fixed($0, 4) }
    })

  let places = Tensor.linearlySpaced(from: -4, through: 4, count: 81)
  let chart = LineChart(
    title: "Three ways to charge for a score",
    series: [
      .init("mistakes", x: [-4, 0, 0, 4], y: [1, 1, 0, 0]),
      .init("perceptron, max(0, -ys)", x: [-4, 0, 4], y: [4, 0, 0]),
      .init("logistic, log(1 + exp(-ys))", x: places.scalars, y: softplus(-places).scalars),
    ], xLabel: "label x score", yLabel: "loss")
  try report.show(
    chart, named: "losses",
    caption: "A count of mistakes is flat; the other two slope towards the right side.")

  let unit = LogisticUnit(weights: Tensor([1, -1]), bias: 0.5)
  let (x, y) = (Tensor([[2, 1], [0, 1]]), [0, 1])
  let slope = unit.gradient(x, y)
  report.say("two examples by hand, w = (1, -1), b = 0.5, labels 0 and 1:")
  report.say(
    "  scores \(decimals(unit.logits(x))), probabilities \(decimals(unit.probabilities(x)))")
  report.say(
    "  loss \(fixed(Double(unit.loss(x, y)), 4)), slope of w \(decimals(slope.weights)), "
      + "of b \(fixed(Double(slope.bias), 4))")

  var model = SoftmaxRegression(features: 2, classes: 3)
  let example = Tensor([[1, 2]])
  report.say("one step of softmax regression by hand, x = (1, 2), class 2 of 0, 1, 2, rate 0.3:")
  report.say("  probabilities \(decimals(model.probabilities(example)[0]))")
  let before = model.step(example, [2], learningRate: 0.3)
  report.say(
    "  after the step: scores \(decimals(model.logits(example)[0])), "
      + "probabilities \(decimals(model.probabilities(example)[0]))")
  report.say(
    "  loss \(fixed(Double(before), 4)), then \(fixed(Double(model.loss(example, [2])), 4))")
}
