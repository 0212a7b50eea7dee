// Part 7 of the demo: leave one ingredient out, and see what happens.

import Datasets
import Plots
import Tensors

/// Leaves out one ingredient after the other and reports what breaks.
func backpropagationBreakIt(_ report: Report) {
  report.heading("7 Break it: one ingredient left out")
  withoutZeroing(report)
  withoutAdding(report)
  withoutOrder(report)
  withoutSlope(report)
  withoutTranspose(report)
  corner(report)
}

/// The valley (w − 3)², and the slopes of all earlier steps left in place.
private func withoutZeroing(_ report: Report) {
  func run(forgetsToZero: Bool) -> [Double] {
    let w = Value(0, "w")
    return (0..<60).map { _ in
      let error = w - 3
      let loss = error * error
      if !forgetsToZero { w.gradient = 0 }
      loss.backward()
      w.number -= 0.1 * w.gradient
      return loss.number
    }
  }
  let (with, without) = (run(forgetsToZero: false), run(forgetsToZero: true))
  report.say("without setting the gradient to zero, descent in the valley (w - 3)², rate 0.1:")
  report.say(
    "  the loss of steps 41 to 60 swings up to \(short(without[40...].max() ?? 0)), for ever")
  report.say("  with it: \(short(with[40...].max() ?? 0)) at most, and falling")
  report.metric("without_zeroing_loss", without[40...].max() ?? 0)
  let data = xor()
  let corners = rows(data.features)
  func exclusiveOr(forgetsToZero: Bool) -> Double {
    var generator = RandomGenerator(seed: report.seed).split(1)
    let network = ValueNetwork([2, 4, 1], using: &generator)
    return (0..<100).map { _ in
      network.step(corners, data.labels, learningRate: 0.5, forgetsToZero: forgetsToZero)
    }.last ?? 0
  }
  report.say(
    "  and on exclusive or it even helps: loss \(short(exclusiveOr(forgetsToZero: true))) after 100 "
      + "steps, with it \(short(exclusiveOr(forgetsToZero: false)))")
}

/// The way back through the worked example, with `=` in the place of `+=`, or in another order.
private func backward(
  _ order: [Value], adds: Bool
) -> [ObjectIdentifier: Double] {
  var gradients: [ObjectIdentifier: Double] = [:]
  if let result = order.first { gradients[ObjectIdentifier(result)] = 1 }
  for value in order {
    let gradient = gradients[ObjectIdentifier(value)] ?? 0
    for (operand, slope) in zip(value.operands, value.slopes) {
      let before = adds ? gradients[ObjectIdentifier(operand)] ?? 0 : 0
      gradients[ObjectIdentifier(operand)] = before + slope * gradient
    }
  }
  return gradients
}

private func withoutAdding(_ report: Report) {
  let (result, inputs) = handExample()
  let order = Array(result.history().reversed())
  func slope(adds: Bool) -> Double {
    backward(order, adds: adds)[ObjectIdentifier(inputs[0])] ?? 0
  }
  report.say("without adding up, = in the place of +=, slope of a in L = (a b + c) a:")
  report.say("  \(short(slope(adds: false))); with it: \(short(slope(adds: true)))")
  report.metric("without_adding_gradient_a", slope(adds: false))
}

/// `L = y² + y` with `y = x²`, `x = 3`: visited as the values were found, not users first.
private func withoutOrder(_ report: Report) {
  let x = Value(3, "x")
  let y = x * x
  let z = y * y
  let result = y + z
  // Breadth first: the result, then what it uses, then what these use.
  let asFound = [result, y, z, x]
  let inOrder = Array(result.history().reversed())
  func slope(_ order: [Value]) -> Double {
    backward(order, adds: true)[ObjectIdentifier(x)] ?? 0
  }
  report.say("without the order, users first, slope of x in x² + (x²)² at 3:")
  report.say("  \(short(slope(asFound))); with it: \(short(slope(inOrder)))")
  report.metric("without_order_slope", slope(asFound))
}

/// Digits with a wrong gradient: the hidden layer's slope 1 − t² is forgotten.
private func withoutSlope(_ report: Report) {
  var generator = RandomGenerator(seed: report.seed).split(7)
  let (training, test) = digits(scaled: true)
    .split(testFraction: 0.2, stratified: true, using: &generator)
  let start = [
    Tensor.normal([64, 32], standardDeviation: 0.25, using: &generator), .zeros([32]),
    .normal([32, 10], standardDeviation: 0.2, using: &generator), .zeros([10]),
  ]
  func gradient(_ p: [Tensor], _ x: Tensor, _ labels: [Int], forgets: Bool) -> [Tensor] {
    let tape = Tape()
    let tracked = p.map { tape.variable($0) }
    let scores = tape.variable(x).matmul(tracked[0]) + tracked[1]
    let hidden =
      forgets ? tape.record("tanh", tanh(scores.value), [scores]) { [$0] } : scores.tanh()
    let loss = (hidden.matmul(tracked[2]) + tracked[3]).softmaxCrossEntropy(labels)
    let gradients = tape.gradients(of: loss)
    return tracked.map { gradients[$0] }
  }
  func accuracy(forgets: Bool) -> Double {
    var (p, batches) = (start, generator)
    for _ in 0..<(report.isReduced ? 60 : 400) {
      let batch = (0..<64).map { _ in batches.integer(in: 0..<training.count) }
      let slopes = gradient(
        p, training.features[batch], batch.map { training.labels[$0] }, forgets: forgets)
      for index in p.indices { p[index] -= 0.3 * slopes[index] }
    }
    let answers = (matmul(tanh(matmul(test.features, p[0]) + p[1]), p[2]) + p[3]).argmax(axis: 1)
    return Double(zip(answers, test.labels).count { $0 == $1 }) / Double(test.count)
  }
  let (x, labels) = (training.features[0..<64], Array(training.labels[0..<64]))
  let error = relativeDifference(
    gradient(start, x, labels, forgets: true)[0], gradient(start, x, labels, forgets: false)[0])
  report.say("without the slope of the hidden tanh, digits:")
  report.say(
    "  \(percent(accuracy(forgets: true))) of the test part, so nobody notices; "
      + "its first gradient is off by \(percent(error))")
  report.say("  with it: \(percent(accuracy(forgets: false)))")
  report.metric("without_slope_test_accuracy", accuracy(forgets: true))
  report.metric("without_slope_error", error)
}

/// The pullback of a product of square matrices, with the transposes forgotten.
private func withoutTranspose(_ report: Report) {
  var generator = RandomGenerator(seed: report.seed).split(8)
  let (a, b) = (
    Tensor.normal([4, 4], using: &generator), Tensor.normal([4, 4], using: &generator)
  )
  let wrong = differentiable([a, b], value: { matmul($0[0], $0[1]) }) { inputs, gradient in
    [matmul(gradient, inputs[1]), matmul(inputs[0], gradient)]
  }
  let check = gradientCheck(at: [a, b]) { inputs in
    differentiable(inputs, value: { matmul($0[0], $0[1]) }) { inputs, gradient in
      [matmul(gradient, inputs[1]), matmul(inputs[0], gradient)]
    }
  }
  let right = gradientCheck(at: [a, b]) { matmul($0[0], $0[1]) }
  report.say("without the transposes, the product of two 4 x 4 matrices:")
  report.say(
    "  shapes agree (\(wrong.shape)), nothing stops; error of a gradient check \(short(Double(check.error)))"
  )
  report.say("  with them: \(scientific(Double(right.error)))")
  report.metric("without_transpose_error", Double(check.error))
}

/// A right pullback that a check rejects: at the corner of relu.
private func corner(_ report: Report) {
  let measured = centralDifference(at: 0.0, step: 1e-5) { max($0, 0) }
  let x = Value(0)
  let y = x.relu()
  y.backward()
  report.say(
    "a check at the corner of relu: measured \(short(measured)), pullback \(short(x.gradient)); "
      + "neither is wrong")
}
