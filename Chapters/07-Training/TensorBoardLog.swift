public import Foundation
import Interchange
public import Optimization

/// Writes losses, learning rates, gradient norms and metrics for TensorBoard.
///
/// A run has a folder of its own. A run that goes on from a checkpoint does some steps a second time: those after
/// the checkpoint and before it was killed. What the folder says about them is removed when the run goes on, so
/// that every step is drawn once; a run that begins from the start clears what this log wrote before.
public final class TensorBoardLog: TrainingObserver {
  private let folder: URL
  private let histograms: Bool
  private var writer: EventWriter?

  private static let (steps, epochs) = ("step/", "epoch/")

  /// Logs to a folder, which `tensorboard --logdir` reads; it is made if there is none.
  ///
  /// - Parameters:
  ///   - folder: The folder of this run.
  ///   - histograms: Whether the distribution of every parameter is written after each epoch.
  public init(to folder: URL, histograms: Bool = false) {
    (self.folder, self.histograms) = (folder, histograms)
  }

  /// Writes the numbers of a step or of an epoch.
  public func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision {
    let step = trainer.position.step
    switch event {
    case .began:
      writer?.close()
      writer = try Self.writer(in: folder, from: trainer.position)
    case .step(let loss, let norm):
      try write(loss, Self.steps + "loss", step)
      try write(norm, Self.steps + "gradient norm", step)
      try write(trainer.optimizer.learningRate, Self.steps + "learning rate", step)
    case .epoch:
      guard let record = trainer.history.last else { break }
      let epoch = record.epoch + 1
      try write(record.loss, Self.epochs + "loss", epoch)
      for (name, value) in record.metrics.sorted(by: { $0.key < $1.key }) {
        try write(value, Self.epochs + name, epoch)
      }
      if histograms {
        for (name, tensor) in try trainer.model.namedTensors().sorted(by: { $0.key < $1.key }) {
          try writer?.write(histogram: tensor, tag: Self.epochs + name, step: epoch)
        }
      }
    case .ended: try writer?.synchronize()
    }
    return .proceed
  }

  private func write(_ value: Float, _ tag: String, _ step: Int) throws {
    try writer?.write(scalar: value, tag: tag, step: step)
  }

  // MARK: Going on

  /// A writer that goes on with the folder's last file, after what is beyond the position was cut off.
  private static func writer(
    in folder: URL, from position: TrainingPosition
  ) throws -> EventWriter {
    let files = (try? FileManager.default.contentsOfDirectory(at: folder)) ?? []
    let logs = files.filter { $0.lastPathComponent.hasPrefix("events.out.tfevents.") }
    for url in logs {
      // Fails if somebody else is writing this file, and removes an event that is cut off.
      try openedAgain(url).close()
      let data = try Data(contentsOf: url)
      if let end = try end(of: data, in: url, before: position) {
        try writeAtomically(data.prefix(end), to: url)
      }
    }
    guard let last = logs.max(by: { $0.lastPathComponent < $1.lastPathComponent }) else {
      return try EventWriter(folder: folder)
    }
    return try openedAgain(last)
  }

  /// A writer that goes on with a file.
  ///
  /// A program that is being started inherits all open files for a moment, and with them their locks. So a file
  /// that was closed just now may look as if somebody were writing it.
  private static func openedAgain(_ url: URL) throws -> EventWriter {
    for _ in 0..<50 {
      do throws(EventFileError) {
        return try EventWriter(appendingTo: url)
      } catch {
        guard error.fault == .inUse else { throw error }
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
    return try EventWriter(appendingTo: url)
  }

  /// Where the first event begins that is beyond the position; `nil` if none is.
  private static func end(
    of data: Data, in url: URL, before position: TrainingPosition
  ) throws -> Int? {
    let name = url.lastPathComponent
    let (events, records) = (
      try parseEvents(data, file: name).events, try RecordFile.read(data, file: name).records
    )
    let index = events.firstIndex { event in
      guard case .summary(let values) = event.content else { return false }
      return values.contains { value in
        value.tag.hasPrefix(steps) && event.step > position.step
          || value.tag.hasPrefix(epochs) && event.step > position.epoch
      }
    }
    // A record begins with eight bytes of length and four of checksum.
    return index.map { records[$0].start - 12 }
  }
}

extension FileManager {
  /// What is in a folder, without what is below.
  fileprivate func contentsOfDirectory(at url: URL) throws -> [URL] {
    try contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
  }
}
