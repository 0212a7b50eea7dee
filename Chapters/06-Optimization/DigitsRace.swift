// Part 3 of the demo: the same network, the same batches, many optimizers.

import Datasets
import MultilayerPerceptrons
import Perceptrons
import Plots
import Tensors

/// A network with two hidden layers.
typealias DigitsNetwork = Sequential<
  Chain<Chain<Chain<Chain<Linear, Activation>, Linear>, Activation>, Linear>
>

/// Digits to learn from, to choose by, and to be tested on.
struct DigitsTask {
  let training: LabelledData
  let validation: LabelledData
  let test: LabelledData
  let seed: UInt64
  let epochs: Int
  let isReduced: Bool

  init(_ report: Report) {
    seed = report.seed
    isReduced = report.isReduced
    epochs = report.isReduced ? 2 : 15
    var generator = RandomGenerator(seed: seed).split(61)
    let (rest, test) = digits(scaled: true)
      .split(testFraction: 0.2, stratified: true, using: &generator)
    let (training, validation) = rest.split(
      testFraction: 0.2, stratified: true, using: &generator)
    let mean = training.features.mean(axis: 0)
    let spread = square(training.features - mean).mean().scalar.squareRoot()
    let count = report.isReduced ? min(320, training.count) : training.count
    func scaled(_ part: LabelledData) -> LabelledData {
      part.transformed { ($0 - mean) / spread }
    }
    self.training = scaled(training.subset(Array(0..<count)))
    (self.validation, self.test) = (scaled(validation), scaled(test))
  }

  /// A fresh network; the run's number gives other random numbers.
  func network(run: Int = 0) -> DigitsNetwork {
    var generator = RandomGenerator(seed: seed).split(62).split(UInt64(run))
    return Sequential {
      Linear(64, 64, using: &generator)
      Activation.relu
      Linear(64, 64, using: &generator)
      Activation.relu
      Linear(64, 10, using: &generator)
    }
  }

  /// The positions of every batch of a run, epoch after epoch.
  func batches(run: Int = 0, size: Int = 32) -> [[Int]] {
    var generator = RandomGenerator(seed: seed).split(63).split(UInt64(run))
    return (0..<epochs).flatMap { _ in
      let order = generator.permutation(training.count)
      return stride(from: 0, to: order.count - size + 1, by: size).map {
        Array(order[$0..<($0 + size)])
      }
    }
  }

  /// The mean loss on examples of the training part.
  func loss(_ network: DigitsNetwork, _ batch: [Int]) -> Tensor {
    softmaxCrossEntropy(
      logits: network(training.features[batch]), labels: batch.map { training.labels[$0] }
    ).mean()
  }

  /// The mean loss on a whole part.
  func loss(_ network: DigitsNetwork, on part: LabelledData) -> Float {
    softmaxCrossEntropy(logits: network(part.features), labels: part.labels).mean().scalar
  }

  /// The share of a part that is read right.
  func accuracy(_ network: DigitsNetwork, on part: LabelledData) -> Float {
    Perceptrons.accuracy(network(part.features).argmax(axis: 1), part.labels)
  }

  /// Trains a fresh network.
  ///
  /// - Returns: The network, and the mean loss of the batches of every epoch.
  func train<Chosen: Optimizer>(
    _ make: (DigitsNetwork) -> Chosen, schedule: Schedule = .constant, clip: Float? = nil,
    run: Int = 0, after step: (DigitsNetwork, Chosen) -> Void = { _, _ in }
  ) -> (network: DigitsNetwork, losses: [Float]) where Chosen.Model == DigitsNetwork {
    var network = network(run: run)
    var optimizer = make(network)
    let rate = optimizer.learningRate
    let batches = batches(run: run)
    let perEpoch = batches.count / epochs
    var (losses, sum) = ([Float](), Float(0))
    for (index, batch) in batches.enumerated() {
      optimizer.learningRate = rate * schedule(index)
      var (value, gradient) = valueWithGradient(at: &network) { loss($0, batch) }
      if let clip { gradient.clipGlobalNorm(to: clip) }
      optimizer.update(&network, along: gradient)
      step(network, optimizer)
      sum += value.scalar
      if (index + 1) % perEpoch == 0 {
        losses.append(sum / Float(perEpoch))
        sum = 0
      }
    }
    return (network, losses)
  }
}

/// An optimizer of the digits network for a rate.
private typealias Maker = @Sendable (DigitsNetwork, Float) -> any Optimizer<DigitsNetwork>

private struct Racer: Sendable {
  let name: String
  /// The middle of the rates to try; the others are 0.1, 0.3, 3 and 10 times as large.
  let rate: Float
  let isDrawn: Bool
  let make: Maker

  init(_ name: String, _ rate: Float, isDrawn: Bool = false, _ make: @escaping Maker) {
    (self.name, self.rate, self.isDrawn, self.make) = (name, rate, isDrawn, make)
  }
}

private let isMatrix = ParameterGroups { _, shape in
  shape.count == 2 ? ParameterGroup() : .frozen
}
private let isNoMatrix = ParameterGroups { _, shape in
  shape.count == 2 ? .frozen : ParameterGroup()
}

private let racers = [
  Racer("SGD", 0.1, isDrawn: true) { GradientDescent(for: $0, learningRate: $1) },
  Racer("momentum", 0.03, isDrawn: true) {
    GradientDescent(for: $0, learningRate: $1, momentum: 0.9)
  },
  Racer("Nesterov", 0.03) {
    GradientDescent(for: $0, learningRate: $1, momentum: 0.9, nesterov: true)
  },
  Racer("AdaGrad", 0.03) { AdaptiveGradient(for: $0, learningRate: $1) },
  Racer("RMSprop", 0.003) { RootMeanSquare(for: $0, learningRate: $1) },
  Racer("Adadelta", 1) { AdaptiveDelta(for: $0, learningRate: $1) },
  Racer("Adam", 0.003, isDrawn: true) { Adam(for: $0, learningRate: $1) },
  Racer("AdamW", 0.003) { Adam.decoupled(for: $0, learningRate: $1) },
  Racer("NAdam", 0.003) { NesterovAdam(for: $0, learningRate: $1) },
  Racer("RAdam", 0.003) { RectifiedAdam(for: $0, learningRate: $1) },
  Racer("Adamax", 0.003) { InfinityAdam(for: $0, learningRate: $1) },
  Racer("Lion", 0.001, isDrawn: true) { Lion(for: $0, learningRate: $1) },
  Racer("LAMB", 0.01) { LayerwiseAdam(for: $0, learningRate: $1) },
  Racer("Adafactor", 0.03) { Adafactor(for: $0, learningRate: $1) },
  Racer("Muon, Adam", 0.003, isDrawn: true) {
    Both(
      Muon(for: $0, learningRate: $1, weightDecay: 0, groups: isMatrix),
      Adam(for: $0, learningRate: 0.1 * $1, groups: isNoMatrix))
  },
  Racer("Lookahead", 0.003) { Lookahead(Adam(for: $0, learningRate: $1), for: $0) },
  Racer("schedule-free", 0.01) {
    ScheduleFree(Adam(for: $0, learningRate: $1, beta1: 0), for: $0)
  },
]

func raceDemo(_ report: Report, _ task: DigitsTask) throws {
  report.heading("3 A race on digits: 64 → 64 → 64 → 10, batches of 32")
  report.say(
    "\(task.training.count) digits to learn, \(task.validation.count) to choose the rate, "
      + "\(task.test.count) to be tested on; \(task.epochs) epochs")
  let factors: [Float] = report.isReduced ? [1] : [0.1, 0.3, 1, 3, 10]
  let bar = report.progress(total: racers.count * factors.count, label: "race")
  var rows: [[String]] = []
  var curves: [LineChart.Series] = []
  var sweeps: [LineChart.Series] = []
  for racer in racers {
    var best: (loss: Float, rate: Float, losses: [Float], accuracy: Float)?
    var sweep: [(rate: Float, loss: Float)] = []
    for factor in factors {
      let result = race(racer, rate: racer.rate * factor, task)
      sweep.append((racer.rate * factor, result.loss))
      if result.loss.isFinite && result.loss < best?.loss ?? .infinity {
        best = (result.loss, racer.rate * factor, result.losses, result.accuracy)
      }
      bar.advance(message: racer.name)
    }
    guard let best else { continue }
    rows.append([
      racer.name, rateText(best.rate), fixed(best.losses[0], 3),
      scientific(best.losses[best.losses.count - 1]), fixed(best.loss, 3), percent(best.accuracy),
      fixed(remembered(racer, task), 2),
    ])
    let name = racer.name.lowercased().filter { $0.isLetter || $0 == "-" }
    report.metric("race_\(name)_test_accuracy", Double(best.accuracy))
    report.metric("race_\(name)_rate", Double(best.rate))
    if racer.isDrawn {
      curves.append(.init("\(racer.name), \(rateText(best.rate))", best.losses))
      sweeps.append(
        .init(
          racer.name, x: sweep.map { log(Tensor($0.rate)).scalar / log(Tensor(10)).scalar },
          y: sweep.map { min($0.loss.isFinite ? $0.loss : 3, 3) }))
    }
  }
  bar.finish()
  report.table(
    header: [
      "", "best rate", "epoch 1", "epoch \(task.epochs)", "validation", "test", "memory",
    ], rows: rows)
  report.say(
    "losses of the first and the last epoch and of the validation part; digits never seen;")
  report.say("and the numbers remembered for each parameter")
  try report.show(
    LineChart(
      title: "Digits: each optimizer at its best rate", series: curves, xLabel: "epoch",
      yLabel: "mean loss of the batches", yScale: .logarithmic),
    named: "race", caption: "Training loss. It is not what one is after, but what is minimized.")
  if !report.isReduced {
    try report.show(
      LineChart(
        title: "How much the rate matters", series: sweeps,
        xLabel: "learning rate, as a power of ten",
        yLabel: "validation loss (3 and above: 3)", yScale: .logarithmic),
      named: "rates", caption: "Every optimizer has a valley of its own, at a rate of its own.")
  }
}

private func race(
  _ racer: Racer, rate: Float, _ task: DigitsTask
) -> (loss: Float, losses: [Float], accuracy: Float) {
  func run(
    _ optimizer: some Optimizer<DigitsNetwork>
  ) -> (loss: Float, losses: [Float], accuracy: Float) {
    var last = optimizer
    var (network, losses) = task.train({ _ in optimizer }, after: { last = $1 })
    if let free = last as? ScheduleFree<Adam<DigitsNetwork>> { network = free.averaged(network) }
    return (task.loss(network, on: task.validation), losses, task.accuracy(network, on: task.test))
  }
  return run(racer.make(task.network(), rate))
}

/// How many numbers an optimizer remembers for each parameter.
private func remembered(_ racer: Racer, _ task: DigitsTask) -> Float {
  let network = task.network()
  var (optimizer, count) = (racer.make(network, racer.rate), 0)
  var visitor = ParameterVisitor(parameters: { _ in }, buffers: { count += $0.count })
  optimizer.visitMemory(&visitor)
  return Float(count) / Float(network.parameterCount)
}
