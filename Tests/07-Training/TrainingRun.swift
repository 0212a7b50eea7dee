import Foundation
import MultilayerPerceptrons
import Optimization
import Tensors
import Testing
import Training

/// A network with everything that a checkpoint could forget: buffers, and layers that draw random numbers.
struct TestNetwork: Parameterized {
  var first: Linear
  var normalization = BatchNormalization(6)
  var dropout = Dropout(0.3)
  var second: Linear

  init(seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    first = Linear(
      weight: Tensor.normal([4, 6], using: &generator), bias: Tensor.normal([6], using: &generator))
    second = Linear(
      weight: Tensor.normal([6, 3], using: &generator), bias: Tensor.normal([3], using: &generator))
  }

  mutating func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.visit(&first, "first")
    visitor.visit(&normalization, "normalization")
    visitor.visit(&second, "second")
  }

  func callAsFunction(_ x: Tensor) -> Tensor { second(dropout(relu(normalization(first(x))))) }
}

/// A batch of the test's data.
struct TestBatch: Sendable {
  let inputs: Tensor
  let labels: [Int]
}

/// 50 examples of three classes, in batches of 8, the last one with 2.
enum TestData {
  static let inputs = Tensor.normal([50, 4], seed: 71)
  static let labels = (0..<50).map { row in
    inputs[row].argmax(axis: 0)[0] % 3
  }

  static func batch(_ rows: [Int]) -> TestBatch {
    TestBatch(inputs: inputs[rows], labels: rows.map { labels[$0] })
  }

  /// A loader whose batches are disturbed at random.
  static func loader(prefetch: Int = 0, batchSize: Int = 8) -> DataLoader<TestBatch> {
    DataLoader(count: 50, batchSize: batchSize, prefetch: prefetch, seed: 5) { rows in
      let batch = batch(rows)
      return TestBatch(
        inputs: batch.inputs + 0.1 * Tensor.normal(batch.inputs.shape), labels: batch.labels)
    }
  }
}

extension Tensor {
  fileprivate static func normal(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    return Tensor.normal(shape, using: &generator)
  }
}

typealias TestTrainer = Trainer<TestBatch, Adam<TestNetwork>>

/// The loss of the tests: a mean over the batch.
func testLoss(_ network: TestNetwork, _ batch: TestBatch) -> Tensor {
  softmaxCrossEntropy(logits: network(batch.inputs), labels: batch.labels).mean()
}

/// A trainer with Adam, a schedule, clipping and an evaluation.
func testTrainer(seed: UInt64 = 3, accumulation: Int = 1) -> TestTrainer {
  let network = TestNetwork(seed: 1)
  var trainer = TestTrainer(network, Adam(for: network, learningRate: 0.02), seed: seed) {
    testLoss($0, $1)
  }
  trainer.schedule = .linearWarmUp(steps: 10, from: 0.1).then(after: 10, .cosine(steps: 60))
  trainer.mostNorm = 2
  trainer.accumulation = accumulation
  trainer.evaluation = { network in
    let all = TestData.batch(Array(0..<50))
    return [
      "validation loss": testLoss(network, all).scalar,
      "accuracy": topAccuracy(1, scores: network(all.inputs), labels: all.labels),
      "drawn": Tensor.uniform([1]).scalar,
    ]
  }
  return trainer
}

/// Every number of a model, as bits.
func bits(_ model: some Parameterized) -> [UInt32] {
  var (model, bits) = (model, [UInt32]())
  var visitor = ParameterVisitor(
    parameters: { bits += $0.scalars.map(\.bitPattern) },
    buffers: { bits += $0.scalars.map(\.bitPattern) })
  model.visitParameters(&visitor)
  return bits
}

/// Every number of a run, as bits.
func bits<Batch, Step: Optimizer>(_ trainer: Trainer<Batch, Step>) -> [UInt32] {
  var (optimizer, memory) = (trainer.optimizer, [UInt32]())
  var visitor = ParameterVisitor(
    namedParameters: { _, _ in },
    namedBuffers: { buffer, _ in memory += buffer.scalars.map(\.bitPattern) })
  optimizer.visitMemory(&visitor)
  return bits(trainer.model) + memory + [optimizer.learningRate.bitPattern]
    + (trainer.best.map(bits) ?? [])
}

/// A folder that is removed when the body has run.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("descent-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// An observer made of a function.
final class Watcher: TrainingObserver {
  /// Is told the event and where the run stands; says whether to stop.
  private let body: (TrainingEvent, TrainingPosition) throws -> Bool

  init(_ body: @escaping (TrainingEvent, TrainingPosition) throws -> Bool) { self.body = body }

  func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision {
    try body(event, trainer.position) ? .stop : .proceed
  }
}

/// Saves the run after every epoch, in its turn.
final class Saver: TrainingObserver {
  private let url: URL

  init(to url: URL) { self.url = url }

  func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision {
    if event == .epoch { try trainer.save(to: url) }
    return .proceed
  }
}

/// Stops after a number of steps in all, as if the program had been killed there.
func stop(afterStep step: Int) -> Watcher {
  Watcher { event, position in
    if case .step = event { return position.step == step }
    return false
  }
}

/// What a program wrote to its standard error before it ended.
func lastWords(_ result: ExitTest.Result?) -> String {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}
