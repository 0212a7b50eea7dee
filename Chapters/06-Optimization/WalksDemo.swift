// Parts 1 and 2 of the demo: walks on landscapes, and what curvature is worth.

import Plots
import Tensors

/// An optimizer of a point of the plane for a rate.
private typealias Maker = @Sendable (Float) -> any Optimizer<Tensor>

private let point = Tensor([0, 0])

private let walkers: [(name: String, isDrawn: Bool, make: Maker)] = [
  ("descent", true, { GradientDescent(for: point, learningRate: $0) }),
  ("momentum", true, { GradientDescent(for: point, learningRate: $0, momentum: 0.9) }),
  (
    "Nesterov", false,
    { GradientDescent(for: point, learningRate: $0, momentum: 0.9, nesterov: true) }
  ),
  ("AdaGrad", true, { AdaptiveGradient(for: point, learningRate: $0) }),
  ("RMSprop", false, { RootMeanSquare(for: point, learningRate: $0) }),
  ("Adam", true, { Adam(for: point, learningRate: $0) }),
  ("Lion", false, { Lion(for: point, learningRate: $0) }),
]

func walksDemo(_ report: Report) throws {
  report.heading("1 Walks: steps until within 0.05 of the minimum for good")
  let rates: [Float] =
    report.isReduced
    ? [0.001, 0.01, 0.1]
    : [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3]
  let steps = report.isReduced ? 100 : 2000
  let bar = report.progress(total: Landscape.all.count * walkers.count, label: "walks")
  var rows = walkers.map { [$0.name] }
  for landscape in Landscape.all {
    var paths: [ContourChart.Path] = []
    for (index, walker) in walkers.enumerated() {
      var best: (rate: Float, walk: Walk)?
      for rate in rates {
        let walk = landscape.walk(walker.make(rate), steps: steps)
        if let best, !isBetter(walk, best.walk) { continue }
        best = (rate, walk)
      }
      bar.advance()
      guard let best else { continue }
      let arrival = best.walk.arrival.map { "\($0)" } ?? "not in \(steps)"
      rows[index].append("\(arrival) (\(rateText(best.rate)))")
      if let arrival = best.walk.arrival {
        report.metric("\(landscape.name)_\(walker.name.lowercased())_steps", Double(arrival))
      }
      guard walker.isDrawn else { continue }
      paths.append(
        .init(
          walker.name, x: best.walk.points.map { $0.scalars[0] },
          y: best.walk.points.map { $0.scalars[1] }))
    }
    let chart = ContourChart(
      title: "\(landscape.title), each with its best rate", x: landscape.x,
      y: landscape.y, paths: paths, marks: [landscape.minimum], xLabel: "first parameter",
      yLabel: "second parameter"
    ) { places in
      let columns = places.transposed()
      return landscape.height(columns[0], columns[1])
    }
    try report.show(
      chart, named: landscape.name, caption: "The cross is the minimum. Lines: equal loss.")
  }
  bar.finish()
  report.say(
    "steps, and in brackets the best of the rates \(rates.map(rateText).joined(separator: ", ")):")
  report.table(header: ["", "Rosenbrock", "Beale", "ravine"], rows: rows)
}

/// Whether a walk arrived sooner than another, or came nearer where neither arrived.
private func isBetter(_ a: Walk, _ b: Walk) -> Bool {
  switch (a.arrival, b.arrival) {
  case (let a?, let b?): a < b
  case (nil, nil): a.distance < b.distance
  case (let a, _): a != nil
  }
}

func curvatureDemo(_ report: Report) {
  report.heading("2 What curvature is worth")
  report.say("a parabola with curvature 25, from 1, forty steps (rate, momentum: where it ends)")
  for (rate, momentum) in [(0.01, 0), (0.04, 0), (0.079, 0), (0.081, 0), (0.1, 0), (0.1, 0.9)]
    as [(Float, Float)]
  {
    var x = Tensor([1])
    var descent = GradientDescent(for: x, learningRate: rate, momentum: momentum)
    for _ in 0..<40 { descent.update(&x, along: 25 * x) }
    report.say("  \(rateText(rate)), \(rateText(momentum)): \(scientific(x.scalars[0]))")
  }

  var rows: [[String]] = []
  for landscape in Landscape.all {
    let start = Tensor([landscape.start.x, landscape.start.y])
    var (a, b) = (start, start)
    var quasi = LimitedMemoryBFGS(for: a)
    var (steps, newton) = (0, 0)
    while landscape.distance(a) > 0.05 && steps < 200 {
      let before = a
      _ = quasi.minimize(&a, steps: 1, tolerance: 0) { landscape($0) }
      steps += 1
      if a == before { break }
    }
    while landscape.distance(b) > 0.05 && newton < 200 {
      guard newtonStep(&b, of: { landscape($0) }).hasMoved else { break }
      newton += 1
    }
    func text(_ steps: Int, _ end: Tensor) -> String {
      landscape.distance(end) <= 0.05
        ? "\(steps)" : "stuck at (\(fixed(end.scalars[0], 2)), \(fixed(end.scalars[1], 2)))"
    }
    rows.append([landscape.name, text(steps, a), text(newton, b)])
    for (name, count, end) in [("lbfgs", steps, a), ("newton", newton, b)]
    where landscape.distance(end) <= 0.05 {
      report.metric("\(landscape.name)_\(name)_steps", Double(count))
    }
  }
  report.table(header: ["steps until within 0.05 of the minimum", "L-BFGS", "Newton"], rows: rows)
}
