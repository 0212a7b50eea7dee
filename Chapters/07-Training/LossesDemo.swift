// Part 1 of the demo: what a mistake costs, and what one bad point can do to a line.

import MultilayerPerceptrons
import Optimization
public import Plots
import Tensors

/// Draws the losses for numbers, and fits a line to points of which some are far off.
///
/// - Throws: `PlotsError`, when a figure cannot be saved.
public func trainingLossesDemo(_ report: Report) throws {
  report.heading("1 Losses: what a mistake costs")
  let d = Tensor.linearlySpaced(from: -6, through: 6, count: 241)
  let zero = Tensor.zeros(d.shape)
  let losses: [(name: String, values: Tensor)] = [
    ("squared error", meanSquaredError(d, zero, reduction: .none)),
    ("absolute error", meanAbsoluteError(d, zero, reduction: .none)),
    ("Huber, delta 1", huberLoss(d, zero, reduction: .none)),
    ("log-cosh", logCoshLoss(d, zero, reduction: .none)),
    ("Tukey, c 4.685", tukeyLoss(d, zero, reduction: .none)),
  ]
  try report.show(
    LineChart(
      title: "What a mistake costs",
      series: losses.map { .init($0.name, x: d.scalars, y: $0.values.scalars) },
      xLabel: "prediction − target", yLabel: "loss", yRange: 0...8),
    named: "losses", caption: "Only Tukey's stops rising: it gives a point up.")
  try outlierDemo(report)
}

// MARK: A line

/// Points on the line y = 2x + 1 with noise of size 1; one in twenty, all on the right, is 30 too high.
struct OutlierTask {
  let x: Tensor
  let y: Tensor
  let isOutlier: [Bool]

  static let truth = (slope: Float(2), offset: Float(1))

  init(count: Int = 200, using generator: inout RandomGenerator) {
    let places = Tensor.uniform([count, 1], in: 0..<10, using: &generator)
    let noise = Tensor.normal([count, 1], using: &generator)
    let far = places.scalars.indices.filter { places.scalars[$0] > 6 }.prefix(count / 20)
    var moved = [Float](repeating: 0, count: count)
    for index in far { moved[index] = 30 }
    x = places
    y = Self.truth.slope * places + Self.truth.offset + noise + Tensor(moved, shape: [count, 1])
    isOutlier = moved.map { $0 > 0 }
  }

  /// Fits a line by descent on all points.
  func fit(
    from start: Linear = Linear(weight: Tensor([[0]]), bias: Tensor([0])), steps: Int,
    _ loss: (Tensor, Tensor) -> Tensor
  ) -> Linear {
    var line = start
    var adam = Adam(for: line, learningRate: 0.3)
    let schedule = Schedule.cosine(steps: steps)
    for step in 0..<steps {
      adam.learningRate = 0.3 * schedule(step)
      let gradient = gradient(at: line) { loss($0(x), y) }
      adam.update(&line, along: gradient)
    }
    return line
  }
}

private func outlierDemo(_ report: Report) throws {
  let draws = report.isReduced ? 2 : 20
  let steps = report.isReduced ? 60 : 200
  report.say("200 points on the line 2x + 1, noise of size 1; ten of them are 30 too high")
  var generator = demoGenerator(report, 1)
  let names = ["squared error", "absolute error", "Huber", "Tukey, from Huber's line"]
  var errors = names.map { _ in [Float]() }
  var first: (task: OutlierTask, lines: [Linear])?
  let bar = report.progress(total: draws, label: "lines")
  for _ in 0..<draws {
    let task = OutlierTask(using: &generator)
    let huber = task.fit(steps: steps) { huberLoss($0, $1) }
    let lines = [
      task.fit(steps: steps) { meanSquaredError($0, $1) },
      task.fit(steps: steps) { meanAbsoluteError($0, $1) },
      huber,
      // Far from every point Tukey's loss is flat: it needs a start that is nearly right.
      task.fit(from: huber, steps: steps) { tukeyLoss($0, $1) },
    ]
    for (index, line) in lines.enumerated() {
      errors[index].append(Swift.abs(line.weight.scalars[0] - OutlierTask.truth.slope))
    }
    if first == nil { first = (task, lines) }
    bar.advance()
  }
  bar.finish()
  guard let (task, lines) = first else { return }
  report.table(
    header: ["loss", "slope", "offset", "mean error of the slope, \(draws) draws"],
    rows: names.indices.map { index in
      let line = lines[index]
      return [
        names[index], fixed(line.weight.scalars[0], 3),
        fixed(line.bias?.scalars[0] ?? 0, 3),
        fixed(meanAndDeviation(errors[index]).mean, 3),
      ]
    })
  for (name, index) in [("squared", 0), ("absolute", 1), ("huber", 2), ("tukey", 3)] {
    report.metric("line_\(name)_slope_error", Double(meanAndDeviation(errors[index]).mean))
  }
  try report.show(
    ScatterPlot(
      title: "Ten bad points of 200",
      points: Tensor.concatenate([task.x, task.y], axis: 1),
      labels: task.isOutlier.map { $0 ? 1 : 0 }, classNames: [0: "as it is", 1: "30 too high"],
      xLabel: "x", yLabel: "y",
      lines: [("squared error", 0), ("Huber", 2), ("Tukey", 3)].map { name, index in
        .init(
          name, weights: [lines[index].weight.scalars[0], -1],
          bias: lines[index].bias?.scalars[0] ?? 0)
      }, scaling: .independent),
    named: "outliers", caption: "The squared error follows the ten. Tukey's does not see them.")
}
