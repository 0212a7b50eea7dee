// Part 5 of the demo: two moons, and the region that a network draws around one of them.

import Datasets
import Perceptrons
import Plots
import Tensors

/// The network that learns the moons.
typealias MoonsNetwork = Sequential<
  Chain<Chain<Chain<Chain<Linear, Activation>, Linear>, Activation>, Linear>
>

/// Makes the network 2 → 16 → 16 → 1 with a bend of one's choice.
func moonsNetwork(bend: Activation, using generator: inout RandomGenerator) -> MoonsNetwork {
  Sequential {
    Linear(2, 16, using: &generator)
    bend
    Linear(16, 16, using: &generator)
    bend
    Linear(16, 1, using: &generator)
  }
}

/// A thousand points of two moons to learn from, and a thousand fresh ones to be tested on.
struct MoonsTask {
  let training: LabelledData
  let test: LabelledData
  var generator: RandomGenerator

  init(seed: UInt64) {
    generator = RandomGenerator(seed: seed).split(5)
    training = moons(count: 1000, noise: 0.2, using: &generator)
    test = moons(count: 1000, noise: 0.2, using: &generator)
  }

  /// Trains a network and returns it with its accuracies on both parts.
  mutating func train(
    bend: Activation, epochs: Int, settles: Bool = true, bar: ProgressBar? = nil
  ) -> (network: MoonsNetwork, training: Float, test: Float) {
    var network = moonsNetwork(bend: bend, using: &generator)
    let (x, y) = (training.features, training.labels)
    for epoch in 0..<epochs {
      // Batches are small samples, and their gradients differ. Shorter steps in the last third let the
      // parameters settle in the middle of where they were being pushed about.
      let rate: Float = settles && epoch >= epochs * 2 / 3 ? 0.03 : 0.3
      network.descendEpoch(over: y.count, batchSize: 32, rate: rate, using: &generator) {
        yesOrNoLoss($0(x[$1]), $1.map { y[$0] })
      }
      bar?.advance()
    }
    return (
      network, accuracy(yesOrNo(network(x)), y),
      accuracy(yesOrNo(network(test.features)), test.labels)
    )
  }
}

func moonsDemo(_ report: Report) throws {
  report.heading("5 Two moons: regions with curved borders")
  let seeds = report.seed..<(report.seed + (report.isReduced ? 1 : 5))
  let epochs = report.isReduced ? 10 : 90
  let bar = report.progress(total: seeds.count * epochs, label: "moons")
  var rows: [[String]] = []
  var worst: Float = 1
  var drawn: ScatterPlot?
  for seed in seeds {
    var task = MoonsTask(seed: seed)
    var line = LogisticUnit(features: 2)
    line.train(task.training.features, task.training.labels, learningRate: 1, steps: 300)
    let straight = accuracy(line.predict(task.test.features), task.test.labels)
    let result = task.train(bend: .tanh, epochs: epochs, bar: bar)
    worst = min(worst, result.test)
    rows.append([
      "\(seed)", percent(straight), percent(result.training), percent(result.test),
    ])
    if drawn == nil {
      drawn = ScatterPlot(
        title: "Two moons, points never seen", points: task.test.features[0..<250],
        labels: Array(task.test.labels[0..<250]), classNames: [0: "outer", 1: "inner"], xLabel: "x",
        yLabel: "y",
        lines: [.init("one unit", weights: line.weights.scalars, bias: line.bias)]
      ).withRegions { yesOrNo(result.network($0)) }
    }
  }
  bar.finish()
  report.table(
    header: ["seed", "one unit, test", "network, training", "network, test"], rows: rows)
  report.metric("moons_worst_test_accuracy", Double(worst))
  if let drawn {
    try report.show(
      drawn, named: "moons",
      caption: "The line is the best of one unit; the regions are the network's.")
  }
}
