import Datasets
import Optimization
import Tensors
import TrainingExercises

/// Digits to learn from, to choose by, and to be tested on.
struct DigitsTask: Sendable {
  let training: LabelledData
  let validation: LabelledData
  let test: LabelledData
  let seed: UInt64

  init(seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    let (rest, test) = digits(scaled: true)
      .split(testFraction: 0.2, stratified: true, using: &generator)
    (training, validation) = rest.split(testFraction: 0.2, stratified: true, using: &generator)
    (self.test, self.seed) = (test, seed)
  }
}

/// A network with one hidden layer, made of the reader's parts.
struct DigitsNetwork: Parameterized {
  var hidden: Tensor
  var scale: Tensor
  var shift: Tensor
  var runningMean: Tensor
  var runningVariance: Tensor
  var output: Tensor
  var bias: Tensor

  init(width: Int, using generator: inout RandomGenerator) throws {
    func weights(_ shape: [Int], gain: Float) throws -> Tensor {
      let bound = try initialBound(shape: shape, gain: gain)
      return bound * Tensor.uniform(shape, in: -1..<1, using: &generator)
    }
    hidden = try weights([64, width], gain: Float(2).squareRoot())
    // Batch normalization has a shift, so the layer before it needs no bias.
    (scale, shift) = (.ones([width]), .zeros([width]))
    (runningMean, runningVariance) = (.zeros([width]), .ones([width]))
    output = try weights([width, 10], gain: 1)
    bias = .zeros([10])
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&hidden, "hidden")
    visitor.visit(&scale, "scale")
    visitor.visit(&shift, "shift")
    visitor.visitBuffer(&runningMean, "runningMean")
    visitor.visitBuffer(&runningVariance, "runningVariance")
    visitor.visit(&output, "output")
    visitor.visit(&bias, "bias")
  }

  /// Says ten scores for every digit: `[n, 64] -> [n, 10]`.
  func scores(_ x: Tensor, isTraining: Bool) throws -> Tensor {
    let normal = try batchNormalization(
      matmul(x, hidden), scale: scale, shift: shift, runningMean: runningMean,
      runningVariance: runningVariance, momentum: 0.1, epsilon: 1e-5, isTraining: isTraining)
    if isTraining {
      runningMean.postUpdate { _ in stopGradient(normal.runningMean) }
      runningVariance.postUpdate { _ in stopGradient(normal.runningVariance) }
    }
    let active = relu(normal.result)
    let kept = try invertedDropout(
      active, rate: 0.3, uniform: .uniform(active.shape), isTraining: isTraining)
    return matmul(kept, output) + bias
  }

  /// The mean loss on a part of the data, as one evaluates: without dropout and smoothing.
  func loss(on part: LabelledData) throws -> Float {
    try crossEntropy(
      logits: scores(part.features, isTraining: false), labels: part.labels, weights: nil,
      smoothing: 0
    ).scalar
  }
}

/// A training that can be copied, interrupted and gone on with: nothing of it is anywhere else.
struct TrainingRun: Sendable {
  var network: DigitsNetwork
  private var optimizer: Adam<DigitsNetwork>
  private var step = 0
  private let schedule: Schedule

  init(_ task: DigitsTask, epochs: Int) throws {
    var generator = RandomGenerator(seed: task.seed).split(1)
    network = try DigitsNetwork(width: 96, using: &generator)
    optimizer = .decoupled(for: network, learningRate: 0.01)
    let steps = epochs * (task.training.count / 32)
    let warmUp = max(1, steps / 10)
    schedule = .linearWarmUp(steps: warmUp)
      .then(after: warmUp, .cosine(steps: max(1, steps - warmUp)))
  }

  /// Trains on the batches of an epoch, or on some of them.
  ///
  /// - Returns: The mean of their losses.
  mutating func train(
    _ task: DigitsTask, epoch: Int, batches wanted: Range<Int> = 0..<Int.max
  ) throws -> Float {
    let batches = try epochBatches(
      count: task.training.count, batchSize: 32, seed: task.seed, epoch: epoch, dropsLast: true,
      from: wanted.lowerBound
    ).prefix(wanted.count)
    var sum: Float = 0
    for batch in batches {
      // The random numbers of dropout follow from the seed and the step: nothing else has to be remembered.
      var generator = RandomGenerator(seed: task.seed).split(2).split(UInt64(step))
      let (loss, gradient) = try withSeed(generator.next()) {
        try valueWithGradient(at: &network) { network in
          try crossEntropy(
            logits: network.scores(task.training.features[batch], isTraining: true),
            labels: batch.map { task.training.labels[$0] }, weights: nil, smoothing: 0.1)
        }
      }
      optimizer.learningRate = 0.01 * schedule(step)
      optimizer.update(&network, along: gradient)
      step += 1
      sum += loss.scalar
    }
    return sum / Float(max(1, batches.count))
  }
}
