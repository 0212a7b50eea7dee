/// Exercise 07.15: computes the area under the ROC curve of a score.
///
/// The ROC curve shows the share of the yeses that are found over the share of the noes that are false alarms, as the
/// threshold goes from high to low. The area under it is the chance that a random yes has a higher score than a
/// random no; where their scores are equal, that counts half.
///
/// The scores 0.9, 0.7, 0.7, 0.2 with the labels 1, 1, 0, 0 make four pairs of a yes and a no. In three the yes is
/// higher, in one both are equal: 3.5 / 4 = 0.875.
///
/// - Parameters:
///   - scores: Higher means yes rather than no; any numbers, not only from 0 to 1.
///   - labels: 1 for yes, 0 for no; as many as there are scores.
/// - Returns: The area, from 0 to 1.
/// - Throws: Any error, if there are only yeses or only noes.
public func areaUnderROC(scores: [Float], labels: [Int]) throws -> Float {
  var (points, pairs) = (0, 0)
  for (yes, label) in zip(scores, labels) where label == 1 {
    for (no, other) in zip(scores, labels) where other == 0 {
      pairs += 1
      points += yes > no ? 2 : yes == no ? 1 : 0
    }
  }
  guard pairs > 0 else { throw OneClassOnly() }
  return Float(points) / Float(2 * pairs)
}

/// Only yeses or only noes: there is nothing to tell apart.
private struct OneClassOnly: Error {}
