public import Grading
public import Tensors

/// The tensors and numbers of a batch normalization, besides its input.
public struct BatchState: Sendable {
  /// The factor of each channel.
  public var scale: Tensor
  /// What is added to each channel.
  public var shift: Tensor
  /// The running mean of each channel.
  public var mean: Tensor
  /// The running variance of each channel.
  public var variance: Tensor
  /// The share of the batch in the running values.
  public var momentum: Float
  /// What is added to the variance.
  public var epsilon: Float

  init(
    _ channels: Int, momentum: Float = 0.1, epsilon: Float = 0, mean: Float = 0,
    variance: Float = 1
  ) {
    (scale, shift) = (.ones([channels]), .zeros([channels]))
    (self.mean, self.variance) = (.full([channels], mean), .full([channels], variance))
    (self.momentum, self.epsilon) = (momentum, epsilon)
  }

  /// Random parameters, and running values that are not those of the batch.
  init(random channels: Int, using generator: inout RandomGenerator) {
    scale = 1.5 + Tensor.uniform([channels], using: &generator)
    shift = .normal([channels], using: &generator)
    mean = .normal([channels], using: &generator)
    variance = 0.5 + 3 * Tensor.uniform([channels], using: &generator)
    momentum = 0.05 + 0.3 * generator.uniform()
    epsilon = 0.05 + 0.2 * generator.uniform()
  }
}

/// What 07.6 asks for: input, state and whether it is training, to the result and both running values.
public typealias BatchNormalizationAnswer =
  @Sendable (Tensor, BatchState, Bool) throws -> (
    result: Tensor, runningMean: Tensor, runningVariance: Tensor
  )

private let right: BatchNormalizationAnswer = { x, s, isTraining in
  guard isTraining else {
    let y = batchNorm(
      x, mean: s.mean, variance: s.variance, scale: s.scale, shift: s.shift, epsilon: s.epsilon)
    return (y, s.mean, s.variance)
  }
  let (y, mean, variance) = batchNorm(x, scale: s.scale, shift: s.shift, epsilon: s.epsilon)
  let m = Float(x.shape[0])
  return (
    y, s.mean + s.momentum * (mean - s.mean),
    s.variance + s.momentum * (variance * (m / (m - 1)) - s.variance)
  )
}

/// Normalizes with a mean and a variance, and keeps the running values of the right answer.
private func normalized(
  _ x: Tensor, _ s: BatchState, _ isTraining: Bool, mean: Tensor, variance: Tensor
) throws -> (result: Tensor, runningMean: Tensor, runningVariance: Tensor) {
  let (_, runningMean, runningVariance) = try right(stopGradient(x), s, isTraining)
  return (
    (x - mean) / sqrt(variance + s.epsilon) * s.scale + s.shift, runningMean, runningVariance
  )
}

/// 07.6: batch normalization in training and in evaluation.
public let batchNormalizationExercise = Exercise<BatchNormalizationAnswer>(
  "07.6",
  reference: right,
  alternatives: [
    .init(
      "sums divided by the count, the variance as mean of squares less square of the mean",
      { x, s, isTraining in
        let m = Float(x.shape[0])
        let mean = isTraining ? x.sum(axis: 0) / m : s.mean
        let variance = isTraining ? (x * x).sum(axis: 0) / m - mean * mean : s.variance
        let factor = s.scale / sqrt(variance + s.epsilon)
        let y = x * factor + (s.shift - mean * factor)
        guard isTraining else { return (y, s.mean, s.variance) }
        return (
          y, s.mean * (1 - s.momentum) + mean * s.momentum,
          s.variance * (1 - s.momentum) + variance * (s.momentum * m / (m - 1))
        )
      }),
    .init("rows and columns exchanged, then the rows normalized", batchNormalizationByRows),
  ],
  checks: [
    .init("the shapes, in training and in evaluation") { answer, evidence in
      let x = Tensor([[1, 2, 3], [6, 5, 4]])
      for isTraining in [true, false] {
        let y = try answer(x, BatchState(3, epsilon: 0.1), isTraining)
        evidence.expect(y.result, hasShape: [2, 3], "result")
        evidence.expect(y.runningMean, hasShape: [3], "runningMean")
        evidence.expect(y.runningVariance, hasShape: [3], "runningVariance")
      }
    },
    .init("training by hand") { answer, evidence in
      var state = BatchState(2)
      (state.scale, state.shift) = (Tensor([1, 2]), Tensor([0, 5]))
      let y = try answer(Tensor([[1, 10], [3, 30]]), state, true).result
      evidence.expect(y, equals: Tensor([[-1, 3], [1, 7]]), "result")
    },
    .init("epsilon is added to the variance, under the root") { answer, evidence in
      let y = try answer(Tensor([[-1, 7], [1, 7]]), BatchState(2, epsilon: 3), true).result
      evidence.expect(y, equals: Tensor([[-0.5, 0], [0.5, 0]]), "result")
    },
    .init("running values by hand") { answer, evidence in
      let y = try answer(Tensor([[1], [3]]), BatchState(1), true)
      evidence.expect(y.runningMean, equals: Tensor([0.2]), "runningMean")
      evidence.expect(y.runningVariance, equals: Tensor([1.1]), "runningVariance")
    },
    .init("evaluation by hand, of a single example") { answer, evidence in
      let y = try answer(Tensor([[6]]), BatchState(1, mean: 2, variance: 4), false)
      evidence.expect(y.result, equals: Tensor([[2]]), "result")
      evidence.expect(y.runningMean, equals: Tensor([2]), "runningMean")
      evidence.expect(y.runningVariance, equals: Tensor([4]), "runningVariance")
    },
    .init("random batches in training", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 761)
      for shape in [[2, 1], [5, 3], [3, 3], [16, 7]] {
        let state = BatchState(random: shape[1], using: &generator)
        let x = 1 + 2 * Tensor.normal(shape, using: &generator)
        let (y, wanted) = (try answer(x, state, true), try right(x, state, true))
        evidence.expect(y.result, equals: wanted.result, "result", in: "\(shape)")
        evidence.expect(y.runningMean, equals: wanted.runningMean, "runningMean", in: "\(shape)")
        evidence.expect(
          y.runningVariance, equals: wanted.runningVariance, "runningVariance", in: "\(shape)")
      }
    },
    .init("in evaluation an example has the same answer alone and among others") {
      answer, evidence in
      var generator = evidence.generator(seed: 762)
      let state = BatchState(random: 4, using: &generator)
      let x = Tensor.normal([6, 4], using: &generator)
      let together = try answer(x, state, false).result
      evidence.expect(together, equals: try right(x, state, false).result, "result")
      guard together.shape == [6, 4] else { return }
      for index in [0, 3, 5] {
        evidence.expect(
          try answer(x[index..<index + 1], state, false).result,
          equals: together[index..<index + 1], "result of example \(index) alone")
      }
    },
    .init("the gradient flows through mean and variance", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 763)
      for shape in [[3, 2], [5, 3]] {
        var state = BatchState(random: shape[1], using: &generator)
        state.epsilon = 0.5  // No channel may be so narrow that the measured slopes are off.
        let x = Tensor.normal(shape, using: &generator)
        let weights = Tensor.normal(shape, using: &generator)
        let fixed = state
        let slope = try gradient(at: x) { (try answer($0, fixed, true).result * weights).sum() }
        try evidence.expect(slope, isGradientAt: x, "gradient of x", in: "\(shape)") { x in
          zip(try right(x, fixed, true).result.scalars, weights.scalars)
            .reduce(0) { $0 + Double($1.0 * $1.1) }
        }
      }
    },
    .init("three batches, one after the other, then evaluation", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 764)
      var state = BatchState(random: 3, using: &generator)
      var same = state
      for _ in 0..<3 {
        let x = 3 * Tensor.normal([4, 3], using: &generator) - 1
        let (y, wanted) = (try answer(x, state, true), try right(x, same, true))
        (state.mean, state.variance) = (y.runningMean, y.runningVariance)
        (same.mean, same.variance) = (wanted.runningMean, wanted.runningVariance)
      }
      let x = Tensor.normal([2, 3], using: &generator)
      let (y, wanted) = (try answer(x, state, false), try right(x, same, false))
      evidence.expect(y.result, equals: wanted.result, within: 1e-3, "result in evaluation")
      evidence.expect(y.runningMean, equals: wanted.runningMean, "runningMean at the end")
      evidence.expect(
        y.runningVariance, equals: wanted.runningVariance, "runningVariance at the end")
    },
  ],
  misconceptions: [
    .init(
      "normalizes by the batch in evaluation too",
      "In evaluation an answer must not depend on its neighbours: use the running values.",
      { x, s, isTraining in
        let mean = x.mean(axis: 0)
        return try normalized(
          x, s, isTraining, mean: mean, variance: square(x - mean).mean(axis: 0))
      }),
    .init(
      "normalizes by the running values in training too",
      "In training the batch itself is normalized; the running values are only noted.",
      { x, s, isTraining in
        try normalized(x, s, isTraining, mean: s.mean, variance: s.variance)
      }),
    .init(
      "normalizes by the variance that divides by m − 1",
      "The normalization takes the variance of these m examples: divide by m. m − 1 is for the running value.",
      { x, s, isTraining in
        guard isTraining else { return try right(x, s, false) }
        return try normalized(
          x, s, true, mean: x.mean(axis: 0), variance: x.variance(axis: 0, correction: 1))
      }),
    .init(
      "notes the variance that divides by m",
      "The running variance stands for examples that are not in the batch: it takes the estimate by m − 1.",
      { x, s, isTraining in
        var y = try right(x, s, isTraining)
        if isTraining {
          let estimate = stopGradient(x).variance(axis: 0, correction: 0)
          y.runningVariance = (1 - s.momentum) * s.variance + s.momentum * estimate
        }
        return y
      }),
    .init(
      "exchanges the shares of old and new in the running values",
      "The momentum is the share of the new batch. One minus the momentum is what stays.",
      { x, s, isTraining in
        var other = s
        other.momentum = 1 - s.momentum
        return try right(x, isTraining ? other : s, isTraining)
      }),
    .init(
      "moves the running values in evaluation as well",
      "In evaluation nothing is learnt: hand the running values back as they came.",
      { x, s, isTraining in
        var y = try right(x, s, isTraining)
        if !isTraining {
          let mean = stopGradient(x).mean(axis: 0)
          y.runningMean = (1 - s.momentum) * s.mean + s.momentum * mean
        }
        return y
      }),
    .init(
      "does not move the running values",
      "Evaluation needs them: note a share of the batch's mean and variance in every training step.",
      { x, s, isTraining in (try right(x, s, isTraining).result, s.mean, s.variance) }),
    .init(
      "adds epsilon outside of the root",
      "The root is of variance + epsilon.",
      { x, s, isTraining in
        var bare = s
        bare.epsilon = 0
        let y = try right(x, bare, isTraining)
        let variance = isTraining ? x.variance(axis: 0) : s.variance
        let mean = isTraining ? x.mean(axis: 0) : s.mean
        let result = (x - mean) / (sqrt(variance) + s.epsilon) * s.scale + s.shift
        return (result, y.runningMean, y.runningVariance)
      }),
    .init(
      "treats mean and variance as constants, so that no gradient flows through them",
      "Mean and variance are computed from x. Build them with tensor operations on x itself.",
      { x, s, isTraining in
        guard isTraining else { return try right(x, s, false) }
        let constant = stopGradient(x)
        return try normalized(
          x, s, true, mean: constant.mean(axis: 0), variance: constant.variance(axis: 0))
      }),
    .init(
      "normalizes every example over its channels",
      "That is layer normalization. Here each channel is normalized over the examples: axis 0.",
      { x, s, isTraining in
        guard isTraining else { return try right(x, s, false) }
        return try normalized(
          x, s, true, mean: x.mean(axis: 1, keepDimensions: true),
          variance: x.variance(axis: 1, keepDimensions: true))
      }),
  ])
