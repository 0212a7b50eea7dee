public import Foundation
import Interchange
public import Optimization

/// Writes a line for every epoch to a table of comma-separated values (RFC 4180).
///
/// The whole file is written anew each time, from the history and in one step. So it is never half a line, a run
/// that goes on continues its table, and epochs that are trained again are not in it twice.
public final class TableLog: TrainingObserver {
  private let url: URL

  /// Logs to a file, in a folder that exists.
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
    let needsQuotes = name.unicodeScalars.contains { [",", "\"", "\n", "\r"].contains($0) }
    return needsQuotes ? "\"" + name.replacing("\"", with: "\"\"") + "\"" : name
  }
}
