// Parts 4 and 5 of the demo: rates that change, averages, and gradients that are too long.

import Datasets
import MultilayerPerceptrons
import Plots
import Tensors

func schedulesDemo(_ report: Report, _ task: DigitsTask) throws {
  report.heading("4 A rate that changes")
  let steps = task.batches().count
  let warm = Schedule.linearWarmUp(steps: steps / 10)
    .then(after: steps / 10, .cosine(steps: steps - steps / 10))
  let drawn: [(name: String, schedule: Schedule)] = [
    ("step", .step(every: 25, gamma: 0.5)), ("exponential", .exponential(gamma: 0.97)),
    ("warm-up, cosine", Schedule.linearWarmUp(steps: 10).then(after: 10, .cosine(steps: 90))),
    ("warm restarts", .warmRestarts(first: 14, growth: 2)),
    ("triangles, halving", .cyclical(halfCycle: 12, floor: 0, halving: true)),
    ("one cycle", .oneCycle(steps: 100)),
  ]
  try report.show(
    FigureGrid(
      title: "Factors on the rate over a hundred steps",
      figures: drawn.map { item in
        LineChart(
          title: item.name, series: [.init("", (0..<100).map { item.schedule($0) })],
          yRange: 0...1.05, size: FigureSize(width: 300, height: 190))
      }, columns: 3),
    named: "schedules", caption: "Every schedule is a function from the step to a factor.")

  let search = searchLearningRate(
    for: task.network(), with: GradientDescent(for: task.network(), momentum: 0.9), from: 1e-4,
    through: 10
  ) { task.loss($0, task.batches()[$1 % steps]) }
  let (steepest, careful) = (search.steepest ?? .nan, search.tenthOfLowest ?? .nan)
  report.say("momentum 0.9, one step for each of \(search.rates.count) rates:")
  report.metric("finder_steepest", Double(steepest))
  report.metric("finder_tenth_of_lowest", Double(careful))
  try report.show(
    LineChart(
      title: "The search for a rate",
      series: [
        .init("loss", x: search.rates.map(powerOfTen), y: search.losses.map { min($0, 5) }),
        .init("smoothed", x: search.rates.map(powerOfTen), y: search.smoothed.map { min($0, 5) }),
      ], xLabel: "learning rate, as a power of ten", yLabel: "loss of the batch"),
    named: "rate-finder",
    caption:
      "Steepest fall at \(scientific(steepest)); a tenth of the lowest place is \(scientific(careful))."
  )

  report.say("momentum 0.9 with rate 0.1, too high to stay at, mean of three runs:")
  var rows: [[String]] = []
  for (name, schedule) in [
    ("constant", .constant), ("warm-up only", .linearWarmUp(steps: steps / 10)),
    ("cosine only", .cosine(steps: steps)), ("warm-up, cosine", warm),
    ("one cycle", .oneCycle(steps: steps)),
  ] as [(String, Schedule)] {
    var results: [(training: Float, validation: Float, averaged: Float, accuracy: Float)] = []
    for run in 0..<(task.isReduced ? 1 : 3) {
      var average = MovingAverage(of: task.network(run: run), decay: 0.98)
      let (network, losses) = task.train(
        { GradientDescent(for: $0, learningRate: 0.1, momentum: 0.9) }, schedule: schedule,
        run: run, after: { network, _ in average.update(with: network) })
      results.append(
        (
          losses[losses.count - 1], task.loss(network, on: task.validation),
          task.loss(average.model, on: task.validation), task.accuracy(network, on: task.test)
        ))
    }
    func mean(
      _ value: ((training: Float, validation: Float, averaged: Float, accuracy: Float)) -> Float
    )
      -> Float
    { results.map(value).reduce(0, +) / Float(results.count) }
    rows.append([
      name, scientific(mean(\.training)), fixed(mean(\.validation), 3),
      fixed(mean(\.averaged), 3), percent(mean(\.accuracy)),
    ])
    report.metric(
      "schedule_\(name.filter(\.isLetter))_validation_loss", Double(mean(\.validation)))
  }
  report.table(
    header: ["", "training loss", "validation loss", "of the moving average", "test"], rows: rows)
}

/// The power of ten that a rate is.
private func powerOfTen(_ rate: Float) -> Float {
  log(Tensor(rate)).scalar / log(Tensor(10)).scalar
}

func clippingDemo(_ report: Report, _ task: DigitsTask) {
  report.heading("5 Too long a gradient")
  // Now and then a batch whose pixels are a hundred times too bright.
  func run(_ name: String, clip: Float?, _ make: (DigitsNetwork) -> any Optimizer<DigitsNetwork>) {
    var network = task.network()
    var optimizer = make(network)
    var (largest, cuts) = (Float(0), 0)
    let batches = task.batches()
    for (step, batch) in batches.enumerated() {
      let factor: Float = step % 40 == 20 ? 100 : 1
      var (_, gradient) = valueWithGradient(at: &network) { network in
        softmaxCrossEntropy(
          logits: network(factor * task.training.features[batch]),
          labels: batch.map { task.training.labels[$0] }
        ).mean()
      }
      let norm = gradient.globalNorm
      largest = norm > largest || norm.isNaN ? norm : largest
      if let clip, gradient.clipGlobalNorm(to: clip) > clip { cuts += 1 }
      optimizer.update(&network, along: gradient)
    }
    let accuracy = task.accuracy(network, on: task.test)
    report.metric("clipping_\(name)_test_accuracy", Double(accuracy))
    report.say(
      "  \(name): largest norm \(scientific(largest)), cut \(cuts) of \(batches.count) times, "
        + "test \(percent(accuracy))")
  }
  report.say("one batch in forty is a hundred times too bright; SGD with rate 0.1")
  run("unclipped", clip: nil) { GradientDescent(for: $0, learningRate: 0.1) }
  run("clipped_to_1", clip: 1) { GradientDescent(for: $0, learningRate: 0.1) }
  run("clipped_to_0.01", clip: 0.01) { GradientDescent(for: $0, learningRate: 0.1) }
  report.say("Adam with rate 10: its first step is 10 for every number, clipped or not")
  for clip: Float in [.infinity, 1] {
    var network = task.network()
    var (_, gradient) = valueWithGradient(at: &network) { task.loss($0, task.batches()[0]) }
    gradient.clipGlobalNorm(to: clip)
    let before = network.parameters
    var adam = Adam(for: network, learningRate: 10)
    adam.update(&network, along: gradient)
    let move = zip(network.parameters, before).map { abs($0 - $1).max().scalar }.max() ?? 0
    report.say("  clipped to \(fixed(clip, 0)): longest move of a parameter \(fixed(move, 3))")
  }
}
