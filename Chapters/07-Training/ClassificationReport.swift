// How good a classifier is, class by class. Accuracy and the confusion matrix are chapter 03's.
//
// Of 100 examples 5 are sick. Who always answers "healthy" is right 95 times and finds nobody. So one asks two
// questions for each class, with the counts of the confusion matrix:
//
//     precision = true / (true + false alarms)      of the answers "sick", how many were right?
//     recall    = true / (true + missed)            of the sick, how many were found?
//     F1        = 2 · true / (2 · true + false alarms + missed)
//
// F1 is the harmonic mean of the two: it is high only if both are. Over several classes one can average in three
// ways. *Macro*: the mean of the F1 of the classes; a rare class counts as much as a common one. *Weighted*: each
// class counts by its examples. *Micro*: add up the counts of all classes, then compute one F1.
//
// By hand, for the counts [[8, 2], [1, 1]] (rows are the truth): F1 of class 0 is 16 / (16 + 1 + 2) = 0.8421, of
// class 1 it is 2 / (2 + 2 + 1) = 0.4. Macro 0.6211, weighted (10 · 0.8421 + 2 · 0.4) / 12 = 0.7684, micro
// 18 / (18 + 3 + 3) = 0.75.

public import Perceptrons

/// The precision and recall of a classifier, for each class and over all.
///
/// A class that was never answered has no precision, and one without examples no recall. They count as 0.
public struct ClassificationReport: Sendable {
  /// The precision of every class.
  public let precision: [Float]
  /// The recall of every class.
  public let recall: [Float]
  /// The F1 of every class.
  public let f1: [Float]
  /// The number of examples of every class.
  public let support: [Int]
  /// The share of right answers.
  public let accuracy: Float

  /// Computes the report of a confusion matrix.
  public init(_ matrix: ConfusionMatrix) {
    let classes = matrix.counts.indices
    let answers = classes.map { answer in matrix.counts.reduce(0) { $0 + $1[answer] } }
    let support = matrix.counts.map { $0.reduce(0, +) }
    precision = classes.map { matrix.precision(of: $0) ?? 0 }
    recall = classes.map { matrix.recall(of: $0) ?? 0 }
    f1 = classes.map { label in
      // Answers + examples is twice the hits, the false alarms and the missed.
      let all = answers[label] + support[label]
      return all == 0 ? 0 : Float(2 * matrix.counts[label][label]) / Float(all)
    }
    self.support = support
    accuracy = matrix.total == 0 ? 0 : Float(matrix.correct) / Float(matrix.total)
  }

  /// The mean of the precision over the classes.
  public var macroPrecision: Float { mean(precision) }
  /// The mean of the recall over the classes, also called balanced accuracy.
  public var macroRecall: Float { mean(recall) }
  /// The mean of F1 over the classes: every class counts alike, however rare it is.
  public var macroF1: Float { mean(f1) }

  /// The mean of the precision over the classes, weighted by their examples.
  public var weightedPrecision: Float { weightedMean(precision) }
  /// The mean of F1 over the classes, weighted by their examples.
  public var weightedF1: Float { weightedMean(f1) }

  /// F1 over all answers together: every example counts alike.
  ///
  /// Where every example has one class and gets one answer, each wrong answer is once a false alarm and once
  /// missed. Micro precision, recall and F1 are then all the accuracy.
  public var microF1: Float { accuracy }

  private func mean(_ values: [Float]) -> Float {
    values.isEmpty ? 0 : values.reduce(0, +) / Float(values.count)
  }

  private func weightedMean(_ values: [Float]) -> Float {
    var mean = WeightedMean()
    for (value, weight) in zip(values, support) { mean.add(value, weight: weight) }
    return mean.weight == 0 ? 0 : mean.value
  }
}
