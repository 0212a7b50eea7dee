// How good is it?
//
// Accuracy is one number: the share of right answers. A confusion matrix says which wrong answers. Both
// are to be measured on examples that training has not seen; on the training examples they tell how
// well the model remembers, not how well it decides.

import Tensors

/// Computes the share of answers that are right, from 0 to 1.
///
/// - Parameters:
///   - predicted: The answers: `[n]`, at least one.
///   - labels: The right answers, in the same convention: `[n]`.
public func accuracy(_ predicted: [Int], _ labels: [Int]) -> Float {
  require(
    predicted.count == labels.count && !labels.isEmpty,
    "accuracy: \(predicted.count) answers and \(labels.count) labels; "
      + "one answer per label is expected, and at least one")
  return Float(zip(predicted, labels).count { $0 == $1 }) / Float(labels.count)
}

/// The table of what was true against what was answered.
public struct ConfusionMatrix: Sendable, Equatable, CustomStringConvertible {
  /// `counts[i][j]` examples of class i were answered with j: `[classes][classes]`.
  public let counts: [[Int]]

  /// Counts the answers for every true class.
  ///
  /// - Parameters:
  ///   - predicted: The answers, in `0..<classes`: `[n]`.
  ///   - labels: The true classes, in `0..<classes`: `[n]`.
  ///   - classes: The number of classes.
  public init(predicted: [Int], labels: [Int], classes: Int) {
    require(
      predicted.count == labels.count,
      "ConfusionMatrix: \(predicted.count) answers and \(labels.count) labels; "
        + "one answer per label is expected")
    requireClasses("ConfusionMatrix", predicted, classes: classes)
    requireClasses("ConfusionMatrix", labels, classes: classes)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for (answer, truth) in zip(predicted, labels) { counts[truth][answer] += 1 }
    self.counts = counts
  }

  /// The number of examples.
  public var total: Int { counts.joined().reduce(0, +) }

  /// The number of right answers: the sum of the diagonal.
  public var correct: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// The share of the examples of a class that were recognized; `nil` if there were none.
  public func recall(of label: Int) -> Float? {
    let examples = counts[label].reduce(0, +)
    return examples == 0 ? nil : Float(counts[label][label]) / Float(examples)
  }

  /// The share of the answers of a class that were right; `nil` if it was never answered.
  public func precision(of label: Int) -> Float? {
    let answers = counts.reduce(0) { $0 + $1[label] }
    return answers == 0 ? nil : Float(counts[label][label]) / Float(answers)
  }

  /// The most frequent wrong answers, the most frequent first and then in order of the classes.
  public func confusions(most count: Int) -> [(truth: Int, answer: Int, count: Int)] {
    var wrong: [(truth: Int, answer: Int, count: Int)] = []
    for (truth, row) in counts.enumerated() {
      for (answer, count) in row.enumerated() where answer != truth && count > 0 {
        wrong.append((truth, answer, count))
      }
    }
    wrong.sort { ($1.count, $0.truth, $0.answer) < ($0.count, $1.truth, $1.answer) }
    return Array(wrong.prefix(count))
  }

  /// The counts as a table: a row per true class, a column per answer.
  public var description: String {
    let width = max(4, (counts.joined().map { "\($0)".count }.max() ?? 0) + 1)
    func cell(_ text: String) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let header = cell("") + " |" + counts.indices.map { cell("\($0)") }.joined()
    let rule = String(repeating: "-", count: header.count)
    let rows = counts.enumerated().map { truth, row in
      cell("\(truth)") + " |" + row.map { cell($0 == 0 ? "." : "\($0)") }.joined()
    }
    return ([header, rule] + rows).joined(separator: "\n")
  }
}
