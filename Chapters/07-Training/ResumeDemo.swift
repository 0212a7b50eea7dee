// Part 6 of the demo: a run that is killed and goes on, and what it must not forget.

import Foundation
import MultilayerPerceptrons
import Optimization
import Perceptrons
public import Plots
import Tensors

/// Trains ten epochs in one go, and again in two pieces with nothing but a file between them.
///
/// - Throws: `PlotsError`, when a figure cannot be saved, and what a file that cannot be written throws.
public func trainingResumeDemo(_ report: Report) throws {
  report.heading("6 A run that is killed")
  var recipe = Recipe()
  (recipe.epochs, recipe.patience) = (report.isReduced ? 2 : 10, nil)
  let task = digitsTask(report, seed: report.seed)
  var generator = demoGenerator(report, 6)
  let network = ReadingNetwork(
    recipe, inputs: task.training.inputs.shape[1], classes: task.classes, using: &generator)
  let loader = task.loader(batchSize: recipe.batchSize, seed: report.seed)
  let half = recipe.epochs / 2
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("descent-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appendingPathComponent("run.safetensors")
  func fresh() -> Trainer<LabelledBatch, Adam<ReadingNetwork>> {
    recipe.trainer(network, task, loader, seed: report.seed)
  }

  var straight = fresh()
  try straight.train(on: loader, epochs: recipe.epochs)

  // A few steps into the epoch after the half the power fails: the trainer is gone, the file stays.
  let killer = Killer(afterEpoch: half, batch: min(20, loader.batchesPerEpoch / 2))
  do {
    var doomed = fresh()
    try doomed.train(
      on: loader, epochs: recipe.epochs, observers: [Checkpoints(to: file, every: 7), killer])
  } catch is PowerFailure {
    report.say(
      "power failure in epoch \(half + 1) after batch \(killer.batch) of \(loader.batchesPerEpoch)")
  }
  var resumed = fresh()
  try resumed.load(from: file)
  report.say(
    "the file, \((try Data(contentsOf: file)).count / 1000) KB, goes on in epoch "
      + "\(resumed.position.epoch + 1) after batch \(resumed.position.batch)")
  try resumed.train(on: loader, epochs: recipe.epochs)

  // What other files would have kept.
  var halfway = fresh()
  try halfway.train(on: loader, epochs: half)
  var modelOnly = fresh()
  modelOnly.model = halfway.model
  try modelOnly.train(on: loader, epochs: recipe.epochs - half)
  var noMemory = fresh()
  (noMemory.model, noMemory.position) = (halfway.model, halfway.position)
  try noMemory.train(on: loader, epochs: recipe.epochs)
  var otherSeed = recipe.trainer(network, task, loader, seed: report.seed + 1)
  (otherSeed.model, otherSeed.optimizer) = (halfway.model, halfway.optimizer)
  otherSeed.position = halfway.position
  try otherSeed.train(on: loader, epochs: recipe.epochs)

  let whole = numbers(straight.model)
  var rows: [[String]] = []
  for (name, key, trainer) in [
    ("everything", "complete", resumed),
    ("all but the seed of dropout", "other_seed", otherSeed),
    ("all but the optimizer's memory", "no_memory", noMemory),
    ("the model alone", "model_only", modelOnly),
  ] {
    let other = numbers(trainer.model)
    let different = zip(whole, other).count { $0.bitPattern != $1.bitPattern }
    let logits = withPhase(.evaluation) { trainer.model(task.test.inputs) }
    rows.append([
      name, "\(NumberText.grouped(different)) of \(NumberText.grouped(whole.count))",
      fixed(trainer.history.last?.loss ?? .nan, 4),
      percent(accuracy(logits.argmax(axis: 1), task.test.labels)),
    ])
    if key == "complete" { report.metric("resume_different_numbers", Double(different)) }
  }
  report.say(
    "training loss of the last epoch in one go: "
      + fixed(straight.history.last?.loss ?? .nan, 4))
  report.table(
    header: ["what was kept", "numbers that differ", "last loss", "never seen"],
    rows: rows)
}

/// Every number of a model that is trained or kept.
private func numbers(_ model: some Parameterized) -> [Float] {
  var (model, all) = (model, [Float]())
  var visitor = ParameterVisitor(
    parameters: { all += $0.scalars }, buffers: { all += $0.scalars })
  model.visitParameters(&visitor)
  return all
}

private struct PowerFailure: Error {}

/// Throws in the middle of an epoch.
private final class Killer: TrainingObserver {
  let epoch: Int
  let batch: Int

  init(afterEpoch epoch: Int, batch: Int) { (self.epoch, self.batch) = (epoch, batch) }

  func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision {
    if trainer.position.epoch == epoch && trainer.position.batch == batch { throw PowerFailure() }
    return .proceed
  }
}
