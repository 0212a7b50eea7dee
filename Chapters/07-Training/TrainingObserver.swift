public import Optimization

/// What happens in a training run.
public enum TrainingEvent: Sendable, Equatable {
  /// The run begins, or goes on.
  case began(epochs: Int, batchesPerEpoch: Int)
  /// A step was taken.
  case step(loss: Float, gradientNorm: Float)
  /// An epoch has ended; its record is the last of the history.
  case epoch
  /// The run has ended.
  case ended
}

/// Whether a run goes on.
public enum TrainingDecision: Sendable {
  /// It goes on.
  case proceed
  /// It ends; where it is in the middle of an epoch, it can go on there later.
  case stop
}

/// Something that is told what happens in a training run, and may change the trainer or end the run.
///
/// A run may be killed and go on in another process, with new observers. An observer that has to know what was
/// before therefore reads it from ``Trainer/history``, which every checkpoint holds, at `began`; what it
/// only remembers is lost.
public protocol TrainingObserver: AnyObject {
  /// Takes note of an event.
  func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision
}
