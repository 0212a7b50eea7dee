public import Foundation
import Interchange
public import Optimization
public import Plots
import Tensors

// What watches a training run: progress, logs, checkpoints, the end before the end.

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
public protocol TrainingObserver: AnyObject {
  /// Takes note of an event.
  func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision
}

/// Shows how far the run is, the loss, and when it will be done.
public final class ProgressDisplay: TrainingObserver {
  private let report: Report
  private var bar: ProgressBar?

  /// Shows progress in a report.
  public init(_ report: Report) { self.report = report }

  /// Moves the bar.
  public func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) -> TrainingDecision {
    switch event {
    case .began(let epochs, let batches):
      let done = trainer.position.epoch * batches + trainer.position.batch
      bar = report.progress(total: max(1, epochs * batches - done), label: "training")
    case .step(let loss, _):
      bar?.advance(
        by: trainer.accumulation,
        message: "epoch \(trainer.position.epoch + 1), loss \(shortText(loss))")
    case .epoch: break
    case .ended: bar?.finish()
    }
    return .proceed
  }
}

/// Ends a run when a measure has stopped improving, and keeps the best model.
public final class EarlyStopping: TrainingObserver {
  /// The measure: `loss`, or a name of ``Trainer/evaluation``.
  public let measure: String
  /// How many epochs without progress are put up with.
  public let patience: Int
  /// By how much the measure must improve to count as progress.
  public let least: Float
  /// Whether less is better.
  public let isLoss: Bool

  /// The epoch of the best model, from 0.
  public private(set) var bestEpoch: Int?

  /// Makes an observer.
  ///
  /// - Parameters:
  ///   - measure: What to watch; measured on examples that training does not see.
  ///   - isLoss: Whether less is better. By default a measure whose name ends in "loss" or "error" is one.
  public init(_ measure: String, patience: Int, least: Float = 0, isLoss: Bool? = nil) {
    (self.measure, self.patience, self.least) = (measure, patience, least)
    self.isLoss = isLoss ?? (measure.hasSuffix("loss") || measure.hasSuffix("error"))
  }

  /// Compares the last epoch with the best one.
  ///
  /// Everything follows from the history, so a run that is loaded from a checkpoint stops where it would have.
  public func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision {
    guard event == .epoch, let last = trainer.history.last else { return .proceed }
    guard last[measure] != nil else {
      throw MissingMeasure(name: measure, found: last.metrics.keys.sorted())
    }
    var best: (epoch: Int, value: Float)?
    for record in trainer.history {
      guard let value = record[measure], !value.isNaN else { continue }
      let gain = best.map { isLoss ? $0.value - value : value - $0.value } ?? .infinity
      if gain > least || best == nil { best = (record.epoch, value) }
    }
    bestEpoch = best?.epoch
    if best?.epoch == last.epoch { trainer.best = trainer.model }
    return last.epoch - (best?.epoch ?? 0) >= patience ? .stop : .proceed
  }
}

/// A measure that nobody has measured.
public struct MissingMeasure: Error, Equatable, CustomStringConvertible {
  /// The name.
  public let name: String
  /// The names that there are.
  public let found: [String]

  /// What was expected, what came, and what to try.
  public var description: String {
    "no measure is called \"\(name)\"; there are \(["loss"] + found). Set trainer.evaluation to a function "
      + "that returns it."
  }
}

/// Writes a line for every epoch to a table of comma-separated values.
///
/// The whole file is written anew each time, in one step: it is never half a line.
public final class TableLog: TrainingObserver {
  private let url: URL

  /// Logs to a file.
  public init(to url: URL) { self.url = url }

  /// Writes the history.
  public func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision {
    guard event == .epoch else { return .proceed }
    let names = Set(trainer.history.flatMap(\.metrics.keys)).sorted()
    var lines = [
      (["epoch", "steps", "loss", "learning rate"] + names).map(quoted).joined(separator: ",")
    ]
    for record in trainer.history {
      let values =
        [record.loss, record.learningRate].map { "\($0)" }
        + names.map { record.metrics[$0].map { "\($0)" } ?? "" }
      lines.append((["\(record.epoch + 1)", "\(record.steps)"] + values).joined(separator: ","))
    }
    try writeAtomically(Data((lines.joined(separator: "\n") + "\n").utf8), to: url)
    return .proceed
  }

  /// A name as the format has it: in quotes where it needs them.
  private func quoted(_ name: String) -> String {
    let needsQuotes = name.contains { ",\"\n\r".contains($0) }
    return needsQuotes ? "\"" + name.replacing("\"", with: "\"\"") + "\"" : name
  }
}

/// Writes losses, learning rates and metrics for TensorBoard.
public final class EventLog: TrainingObserver {
  private let writer: EventWriter

  /// Logs to a folder, which `tensorboard --logdir` reads.
  public init(to folder: URL) throws { writer = try EventWriter(folder: folder) }

  /// Writes the numbers of a step or of an epoch.
  public func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision {
    let step = trainer.position.step
    switch event {
    case .began: break
    case .step(let loss, let norm):
      try writer.write(scalar: loss, tag: "step/loss", step: step)
      try writer.write(scalar: norm, tag: "step/gradient norm", step: step)
      try writer.write(
        scalar: trainer.optimizer.learningRate, tag: "step/learning rate", step: step)
    case .epoch:
      guard let record = trainer.history.last else { break }
      try writer.write(scalar: record.loss, tag: "epoch/loss", step: record.epoch)
      for (name, value) in record.metrics.sorted(by: { $0.key < $1.key }) {
        try writer.write(scalar: value, tag: "epoch/\(name)", step: record.epoch)
      }
    case .ended: try writer.synchronize()
    }
    return .proceed
  }
}

/// Saves the run every so many steps and at the end of every epoch.
public final class Checkpoints: TrainingObserver {
  private let url: URL
  private let interval: Int?

  /// Saves to a file, which is replaced in one step: a program that is killed while it saves leaves the last
  /// checkpoint.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - interval: The steps between two checkpoints within an epoch; `nil` saves at the end of epochs only.
  public init(to url: URL, every interval: Int? = nil) {
    require(
      interval ?? 1 > 0, "Checkpoints: an interval of \(interval ?? 0); at least 1 is expected")
    (self.url, self.interval) = (url, interval)
  }

  /// Saves, if it is time.
  public func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision {
    switch event {
    case .step:
      if let interval, trainer.position.step % interval == 0 { try trainer.save(to: url) }
    case .epoch: try trainer.save(to: url)
    case .began, .ended: break
    }
    return .proceed
  }
}

/// Four digits of a number.
func shortText(_ value: Float) -> String { String(format: "%.4g", Double(value)) }
