import Foundation
public import Grading
import Tensors
import Training

/// What 07.15 asks for: scores and labels to the area.
public typealias AreaUnderROC = @Sendable ([Float], [Int]) throws -> Float

/// There is nothing to tell apart.
private struct OneClassOnly: Error {}

private let right: AreaUnderROC = { scores, labels in
  guard let area = RankingCurve(scores: scores, labels: labels).areaUnderROC else {
    throw OneClassOnly()
  }
  return area
}

/// The mean over all pairs of a yes and a no of what the pair is worth.
private func overPairs(
  _ scores: [Float], _ labels: [Int], _ worth: (_ yes: Float, _ no: Float) -> Float
) throws -> Float {
  let yeses = zip(scores, labels).filter { $0.1 == 1 }.map(\.0)
  let noes = zip(scores, labels).filter { $0.1 == 0 }.map(\.0)
  guard !yeses.isEmpty, !noes.isEmpty else { throw OneClassOnly() }
  let sum = yeses.reduce(Float(0)) { sum, yes in noes.reduce(sum) { $0 + worth(yes, $1) } }
  return sum / Float(yeses.count * noes.count)
}

/// The area under the curve through the points of some thresholds, and (0, 0).
private func area(_ scores: [Float], _ labels: [Int], thresholds: [Float]) throws -> Float {
  let yeses = Float(labels.count { $0 == 1 })
  let noes = Float(labels.count) - yeses
  guard yeses > 0, noes > 0 else { throw OneClassOnly() }
  var (area, last) = (Float(0), (x: Float(0), y: Float(0)))
  for threshold in thresholds {
    let taken = zip(scores, labels).filter { $0.0 >= threshold }.map(\.1)
    let y = Float(taken.count { $0 == 1 }) / yeses
    let x = Float(taken.count { $0 == 0 }) / noes
    area += (x - last.x) * (y + last.y) / 2
    last = (x, y)
  }
  return area
}

/// Scores with many ties, and labels of both kinds that go with them somewhat.
private func examples(_ n: Int, _ generator: inout RandomGenerator) -> ([Float], [Int]) {
  let labels = (0..<n).map { $0 < 2 ? $0 : generator.integer(in: 0..<2) }
  let scores = labels.map { label in
    0.25 * Float(generator.integer(in: 0..<6) + label * generator.integer(in: 0..<4)) - 0.5
  }
  let order = generator.permutation(n)
  return (order.map { scores[$0] }, order.map { labels[$0] })
}

/// 07.15: the area under the ROC curve.
public let areaUnderROCExercise = Exercise<AreaUnderROC>(
  "07.15",
  reference: right,
  alternatives: [
    .init(
      "trapezoids between the thresholds",
      { scores, labels in
        try area(scores, labels, thresholds: Set(scores).sorted(by: >))
      }),
    .init(
      "the sum of the ranks of the yeses (Mann and Whitney)",
      { scores, labels in
        let yeses = labels.count { $0 == 1 }
        guard yeses > 0, yeses < labels.count else { throw OneClassOnly() }
        // Equal scores share the mean of their ranks.
        let ranks = scores.map { own in
          Double(scores.count { $0 < own }) + Double(scores.count { $0 == own } + 1) / 2
        }
        let sum = zip(ranks, labels).reduce(0) { $0 + ($1.1 == 1 ? $1.0 : 0) }
        let least = Double(yeses * (yeses + 1)) / 2
        return Float((sum - least) / Double(yeses * (labels.count - yeses)))
      }),
  ],
  checks: [
    .init("scores that tell all, nothing, and the contrary") { area, evidence in
      evidence.expect(try area([3, 2, 1, 0], [1, 1, 0, 0]), equals: 1, "the area", in: "all")
      evidence.expect(try area([0, 1, 2, 3], [1, 1, 0, 0]), equals: 0, "the area", in: "contrary")
      evidence.expect(try area([7, 7, 7], [1, 0, 0]), equals: 0.5, "the area", in: "one score")
    },
    .init("by hand, with equal scores") { area, evidence in
      evidence.expect(
        try area([0.9, 0.7, 0.7, 0.2], [1, 1, 0, 0]), equals: 0.875, "the area",
        in: "the yes comes first")
      evidence.expect(
        try area([0.9, 0.7, 0.7, 0.2], [1, 0, 1, 0]), equals: 0.875, "the area",
        in: "the no comes first")
    },
    .init("few yeses among many noes") { area, evidence in
      evidence.expect(
        try area([0.9, 0.8, 0.7, 0.6, 0.5, 0.4], [0, 1, 0, 0, 0, 1]), equals: 0.375, "the area")
    },
    .init("random scores, many of them equal", points: 2) { area, evidence in
      var generator = evidence.generator(seed: 7151)
      for n in [2, 5, 12, 40, 100] {
        let (scores, labels) = examples(n, &generator)
        evidence.expect(
          try area(scores, labels), equals: try right(scores, labels), "the area",
          in: "\(n) examples")
      }
    },
    .init("only the order of the scores matters", points: 2) { area, evidence in
      var generator = evidence.generator(seed: 7152)
      let (scores, labels) = examples(30, &generator)
      let wanted = try right(scores, labels)
      evidence.expect(
        try area(scores.map { 1000 * $0 - 7 }, labels), equals: wanted, "the area",
        in: "scores that are no probabilities")
      evidence.expect(
        try area(scores.map { exp($0) / 100 }, labels), equals: wanted, "the area",
        in: "small scores")
      evidence.expect(
        try area(scores.map { -$0 }, labels), equals: 1 - wanted, "the area",
        in: "scores with the other sign")
    },
    .init("only yeses, or only noes") { area, evidence in
      try evidence.expectError("only yeses") { _ = try area([0.1, 0.2], [1, 1]) }
      try evidence.expectError("only noes") { _ = try area([0.1, 0.2], [0, 0]) }
    },
  ],
  misconceptions: [
    .init(
      "gives nothing for equal scores",
      "A yes and a no with one score count half: a score that is always the same tells nothing, area 0.5.",
      { try overPairs($0, $1) { $0 > $1 ? 1 : 0 } }),
    .init(
      "takes equal scores for right",
      "Then a score that is always the same would have area 1. Equal scores count half.",
      { try overPairs($0, $1) { $0 >= $1 ? 1 : 0 } }),
    .init(
      "takes equal scores in the order in which they come",
      "Who stands first in the data is chance. All examples of one score pass the threshold together.",
      { scores, labels in
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        let ranks = order.indices.map { Float(order.count - $0) }
        return try right(ranks, order.map { labels[$0] })
      }),
    .init(
      "takes the lowest score first",
      "The threshold goes down from the highest score. The area from the other end is 1 − the area.",
      { 1 - (try right($0, $1)) }),
    .init(
      "gives the accuracy at a threshold of 0.5",
      "The area needs no threshold: it looks at all of them.",
      { scores, labels in
        guard Set(labels).count == 2 else { throw OneClassOnly() }
        let right = zip(scores, labels).count { ($0 > 0.5) == ($1 == 1) }
        return Float(right) / Float(labels.count)
      }),
    .init(
      "looks at thresholds in steps of a tenth",
      "What happens between two thresholds is lost, and scores need not lie between 0 and 1. Every score is one.",
      { scores, labels in
        try area(scores, labels, thresholds: (0...10).map { 1 - 0.1 * Float($0) })
      }),
    .init(
      "computes the area under precision over recall",
      "That is the average precision. The ROC has the share of noes that are false alarms on its axis.",
      { scores, labels in
        guard Set(labels).count == 2 else { throw OneClassOnly() }
        return RankingCurve(scores: scores, labels: labels).averagePrecision ?? 0
      }),
    .init(
      "divides by all pairs of examples",
      "Only pairs of a yes and a no count: the number of yeses times the number of noes.",
      { scores, labels in
        let (yeses, n) = (labels.count { $0 == 1 }, labels.count)
        let area = try right(scores, labels)
        return area * Float(yeses * (n - yeses)) / Float(n * (n - 1) / 2)
      }),
    .init(
      "answers with a half where there is only one class",
      "There is no area then; a number would be averaged with others and look like a result.",
      { scores, labels in Set(labels).count == 2 ? try right(scores, labels) : 0.5 }),
  ])
