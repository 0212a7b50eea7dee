import Course
import Datasets
import PerceptronsExercises
public import Plots
import Tensors

/// The project of chapter 03: the reader's functions learn to read handwritten digits.
///
/// Nothing here decides or learns by itself. Every update, every step and every prediction is a call of a
/// function from the exercises.
public enum DigitsProject {
  /// What came out.
  public struct Result: Sendable {
    /// The share of held-out digits that the ten perceptrons read right, from 0 to 1.
    public let perceptronAccuracy: Float
    /// The share of held-out digits that softmax regression reads right, from 0 to 1.
    public let softmaxAccuracy: Float
  }

  /// Trains on the bundled digits and tests on a fifth of them that training never sees.
  ///
  /// - Parameters:
  ///   - epochs: How often every perceptron sees every training digit.
  ///   - steps: How many batches of 64 softmax regression learns from.
  /// - Throws: `NotImplemented` where an exercise is still a stub.
  public static func train(
    epochs: Int = 3, steps: Int = 400, report: Report
  ) throws -> Result {
    var generator = RandomGenerator(seed: report.seed)
    let (training, test) = digits(scaled: true)
      .split(testFraction: 0.2, stratified: true, using: &generator)
    report.say(
      "\(training.count) digits to learn from, \(test.count) held out, seed \(report.seed)")

    let perceptrons = try trainPerceptrons(
      on: training, epochs: epochs, using: &generator, report: report)
    let perceptronAccuracy = try accuracy(of: perceptrons, on: test)
    report.metric("perceptron_test_accuracy", Double(perceptronAccuracy))

    let softmax = try trainSoftmax(on: training, steps: steps, using: &generator, report: report)
    let softmaxAccuracy = try accuracy(of: softmax, on: test)
    report.metric("softmax_test_accuracy", Double(softmaxAccuracy))

    try show(softmax, classes: test.classNames, report: report)
    return Result(perceptronAccuracy: perceptronAccuracy, softmaxAccuracy: softmaxAccuracy)
  }

  /// The ids of the exercises that the project needs and that are still stubs.
  public static func missingExercises() -> [String] {
    let (one, two) = (Tensor([1]), Tensor([[1, 0]]))
    return NotImplemented.exercises(among: [
      "03.2": {
        _ = try perceptronUpdate(
          weights: one, bias: 0, example: one, label: 1, learningRate: 1)
      },
      "03.7": {
        _ = try oneVersusRest(weights: two, biases: Tensor([0, 0]), examples: Tensor([[1]]))
      },
      "03.8": {
        _ = try softmaxRegressionStep(
          weights: two, biases: Tensor([0, 0]), examples: Tensor([[1]]), labels: [0],
          learningRate: 1)
      },
    ])
  }
}

/// One linear unit a class.
private struct LinearModel {
  var weights: Tensor
  var biases: Tensor
}

/// Ten perceptrons, each of which learns "this digit, or another one?".
private func trainPerceptrons(
  on data: LabelledData, epochs: Int, using generator: inout RandomGenerator, report: Report
) throws -> LinearModel {
  let (features, classes) = (data.features.shape[1], data.classNames.count)
  let bar = report.progress(total: epochs * classes, label: "perceptrons (03.2)")
  var columns: [Tensor] = []
  var biases: [Float] = []
  for digit in 0..<classes {
    var unit = (weights: Tensor.zeros([features]), bias: Float(0))
    for _ in 0..<epochs {
      for i in generator.permutation(data.count) {
        unit = try perceptronUpdate(
          weights: unit.weights, bias: unit.bias, example: data.features[i],
          label: data.labels[i] == digit ? 1 : -1, learningRate: 1)
      }
      bar.advance(message: "digit \(digit)")
    }
    columns.append(unit.weights)
    biases.append(unit.bias)
  }
  bar.finish()
  return LinearModel(weights: Tensor.stack(columns).transposed(), biases: Tensor(biases))
}

private func trainSoftmax(
  on data: LabelledData, steps: Int, using generator: inout RandomGenerator, report: Report
) throws -> LinearModel {
  let (features, classes) = (data.features.shape[1], data.classNames.count)
  var model = LinearModel(weights: .zeros([features, classes]), biases: .zeros([classes]))
  let bar = report.progress(total: steps, label: "softmax regression (03.8)")
  var losses: [Float] = []
  var order: [Int] = []
  for _ in 0..<steps {
    if order.count < 64 { order = generator.permutation(data.count) }
    let batch = Array(order.suffix(64))
    order.removeLast(64)
    let new = try softmaxRegressionStep(
      weights: model.weights, biases: model.biases, examples: data.features[batch],
      labels: batch.map { data.labels[$0] }, learningRate: 0.5)
    model = LinearModel(weights: new.weights, biases: new.biases)
    losses.append(new.loss)
    bar.advance()
  }
  bar.finish(message: "loss \(losses.last ?? 0)")
  try report.show(
    LineChart(
      title: "Your softmax regression learns", series: [.init("loss of the batch", losses)],
      xLabel: "step", yLabel: "loss (nats)"),
    named: "project-loss", caption: "The loss should fall from about 2.3, which is ln 10.")
  return model
}

private func accuracy(of model: LinearModel, on data: LabelledData) throws -> Float {
  let predicted = try oneVersusRest(
    weights: model.weights, biases: model.biases, examples: data.features)
  let right = zip(predicted, data.labels).filter { $0 == $1 }.count
  return Float(right) / Float(data.count)
}

private func show(_ model: LinearModel, classes: [String], report: Report) throws {
  let images = model.weights.transposed().reshaped([classes.count, 8, 8])
  try report.show(
    ImageGrid(
      title: "What your softmax regression looks for", images: images, captions: classes,
      columns: 5, colourMap: .diverging),
    named: "project-weights", caption: "Blue and red pixels speak against and for the digit.")
}
