import Course
import Datasets
import MultilayerPerceptrons
import OptimizationExercises
import Perceptrons
public import Plots
import Tensors

/// The project of chapter 06: the reader's optimizer trains a network.
///
/// Gradients come from the tensor, the network from chapter 04. Every step, every rate and every cut is a call of
/// a function from the exercises.
public enum RaceProject {
  /// What came out.
  public struct Result: Sendable {
    /// The share of held-out digits that the network trained with momentum reads right.
    public let momentumAccuracy: Float
    /// The same with AdamW, clipping, warm-up and cosine.
    public let adamAccuracy: Float
  }

  /// Trains two networks from the same start on the same batches of the bundled digits.
  ///
  /// - Parameter steps: How many batches of 32.
  /// - Throws: `NotImplemented` where an exercise is still a stub.
  public static func run(steps: Int = 400, report: Report) throws -> Result {
    let race = Race(seed: report.seed)
    report.say(
      "\(race.training.count) digits to learn from, \(race.test.count) held out, seed \(report.seed)"
    )
    let momentum = try race.train(
      "momentum (06.1)", steps: steps, report: report
    ) { _, _, tensors, memory, gradients in
      for i in tensors.indices {
        let new = try momentumStep(
          parameter: tensors[i], velocity: memory[i][0], gradient: gradients[i],
          learningRate: 0.03, momentum: 0.9, nesterov: true)
        (tensors[i], memory[i][0]) = (new.parameter, new.velocity)
      }
    }
    let adam = try race.train(
      "AdamW (06.5, 06.7, 06.8)", steps: steps, report: report
    ) { step, steps, tensors, memory, gradients in
      let rate = try warmUpCosine(
        step: step, warmUp: steps / 10, total: steps, peak: 0.01, floor: 0)
      let cut = try clipGlobalNorm(gradients, to: 1).gradients
      for i in tensors.indices {
        let new = try adamWStep(
          parameter: tensors[i], mean: memory[i][0], square: memory[i][1], gradient: cut[i],
          step: step + 1, learningRate: rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
          weightDecay: 0.01)
        (tensors[i], memory[i]) = (new.parameter, [new.mean, new.square])
      }
    }
    report.metric("momentum_test_accuracy", Double(momentum.accuracy))
    report.metric("adamw_test_accuracy", Double(adam.accuracy))
    try report.show(
      LineChart(
        title: "Your optimizers learn digits",
        series: [.init("momentum", momentum.losses), .init("AdamW", adam.losses)],
        xLabel: "step", yLabel: "loss of the batch", yScale: .logarithmic),
      named: "project-loss", caption: "The loss should fall from about 2.3, which is ln 10.")
    return Result(momentumAccuracy: momentum.accuracy, adamAccuracy: adam.accuracy)
  }

  /// The ids of the exercises that the project needs and that are still stubs.
  public static func missingExercises() -> [String] {
    let one = Tensor([1])
    return NotImplemented.exercises(among: [
      "06.1": {
        _ = try momentumStep(
          parameter: one, velocity: one, gradient: one, learningRate: 1, momentum: 0.5,
          nesterov: false)
      },
      "06.5": {
        _ = try adamWStep(
          parameter: one, mean: one, square: one, gradient: one, step: 1, learningRate: 1,
          beta1: 0.9, beta2: 0.9, epsilon: 1, weightDecay: 0)
      },
      "06.7": { _ = try clipGlobalNorm([one], to: 1) },
      "06.8": { _ = try warmUpCosine(step: 1, warmUp: 2, total: 3, peak: 1, floor: 0) },
    ])
  }
}

/// The digits and the start that both optimizers share.
private struct Race {
  let training: LabelledData
  let test: LabelledData
  let generator: RandomGenerator

  /// Changes the parameters and what is remembered of each: its first and its second memory.
  typealias Step = (
    _ step: Int, _ steps: Int, _ tensors: inout [Tensor], _ memory: inout [[Tensor]],
    _ gradients: [Tensor]
  ) throws -> Void

  init(seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    (training, test) = digits(scaled: true)
      .split(testFraction: 0.2, stratified: true, using: &generator)
    self.generator = generator
  }

  func train(
    _ label: String, steps: Int, report: Report, _ step: Step
  ) throws -> (accuracy: Float, losses: [Float]) {
    var generator = generator
    var network = Sequential {
      Linear(64, 48, using: &generator)
      Activation.relu
      Linear(48, 10, using: &generator)
    }
    var memory = network.parameters.map { [Tensor.zeros($0.shape), Tensor.zeros($0.shape)] }
    let bar = report.progress(total: steps, label: label)
    var losses: [Float] = []
    var order: [Int] = []
    for number in 0..<steps {
      if order.count < 32 { order = generator.permutation(training.count) }
      let batch = Array(order.suffix(32))
      order.removeLast(32)
      let (loss, gradient) = valueWithGradient(at: &network) { network in
        softmaxCrossEntropy(
          logits: network(training.features[batch]), labels: batch.map { training.labels[$0] }
        ).mean()
      }
      var tensors = network.parameters
      try step(number, steps, &tensors, &memory, gradient.parameters)
      var rest = tensors[...]
      var writer = ParameterVisitor { parameter in
        if let next = rest.popFirst() { parameter = next }
      }
      network.visitParameters(&writer)
      losses.append(loss.scalar)
      bar.advance()
    }
    bar.finish(message: "loss \(losses.last ?? 0)")
    let answers = network(test.features).argmax(axis: 1)
    return (accuracy(answers, test.labels), losses)
  }
}
