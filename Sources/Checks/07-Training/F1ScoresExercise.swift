public import Grading
import Perceptrons
import Tensors
import Training

/// What 07.16 asks for: batches of answers and labels, and the number of classes, to both means.
public typealias F1Scores =
  @Sendable ([(predicted: [Int], labels: [Int])], Int) throws -> (macro: Float, micro: Float)

private let right: F1Scores = { batches, classes in
  let report = ClassificationReport(
    ConfusionMatrix(
      predicted: batches.flatMap(\.predicted), labels: batches.flatMap(\.labels), classes: classes))
  return (report.macroF1, report.microF1)
}

/// Answers, of which some are right, to rare and common classes.
private func batches(
  _ sizes: [Int], _ classes: Int, _ generator: inout RandomGenerator
) -> [(predicted: [Int], labels: [Int])] {
  sizes.map { size in
    let labels = (0..<size).map { _ in
      min(generator.integer(in: 0..<classes), generator.integer(in: 0..<classes))
    }
    let answers = labels.map { label in
      generator.integer(in: 0..<5) < 3 ? label : generator.integer(in: 0..<classes)
    }
    return (answers, labels)
  }
}

private func report(
  _ batches: [(predicted: [Int], labels: [Int])], _ classes: Int
) -> ClassificationReport {
  ClassificationReport(
    ConfusionMatrix(
      predicted: batches.flatMap(\.predicted), labels: batches.flatMap(\.labels), classes: classes))
}

private func harmonic(_ a: Float, _ b: Float) -> Float { a + b == 0 ? 0 : 2 * a * b / (a + b) }

/// 07.16: macro and micro F1.
public let f1ScoresExercise = Exercise<F1Scores>(
  "07.16",
  reference: right,
  alternatives: [
    .init(
      "from precision and recall of each class",
      { batches, classes in
        let report = report(batches, classes)
        let macro = zip(report.precision, report.recall).reduce(0) { $0 + harmonic($1.0, $1.1) }
        return (macro / Float(classes), report.accuracy)
      }),
    .init(
      "class by class, as one against the rest, in double precision",
      { batches, classes in
        let pairs = batches.flatMap { Array(zip($0.predicted, $0.labels)) }
        var (sum, all, allWrong) = (0.0, 0.0, 0.0)
        for label in 0..<classes {
          let hits = Double(pairs.count { $0.0 == label && $0.1 == label })
          let wrong = Double(pairs.count { ($0.0 == label) != ($0.1 == label) })
          sum += hits == 0 ? 0 : hits / (hits + wrong / 2)
          (all, allWrong) = (all + hits, allWrong + wrong)
        }
        return (Float(sum / Double(classes)), all == 0 ? 0 : Float(all / (all + allWrong / 2)))
      }),
  ],
  checks: [
    .init("all right, all wrong, nothing") { f1, evidence in
      for (answers, what) in [([0, 1, 2], "all right"), ([1, 2, 0], "all wrong")] {
        let value = try f1([(answers, [0, 1, 2])], 3)
        let wanted: Float = answers[0] == 0 ? 1 : 0
        evidence.expect(value.macro, equals: wanted, "macro", in: what)
        evidence.expect(value.micro, equals: wanted, "micro", in: what)
      }
      let nothing = try f1([], 2)
      evidence.expect(nothing.macro, equals: 0, "macro", in: "no answers")
      evidence.expect(nothing.micro, equals: 0, "micro", in: "no answers")
    },
    .init("by hand") { f1, evidence in
      let labels = [Int](repeating: 0, count: 10) + [1, 1]
      let answers = [Int](repeating: 0, count: 8) + [1, 1, 0, 1]
      let value = try f1([(answers, labels)], 2)
      evidence.expect(value.macro, equals: 0.6210526, "macro")
      evidence.expect(value.micro, equals: 0.75, "micro")
    },
    .init("two batches are one set", points: 2) { f1, evidence in
      let value = try f1([([0, 0, 1], [0, 1, 1]), ([1], [0])], 2)
      evidence.expect(value.macro, equals: 0.5, "macro", in: "batches of 3 and 1")
      evidence.expect(value.micro, equals: 0.5, "micro", in: "batches of 3 and 1")
      // The rare class is in one batch only.
      let other = try f1([([0, 0, 0, 0], [0, 0, 0, 0]), ([1, 0], [1, 1])], 2)
      evidence.expect(other.macro, equals: 0.7777778, "macro", in: "batches of 4 and 2")
      evidence.expect(other.micro, equals: 0.8333333, "micro", in: "batches of 4 and 2")
    },
    .init("a class that is never there") { f1, evidence in
      let value = try f1([([0, 1, 1], [0, 1, 0])], 4)
      evidence.expect(value.macro, equals: 0.3333333, "macro", in: "2 of 4 classes")
      evidence.expect(value.micro, equals: 0.6666667, "micro", in: "2 of 4 classes")
      let answered = try f1([([0, 2], [0, 0])], 3)
      evidence.expect(
        answered.macro, equals: 0.2222222, "macro", in: "a class that is only answered")
    },
    .init("random answers", points: 2) { f1, evidence in
      var generator = evidence.generator(seed: 7161)
      for (sizes, classes) in [([7], 2), ([8, 8, 3], 3), ([1, 5, 20], 5), ([30, 30], 10)] {
        let batches = batches(sizes, classes, &generator)
        let (found, wanted) = (try f1(batches, classes), try right(batches, classes))
        let what = "\(classes) classes, batches of \(sizes)"
        evidence.expect(found.macro, equals: wanted.macro, "macro", in: what)
        evidence.expect(found.micro, equals: wanted.micro, "micro", in: what)
      }
    },
    .init("how the data is cut does not matter") { f1, evidence in
      var generator = evidence.generator(seed: 7162)
      let all = batches([24], 4, &generator)
      let whole = try right(all, 4)
      for size in [1, 5, 12] {
        let cut = stride(from: 0, to: 24, by: size).map { start in
          let rows = start..<min(start + size, 24)
          return (predicted: Array(all[0].predicted[rows]), labels: Array(all[0].labels[rows]))
        }
        let value = try f1(cut, 4)
        evidence.expect(value.macro, equals: whole.macro, "macro", in: "batches of \(size)")
        evidence.expect(value.micro, equals: whole.micro, "micro", in: "batches of \(size)")
      }
    },
  ],
  misconceptions: [
    .init(
      "averages the F1 of the batches",
      "F1 is no mean over examples: a batch without a class has no F1 for it. Add up counts over all batches.",
      { batches, classes in
        guard !batches.isEmpty else { return (0, 0) }
        let values = try batches.map { try right([$0], classes) }
        let count = Float(values.count)
        return (
          values.reduce(0) { $0 + $1.macro } / count, values.reduce(0) { $0 + $1.micro } / count
        )
      }),
    .init(
      "averages the F1 of the batches, weighted by their sizes",
      "Weights do not help: F1 is not a mean over examples. Add up counts over all batches.",
      { batches, classes in
        let total = Float(batches.reduce(0) { $0 + $1.labels.count })
        guard total > 0 else { return (0, 0) }
        let values = try batches.map { batch in
          (try right([batch], classes), Float(batch.labels.count) / total)
        }
        return (
          values.reduce(0) { $0 + $1.1 * $1.0.macro }, values.reduce(0) { $0 + $1.1 * $1.0.micro }
        )
      }),
    .init(
      "looks at the last batch only",
      "The counts must not be reset between the batches of one set.",
      { batches, classes in try batches.last.map { try right([$0], classes) } ?? (0, 0) }),
    .init(
      "takes the F1 of the mean precision and the mean recall",
      "First the F1 of every class, then the mean. The other order hides a class that is bad at both.",
      { batches, classes in
        let report = report(batches, classes)
        return (harmonic(report.macroPrecision, report.macroRecall), report.microF1)
      }),
    .init(
      "weighs the classes by their examples",
      "That is weighted F1. In macro F1 a rare class counts as much as a common one.",
      { batches, classes in
        let report = report(batches, classes)
        return (report.weightedF1, report.microF1)
      }),
    .init(
      "leaves out the classes that are not there",
      "Here the mean is over all classes; a class without hits, false alarms and missed has F1 0.",
      { batches, classes in
        let report = report(batches, classes)
        let seen = Set(batches.flatMap(\.labels) + batches.flatMap(\.predicted)).count
        return (seen == 0 ? 0 : report.f1.reduce(0, +) / Float(seen), report.microF1)
      }),
    .init(
      "takes the mean of precision and recall instead of the harmonic mean",
      "F1 is high only if both are high: 2 · hits / (2 · hits + false alarms + missed).",
      { batches, classes in
        let report = report(batches, classes)
        return ((report.macroPrecision + report.macroRecall) / 2, report.microF1)
      }),
    .init(
      "gives the same number twice",
      "Micro F1 adds up the counts of all classes first; macro F1 averages the F1 of the classes.",
      { batches, classes in
        let macro = report(batches, classes).macroF1
        return (macro, macro)
      }),
    .init(
      "counts class 0 as the background",
      "Leaving out a class is for tasks where it means \"nothing there\". Here all classes count.",
      { batches, classes in
        let report = report(batches, classes)
        guard classes > 1 else { return (report.macroF1, report.microF1) }
        return (report.f1.dropFirst().reduce(0, +) / Float(classes - 1), report.microF1)
      }),
  ])
