import BackpropagationExercises
import Course
import Datasets
public import Plots
import Tensors

/// The project of chapter 05: the reader's engine and pullbacks train two networks.
///
/// Nothing here differentiates. Every slope comes from a function of the exercises.
public enum EngineProject {
  /// What came out.
  public struct Result: Sendable {
    /// How many of the four corners of exclusive or are right.
    public let cornersRight: Int
    /// The share of held-out digits that are read right, from 0 to 1.
    public let digitAccuracy: Float
  }

  /// Learns exclusive or with the scalar engine, and digits with the tensor pullbacks.
  ///
  /// - Parameters:
  ///   - scalarSteps: Steps on the four corners.
  ///   - steps: Batches of 64 digits.
  /// - Throws: `NotImplemented` where an exercise is still a stub.
  public static func train(
    scalarSteps: Int = 300, steps: Int = 300, report: Report
  ) throws -> Result {
    var generator = RandomGenerator(seed: report.seed)
    let right = try learnExclusiveOr(scalarSteps, using: &generator, report: report)
    report.metric("exclusive_or_right", Double(right))
    let accuracy = try learnDigits(steps, using: &generator, report: report)
    report.metric("digits_test_accuracy", Double(accuracy))
    return Result(cornersRight: right, digitAccuracy: accuracy)
  }

  /// The ids of the exercises that the project needs and that are still stubs.
  public static func missingExercises() -> [String] {
    let one = Tensor([[1]])
    return NotImplemented.exercises(among: [
      "05.2": { _ = try topologicalOrder(operands: [[]], result: 0) },
      "05.4": { try ((Scalar(1) + Scalar(1)) * Scalar(1)).tanh().backward() },
      "05.6": { _ = try broadcastPullback(one, from: [1]) },
      "05.7": { _ = try matmulPullback(one, one, gradient: one) },
      "05.9": { _ = try crossEntropyPullback(logits: one, labels: [0], upstream: 1) },
    ])
  }
}

/// A network of 2 inputs, 6 hidden units and one output, every weight a `Scalar`.
private func learnExclusiveOr(
  _ steps: Int, using generator: inout RandomGenerator, report: Report
) throws -> Int {
  let data = xor()
  let corners = (0..<4).map { row in data.features[row].scalars.map { Double($0) } }
  // 6 units of two weights and a bias, then 6 weights and a bias. New numbers are made in every step.
  var weights = (0..<25).map { _ in Double(generator.normal()) }
  func score(_ corner: [Double], _ w: [Scalar]) throws -> Scalar {
    var score = w[24]
    for unit in 0..<6 {
      let first = try w[3 * unit] * Scalar(corner[0])
      let second = try w[3 * unit + 1] * Scalar(corner[1])
      let hidden = try (first + second + w[3 * unit + 2]).tanh()
      score = try score + w[18 + unit] * hidden
    }
    return try score.tanh()
  }
  let bar = report.progress(total: steps, label: "exclusive or (05.4)")
  for _ in 0..<steps {
    let w = weights.map { Scalar($0) }
    var loss = Scalar(0)
    for (corner, label) in zip(corners, data.labels) {
      let error = try score(corner, w) + Scalar(label == 1 ? -0.9 : 0.9)
      loss = try loss + error * error
    }
    try loss.backward()
    for index in weights.indices { weights[index] -= 0.1 * w[index].gradient }
    bar.advance(message: "loss \(Float(loss.value))")
  }
  bar.finish()
  let w = weights.map { Scalar($0) }
  return try zip(corners, data.labels).count { corner, label in
    try (score(corner, w).value > 0) == (label == 1)
  }
}

/// One step of a tensor computation: its value, its operands, and its pullback.
private struct Step {
  let value: Tensor
  let operands: [Int]
  let pullback: (Tensor) throws -> [Tensor]
}

/// A network of 64 inputs, 32 hidden units with relu, and 10 classes.
private func learnDigits(
  _ steps: Int, using generator: inout RandomGenerator, report: Report
) throws -> Float {
  let (training, test) = digits(scaled: true)
    .split(testFraction: 0.2, stratified: true, using: &generator)
  var parameters = [
    Tensor.normal([64, 32], standardDeviation: 0.15, using: &generator), .zeros([32]),
    .normal([32, 10], standardDeviation: 0.15, using: &generator), .zeros([10]),
  ]
  var losses: [Float] = []
  let bar = report.progress(total: steps, label: "digits (05.2, 05.6, 05.7, 05.9)")
  for _ in 0..<steps {
    let batch = (0..<64).map { _ in generator.integer(in: 0..<training.count) }
    let (loss, slopes) = try gradients(
      parameters, training.features[batch], batch.map { training.labels[$0] })
    losses.append(loss)
    for index in parameters.indices { parameters[index] -= 0.5 * slopes[index] }
    bar.advance()
  }
  bar.finish()
  try report.show(
    LineChart(
      title: "Digits, trained with your pullbacks", series: [.init("", losses)], xLabel: "step",
      yLabel: "cross-entropy"), named: "project-loss")
  let p = parameters
  let logits = matmul(maximum(matmul(test.features, p[0]) + p[1], 0), p[2]) + p[3]
  let right = zip(logits.argmax(axis: 1), test.labels).count { $0 == $1 }
  return Float(right) / Float(test.count)
}

/// The loss of a batch and the gradients of the four parameters.
private func gradients(
  _ p: [Tensor], _ x: Tensor, _ labels: [Int]
) throws -> (loss: Float, [Tensor]) {
  func variable(_ value: Tensor) -> Step { Step(value: value, operands: []) { _ in [] } }
  func product(_ a: Int, _ b: Int, _ steps: [Step]) -> Step {
    let (left, right) = (steps[a].value, steps[b].value)
    return Step(value: matmul(left, right), operands: [a, b]) { gradient in
      let slopes = try matmulPullback(left, right, gradient: gradient)
      return [slopes.a, slopes.b]
    }
  }
  func sum(_ a: Int, _ b: Int, _ steps: [Step]) -> Step {
    let (left, right) = (steps[a].value, steps[b].value)
    return Step(value: left + right, operands: [a, b]) { gradient in
      [
        try broadcastPullback(gradient, from: left.shape),
        try broadcastPullback(gradient, from: right.shape),
      ]
    }
  }
  // Parameters at 0 to 3, the input at 4.
  var steps = p.map(variable) + [variable(x)]
  steps.append(product(4, 0, steps))
  steps.append(sum(5, 1, steps))
  let hidden = maximum(steps[6].value, 0)
  let isOn = Tensor(hidden.scalars.map { $0 > 0 ? 1 : 0 }, shape: hidden.shape)
  steps.append(Step(value: hidden, operands: [6]) { [$0 * isOn] })
  steps.append(product(7, 2, steps))
  steps.append(sum(8, 3, steps))
  let logits = steps[9].value
  let loss = softmaxCrossEntropy(logits: logits, labels: labels).mean()
  steps.append(
    Step(value: loss, operands: [9]) { gradient in
      [try crossEntropyPullback(logits: logits, labels: labels, upstream: gradient.scalar)]
    })

  var arrived = [Tensor?](repeating: nil, count: steps.count)
  arrived[10] = Tensor(1)
  for index in try topologicalOrder(operands: steps.map(\.operands), result: 10).reversed() {
    guard let gradient = arrived[index] else { continue }
    for (operand, share) in zip(steps[index].operands, try steps[index].pullback(gradient)) {
      arrived[operand] = arrived[operand].map { $0 + share } ?? share
    }
  }
  return (loss.scalar, p.indices.map { arrived[$0] ?? Tensor.zeros(p[$0].shape) })
}
