import Foundation
import Perceptrons
import Tensors
import Testing
import Training

/// What scikit-learn and NumPy computed, see Tests/Fixtures/metrics/record.py.
private struct RecordedMetrics: Decodable {
  struct Averages: Decodable {
    let precision, recall, f1: [Double]
  }

  struct Classification: Decodable {
    let classes: Int
    let labels, answers: [Int]
    let macro, micro, weighted, each: Averages
    let accuracy: Double
  }

  struct Ranking: Decodable {
    let labels: [Int]
    let scores: [Float]
    let area, averagePrecision: Double
    let falseAlarms, recall, precision, precisionRecall: [Double]
  }

  struct Top: Decodable {
    let classes: Int
    let scores: [Float]
    let labels: [Int]
    let shares: [Double]
  }

  struct Calibration: Decodable {
    let classes, bins: Int
    let probabilities: [Float]
    let labels: [Int]
    let error: Double
    let counts: [Int]
  }

  struct Regression: Decodable {
    let targets, predictions: [Float]
    let meanAbsolute, rootMeanSquared, rSquared: Double
  }

  let classification: [Classification]
  let ranking: [Ranking]
  let top: [Top]
  let calibration: [Calibration]
  let regression: [Regression]

  /// Read once.
  static let all: RecordedMetrics = {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/metrics/metrics.json")
    do {
      return try JSONDecoder().decode(RecordedMetrics.self, from: Data(contentsOf: file))
    } catch { fatalError("\(file.path): \(error)") }
  }()
}

private func near(_ a: Float, _ b: Double) -> Bool { abs(Double(a) - b) <= 1e-6 * max(1, abs(b)) }

private func near(_ a: [Float], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy(near)
}

@Suite("07 Metrics: the numbers of scikit-learn")
struct MetricChapterTests {
  @Test("precision, recall and F1, with classes that are absent or never answered")
  func classification() {
    for recorded in RecordedMetrics.all.classification {
      let report = ClassificationReport(
        ConfusionMatrix(
          predicted: recorded.answers, labels: recorded.labels, classes: recorded.classes))
      #expect(near(report.precision, recorded.each.precision))
      #expect(near(report.recall, recorded.each.recall))
      #expect(near(report.f1, recorded.each.f1))
      #expect(
        near(
          [report.macroPrecision, report.macroRecall, report.macroF1],
          recorded.macro.precision + recorded.macro.recall + recorded.macro.f1))
      #expect(near(report.microF1, recorded.micro.f1[0]))
      #expect(
        near(
          [report.weightedPrecision, report.weightedF1],
          recorded.weighted.precision + recorded.weighted.f1))
      #expect(near(report.accuracy, recorded.accuracy))
    }
  }

  @Test("the values of the text, and a report of nothing")
  func byHand() {
    let labels = [Int](repeating: 0, count: 10) + [1, 1]
    let answers = [Int](repeating: 0, count: 8) + [1, 1, 0, 1]
    let report = ClassificationReport(
      ConfusionMatrix(predicted: answers, labels: labels, classes: 2))
    #expect(near(report.f1, [16.0 / 19, 0.4]))
    #expect(
      near([report.macroF1, report.weightedF1, report.microF1], [0.62105263, 0.76842105, 0.75]))
    let nothing = ClassificationReport(ConfusionMatrix(predicted: [], labels: [], classes: 3))
    #expect(nothing.macroF1 == 0 && nothing.microF1 == 0 && nothing.weightedF1 == 0)
  }

  @Test("areas and curves of scores, many of which are equal")
  func ranking() {
    for recorded in RecordedMetrics.all.ranking {
      let curve = RankingCurve(scores: recorded.scores, labels: recorded.labels)
      #expect(near(curve.areaUnderROC ?? .nan, recorded.area))
      #expect(near(curve.averagePrecision ?? .nan, recorded.averagePrecision))
      #expect(near(curve.rocCurve.map(\.falseAlarms), recorded.falseAlarms))
      #expect(near(curve.rocCurve.map(\.recall), recorded.recall))
      // scikit-learn's curve ends where all yeses are found.
      let count = recorded.precision.count
      #expect(
        near(Array(curve.precisionRecallCurve.map(\.precision).prefix(count)), recorded.precision))
      #expect(
        near(
          Array(curve.precisionRecallCurve.map(\.recall).prefix(count)), recorded.precisionRecall))
    }
  }

  @Test("the order of equal scores does not matter; one class has no area")
  func ties() {
    for labels in [[1, 1, 0, 0], [1, 0, 1, 0]] {
      #expect(RankingCurve(scores: [0.9, 0.7, 0.7, 0.2], labels: labels).areaUnderROC == 0.875)
    }
    #expect(RankingCurve(scores: [1, 2], labels: [1, 1]).areaUnderROC == nil)
    #expect(RankingCurve(scores: [1, 2], labels: [0, 0]).averagePrecision == nil)
    #expect(RankingCurve(scores: [], labels: []).rocCurve.isEmpty)
    #expect(RankingCurve(scores: [.infinity, -.infinity], labels: [1, 0]).areaUnderROC == 1)
  }

  @Test("a score that is not a number, and labels of ±1, are refused")
  func refused() async {
    let scores = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RankingCurve(scores: [0.1, .nan], labels: [0, 1])
    }
    #expect(
      lastWords(scores)
        .contains(
          "RankingCurve: example 1 has score nan and label 1; a number, and 0 or 1, are expected"))
    await #expect(processExitsWith: .failure) {
      _ = RankingCurve(scores: [0.1, 0.2], labels: [-1, 1])
    }
  }

  @Test("the right class among the first k")
  func top() {
    for recorded in RecordedMetrics.all.top {
      let scores = Tensor(recorded.scores, shape: [recorded.labels.count, recorded.classes])
      for (index, share) in recorded.shares.enumerated() {
        #expect(near(topAccuracy(index + 1, scores: scores, labels: recorded.labels), share))
      }
    }
  }

  @Test("scores that are all the same, or not numbers, do not make a model right")
  func topTies() {
    let same = Tensor.zeros([4, 3])
    #expect(topAccuracy(1, scores: same, labels: [0, 1, 2, 1]) == 0.25)
    #expect(topAccuracy(2, scores: same, labels: [0, 1, 2, 1]) == 0.75)
    #expect(topAccuracy(1, scores: Tensor.full([2, 3], .nan), labels: [0, 1]) == 0)
    #expect(topAccuracy(1, scores: Tensor([[1, 2], [4, 3]]), labels: [1, 0]) == 1)
  }

  @Test("the calibration error and the counts of its bins")
  func calibration() {
    for recorded in RecordedMetrics.all.calibration {
      let probabilities = Tensor(
        recorded.probabilities, shape: [recorded.labels.count, recorded.classes])
      let error = calibrationError(
        probabilities: probabilities, labels: recorded.labels, bins: recorded.bins)
      #expect(near(error, recorded.error))
      let bins = calibrationBins(
        probabilities: probabilities, labels: recorded.labels, bins: recorded.bins)
      #expect(bins.map(\.count) == recorded.counts)
    }
    #expect(
      calibrationError(probabilities: Tensor([[0, 1], [1, 0]]), labels: [0, 0], bins: 4) == 0.5)
    #expect(calibrationError(probabilities: Tensor.zeros([0, 3]), labels: []) == 0)
  }

  @Test("errors of regression, and R² of targets without spread")
  func regression() {
    for recorded in RecordedMetrics.all.regression {
      let report = RegressionReport(Tensor(recorded.predictions), Tensor(recorded.targets))
      #expect(near(report.meanAbsoluteError, recorded.meanAbsolute))
      #expect(near(report.rootMeanSquaredError, recorded.rootMeanSquared))
      #expect(near(report.rSquared, recorded.rSquared))
    }
    let hand = RegressionReport(Tensor([1, 2, 3]), Tensor([1, 2, 6]))
    #expect(near([hand.meanAbsoluteError, hand.rSquared], [1, 1 - 9.0 / 14]))
    #expect(RegressionReport(Tensor([2, 2]), Tensor([2, 2])).rSquared == 1)
    #expect(RegressionReport(Tensor([2, 3]), Tensor([2, 2])).rSquared == 0)
  }

  @Test("a mean of batches weighs by their sizes")
  func weightedMean() {
    var mean = WeightedMean()
    #expect(mean.value.isNaN)
    mean.add(1, weight: 4)
    mean.add(1, weight: 4)
    mean.add(4, weight: 2)
    #expect(mean.value == 1.6)
  }
}
