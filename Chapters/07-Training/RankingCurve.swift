// How good a score is, without a threshold.
//
// A classifier for yes and no gives a score. Where to draw the line is a matter of what a false alarm costs. So one
// tries all lines, from the highest score down, and looks at the two curves that come out: the share of the
// yeses that are found over the share of the noes that are false alarms (the *ROC*), and the precision over
// the recall.
//
// By hand: scores 0.9, 0.7, 0.7, 0.2 with labels 1, 1, 0, 0. The line at 0.9 finds one of two yeses without false
// alarm: point (0, 0.5). The line at 0.7 takes both examples with this score at once: point (0.5, 1). The last
// line takes all: (1, 1). The area under the lines between the points is 0.5 · (0.5 + 1) / 2 + 0.5 · 1 = 0.875.
//
// It is also a chance. Pair each yes with each no: 4 pairs. In 3 the yes has the higher score, in one they are
// equal, which counts half: 3.5 / 4 = 0.875. Whoever sorts the examples one by one, with equal scores in the
// order in which they come, gets 0.75 or 1, as the order happens to be.

import Tensors

/// The trade between finding and false alarms, as a threshold on a score goes from high to low.
public struct RankingCurve: Sendable {
  /// One threshold: all scores from it on are answered with yes.
  public struct Point: Sendable, Equatable {
    /// The smallest score that is answered with yes.
    public let threshold: Float
    /// The number of yeses that are answered with yes.
    public let truePositives: Int
    /// The number of noes that are answered with yes.
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
  ///   - scores: Higher means yes rather than no; `n` numbers, which may be infinite.
  ///   - labels: 1 for yes, 0 for no: `n`.
  public init(scores: [Float], labels: [Int]) {
    require(
      scores.count == labels.count,
      "RankingCurve: \(scores.count) scores and \(labels.count) labels; one score per label is expected"
    )
    for (index, (score, label)) in zip(scores, labels).enumerated() {
      require(
        !score.isNaN && (0...1).contains(label),
        "RankingCurve: example \(index) has score \(score) and label \(label); a number, and 0 or 1, are expected"
      )
    }
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
  /// scores higher than a random no; equal scores count half (Hanley and McNeil 1982).
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
  /// straight lines between its points, which would flatter (Davis and Goadrich 2006).
  ///
  /// `nil` if there are no yeses.
  public var averagePrecision: Float? {
    guard positives > 0 else { return nil }
    var sum = 0.0
    var last = 0
    for point in points {
      sum += Double(point.truePositives - last) * precision(point)
      last = point.truePositives
    }
    return Float(sum / Double(positives))
  }

  private func precision(_ point: Point) -> Double {
    Double(point.truePositives) / Double(point.truePositives + point.falsePositives)
  }
}

// MARK: To be drawn

extension RankingCurve {
  /// The ROC: from (0, 0) to (1, 1), the share of noes that are false alarms and the share of yeses found.
  ///
  /// Empty if there are only yeses or only noes.
  public var rocCurve: [(falseAlarms: Float, recall: Float)] {
    guard positives > 0 && negatives > 0 else { return [] }
    return [(0, 0)]
      + points.map {
        (
          Float($0.falsePositives) / Float(negatives), Float($0.truePositives) / Float(positives)
        )
      }
  }

  /// The precision at each recall, from the highest threshold on.
  ///
  /// Empty if there are no yeses.
  public var precisionRecallCurve: [(recall: Float, precision: Float)] {
    guard positives > 0 else { return [] }
    return points.map { (Float($0.truePositives) / Float(positives), Float(precision($0))) }
  }
}
