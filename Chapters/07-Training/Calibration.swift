// Whether a confidence can be taken at its word.
//
// Of all answers that were given with 70 % confidence, 70 % should be right. A network that has been trained for
// long is usually surer of itself than it is right (Guo et al. 2017). To measure that, answers of about the same
// confidence are put into one bin, and in each bin the mean confidence is compared with the accuracy.

public import Tensors

/// The answers of about the same confidence.
public struct CalibrationBin: Sendable, Equatable {
  /// The number of answers.
  public let count: Int
  /// Their mean confidence; the middle of the bin if there are none.
  public let confidence: Float
  /// The share of them that is right; not a number if there are none.
  public let accuracy: Float
}

/// Sorts answers into bins of equal width by their confidence: points of a reliability diagram.
///
/// Bin `b` of `B` holds the confidences from above `b / B` through `(b + 1) / B`; the first holds 0 too.
///
/// - Parameters:
///   - probabilities: `[n, classes]`; the confidence is the largest of a row.
///   - labels: `n` classes.
///   - bins: The number of bins between 0 and 1.
public func calibrationBins(
  probabilities: Tensor, labels: [Int], bins: Int = 15
) -> [CalibrationBin] {
  require(
    probabilities.rank == 2 && probabilities.shape[0] == labels.count && bins > 0,
    "calibrationBins: probabilities of shape \(probabilities.shape) for \(labels.count) labels in \(bins) "
      + "bins; one row for each label, and at least one bin")
  var counts = [Int](repeating: 0, count: bins)
  var rights = counts
  var sums = [Double](repeating: 0, count: bins)
  if !labels.isEmpty {
    let confidences = probabilities.max(axis: 1).scalars
    let answers = probabilities.argmax(axis: 1)
    for (index, label) in labels.enumerated() {
      let confidence = Double(confidences[index])
      require(
        confidence >= 0 && confidence <= 1,
        "calibrationBins: example \(index) has a largest probability of \(confidence); hand in probabilities, "
          + "not logits")
      let bin = max(0, Int((confidence * Double(bins)).rounded(.up)) - 1)
      counts[bin] += 1
      rights[bin] += answers[index] == label ? 1 : 0
      sums[bin] += confidence
    }
  }
  return (0..<bins).map { bin in
    let count = Double(counts[bin])
    let middle = (Double(bin) + 0.5) / Double(bins)
    return CalibrationBin(
      count: counts[bin], confidence: Float(count == 0 ? middle : sums[bin] / count),
      accuracy: Float(Double(rights[bin]) / count))
  }
}

/// The expected calibration error: how far confidence is from accuracy (Naeini, Cooper and Hauskrecht 2015).
///
///     error = Σ over bins  count / n · |mean confidence − accuracy|
///
/// Four answers with confidences 0.9, 0.9, 0.6, 0.6, of which the first three are right, in two bins of width
/// 0.5: all are in the upper one, confidence 0.75, accuracy 0.75, error 0. In ten bins there are two: |0.9 − 1|
/// and |0.6 − 0.5|, error 0.1. So only errors with the same bins can be compared.
///
/// - Parameters:
///   - probabilities: `[n, classes]`; the confidence is the largest of a row.
///   - labels: `n` classes.
///   - bins: The number of bins of equal width between 0 and 1.
/// - Returns: From 0 to 1; 0 if every bin is as often right as it is sure.
public func calibrationError(probabilities: Tensor, labels: [Int], bins: Int = 15) -> Float {
  var mean = WeightedMean()
  for bin in calibrationBins(probabilities: probabilities, labels: labels, bins: bins)
  where bin.count > 0 {
    mean.add((bin.confidence - bin.accuracy).magnitude, weight: bin.count)
  }
  return mean.weight == 0 ? 0 : mean.value
}
