public import Tensors

/// What a network answers when it is asked many times with dropout on.
public struct SampledAnswers: Sendable {
  /// The mean of the answers, of their shape.
  public var mean: Tensor
  /// Their standard deviation, number by number: how much the network hesitates.
  public var standardDeviation: Tensor
}

/// Asks a network many times with dropout on, and takes mean and standard deviation of its answers.
///
/// Every time another part of the network answers. Where training examples were close by, the parts agree; far
/// away from them they had no reason to.
///
/// ```swift
/// let answers = withSeed(1) { sampledAnswers(100) { softmax(model(x), axis: -1) } }
/// ```
///
/// Everything inside is in the training phase. A batch normalization in the model then uses the statistics of
/// the batch: take a network without, or normalize over something else.
///
/// Gal and Ghahramani, "Dropout as a Bayesian Approximation" (2016).
///
/// - Parameters:
///   - count: How often it is asked, at least twice.
///   - answer: Asks once.
public func sampledAnswers(_ count: Int, _ answer: () throws -> Tensor) rethrows -> SampledAnswers {
  require(count > 1, "sampledAnswers: \(count) times; at least 2 are expected")
  let answers = try withPhase(.training) {
    try withoutRecording { try (0..<count).map { _ in try answer() } }
  }
  let stacked = Tensor.stack(answers)
  return SampledAnswers(
    mean: stacked.mean(axis: 0),
    standardDeviation: stacked.standardDeviation(axis: 0, correction: 1))
}
