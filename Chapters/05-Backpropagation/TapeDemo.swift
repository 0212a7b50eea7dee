// Part 3 of the demo: the tape with its hand-derived pullbacks, beside the library's gradient.

import Datasets
import Plots
import Tensors

/// A network of one hidden layer, as the tape and the library both see it.
private struct Digits {
  var parameters: [Tensor]

  init(hidden: Int, using generator: inout RandomGenerator) {
    parameters = [
      .normal([64, hidden], standardDeviation: 0.15, using: &generator), .zeros([hidden]),
      .normal([hidden, 10], standardDeviation: 0.15, using: &generator), .zeros([10]),
    ]
  }

  /// The loss of a batch on a tape, and the parameters on it.
  func record(on tape: Tape, _ x: Tensor, _ labels: [Int]) -> (loss: Tracked, [Tracked]) {
    let names = ["W1", "b1", "W2", "b2"]
    let tracked = zip(parameters, names).map { tape.variable($0, $1) }
    let hidden = (tape.variable(x, "x").matmul(tracked[0]) + tracked[1]).relu()
    let logits = hidden.matmul(tracked[2]) + tracked[3]
    return (logits.softmaxCrossEntropy(labels), tracked)
  }

  func tapeGradient(_ x: Tensor, _ labels: [Int]) -> (loss: Float, [Tensor]) {
    let tape = Tape()
    let (loss, tracked) = record(on: tape, x, labels)
    let gradients = tape.gradients(of: loss)
    return (loss.value.scalar, tracked.map { gradients[$0] })
  }

  func libraryGradient(_ x: Tensor, _ labels: [Int]) -> (loss: Float, [Tensor]) {
    let (loss, gradient) = valueWithGradient(at: parameters) { p in
      let logits = matmul(relu(matmul(x, p[0]) + p[1]), p[2]) + p[3]
      return softmaxCrossEntropy(logits: logits, labels: labels).mean()
    }
    return (loss.scalar, gradient)
  }

  mutating func descend(_ gradient: [Tensor], rate: Float) {
    for index in parameters.indices { parameters[index] -= rate * gradient[index] }
  }

  func accuracy(_ data: LabelledData) -> Double {
    let p = parameters
    let answers = (matmul(relu(matmul(data.features, p[0]) + p[1]), p[2]) + p[3]).argmax(axis: 1)
    return Double(zip(answers, data.labels).count { $0 == $1 }) / Double(data.count)
  }
}

/// Trains the same network with both gradients, from the same start and on the same batches.
func tapeDemo(_ report: Report) throws {
  report.heading("3 A tape of tensors, and the library")
  var generator = RandomGenerator(seed: report.seed).split(2)
  let (training, test) = digits(scaled: true)
    .split(testFraction: 0.2, stratified: true, using: &generator)
  var tape = Digits(hidden: 32, using: &generator)
  var library = tape
  let steps = report.isReduced ? 40 : 600
  let clock = ContinuousClock()
  var (tapeTime, libraryTime) = (Duration.zero, Duration.zero)
  var losses: [Float] = []
  let bar = report.progress(total: steps, label: "digits")
  for _ in 0..<steps {
    let batch = (0..<64).map { _ in generator.integer(in: 0..<training.count) }
    let (x, labels) = (training.features[batch], batch.map { training.labels[$0] })
    tapeTime += clock.measure {
      let (loss, gradient) = tape.tapeGradient(x, labels)
      losses.append(loss)
      tape.descend(gradient, rate: 0.5)
    }
    libraryTime += clock.measure {
      library.descend(library.libraryGradient(x, labels).1, rate: 0.5)
    }
    bar.advance()
  }
  bar.finish()
  let difference =
    zip(tape.parameters, library.parameters)
    .map { relativeDifference($0, $1) }.max() ?? 0
  report.say(
    "64-32-10 on digits, \(steps) steps: loss \(short(Double(losses[0]))), "
      + "then \(short(Double(losses.suffix(20).reduce(0, +) / 20)))")
  report.metric("tape_test_accuracy", tape.accuracy(test))
  report.metric("tape_library_difference", difference)

  // The same network of single numbers, one step of one batch of 64.
  let scalarTime = clock.measure {
    let network = ValueNetwork([64, 32, 10], using: &generator)
    let outputs = rows(training.features[0..<64]).map { network($0) }
    let sum = outputs.joined().reduce(Value(0)) { $0 + $1 }
    sum.backward()
  }
  func microseconds(_ time: Duration, _ count: Int) -> String {
    short((time / .microseconds(1)) / Double(count))
  }
  report.table(
    header: ["engine", "µs for one step of 64 digits"],
    rows: [
      ["Value, a box a number", microseconds(scalarTime, 1)],
      ["Tape", microseconds(tapeTime, steps)],
      ["library", microseconds(libraryTime, steps)],
    ])

  let example = Tape()
  let (loss, _) = tape.record(
    on: example, training.features[0..<64], Array(training.labels[0..<64]))
  _ = example.gradients(of: loss)
  try report.show(
    example.diagram(title: "The tape of one step"), named: "tape",
    caption: "\(example.count) entries for 64 digits; single numbers would need 300,000.")
}
