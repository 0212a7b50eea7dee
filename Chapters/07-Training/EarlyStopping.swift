// When to stop.
//
// On examples that training does not see, the loss falls, and at some point rises again: from there on the
// model learns its training set by heart. One would like to stop at the lowest point, but one knows that it
// was the lowest only afterwards. So the run goes on for a while, *patience* epochs, and if nothing better
// came, it stops and takes the model from back then.
//
// With the losses 0.9, 0.7, 0.8, 0.6, 0.65, 0.62, 0.61 and patience 3: epoch 1 is the best until epoch 3; the
// wait is 1 epoch. Then epochs 4, 5 and 6 are all worse than 0.6: that is three, the run stops after epoch 6
// and the model is that of epoch 3. A comparison with the epoch before would see progress in 5 and in 6.

public import Optimization
import Tensors

/// Ends a run when a measure has stopped improving, and hands back the best model.
///
/// Everything follows from the history, so a run that is loaded from a checkpoint stops where it would have, and
/// one that had stopped stays stopped. Where it ends the run, ``Trainer/model`` becomes the best model. Where
/// the epochs run out first, the model is the last one, so that the run can go on; see
/// ``Trainer/restoreBest()``. It belongs to a run from the beginning: of a best epoch before it came, there is
/// no model to hand back.
public final class EarlyStopping: TrainingObserver {
  private let watched: WatchedMeasure
  private var hasStopped = false

  /// How many epochs in a row without progress end the run.
  public let patience: Int
  /// The epoch of the best model, from 0.
  public private(set) var bestEpoch: Int?

  /// The measure: `loss`, or a name of ``Trainer/evaluation``.
  public var measure: String { watched.name }
  /// By how much the measure must improve to count as progress.
  public var least: Float { watched.least }
  /// Whether less is better.
  public var isLoss: Bool { watched.isLoss }

  /// Makes an observer.
  ///
  /// - Parameters:
  ///   - measure: What to watch; measured on examples that training does not see.
  ///   - patience: How many epochs in a row without progress end the run, at least 1.
  ///   - least: By how much the measure must improve on the best value to count as progress.
  ///   - isLoss: Whether less is better. May be left out where the last word of the measure says it: loss,
  ///     error, perplexity, entropy; accuracy, precision, recall, F1, AUC.
  public init(_ measure: String, patience: Int, least: Float = 0, isLoss: Bool? = nil) {
    require(patience > 0, "EarlyStopping: a patience of \(patience); at least 1 epoch is expected")
    (watched, self.patience) = (WatchedMeasure(measure, isLoss: isLoss, least: least), patience)
  }

  /// Compares the epochs so far.
  public func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision {
    switch event {
    case .step: return .proceed
    case .ended:
      if hasStopped { trainer.restoreBest() }
      return .proceed
    case .began, .epoch:
      hasStopped = false
      bestEpoch = nil
      guard let last = trainer.history.last else { return .proceed }
      bestEpoch = try watched.best(in: trainer.history)?.epoch
      // At the beginning too: the run may have been saved by somebody before this observer had its turn.
      if bestEpoch == last.epoch && trainer.position.batch == 0 { trainer.best = trainer.model }
      hasStopped = last.epoch - (bestEpoch ?? -1) >= patience
      return hasStopped ? .stop : .proceed
    }
  }
}
