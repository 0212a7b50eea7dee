// Part 5 of the demo: tumours, ranked by how likely they are malignant.

import Datasets
import MultilayerPerceptrons
import Optimization
public import Plots
import Tensors

/// Ranks tumours that the network has never seen, and asks how honest its probabilities are.
///
/// With 569 tumours one test part is small, and one hard case in it moves the result by a point. So every tumour
/// is tested on once: five times a fifth is held out, and a network is trained on the rest.
///
/// - Throws: `PlotsError`, when a figure cannot be saved.
public func trainingTumoursDemo(_ report: Report) throws {
  report.heading("5 Tumours: ranked, and how sure")
  let seeds = demoSeeds(report)
  let bar = report.progress(total: seeds.count, label: "tumours")
  var (rows, areas): ([[String]], [Float]) = ([], [])
  var (scores, labels): ([Float], [Int]) = ([], [])
  var firstCurve: RankingCurve?
  for seed in seeds {
    let result = try crossValidated(seed: seed, epochs: report.isReduced ? 3 : 40)
    let curve = RankingCurve(scores: result.scores, labels: result.labels)
    let area = curve.areaUnderROC ?? 0
    // Over the threshold a tumour is called malignant.
    let right = zip(result.scores, result.labels).count { ($0 > 0) == ($1 == 1) }
    let missed = zip(result.scores, result.labels).count { $0 <= 0 && $1 == 1 }
    rows.append([
      "\(seed)", fixed(area, 4),
      fixed(curve.averagePrecision ?? 0, 4),
      percent(Double(right) / Double(result.labels.count)), "\(missed)",
      percent(
        calibrationError(probabilities: twoColumns(result.scores), labels: result.labels)),
    ])
    areas.append(area)
    if firstCurve == nil { firstCurve = curve }
    scores += result.scores
    labels += result.labels
    bar.advance()
  }
  bar.finish()
  report.say("569 tumours, 212 of them malignant, each tested on once; network 30 → 32 → 1")
  report.table(
    header: [
      "seed", "ROC area", "precision", "right", "missed", "calibration",
    ], rows: rows)
  report.metric("tumours_mean_auc", Double(meanAndDeviation(areas).mean))
  report.metric("tumours_worst_auc", Double(areas.min() ?? 0))
  guard let firstCurve else { return }
  try show(firstCurve, seeds[0], report)
  let points = firstCurve.points
  // The threshold is moved until at most two of 212 are missed.
  if let point = points.first(where: { $0.truePositives >= firstCurve.positives - 2 }) {
    report.say(
      "seed \(seeds[0]): to miss at most 2 of 212, \(point.falsePositives) of "
        + "\(firstCurve.negatives) benign ones are called malignant")
  }
}

/// The probabilities of both classes, `[n, 2]`, from the scores of the second.
private func twoColumns(_ scores: [Float]) -> Tensor {
  let yes = sigmoid(Tensor(scores)).reshaped([-1, 1])
  return .concatenate([1 - yes, yes], axis: 1)
}

private func show(_ curve: RankingCurve, _ seed: UInt64, _ report: Report) throws {
  let points = curve.rocCurve
  try report.show(
    LineChart(
      title: "Found against false alarms, seed \(seed)",
      series: [
        .init(
          "tumours, area \(fixed(curve.areaUnderROC ?? 0, 4))",
          x: points.map(\.falseAlarms), y: points.map(\.recall)),
        .init("guessing", x: [0, 1], y: [0, 1]),
      ], xLabel: "benign ones called malignant", yLabel: "malignant ones found", yRange: 0...1),
    named: "roc",
    caption: "The area under it is the chance that a malignant one ranks above a benign one.")
}

/// Scores every tumour by a network that has not seen it; label 1 is malignant.
private func crossValidated(
  seed: UInt64, epochs: Int, folds: Int = 5
) throws -> (scores: [Float], labels: [Int]) {
  let data = breastCancer()
  var generator = RandomGenerator(seed: seed).split(75)
  // In random order, one class after the other, dealt like cards: every fold has its share of both.
  let dealt = generator.permutation(data.count).sorted { data.labels[$0] < data.labels[$1] }
  var scores = [Float](repeating: 0, count: data.count)
  for fold in 0..<folds {
    let held = dealt.indices.filter { $0 % folds == fold }.map { dealt[$0] }
    let rest = dealt.indices.filter { $0 % folds != fold }.map { dealt[$0] }
    let (training, validation) = data.subset(rest).split(
      testFraction: 0.2, stratified: true, using: &generator)
    let standardizer = Standardizer(fitting: training.features)
    func batch(_ part: LabelledData) -> LabelledBatch {
      // The data calls malignant 0; here it is the yes.
      LabelledBatch(inputs: standardizer.apply(part.features), labels: part.labels.map { 1 - $0 })
    }
    let network = Sequential {
      Linear(30, 32, using: &generator)
      BatchNormalization(32)
      Activation.relu
      Dropout(0.4)
      Linear(32, 1, using: &generator)
    }
    let answers = try train(
      network, batch(training), batch(validation), batch(data.subset(held)).inputs,
      seed: generator.next(), epochs: epochs)
    for (position, answer) in zip(held, answers) { scores[position] = answer }
  }
  return (scores, data.labels.map { 1 - $0 })
}

private func train<Network: Layer<Tensor, Tensor>>(
  _ network: Network, _ training: LabelledBatch, _ validation: LabelledBatch, _ test: Tensor,
  seed: UInt64, epochs: Int
) throws -> [Float] {
  @Sendable func loss(_ network: Network, _ batch: LabelledBatch) -> Tensor {
    binaryCrossEntropy(
      logits: network(batch.inputs).flattened(), targets: Tensor(batch.labels.map { Float($0) }))
  }
  let loader = DataLoader(
    count: training.labels.count, batchSize: 32, dropsLast: true, seed: seed
  ) { positions in
    LabelledBatch(
      inputs: training.inputs[positions], labels: positions.map { training.labels[$0] })
  }
  var trainer = Trainer(
    network, Adam.decoupled(for: network, learningRate: 0.005, weightDecay: 0.05), seed: seed,
    loss: loss)
  trainer.schedule = Recipe().schedule(steps: epochs * loader.batchesPerEpoch)
  trainer.evaluation = { ["validation loss": loss($0, validation).scalar] }
  try trainer.train(
    on: loader, epochs: epochs, observers: [EarlyStopping("validation loss", patience: 10)])
  return withPhase(.evaluation) { (trainer.best ?? trainer.model)(test).scalars }
}
