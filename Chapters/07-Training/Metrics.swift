public import Perceptrons
public import Tensors

// How good a model is, in numbers that can be compared. Accuracy and the confusion matrix are chapter 03's.

/// What a classifier's precision and recall are, for each class and over all.
///
/// - *precision*: of the answers "class c", how many were right;
/// - *recall*: of the examples of class c, how many were found;
/// - *F1*: their harmonic mean, high only if both are.
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
    precision = classes.map { matrix.precision(of: $0) ?? 0 }
    recall = classes.map { matrix.recall(of: $0) ?? 0 }
    f1 = zip(precision, recall).map { $0 + $1 == 0 ? 0 : 2 * $0 * $1 / ($0 + $1) }
    support = matrix.counts.map { $0.reduce(0, +) }
    accuracy = matrix.total == 0 ? 0 : Float(matrix.correct) / Float(matrix.total)
  }

  /// The mean of F1 over the classes: every class counts alike, however rare it is.
  public var macroF1: Float { f1.isEmpty ? 0 : f1.reduce(0, +) / Float(f1.count) }

  /// F1 over all answers together: every example counts alike.
  ///
  /// Where every example has one class and gets one answer, each wrong answer is once too much and once too
  /// little, and it is the accuracy.
  public var microF1: Float { accuracy }

  /// The mean of F1 over the classes, weighted by their examples.
  public var weightedF1: Float {
    let total = support.reduce(0, +)
    return total == 0 ? 0 : zip(f1, support).reduce(0) { $0 + $1.0 * Float($1.1) } / Float(total)
  }
}

/// The trade between finding and false alarms, as a threshold on a score goes from high to low.
public struct RankingCurve: Sendable {
  /// One threshold: all scores from it on are answered with yes.
  public struct Point: Sendable, Equatable {
    /// The smallest score that is answered with yes.
    public let threshold: Float
    /// The yeses that are answered with yes: the recall.
    public let truePositives: Int
    /// The noes that are answered with yes.
    public let falsePositives: Int
  }

  /// The points, from the highest threshold on; equal scores share one.
  public let points: [Point]
  /// The number of yeses.
  public let positives: Int
  /// The number of noes.
  public let negatives: Int

  /// Sorts the examples by score.
  ///
  /// - Parameters:
  ///   - scores: Higher means yes rather than no: `n` numbers.
  ///   - labels: 1 for yes, 0 for no: `n`.
  public init(scores: [Float], labels: [Int]) {
    require(
      scores.count == labels.count,
      "RankingCurve: \(scores.count) scores and \(labels.count) labels; one score per label is expected"
    )
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var points: [Point] = []
    var (yes, no) = (0, 0)
    for (place, index) in order.enumerated() {
      if labels[index] == 1 { yes += 1 } else { no += 1 }
      let isLastOfItsScore =
        place + 1 == order.count || scores[order[place + 1]] != scores[index]
      if isLastOfItsScore {
        points.append(Point(threshold: scores[index], truePositives: yes, falsePositives: no))
      }
    }
    (self.points, positives, negatives) = (points, yes, no)
  }

  /// The area under the curve of recall over the rate of false alarms (ROC): the chance that a random yes
  /// scores higher than a random no; equal scores count half.
  ///
  /// `nil` if there are only yeses or only noes.
  public var areaUnderROC: Float? {
    guard positives > 0 && negatives > 0 else { return nil }
    var area = 0.0
    var last = (yes: 0, no: 0)
    for point in points {
      let width = Double(point.falsePositives - last.no)
      area += width * Double(point.truePositives + last.yes) / 2
      last = (point.truePositives, point.falsePositives)
    }
    return Float(area / (Double(positives) * Double(negatives)))
  }

  /// The mean of the precision over the recall: the area under the precision-recall curve, without the
  /// straight lines between its points, which would flatter.
  ///
  /// `nil` if there are no yeses.
  public var averagePrecision: Float? {
    guard positives > 0 else { return nil }
    var sum = 0.0
    var last = 0
    for point in points {
      let precision =
        Double(point.truePositives) / Double(point.truePositives + point.falsePositives)
      sum += Double(point.truePositives - last) * precision
      last = point.truePositives
    }
    return Float(sum / Double(positives))
  }
}

/// How far predicted numbers are from the true ones.
public struct RegressionReport: Sendable {
  /// The mean of the differences without sign.
  public let meanAbsoluteError: Float
  /// The root of the mean of the squared differences.
  public let rootMeanSquaredError: Float
  /// The share of the targets' variance that the predictions explain: 1 is perfect, 0 no better than always
  /// answering the mean, negative worse than that.
  public let rSquared: Float

  /// Compares predictions with targets of the same shape, at least one.
  public init(_ predictions: Tensor, _ targets: Tensor) {
    requireSameShape("RegressionReport", predictions, targets)
    require(targets.count > 0, "RegressionReport: there is nothing to compare")
    let pairs = zip(predictions.scalars, targets.scalars).map { (Double($0), Double($1)) }
    let count = Double(pairs.count)
    let mean = pairs.reduce(0) { $0 + $1.1 } / count
    let squares = pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let spread = pairs.reduce(0) { $0 + ($1.1 - mean) * ($1.1 - mean) }
    meanAbsoluteError = Float(pairs.reduce(0) { $0 + ($1.0 - $1.1).magnitude } / count)
    rootMeanSquaredError = Float((squares / count).squareRoot())
    rSquared = spread == 0 ? (squares == 0 ? 1 : 0) : Float(1 - squares / spread)
  }
}

/// The expected calibration error: how far confidence is from accuracy, over bins of equal width (Naeini, Cooper
/// and Hauskrecht 2015).
///
/// - Parameters:
///   - probabilities: `[n, classes]`; the confidence is the largest of a row.
///   - labels: `n` classes.
///   - bins: The number of bins between 0 and 1.
/// - Returns: From 0 to 1; 0 means that of the answers given with 70 % confidence, 70 % are right.
public func calibrationError(probabilities: Tensor, labels: [Int], bins: Int = 15) -> Float {
  require(
    probabilities.rank == 2 && probabilities.shape[0] == labels.count && bins > 0,
    "calibrationError: probabilities of shape \(probabilities.shape) for \(labels.count) labels in \(bins) "
      + "bins; one row for each label, and at least one bin")
  let confidence = probabilities.max(axis: 1).scalars
  let answers = probabilities.argmax(axis: 1)
  var gaps = [Double](repeating: 0, count: bins)
  for (index, label) in labels.enumerated() {
    // Bins are closed above, so that a confidence of 1 is in the last one.
    let bin = max(0, min(bins - 1, Int((confidence[index] * Float(bins)).rounded(.up)) - 1))
    gaps[bin] += Double(confidence[index]) - (answers[index] == label ? 1 : 0)
  }
  return labels.isEmpty ? 0 : Float(gaps.reduce(0) { $0 + $1.magnitude } / Double(labels.count))
}

/// The share of examples whose class is among the `k` highest scores.
public func topAccuracy(_ k: Int, scores: Tensor, labels: [Int]) -> Float {
  require(
    scores.rank == 2 && scores.shape[0] == labels.count && !labels.isEmpty,
    "topAccuracy: scores of shape \(scores.shape) for \(labels.count) labels; one row for each label, and at "
      + "least one")
  let classes = scores.shape[1]
  let all = scores.scalars
  let hits = labels.enumerated().count { row, label in
    let own = all[row * classes + label]
    return all[row * classes..<(row + 1) * classes].count { $0 > own } < k
  }
  return Float(hits) / Float(labels.count)
}
