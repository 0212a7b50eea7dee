import Course
import Datasets
import MultilayerPerceptronsExercises
public import Plots
import Tensors

/// The project of chapter 04: a network with the reader's forward pass and the reader's gradient learns to
/// tell two moons apart, and to read digits.
///
/// Nothing here knows a formula. Every answer and every gradient is a call of a function from the exercises.
public enum MoonsAndDigitsProject {
  /// What came out.
  public struct Result: Sendable {
    /// The share of fresh points of two moons that are told apart, from 0 to 1.
    public let moonsAccuracy: Float
    /// The share of held-out digits that are read right, from 0 to 1.
    public let digitsAccuracy: Float
  }

  /// Trains two networks with one hidden layer each.
  ///
  /// - Parameters:
  ///   - moonsEpochs: How often the network sees each of 1000 points.
  ///   - digitsEpochs: How often the other network sees each training digit.
  /// - Throws: `NotImplemented` where an exercise is still a stub.
  public static func train(
    moonsEpochs: Int = 60, digitsEpochs: Int = 30, report: Report
  ) throws -> Result {
    var generator = RandomGenerator(seed: report.seed)
    let moonsAccuracy = try learnMoons(moonsEpochs, using: &generator, report: report)
    let digitsAccuracy = try learnDigits(digitsEpochs, using: &generator, report: report)
    return Result(moonsAccuracy: moonsAccuracy, digitsAccuracy: digitsAccuracy)
  }

  /// The ids of the exercises that the project needs and that are still stubs.
  public static func missingExercises() -> [String] {
    let (one, vector) = (Tensor([[1]]), Tensor([1]))
    return NotImplemented.exercises(among: [
      "04.5": { _ = try forwardPass(one, weights: [one], biases: [vector], bend: { $0 }) },
      "04.10": {
        _ = try twoLayerGradient(
          one, one, hiddenWeight: one, hiddenBias: vector, outputWeight: one, outputBias: vector)
      },
    ])
  }
}

/// Two layers with tanh between them, trained with the reader's gradient.
private struct Network {
  var weights: [Tensor]
  var biases: [Tensor]

  init(_ inputs: Int, _ hidden: Int, _ outputs: Int, using generator: inout RandomGenerator) {
    let bounds = [inputs, hidden].map { 1 / Float($0).squareRoot() }
    weights = [
      .uniform([inputs, hidden], in: -bounds[0]..<bounds[0], using: &generator),
      .uniform([hidden, outputs], in: -bounds[1]..<bounds[1], using: &generator),
    ]
    biases = [.zeros([hidden]), .zeros([outputs])]
  }

  func callAsFunction(_ x: Tensor) throws -> Tensor {
    try forwardPass(x, weights: weights, biases: biases, bend: { tanh($0) })
  }

  /// Goes through the examples once in random batches; returns the mean loss.
  mutating func epoch(
    _ x: Tensor, _ y: Tensor, rate: Float, using generator: inout RandomGenerator
  ) throws -> Float {
    let order = generator.permutation(x.shape[0])
    var losses: [Float] = []
    for start in stride(from: 0, to: order.count, by: 32) {
      let batch = Array(order[start..<min(start + 32, order.count)])
      let slopes = try twoLayerGradient(
        x[batch], y[batch], hiddenWeight: weights[0], hiddenBias: biases[0],
        outputWeight: weights[1], outputBias: biases[1])
      weights[0] -= rate * slopes.hiddenWeight
      biases[0] -= rate * slopes.hiddenBias
      weights[1] -= rate * slopes.outputWeight
      biases[1] -= rate * slopes.outputBias
      losses.append(slopes.loss)
    }
    return losses.reduce(0, +) / Float(max(losses.count, 1))
  }
}

/// Steps are shorter in the last third, so that the parameters settle.
private func rate(_ epoch: Int, of epochs: Int) -> Float { epoch * 3 < epochs * 2 ? 0.3 : 0.03 }

private func learnMoons(
  _ epochs: Int, using generator: inout RandomGenerator, report: Report
) throws -> Float {
  let training = moons(count: 1000, noise: 0.2, using: &generator)
  let test = moons(count: 1000, noise: 0.2, using: &generator)
  let targets = Tensor(training.labels.map { 2 * Float($0) - 1 }).reshaped([training.count, 1])
  var network = Network(2, 32, 1, using: &generator)
  let bar = report.progress(total: epochs, label: "moons (04.5, 04.10)")
  for epoch in 0..<epochs {
    let loss = try network.epoch(
      training.features, targets, rate: rate(epoch, of: epochs), using: &generator)
    bar.advance(message: "loss \(loss)")
  }
  bar.finish()
  func answers(_ x: Tensor) throws -> [Int] { try network(x).scalars.map { $0 >= 0 ? 1 : 0 } }
  let right = zip(try answers(test.features), test.labels).count { $0 == $1 }
  let accuracy = Float(right) / Float(test.count)
  report.metric("moons_test_accuracy", Double(accuracy))
  let plot = ScatterPlot(
    title: "The regions of your network", points: test.features[0..<250],
    labels: Array(test.labels[0..<250]), classNames: [0: "outer", 1: "inner"], xLabel: "x",
    yLabel: "y")
  try report.show(
    try plot.withRegions { try answers($0) }, named: "project-moons",
    caption: "Points that your network has never seen.")
  return accuracy
}

private func learnDigits(
  _ epochs: Int, using generator: inout RandomGenerator, report: Report
) throws -> Float {
  let (training, test) = digits(scaled: true)
    .split(testFraction: 0.2, stratified: true, using: &generator)
  let mean = training.features.mean(axis: 0)
  let spread = square(training.features - mean).mean().scalar.squareRoot()
  let x = (training.features - mean) / spread
  let targets = Tensor.oneHot(training.labels, classes: 10)
  var network = Network(64, 48, 10, using: &generator)
  let bar = report.progress(total: epochs, label: "digits (04.5, 04.10)")
  var losses: [Float] = []
  for epoch in 0..<epochs {
    losses.append(
      try network.epoch(x, targets, rate: rate(epoch, of: epochs), using: &generator))
    bar.advance(message: "loss \(losses[epoch])")
  }
  bar.finish()
  let answers = try network((test.features - mean) / spread).argmax(axis: 1)
  let right = zip(answers, test.labels).count { $0 == $1 }
  let accuracy = Float(right) / Float(test.count)
  report.metric("digits_test_accuracy", Double(accuracy))
  try report.show(
    LineChart(
      title: "Your network learns digits", series: [.init("mean loss", losses)], xLabel: "epoch",
      yLabel: "half the squared error", yScale: .logarithmic),
    named: "project-digits-loss", caption: "It should fall from about 0.4 towards 0.02.")
  return accuracy
}
