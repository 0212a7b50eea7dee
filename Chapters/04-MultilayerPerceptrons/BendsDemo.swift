// Part 2 of the demo: the bends, their slopes, and units that stop learning.

import Plots
import Tensors

func bendsDemo(_ report: Report) throws {
  report.heading("2 Bends and their slopes")
  let x = Tensor.linearlySpaced(from: -4, through: 4, count: 81)
  let places = Tensor([-5, -1, 0, 1, 5])
  report.table(
    header: ["bend", "formula", "slope at -5", "-1", "0", "1", "5"],
    rows: Activation.elementwise.map { bend in
      [bend.name, bend.formula] + bend.derivative(places).scalars.map { fixed($0, 4) }
    })
  let shown: [Activation] = [
    .sigmoid, .tanh, .softsign, .hardTanh(), .relu, .leakyReLU(slope: 0.1), .elu(), .softplus(),
    .gelu, .silu, .mish, .hardSwish,
  ]
  let charts = shown.map { bend in
    LineChart(
      title: bend.name,
      series: [
        .init("value", x: x.scalars, y: bend(x).scalars),
        .init("slope", x: x.scalars, y: bend.derivative(x).scalars),
      ], yRange: -1.5...3, size: FigureSize(width: 300, height: 200))
  }
  try report.show(
    FigureGrid(title: "Twelve bends and their slopes", figures: charts, columns: 3),
    named: "bends", caption: "Where the slope is near 0 a unit hardly learns.")

  for bend in [Activation.gelu, .silu, .mish] {
    // The slope is negative left of the lowest point and positive right of it.
    var (low, high) = (Float(-2), Float(0))
    for _ in 0..<24 {
      let middle = (low + high) / 2
      if bend.derivative(Tensor(middle)).scalar < 0 { low = middle } else { high = middle }
    }
    report.say(
      "lowest point of \(bend): \(fixed(bend(Tensor(low)).scalar, 4)) at x = \(fixed(low, 4))")
  }
  let wide = Tensor.linearlySpaced(from: -6, through: 6, count: 12_001)
  let gap = abs(Activation.gelu(wide) - Activation.geluTanh(wide))
  let worst = gap.argmax()
  report.say(
    "geluTanh is at most \(fixed(gap.scalars[worst], 6)) away from gelu, at x = "
      + "\(fixed(Swift.abs(wide.scalars[worst]), 2))")

  // The same scores, larger and larger: what remains of the slope.
  var generator = demoGenerator(report, 2)
  let scores = Tensor.normal([1000, 64], using: &generator)
  report.table(
    header: ["spread of the scores", "tanh saturated", "sigmoid saturated"],
    rows: [Float(1), 3, 10].map { size in
      [Activation.tanh, .sigmoid].reduce([fixed(size, 0)]) {
        $0 + [percent($1.saturation(scores: size * scores))]
      }
    })
  // A rectifier unit is silent for all examples when its bias lies far enough below 0.
  let shifted = scores - Tensor.linearlySpaced(from: 0, through: 8, count: 64)
  let dead = Activation.relu.deadUnits(scores: shifted)
  report.say(
    "64 rectifier units with biases from 0 to -8 and scores of spread 1, 1000 examples: "
      + "\(dead.count) dead, from the bias \(fixed(-Float(dead.first ?? 0) * 8 / 63, 2)) on")
}
