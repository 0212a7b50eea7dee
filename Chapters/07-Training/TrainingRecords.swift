// What a training run tells about itself: where it stands, what it measured, why it failed.

/// Where a training run stands.
public struct TrainingPosition: Sendable, Equatable, Codable {
  /// The epoch that is under way, from 0.
  public var epoch = 0
  /// The batches of this epoch that are done.
  public var batch = 0
  /// The steps that the optimizer has taken in all.
  public var step = 0

  /// Makes a position; without numbers, the start of a run.
  public init(epoch: Int = 0, batch: Int = 0, step: Int = 0) {
    (self.epoch, self.batch, self.step) = (epoch, batch, step)
  }
}

/// What was measured in an epoch.
public struct EpochRecord: Sendable, Equatable {
  /// The epoch, from 0.
  public let epoch: Int
  /// The steps taken until its end.
  public let steps: Int
  /// The mean loss of its examples, while the model was learning from them.
  public let loss: Float
  /// The learning rate of its last step.
  public let learningRate: Float
  /// What ``Trainer/evaluation`` measured at its end.
  public let metrics: [String: Float]

  /// Makes a record.
  public init(
    epoch: Int, steps: Int, loss: Float, learningRate: Float, metrics: [String: Float] = [:]
  ) {
    (self.epoch, self.steps, self.loss) = (epoch, steps, loss)
    (self.learningRate, self.metrics) = (learningRate, metrics)
  }

  /// The number of a name: `loss`, or one of the metrics.
  public subscript(_ name: String) -> Float? { name == "loss" ? loss : metrics[name] }
}

/// A loss or a gradient that is not a number any more.
public struct TrainingFailure: Error, Equatable, CustomStringConvertible {
  /// Where it happened; the model is that from before this step.
  public let position: TrainingPosition
  /// The loss of the step.
  public let loss: Float
  /// The length of its gradient.
  public let gradientNorm: Float

  /// Makes an error, for a loop of one's own.
  public init(position: TrainingPosition, loss: Float, gradientNorm: Float) {
    (self.position, self.loss, self.gradientNorm) = (position, loss, gradientNorm)
  }

  /// What happened, where, and what to try.
  public var description: String {
    "step \(position.step + 1), epoch \(position.epoch + 1), batch \(position.batch + 1): the loss is \(loss) "
      + "and its gradient is \(gradientNorm) long. The model was left as it was before. Try a smaller "
      + "learning rate, mostNorm = 1, or look for a logarithm of 0 and a division by 0 in the loss."
  }
}

/// A run that stands in the middle of an epoch, and a loader that cuts this epoch otherwise.
public struct LoaderMismatch: Error, Equatable, CustomStringConvertible {
  /// Where the run stands.
  public let position: TrainingPosition
  /// The batches that the run has had so far.
  public let expected: String
  /// The batches of this loader.
  public let found: String

  /// What was expected, what came, and what to try.
  public var description: String {
    "the run stands in epoch \(position.epoch + 1) after batch \(position.batch), where it had \(expected); "
      + "this loader has \(found). Go on with a loader that was made like the first one, or begin a new run."
  }
}
