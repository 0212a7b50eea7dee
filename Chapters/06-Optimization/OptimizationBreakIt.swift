// Part 6 of the demo: one ingredient left out at a time.

import MultilayerPerceptrons
import Plots
import Tensors

func optimizationBreakIt(_ report: Report, _ task: DigitsTask) {
  report.heading("6 Break it")
  withoutCorrection(report)
  inTheRavine(report)
  decayInside(report)
  tooHigh(report, task)
  partByPart(report)
  lostMemory(report, task)
}

/// Adam whose means are not corrected for their start at zero.
private func withoutCorrection(_ report: Report) {
  report.say("Adam without the correction, rate 0.001, slope 1 in every step: length of the step")
  var (mean, square, x) = (Float(0), Float(0), Tensor([0]))
  var adam = Adam(for: x)
  var rows: [[String]] = []
  for step in 1...1000 {
    let before = x
    adam.update(&x, along: Tensor([1]))
    mean = 0.9 * mean + 0.1
    square = 0.999 * square + 0.001
    if [1, 2, 10, 100, 1000].contains(step) {
      rows.append([
        "\(step)", fixed((before - x).scalars[0] * 1000, 3),
        fixed(mean / square.squareRoot(), 3),
      ])
    }
  }
  report.table(header: ["step", "with, thousandths", "without"], rows: rows)
}

/// One rate for all directions against momentum and rates for each.
private func inTheRavine(_ report: Report) {
  let ravine = Landscape.ravine
  let zero = Tensor([0, 0])
  func steps(_ optimizer: some Optimizer<Tensor>) -> String {
    let walk = ravine.walk(optimizer, steps: 5000)
    return walk.arrival.map { "\($0) steps" } ?? "never, \(scientific(walk.distance)) away"
  }
  let descent = steps(GradientDescent(for: zero, learningRate: 0.07))
  let momentum = steps(GradientDescent(for: zero, learningRate: 0.07, momentum: 0.9))
  let faster = steps(GradientDescent(for: zero, learningRate: 0.09))
  report.say("ravine, rate 0.07: \(momentum) with momentum 0.9, \(descent) without")
  report.say("ravine, rate 0.09 without momentum: \(faster)")
  let fading = steps(RootMeanSquare(for: zero, learningRate: 0.01))
  let adding = steps(AdaptiveGradient(for: zero, learningRate: 0.01))
  report.say("ravine, rate 0.01: RMSprop \(fading); AdaGrad, which forgets nothing, \(adding)")
}

/// Weight decay that joins the slope, and is divided with it.
private func decayInside(_ report: Report) {
  // Numbers with large slopes and with small ones; all should be pulled towards zero alike.
  let (count, scales) = (500, Tensor([[10], [0.1]]))
  for (name, decoupled) in [("outside, AdamW", true), ("inside, Adam with L2", false)] {
    var x = Tensor.full([2, count], 1)
    var generator = RandomGenerator(seed: report.seed).split(66)
    var adam = Adam(for: x, learningRate: 0.01, weightDecay: 0.1, decoupled: decoupled)
    // Slopes of pure noise: nothing but the decay moves the numbers in the mean.
    for _ in 0..<1000 {
      adam.update(&x, along: scales * Tensor.normal([2, count], using: &generator))
    }
    let means = x.mean(axis: 1).scalars
    let (large, small) = (means[0], means[1])
    report.say(
      "decay \(name): from 1, mean after 1000 steps of noise of size 10 and 0.1: "
        + "\(fixed(large, 2)) and \(fixed(small, 2))")
    report.metric(decoupled ? "decay_outside_gap" : "decay_inside_gap", Double(large - small))
  }
}

/// Lion at Adam's rate, and no warm-up.
private func tooHigh(_ report: Report, _ task: DigitsTask) {
  func loss(_ optimizer: some Optimizer<DigitsNetwork>) -> String {
    let network = task.train { _ in optimizer }.network
    return fixed(task.loss(network, on: task.validation), 3)
  }
  let network = task.network()
  let text = [
    "Adam 0.003: \(loss(Adam(for: network, learningRate: 0.003)))",
    "Lion 0.003: \(loss(Lion(for: network, learningRate: 0.003)))",
    "Lion 0.0003: \(loss(Lion(for: network, learningRate: 0.0003)))",
  ]
  report.say("Lion at Adam's rate, validation loss: \(text.joined(separator: ", "))")
}

/// Clipping every part by itself turns the gradient.
private func partByPart(_ report: Report) {
  let gradient = [Tensor([30, 40]), Tensor([0.3, 0.4])]
  var (globally, byPart, byValue) = (gradient, gradient, gradient)
  globally.clipGlobalNorm(to: 1)
  byPart.clipNorms(to: 1)
  byValue.clipValues(to: 1)
  func cosine(_ other: [Tensor]) -> String {
    let product = zip(gradient, other).reduce(Float(0)) { $0 + ($1.0 * $1.1).sum().scalar }
    return fixed(product / (gradient.globalNorm * other.globalNorm), 4)
  }
  report.say(
    "cosine between the gradient and what is left of it: global norm \(cosine(globally)), "
      + "norm of each part \(cosine(byPart)), each value \(cosine(byValue))")
}

/// A training that is resumed without what the optimizer remembered.
private func lostMemory(_ report: Report, _ task: DigitsTask) {
  let batches = task.batches()
  func losses(forgets: Bool) -> [Float] {
    var network = task.network()
    var adam = Adam(for: network, learningRate: 0.003)
    return batches.prefix(420).enumerated().map { step, batch in
      if forgets && step == 400 { adam = Adam(for: network, learningRate: 0.003) }
      let (value, gradient) = valueWithGradient(at: &network) { task.loss($0, batch) }
      adam.update(&network, along: gradient)
      return value.scalar
    }
  }
  func mean(_ losses: [Float]) -> String { fixed(losses.reduce(0, +) / Float(losses.count), 4) }
  let (straight, forgetful) = (losses(forgets: false), losses(forgets: true))
  guard straight.count == 420 else { return }
  report.say(
    "Adam resumed in step 400: mean loss of the next twenty batches "
      + "\(mean(Array(straight[400...]))) with its memory, \(mean(Array(forgetful[400...]))) without"
  )
}
