// The demo of the chapter: `swift run descent demo backpropagation`.

import Datasets
import Foundation
public import Plots
import Tensors

/// Shows how slopes find their way back through a computation, and how one makes sure that they are right.
///
/// Seven parts: a graph by hand, a network of single numbers, a tape of tensors beside the library, gradient
/// checking, second derivatives, twenty layers, and what breaks when one ingredient is left out. The stated
/// result is `tape_test_accuracy`, the share of held-out digits read right by a network that was trained
/// with hand-derived pullbacks, and `tape_library_difference`, how far it is from the library's.
///
/// - Throws: `PlotsError`, when a figure cannot be saved.
public func backpropagationDemo(_ report: Report) throws {
  try graphDemo(report)
  try scalarDemo(report)
  try tapeDemo(report)
  try checkingDemo(report)
  curvatureDemo(report)
  try depthDemo(report)
  backpropagationBreakIt(report)

  report.heading("Result")
  if let accuracy = report.metric(named: "tape_test_accuracy"),
    let difference = report.metric(named: "tape_library_difference")
  {
    report.say(
      "trained with pullbacks derived by hand: \(percent(accuracy)) of the digits it had never seen;"
    )
    report.say("the same weights as with the library's gradient, up to \(scientific(difference))")
  }
}

// MARK: Part 1

/// The worked example of the chapter: `L = (a · b + c) · a`.
func handExample() -> (result: Value, inputs: [Value]) {
  let (a, b, c) = (Value(2, "a"), Value(-3, "b"), Value(10, "c"))
  let d = a * b
  let e = d + c
  let result = e * a
  (d.name, e.name, result.name) = ("d = a × b", "e = d + c", "L = e × a")
  return (result, [a, b, c])
}

private func graphDemo(_ report: Report) throws {
  report.heading("1 A graph by hand: L = (a b + c) a")
  let (result, inputs) = handExample()
  result.backward()
  report.table(
    header: ["number", "value", "gradient"],
    rows: result.history().map { [$0.name, short($0.number), short($0.gradient)] })
  for input in inputs { report.metric("gradient_\(input.name)", input.gradient) }
  try report.show(
    result.diagram(title: "L = (a b + c) a, forwards and back"), named: "graph",
    caption: "a is used twice, so two slopes come back to it: 4 and -6.")

  let chain = report.isReduced ? 20_000 : 1_000_000
  let start = Value(1, "x")
  var end = start
  for _ in 0..<chain { end = end + 1 }
  end.backward()
  report.say("a chain of \(chain) additions: slope \(short(start.gradient)), without recursion")
}

// MARK: Part 2

private func scalarDemo(_ report: Report) throws {
  report.heading("2 A network of single numbers")
  var generator = RandomGenerator(seed: report.seed).split(1)
  let data = xor()
  let corners = rows(data.features)
  let network = ValueNetwork([2, 4, 1], using: &generator)
  let steps = report.isReduced ? 200 : 1000
  var loss = 0.0
  for _ in 0..<steps { loss = network.step(corners, data.labels, learningRate: 0.5) }
  let right = zip(network.predict(data.features), data.labels).count { $0 == $1 }
  report.say(
    "exclusive or, 2-4-1 with tanh: loss \(short(loss)) after \(steps) steps, \(right) of 4 right")
  report.metric("exclusive_or_right", Double(right))

  let moonData = moons(count: 400, noise: 0.15, using: &generator)
  let (training, test) = moonData.split(testFraction: 0.5, stratified: true, using: &generator)
  let moonNetwork = ValueNetwork([2, 12, 1], using: &generator)
  let moonSteps = report.isReduced ? 60 : 1500
  let points = rows(training.features)
  let bar = report.progress(total: moonSteps, label: "moons")
  for _ in 0..<moonSteps {
    let batch = (0..<20).map { _ in generator.integer(in: 0..<points.count) }
    moonNetwork.step(
      batch.map { points[$0] }, batch.map { training.labels[$0] }, learningRate: 0.7)
    bar.advance()
  }
  bar.finish()
  let answers = moonNetwork.predict(test.features)
  let share = Double(zip(answers, test.labels).count { $0 == $1 }) / Double(test.count)
  report.metric("moons_test_accuracy", share)
  let plot = ScatterPlot(
    title: "Two moons, learnt by \(moonNetwork.parameters.count) single numbers",
    points: test.features, labels: test.labels, xLabel: "x1", yLabel: "x2")
  try report.show(
    plot.withRegions(resolution: report.isReduced ? 24 : 80) { moonNetwork.predict($0) },
    named: "moons", caption: "\(percent(share)) of \(test.count) points it had never seen.")
}

/// The rows of a matrix as arrays of 64-bit numbers.
func rows(_ matrix: Tensor) -> [[Double]] {
  (0..<matrix.shape[0]).map { row in matrix[row].scalars.map { Double($0) } }
}
