import Tensors

/// A number of the history that decides something, and which way is better.
///
/// Taking an accuracy for a loss is a mistake that looks like a result: the run stops early and hands back its
/// worst model. So where a name does not say which it is, the caller has to.
struct WatchedMeasure: Sendable {
  let name: String
  let isLoss: Bool
  /// By how much a value must be better than the best one to be progress.
  var least: Float = 0

  init(_ name: String, isLoss: Bool?, least: Float = 0) {
    require(least >= 0, "\(name): progress of at least \(least); 0 or more is expected")
    let word = name.split(separator: " ").last.map { $0.lowercased() } ?? ""
    let isKnown = Self.losses.contains(word) || Self.gains.contains(word)
    require(
      isLoss != nil || isKnown,
      "\"\(name)\": is less better, or more? Say isLoss: true or isLoss: false")
    (self.name, self.isLoss, self.least) = (name, isLoss ?? Self.losses.contains(word), least)
  }

  private static let losses: Set = ["loss", "error", "perplexity", "entropy"]
  private static let gains: Set = ["accuracy", "precision", "recall", "f1", "auc"]

  /// The epochs in which it was measured, with its values.
  ///
  /// A run may have begun without it. But whoever decides by it now needs it in the last epoch.
  func values(
    in history: [EpochRecord]
  ) throws(MissingMeasure) -> [(record: EpochRecord, value: Float)] {
    if let last = history.last, last[name] == nil {
      throw MissingMeasure(name: name, found: last.metrics.keys.sorted())
    }
    return history.compactMap { record in record[name].map { (record, $0) } }
  }

  /// The best epoch of a history; of equal ones, the first.
  ///
  /// Each value is compared with the best one so far, not with the last one: a curve that jumps up and down
  /// would improve on the last value every other epoch. What is not a number is no progress.
  func best(in history: [EpochRecord]) throws(MissingMeasure) -> EpochRecord? {
    var best: (record: EpochRecord, value: Float)?
    for (record, value) in try values(in: history) where !value.isNaN {
      if let old = best?.value {
        let gain = isLoss ? old - value : value - old
        guard gain > least else { continue }
      }
      best = (record, value)
    }
    return best?.record
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
