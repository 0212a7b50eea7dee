public import Optimization
public import Plots

/// Shows how far the run is, the loss, what was measured last, and how long it will take.
public final class ProgressDisplay: TrainingObserver {
  private let report: Report
  private let label: String
  private var bar: ProgressBar?
  /// The batches that were done in all when the bar was moved last.
  private var done = 0
  private var batchesPerEpoch = 0
  private var measured = ""

  /// Shows progress in a report.
  public init(_ report: Report, label: String = "training") {
    (self.report, self.label) = (report, label)
  }

  /// Moves the bar.
  public func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) -> TrainingDecision {
    let position = trainer.position
    switch event {
    case .began(let epochs, let batches):
      batchesPerEpoch = batches
      done = position.epoch * batches + position.batch
      // What an earlier process has done is not counted: it would spoil the estimate of the time that is left.
      bar = report.progress(total: max(0, epochs * batches - done), label: label)
    case .step(let loss, _):
      let now = position.epoch * batchesPerEpoch + position.batch
      bar?.advance(
        by: now - done, message: "epoch \(position.epoch + 1), loss \(text(loss))\(measured)")
      done = now
    case .epoch:
      let metrics = trainer.history.last?.metrics.sorted { $0.key < $1.key } ?? []
      measured = metrics.map { ", \($0.key) \(text($0.value))" }.joined()
    case .ended:
      bar?.finish()
      bar = nil
    }
    return .proceed
  }

  private func text(_ value: Float) -> String { NumberText.short(value, significant: 4) }
}
