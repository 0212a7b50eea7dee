// Part 6 of the demo: tables of numbers, with a head that says how much and a head that says yes or no.

import Datasets
import Plots
import Tensors

func tablesDemo(_ report: Report) throws {
  report.heading("6 Tables: how much, and yes or no")
  try areaDemo(report)
  try cancerDemo(report)
}

// MARK: How much

/// The area of the cell nuclei, from other things that were measured.
///
/// Radius and perimeter are left out, for they would give it away.
struct AreaTask {
  let training: RegressionData
  let test: RegressionData
  /// What one standard deviation of the target is, in its own unit.
  let unit: Float

  init(using generator: inout RandomGenerator) {
    let table = breastCancer()
    let names = Array(table.featureNames.prefix(10))
    let kept = names.indices.filter { name in
      !["radius", "perimeter", "area"].contains { names[name].contains($0) }
    }
    let target = names.firstIndex { $0.contains("area") } ?? 0
    let columns = table.features.transposed()
    let data = RegressionData(
      features: columns[kept].transposed(), targets: columns[[target]].transposed(),
      featureNames: kept.map { names[$0] }, provenance: table.provenance)
    let parts = data.split(testFraction: 0.25, using: &generator)
    // Both are measured on the training part: inputs and targets of size 1 suit the start of the weights.
    let inputs = Standardizer(fitting: parts.training.features)
    let outputs = Standardizer(fitting: parts.training.targets)
    func scaled(_ part: RegressionData) -> RegressionData {
      RegressionData(
        features: inputs.apply(part.features), targets: outputs.apply(part.targets),
        featureNames: part.featureNames, provenance: part.provenance)
    }
    (training, test) = (scaled(parts.training), scaled(parts.test))
    unit = outputs.scale.scalars[0]
  }
}

private func areaDemo(_ report: Report) throws {
  var generator = demoGenerator(report, 6)
  let task = AreaTask(using: &generator)
  let epochs = report.isReduced ? 10 : 150
  report.say(
    "area of the nuclei from \(task.training.featureNames.count) other measurements: "
      + "\(task.training.count) tumours to learn from, \(task.test.count) never seen")
  var line = Linear(task.training.features.shape[1], 1, using: &generator)
  var network = Sequential {
    Linear(task.training.features.shape[1], 32, using: &generator)
    Activation.relu
    Linear(32, 1, using: &generator)
  }
  let (x, y) = (task.training.features, task.training.targets)
  let bar = report.progress(total: epochs, label: "area")
  for _ in 0..<epochs {
    line.descendEpoch(over: task.training.count, batchSize: 32, rate: 0.05, using: &generator) {
      squaredError($0(x[$1]), y[$1])
    }
    network.descendEpoch(
      over: task.training.count, batchSize: 32, rate: 0.05, using: &generator
    ) {
      squaredError($0(x[$1]), y[$1])
    }
    bar.advance()
  }
  bar.finish()
  var rows: [[String]] = []
  for (name, said) in [
    ("one layer", line(task.test.features)), ("network", network(task.test.features)),
  ] {
    let error = squaredError(said, task.test.targets).scalar
    let spread = squaredError(
      Tensor.full(task.test.targets.shape, task.test.targets.mean().scalar), task.test.targets
    ).scalar
    let meanError = abs(said - task.test.targets).mean().scalar * task.unit
    rows.append([name, fixed(meanError, 1), fixed(1 - error / spread, 3)])
    report.metric(
      "area_\(name == "network" ? "network" : "line")_test_r2", Double(1 - error / spread))
  }
  report.table(header: ["model", "mean error, test", "R2, test"], rows: rows)
}

// MARK: Yes or no

/// Measures how often a positive example scores higher than a negative one; equal scores count half.
///
/// It is the area under the curve of true against false alarms.
func areaUnderCurve(_ scores: [Float], _ labels: [Int]) -> Float {
  let positive = zip(scores, labels).filter { $0.1 == 1 }.map(\.0)
  let negative = zip(scores, labels).filter { $0.1 == 0 }.map(\.0)
  var wins = 0.0
  for high in positive {
    for low in negative { wins += high > low ? 1 : high == low ? 0.5 : 0 }
  }
  return Float(wins / Double(max(positive.count * negative.count, 1)))
}

private func cancerDemo(_ report: Report) throws {
  var generator = demoGenerator(report, 7)
  var (training, test) = breastCancer()
    .split(testFraction: 0.25, stratified: true, using: &generator)
  let standardizer = Standardizer(fitting: training.features)
  training = training.transformed(by: standardizer.apply)
  test = test.transformed(by: standardizer.apply)
  var network = Sequential {
    Linear(30, 16, using: &generator)
    Activation.relu
    Linear(16, 1, using: &generator)
  }
  let (x, y) = (training.features, training.labels)
  for _ in 0..<(report.isReduced ? 5 : 30) {
    network.descendEpoch(over: y.count, batchSize: 32, rate: 0.05, using: &generator) {
      yesOrNoLoss($0(x[$1]), $1.map { y[$0] })
    }
  }
  let scores = network(test.features)
  let answers = yesOrNo(scores)
  let right = zip(answers, test.labels).count { $0 == $1 }
  // The label 0 is "malignant": a tumour that is called benign is the mistake that matters.
  let missed = zip(answers, test.labels).count { $0 == 1 && $1 == 0 }
  report.say(
    "tumours: \(right) of \(test.count) right, \(missed) malignant ones missed, of "
      + "\(test.classCounts[0])")
  report.metric("cancer_test_accuracy", Double(right) / Double(test.count))
  report.metric("cancer_test_auc", Double(areaUnderCurve(scores.scalars, test.labels)))
}
