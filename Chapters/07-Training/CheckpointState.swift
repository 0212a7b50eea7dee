import Foundation
package import Tensors

/// What is in a checkpoint beside the tensors.
///
/// Numbers with a point are kept as their bits: decimal digits would have to be rounded on the way there and back,
/// and JSON has no infinity.
struct CheckpointState: Codable, Sendable {
  /// The names in the file's metadata.
  static let (stateName, checksumName) = ("descent.checkpoint", "descent.checksum")
  /// Numbers above it are not from a training run, and would overflow later.
  private static let mostSteps = 1 << 48

  /// What the batches of an epoch depend on.
  struct Loader: Codable, Sendable {
    let count: Int
    let batchSize: Int
    let isShuffled: Bool
    let dropsLast: Bool
    let seed: UInt64
  }

  /// An epoch of the history.
  struct Epoch: Codable, Sendable {
    let steps: Int
    let loss: UInt32
    let learningRate: UInt32
    let metrics: [String: UInt32]
    var epoch: Int

    var record: EpochRecord {
      EpochRecord(
        epoch: epoch, steps: steps, loss: Float(bitPattern: loss),
        learningRate: Float(bitPattern: learningRate),
        metrics: metrics.mapValues { Float(bitPattern: $0) })
    }
  }

  var version = 1
  let position: TrainingPosition
  let seed: UInt64
  let lossSum: UInt64
  let lossWeight: UInt64
  let baseRate: UInt32
  let rateFactor: UInt32
  let learningRate: UInt32
  let loader: Loader?
  let history: [Epoch]

  init(
    position: TrainingPosition, seed: UInt64, epochLoss: WeightedMean, baseRate: Float,
    rateFactor: Float, learningRate: Float, loader: Loader?, history: [EpochRecord]
  ) {
    (self.position, self.seed, self.loader) = (position, seed, loader)
    (lossSum, lossWeight) = (epochLoss.sum.bitPattern, epochLoss.weight.bitPattern)
    (self.baseRate, self.rateFactor) = (baseRate.bitPattern, rateFactor.bitPattern)
    self.learningRate = learningRate.bitPattern
    self.history = history.map { record in
      Epoch(
        steps: record.steps, loss: record.loss.bitPattern,
        learningRate: record.learningRate.bitPattern,
        metrics: record.metrics.mapValues(\.bitPattern), epoch: record.epoch)
    }
  }

  /// The state as text: the same state always makes the same text.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(self) else {
      fatalError("CheckpointState: whole numbers and texts that cannot be encoded")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Reads a state; `nil` for one that no run can have been in.
  init?(_ text: String) {
    guard let state = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)),
      state.version == 1, state.isPossible
    else { return nil }
    self = state
  }

  private var isPossible: Bool {
    let counts = [position.epoch, position.batch, position.step] + history.map(\.steps)
    return counts.allSatisfy { (0...Self.mostSteps).contains($0) }
      && history.count == position.epoch
      && history.enumerated().allSatisfy { $0 == $1.epoch }
      && (loader.map { $0.count > 0 && $0.batchSize > 0 } ?? true)
  }
}

/// A checksum of a text and tensors, as 16 hexadecimal digits.
///
/// FNV-1a (Fowler, Noll and Vo 1991) on words of 32 bits. Each word is mixed in by a step that can be undone, so a
/// file in which one word differs always has another checksum. It is made against accidents: whoever changes a
/// file on purpose can change the checksum too.
package func checkpointChecksum(_ text: String, _ tensors: [String: Tensor]) -> String {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01b3 }
  func add(_ text: String) {
    for byte in text.utf8 { add(UInt64(byte)) }
    add(UInt64(text.utf8.count))
  }
  add(text)
  for (name, tensor) in tensors.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
    add(name)
    for extent in tensor.shape { add(UInt64(extent)) }
    for scalar in tensor.scalars { add(UInt64(scalar.bitPattern)) }
  }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
