public import Optimization
import Tensors

/// Lowers the learning rate when a measure has stopped improving.
///
/// It sets ``Trainer/rateFactor``, which multiplies with the trainer's schedule: two that both set the rate
/// would undo each other. What the plateau remembers is recomputed from the history, so a run that is loaded
/// from a checkpoint lowers its rate where it would have.
public final class PlateauSchedule: TrainingObserver {
  private let watched: WatchedMeasure
  private let start: Plateau

  /// Makes an observer.
  ///
  /// - Parameters:
  ///   - measure: What to watch: `loss`, or a name of ``Trainer/evaluation``.
  ///   - plateau: When to lower the rate, and by how much; as it is before the first epoch.
  ///   - isLoss: Whether less is better; see ``EarlyStopping``.
  public init(_ measure: String, _ plateau: Plateau, isLoss: Bool? = nil) {
    (watched, start) = (WatchedMeasure(measure, isLoss: isLoss), plateau)
  }

  /// Sets the factor for the steps that follow.
  public func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision {
    switch event {
    case .step, .ended: break
    case .began, .epoch:
      var plateau = start
      for (_, value) in try watched.values(in: trainer.history) {
        trainer.rateFactor = plateau.factor(after: watched.isLoss ? value : -value)
      }
    }
    return .proceed
  }
}
