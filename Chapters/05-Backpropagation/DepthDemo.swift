// Part 6 of the demo: what is left of a gradient after twenty layers.

import Foundation
import MultilayerPerceptrons
import Plots
import Tensors

/// Measures the gradient of each of twenty layers, for five kinds of layers.
func depthDemo(_ report: Report) throws {
  let depth = 20
  let width = report.isReduced ? 32 : 100
  report.heading("6 Twenty layers of \(width) units")
  let kinds: [(name: String, activation: Activation, gain: Float, key: String)] = [
    ("sigmoid, gain 1", .sigmoid, 1, "sigmoid"), ("tanh, gain 1", .tanh, 1, "tanh"),
    ("relu, gain 1", .relu, 1, "relu"),
    ("relu, gain √2 (He)", .relu, Float(2).squareRoot(), "relu_he"),
    ("relu, gain 3", .relu, 3, "relu_3"),
  ]
  var generator = RandomGenerator(seed: report.seed).split(6)
  let flows = kinds.map { kind in
    let stack = deepStack(
      depth: depth, width: width, activation: kind.activation, gain: kind.gain, using: &generator)
    return gradientFlow(through: stack, using: &generator)
  }
  func ratio(_ norms: [Float]) -> Double { Double(norms[0]) / Double(norms[depth - 1]) }
  report.table(
    header: [
      "layers", "at layer 20", "at layer 1", "factor", "weight 20", "weight 1",
    ],
    rows: zip(kinds, flows).map { kind, flow in
      [
        kind.name, scientific(Double(flow.signals[depth - 1])), scientific(Double(flow.signals[0])),
        fixed(pow(ratio(flow.signals), 1 / Double(depth - 1)), 2),
        scientific(Double(flow.weights[depth - 1])), scientific(Double(flow.weights[0])),
      ]
    })
  for (kind, flow) in zip(kinds, flows) {
    report.metric("first_to_last_\(kind.key)", ratio(flow.signals))
    report.metric("first_to_last_weight_\(kind.key)", ratio(flow.weights))
  }
  let chart = LineChart(
    title: "The gradient on its way back",
    series: zip(kinds, flows).map { kind, flow in
      .init(kind.name, x: (1...depth).map { Float($0) }, y: flow.signals)
    }, xLabel: "layer", yLabel: "length of the gradient of its output", yScale: .logarithmic)
  try report.show(
    chart, named: "gradient-norms",
    caption: "Read from right to left: the gradient enters behind layer 20.")
}
