public import Tensors

/// The share of examples whose class is among the `k` highest scores.
///
/// Of equal scores the one of the lower class is higher, as for `argmax`: with k = 1 this is the accuracy, and a
/// model that gives all classes one score is not always right. A class whose score is not a number is not found.
///
/// - Parameters:
///   - k: How many answers are allowed, in `1...classes`.
///   - scores: `[n, classes]`, such as logits; at least one row.
///   - labels: `n` classes.
public func topAccuracy(_ k: Int, scores: Tensor, labels: [Int]) -> Float {
  require(
    scores.rank == 2 && scores.shape[0] == labels.count && !labels.isEmpty,
    "topAccuracy: scores of shape \(scores.shape) for \(labels.count) labels; one row for each label, and at "
      + "least one")
  let classes = scores.shape[1]
  require(
    (1...max(1, classes)).contains(k),
    "topAccuracy: the best \(k) of \(classes) classes; 1 through \(classes) are possible")
  let all = scores.scalars
  let hits = labels.enumerated().count { row, label in
    require(
      (0..<classes).contains(label),
      "topAccuracy: label \(label) of example \(row); 0 through \(classes - 1) are possible")
    let own = all[row * classes + label]
    let higher = (0..<classes).count { other in
      let score = all[row * classes + other]
      return score > own || score == own && other < label
    }
    return !own.isNaN && higher < k
  }
  return Float(hits) / Float(labels.count)
}
