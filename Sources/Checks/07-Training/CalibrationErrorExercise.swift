public import Grading
import Tensors
import Training

/// What 07.17 asks for: confidences, whether each answer is right, and the number of bins, to the error.
public typealias CalibrationError = @Sendable ([Float], [Bool], Int) throws -> Float

/// A class for every answer, so that the chapter's function can be asked, which wants probabilities.
private let right: CalibrationError = { confidences, isRight, bins in
  // The largest of a row is the confidence.
  let rows = confidences.flatMap { confidence -> [Float] in [confidence, 0] }
  return calibrationError(
    probabilities: Tensor(rows, shape: [confidences.count, 2]),
    labels: isRight.map { $0 ? 0 : 1 }, bins: bins)
}

/// The count, the mean confidence and the share of right answers of each bin that is not empty.
private func bins(
  _ confidences: [Float], _ isRight: [Bool], _ bins: Int,
  of number: (Float) -> Int
) -> [(count: Float, confidence: Float, accuracy: Float)] {
  (0..<bins).compactMap { bin in
    let own = zip(confidences, isRight).filter { number($0.0) == bin }
    guard !own.isEmpty else { return nil }
    let count = Float(own.count)
    return (
      count, own.reduce(0) { $0 + $1.0 } / count, Float(own.count { $0.1 }) / count
    )
  }
}

/// The number of a confidence's bin, as it is right.
private func number(_ confidence: Float, _ bins: Int) -> Int {
  max(0, Int((confidence * Float(bins)).rounded(.up)) - 1)
}

private func answers(_ n: Int, _ generator: inout RandomGenerator) -> ([Float], [Bool]) {
  let confidences = (0..<n).map { _ in 0.3 + 0.7 * generator.uniform() }
  return (confidences, confidences.map { generator.uniform() < $0 * $0 })
}

/// 07.17: the expected calibration error.
public let calibrationErrorExercise = Exercise<CalibrationError>(
  "07.17",
  reference: right,
  alternatives: [
    .init(
      "bin by bin, in double precision",
      { confidences, isRight, count in
        var error = 0.0
        for bin in 0..<count {
          let (low, high) = (Double(bin) / Double(count), Double(bin + 1) / Double(count))
          let own = zip(confidences, isRight).filter {
            (Double($0.0) > low || bin == 0) && Double($0.0) <= high
          }
          if own.isEmpty { continue }
          let mean = own.reduce(0) { $0 + Double($1.0) } / Double(own.count)
          let share = Double(own.count { $0.1 }) / Double(own.count)
          error += Double(own.count) / Double(confidences.count) * abs(mean - share)
        }
        return Float(error)
      }),
    .init(
      "sums of confidence less right, sorted into a dictionary",
      { confidences, isRight, count in
        let gaps = Dictionary(
          zip(confidences.map { number($0, count) }, zip(confidences, isRight)).map {
            ($0.0, $0.1.0 - ($0.1.1 ? 1 : 0))
          }, uniquingKeysWith: +)
        return gaps.values.reduce(0) { $0 + $1.magnitude } / Float(confidences.count)
      }),
  ],
  checks: [
    .init("sure and right, sure and wrong") { error, evidence in
      evidence.expect(
        try error([1, 1, 1], [true, true, true], 10), equals: 0, "the error", in: "right")
      evidence.expect(
        try error([1, 1, 1], [false, false, false], 10), equals: 1, "the error", in: "wrong")
      evidence.expect(try error([0.8], [true], 5), equals: 0.2, "the error", in: "one answer")
    },
    .init("by hand") { error, evidence in
      let (confidences, isRight): ([Float], [Bool]) = (
        [0.95, 0.95, 0.55, 0.55], [true, true, true, false]
      )
      evidence.expect(try error(confidences, isRight, 10), equals: 0.05, "the error", in: "10 bins")
      evidence.expect(try error(confidences, isRight, 2), equals: 0, "the error", in: "2 bins")
    },
    .init("bins of unequal counts", points: 2) { error, evidence in
      evidence.expect(
        try error([0.9, 0.9, 0.9, 0.9, 0.3], [true, true, false, false, false], 4), equals: 0.38,
        "the error")
    },
    .init("the edges of the bins") { error, evidence in
      // 0.5 and 0.4 belong to one bin, 0.6 and 1 to the other.
      evidence.expect(
        try error([0.5, 0.4, 0.6, 1], [true, false, true, false], 2), equals: 0.175, "the error",
        in: "0.5 in two bins")
      evidence.expect(
        try error([0, 0.2, 0.7], [true, false, true], 2), equals: 0.3666667, "the error",
        in: "confidence 0")
    },
    .init("random answers", points: 2) { error, evidence in
      var generator = evidence.generator(seed: 7171)
      for (n, count) in [(1, 1), (10, 3), (60, 7), (60, 15), (200, 10)] {
        let (confidences, isRight) = answers(n, &generator)
        evidence.expect(
          try error(confidences, isRight, count), equals: try right(confidences, isRight, count),
          "the error", in: "\(n) answers in \(count) bins")
      }
    },
    .init("one bin compares the means only") { error, evidence in
      var generator = evidence.generator(seed: 7172)
      let (confidences, isRight) = answers(50, &generator)
      let gap = confidences.reduce(0, +) / 50 - Float(isRight.count { $0 }) / 50
      evidence.expect(try error(confidences, isRight, 1), equals: abs(gap), "the error")
    },
  ],
  misconceptions: [
    .init(
      "averages over the bins, whatever their counts",
      "A bin with one answer would count as much as one with a thousand: weigh by the counts.",
      { confidences, isRight, count in
        let all = bins(confidences, isRight, count) { number($0, count) }
        return all.reduce(0) { $0 + abs($1.confidence - $1.accuracy) } / Float(all.count)
      }),
    .init(
      "divides by all bins, the empty ones too",
      "Weigh the distances by the share of the answers in the bin.",
      { confidences, isRight, count in
        let all = bins(confidences, isRight, count) { number($0, count) }
        return all.reduce(0) { $0 + abs($1.confidence - $1.accuracy) } / Float(count)
      }),
    .init(
      "lets too sure and too unsure cancel",
      "The distance of each bin counts without its sign.",
      { confidences, isRight, _ in
        let n = Float(confidences.count)
        return abs(confidences.reduce(0, +) / n - Float(isRight.count { $0 }) / n)
      }),
    .init(
      "compares answer by answer",
      "A single answer is right or wrong, never right to 70 %: the mean over a bin is compared.",
      { confidences, isRight, _ in
        zip(confidences, isRight).reduce(0) { $0 + abs($1.0 - ($1.1 ? 1 : 0)) }
          / Float(confidences.count)
      }),
    .init(
      "computes the Brier score",
      "The squared distance of each answer measures accuracy as well as calibration.",
      { confidences, isRight, _ in
        zip(confidences, isRight).reduce(0) { sum, pair in
          let gap = pair.0 - (pair.1 ? 1 : 0)
          return sum + gap * gap
        } / Float(confidences.count)
      }),
    .init(
      "takes the worst bin",
      "That is the maximum calibration error; the expected one is a weighted mean.",
      { confidences, isRight, count in
        bins(confidences, isRight, count) { number($0, count) }
          .map { abs($0.confidence - $0.accuracy) }.max() ?? 0
      }),
    .init(
      "compares with the middle of the bin",
      "The answers of a bin have a mean confidence of their own; it need not be the middle.",
      { confidences, isRight, count in
        (0..<count).reduce(Float(0)) { sum, bin in
          let own = zip(confidences, isRight).filter { number($0.0, count) == bin }
          guard !own.isEmpty else { return sum }
          let middle = (Float(bin) + 0.5) / Float(count)
          let share = Float(own.count { $0.1 }) / Float(own.count)
          return sum + abs(middle - share) * Float(own.count) / Float(confidences.count)
        }
      }),
    .init(
      "puts a confidence at the edge into the upper bin",
      "A bin holds its upper edge, not its lower one. With rounding down, 1 is in a bin of its own or in none.",
      { confidences, isRight, count in
        bins(confidences, isRight, count) { min(count - 1, Int($0 * Float(count))) }
          .reduce(0) { $0 + $1.count * abs($1.confidence - $1.accuracy) }
          / Float(confidences.count)
      }),
  ])
