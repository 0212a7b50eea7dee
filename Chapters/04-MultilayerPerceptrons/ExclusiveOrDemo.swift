// Part 1 of the demo: what one layer cannot say, two can.

import Datasets
import Perceptrons
import Plots
import Tensors

/// Networks with one hidden layer side by side, each with its own start, trained at the same time.
///
/// Their losses are added up, and no parameter belongs to two of them, so each gets its own gradient. One
/// product of stacks of matrices takes the place of many small ones.
struct ManyNetworks: Layer {
  /// The weights of the hidden layers, `[networks, 2, hidden]`.
  var hiddenWeight: Tensor
  /// The biases of the hidden layers, `[networks, 1, hidden]`.
  var hiddenBias: Tensor
  /// The weights of the outputs, `[networks, hidden, 1]`.
  var outputWeight: Tensor
  /// The biases of the outputs, `[networks, 1, 1]`.
  var outputBias: Tensor
  var bend = Activation.tanh

  /// One network for every seed, each started like two layers of `Linear`.
  init(seeds: Range<UInt64>, hidden: Int, bend: Activation) {
    let starts = seeds.map { seed in
      var generator = RandomGenerator(seed: seed)
      return TwoLayerNetwork(inputs: 2, hidden: hidden, outputs: 1, using: &generator)
    }
    hiddenWeight = .stack(starts.map(\.hidden.weight))
    hiddenBias = .stack(starts.map { ($0.hidden.bias ?? .zeros([hidden])).reshaped([1, hidden]) })
    outputWeight = .stack(starts.map(\.output.weight))
    outputBias = .stack(starts.map { ($0.output.bias ?? .zeros([1])).reshaped([1, 1]) })
    self.bend = bend
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&hiddenWeight, "hiddenWeight")
    visitor.visit(&hiddenBias, "hiddenBias")
    visitor.visit(&outputWeight, "outputWeight")
    visitor.visit(&outputBias, "outputBias")
  }

  /// Computes the scores of every network: `[n, 2] -> [networks, n, 1]`.
  func callAsFunction(_ x: Tensor) -> Tensor {
    matmul(bend(matmul(x, hiddenWeight) + hiddenBias), outputWeight) + outputBias
  }

  /// Trains on exclusive or by full steps; returns how many networks then get all four corners right.
  mutating func learnExclusiveOr(steps: Int, rate: Float) -> Int {
    let data = xor()
    let signs = Tensor(data.labels.map { 2 * Float($0) - 1 }).reshaped([4, 1])
    for _ in 0..<steps {
      descend(rate: rate) { network in softplus(-signs * network(data.features)).sum() / 4 }
    }
    return solved()
  }

  /// The number of networks that get all four corners right.
  func solved() -> Int {
    let data = xor()
    let scores = self(data.features).scalars
    return stride(from: 0, to: scores.count, by: 4).count { start in
      (0..<4).allSatisfy { (scores[start + $0] >= 0 ? 1 : 0) == data.labels[$0] }
    }
  }
}

func exclusiveOrDemo(_ report: Report) throws {
  report.heading("1 Exclusive or: two layers and a bend")
  let data = xor()
  let byHand = LogicByHand.exclusiveOr
  report.say("by hand: \(decimals(byHand(data.features).scalars))")
  report.say("\(byHand.summary(of: data.features))")

  let networks: UInt64 = 40
  let steps = report.isReduced ? 200 : 2000
  let widths = report.isReduced ? [1, 2, 8] : [1, 2, 3, 4, 8, 16]
  let bends: [Activation] = [.tanh, .relu, .none]
  let bar = report.progress(total: widths.count * bends.count, label: "exclusive or")
  var rows: [[String]] = []
  for width in widths {
    var row = ["\(width)"]
    for bend in bends {
      var many = ManyNetworks(seeds: 1..<(1 + networks), hidden: width, bend: bend)
      let solved = many.learnExclusiveOr(steps: steps, rate: 0.5)
      row.append("\(solved) of \(networks)")
      report.metric(
        "exclusive_or_\(bend.name == "no bend" ? "straight" : bend.name)_\(width)_solved",
        Double(solved))
      bar.advance(message: "\(width) units, \(bend)")
    }
    rows.append(row)
  }
  bar.finish()
  report.say(
    "starts (seeds 1 to \(networks)) that end with all four corners right, \(steps) steps:")
  report.table(header: ["hidden units"] + bends.map(\.name), rows: rows)

  var generator = RandomGenerator(seed: 1)
  var network = TwoLayerNetwork(inputs: 2, hidden: 4, outputs: 1, using: &generator)
  for _ in 0..<steps {
    network.descend(rate: 0.5) { yesOrNoLoss($0(data.features), data.labels) }
  }
  report.say("seed 1, 4 tanh units: scores \(decimals(network(data.features).scalars))")
  let plot = ScatterPlot(
    title: "Exclusive or: four tanh units, trained", points: data.features, labels: data.labels,
    classNames: [0: "equal", 1: "different"], xLabel: "x1", yLabel: "x2", scaling: .equal)
  try report.show(
    plot.withRegions { yesOrNo(network($0)) }, named: "exclusive-or",
    caption: "One region, cut by curves: no straight line could do it.")

  collapseDemo(report)
}

extension Activation {
  /// A bend that does not bend.
  static let none = Activation("no bend") { $0 }
}

/// Three layers without a bend, and the one layer that they are.
private func collapseDemo(_ report: Report) {
  var generator = demoGenerator(report, 1)
  let layers = (
    Linear(2, 16, using: &generator), Linear(16, 16, using: &generator),
    Linear(16, 1, using: &generator)
  )
  let one = Linear(collapsing: Linear(collapsing: layers.0, layers.1), layers.2)
  let x = Tensor.normal([100, 2], using: &generator)
  let difference = abs(layers.2(layers.1(layers.0(x))) - one(x)).max().scalar
  let count = layers.0.parameterCount + layers.1.parameterCount + layers.2.parameterCount
  report.say(
    "three layers without a bend, \(count) parameters, are one layer with \(one.parameterCount): "
      + "largest difference on 100 points \(difference)")
  report.metric("collapse_difference", Double(difference))
}
