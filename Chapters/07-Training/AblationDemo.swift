// Part 4 of the demo: what each ingredient is worth.

import Datasets
public import Plots
import Tensors

/// Trains on digits with one ingredient changed at a time, on the same parts, with the same budget.
///
/// Four tables: the recipe with one change, what helps when labels are wrong, first weights and normalization in
/// a deep network, and normalization on small batches.
///
/// - Throws: `PlotsError`, when a figure cannot be saved.
public func trainingAblationDemo(_ report: Report) throws {
  report.heading("4 One ingredient at a time")
  try ingredientsTable(report)
  let seeds = Array(demoSeeds(report).prefix(report.isReduced ? 1 : 3))
  let tables = [noiseTable, depthTable, batchTable]
  let bar = report.progress(
    total: tables.reduce(0) { $0 + $1.variants.count } * seeds.count, label: "ablation")
  for table in tables { try table.fill(report, seeds, bar) }
  bar.finish()
  try falseLabelsFigure(report)
}

// MARK: The recipe with one change

private let changes: [Ablation<Recipe>.Change] = [
  .init("layer norm for batch norm") { $0.normalization = .layer },
  .init("no normalization") { $0.normalization = .none },
  .init("no dropout") { $0.dropout = 0 },
  .init("dropout 0.5") { $0.dropout = 0.5 },
  .init("no weight decay") { $0.weightDecay = 0 },
  .init("no smoothing") { $0.smoothing = 0 },
  .init("mixup for smoothing") { ($0.smoothing, $0.mixing) = (0, 0.4) },
  .init("no warm-up, no cosine") { $0.isScheduled = false },
  .init("first weights of spread 0.01") { $0.firstWeights = .small },
  .init("first weights of spread 1") { $0.firstWeights = .large },
  .init("first weights all zero") { $0.firstWeights = .zeros },
]

private func ingredientsTable(_ report: Report) throws {
  var base = Recipe()
  (base.epochs, base.patience) = (25, nil)
  base = reduced(base, report)
  report.say("the recipe of part 3 for \(base.epochs) epochs, digits never seen:")
  var readings: [String: [Reading]] = [:]
  let result = try Ablation(
    of: base, named: "the whole recipe", measure: "accuracy", changes: changes,
    seeds: demoSeeds(report)
  ).run(report) { recipe, seed in
    let reading = try recipe.train(digitsTask(report, seed: seed), seed: seed)
    if recipe == base { readings["the whole recipe", default: []].append(reading) }
    var plain = base
    plain.smoothing = 0
    if recipe == plain { readings["no smoothing", default: []].append(reading) }
    return reading.history
  }
  result.table(in: report, digits: 3)
  report.metric("ablation_accuracy_whole_recipe", Double(result.variants[0].mean))
  report.metric(
    "ablation_worst_difference",
    Double(result.variants.map { $0.mean }.min() ?? .nan)
      - Double(result.variants[0].mean))
  let calibrations = readings.sorted { $0.key > $1.key }
  for (name, readings) in calibrations {
    let errors = readings.map {
      calibrationError(probabilities: $0.probabilities, labels: $0.labels)
    }
    report.say("calibration error, \(name): \(spreadText(errors))")
  }
  try report.show(
    LineChart(
      title: "How often an answer is right, by how sure it is",
      series: [.init("honest", x: [0.2, 1], y: [0.2, 1])]
        + calibrations.map { reliability($0.key, $0.value) },
      xLabel: "confidence", yLabel: "share that is right", yRange: 0...1),
    named: "calibration",
    caption: "Smoothing makes the network claim less than it knows: its curve lies above the line.")
}

/// The share of right answers over the confidence; bins of fewer than ten answers are left out.
private func reliability(_ name: String, _ readings: [Reading]) -> LineChart.Series {
  let bins = calibrationBins(
    probabilities: .concatenate(readings.map(\.probabilities), axis: 0),
    labels: readings.flatMap(\.labels), bins: 10
  ).filter { $0.count >= 10 }
  return .init(name, x: bins.map(\.confidence), y: bins.map(\.accuracy))
}

// MARK: Tables of accuracies

/// A table of trainings: rows of names, a column for each of some settings.
private struct AccuracyTable: Sendable {
  typealias Change = @Sendable (inout Recipe) -> Void

  let introduction: String
  let base: Change
  let rows: [(name: String, change: Change)]
  let columns: [(name: String, change: Change)]
  /// The cells that are results of the demo: the number of the row and of the column.
  let results: [(row: Int, column: Int, name: String)]

  var variants: [Recipe] {
    rows.flatMap { row in columns.map { recipe(row.change, $0.change) } }
  }

  private func recipe(_ row: Change, _ column: Change) -> Recipe {
    var recipe = Recipe()
    base(&recipe)
    row(&recipe)
    column(&recipe)
    return recipe
  }

  func fill(_ report: Report, _ seeds: [UInt64], _ bar: ProgressBar) throws {
    report.say("\n" + introduction)
    var lines: [[String]] = []
    for (rowNumber, row) in rows.enumerated() {
      var line = [row.name]
      for (columnNumber, column) in columns.enumerated() {
        let recipe = reduced(recipe(row.change, column.change), report)
        let accuracies = try seeds.map { seed in
          defer { bar.advance(message: row.name) }
          return try recipe.train(
            digitsTask(report, seed: seed, falseLabels: recipe.falseLabels), seed: seed
          ).accuracy
        }
        line.append(spreadText(accuracies))
        for result in results where (result.row, result.column) == (rowNumber, columnNumber) {
          report.metric(result.name, Double(meanAndDeviation(accuracies).mean))
        }
      }
      lines.append(line)
    }
    report.table(header: [""] + columns.map(\.name), rows: lines)
  }
}

/// A network that is told a lie in one case of five, and has no remedy against it.
@Sendable private func believeLies(_ recipe: inout Recipe) {
  (recipe.smoothing, recipe.dropout, recipe.weightDecay, recipe.patience) = (0, 0, 0, nil)
  (recipe.epochs, recipe.falseLabels) = (30, 0.2)
}

private let noiseTable = AccuracyTable(
  introduction: "one label in five is wrong, 30 epochs; batch norm only, and with one remedy:",
  base: believeLies,
  rows: [
    ("nothing else", { _ in }),
    ("early stop", { $0.patience = 10 }),
    ("dropout 0.2", { $0.dropout = 0.2 }),
    ("dropout 0.5", { $0.dropout = 0.5 }),
    ("smoothing 0.1", { $0.smoothing = 0.1 }),
    ("mixup, alpha 1", { $0.mixing = 1 }),
    ("weight decay 0.05", { $0.weightDecay = 0.05 }),
    (
      "dropout 0.5, smoothing, decay, early stop",
      {
        ($0.dropout, $0.smoothing, $0.weightDecay, $0.patience) = (0.5, 0.1, 0.05, 10)
      }
    ),
  ],
  columns: [("digits never seen, true labels", { _ in })],
  results: [
    (0, 0, "noise_accuracy_without_remedy"), (1, 0, "noise_accuracy_with_early_stop"),
    (3, 0, "noise_accuracy_with_dropout"),
  ])

private let normalizations: [(name: String, change: AccuracyTable.Change)] = [
  ("no normalization", { $0.normalization = .none }),
  ("batch norm", { $0.normalization = .batch }),
  ("layer norm", { $0.normalization = .layer }),
]

private let depthTable = AccuracyTable(
  introduction: "ten hidden layers of 64 units, no dropout, 15 epochs; first weights:",
  base: {
    ($0.hiddenLayers, $0.width, $0.dropout, $0.epochs) = (10, 64, 0, 15)
    $0.patience = nil
  },
  rows: [
    ("He", { $0.firstWeights = .he }), ("spread 0.01", { $0.firstWeights = .small }),
    ("spread 1", { $0.firstWeights = .large }), ("zeros", { $0.firstWeights = .zeros }),
  ], columns: normalizations,
  results: [
    (1, 0, "deep_accuracy_small_weights"), (1, 1, "deep_accuracy_small_weights_batch_norm"),
  ])

private let batchTable = AccuracyTable(
  introduction: "batches of other sizes, 5 epochs:",
  base: { ($0.epochs, $0.patience) = (5, nil) },
  rows: [
    ("32 examples", { $0.batchSize = 32 }), ("4 examples", { $0.batchSize = 4 }),
    ("2 examples", { $0.batchSize = 2 }),
  ], columns: normalizations,
  results: [
    (2, 1, "batches_of_2_accuracy_batch_norm"), (2, 2, "batches_of_2_accuracy_layer_norm"),
  ])

private func falseLabelsFigure(_ report: Report) throws {
  var series: [LineChart.Series] = []
  for (name, dropout) in [("no remedy", 0), ("dropout 0.5", 0.5)] as [(String, Float)] {
    var recipe = Recipe()
    believeLies(&recipe)
    recipe.dropout = dropout
    recipe = reduced(recipe, report)
    let task = digitsTask(report, seed: report.seed, falseLabels: recipe.falseLabels)
    let reading = try recipe.train(task, seed: report.seed, measuresTraining: true)
    series += [
      reading.curve("\(name), training", "training loss"),
      reading.curve("\(name), validation", "validation loss"),
    ]
  }
  try report.show(
    LineChart(
      title: "One label in five is wrong, seed \(report.seed)", series: series, xLabel: "epoch",
      yLabel: "cross-entropy, dropout off"),
    named: "false-labels",
    caption: "Without a remedy the lies are learnt by heart, and the validation loss rises.")
}
