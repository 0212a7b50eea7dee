public import Foundation
import Interchange
import Optimization
import Tensors

// A run as a file: everything that the next step depends on.

/// Why a checkpoint could not be used; the trainer is unchanged.
public struct CheckpointError: Error, Equatable, CustomStringConvertible {
  /// The file's name.
  public let file: String
  /// What is wrong.
  public let problem: String
  /// What to try.
  public let advice: String

  /// What is wrong with which file, and what to try.
  public var description: String { "\(file): \(problem) \(advice)" }
}

extension Trainer {
  /// Writes model, buffers, the optimizer's memory, the position and the history to a safetensors file.
  ///
  /// The file is replaced in one step: whenever the program is killed, there is the old checkpoint or the new
  /// one. Other programs can read the tensors; the model's are named `model.…`.
  public func save(to url: URL) throws {
    var tensors: [String: Tensor] = [:]
    for (name, tensor) in try model.namedTensors() { tensors["model.\(name)"] = tensor }
    for (name, tensor) in try best?.namedTensors() ?? [:] { tensors["best.\(name)"] = tensor }
    for (name, tensor) in memory { tensors["optimizer.\(name)"] = tensor }
    let state = State(
      format: State.format, position: position, seed: seed, lossSum: lossSum.bitPattern,
      learningRate: optimizer.learningRate.bitPattern, history: history)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = State.floats
    let text = String(decoding: try encoder.encode(state), as: UTF8.self)
    try writeSafetensors(tensors, metadata: ["descent.checkpoint": text], to: url)
  }

  /// Goes on from a checkpoint, as if the run had never been interrupted.
  ///
  /// The trainer must have been made like the one that was saved: the same kind of model and optimizer, the
  /// same seed.
  ///
  /// - Throws: `SafetensorsError` for a file that cannot be read, `ParameterMismatch` for another model, and
  ///   `CheckpointError` for everything else. The trainer is then unchanged.
  public mutating func load(from url: URL) throws {
    let file = try readSafetensors(at: url)
    let name = url.lastPathComponent
    guard let text = file.metadata["descent.checkpoint"] else {
      throw CheckpointError(
        file: name, problem: "the file holds tensors, but no training run.",
        advice: "Use model.load(from:) for a model alone.")
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = State.readFloats
    guard let state = try? decoder.decode(State.self, from: Data(text.utf8)),
      state.format == State.format, state.position.epoch >= 0, state.position.batch >= 0,
      state.position.step >= 0
    else {
      throw CheckpointError(
        file: name, problem: "the state of the run cannot be read.",
        advice: "The file was written by another version or has been changed.")
    }
    guard state.seed == seed else {
      throw CheckpointError(
        file: name, problem: "the run has seed \(state.seed), this trainer has seed \(seed).",
        advice: "Make the trainer with seed: \(state.seed).")
    }
    func part(_ prefix: String) -> [String: Tensor] {
      var tensors: [String: Tensor] = [:]
      for (name, array) in file.arrays where name.hasPrefix(prefix) {
        tensors[String(name.dropFirst(prefix.count))] = array.tensor
      }
      return tensors
    }
    var loaded = self
    try loaded.model.load(part("model."))
    let best = part("best.")
    loaded.best = best.isEmpty ? nil : model
    try loaded.best?.load(best)
    try loaded.setMemory(part("optimizer."), file: name)
    loaded.optimizer.learningRate = Float(bitPattern: state.learningRate)
    loaded.lossSum = Double(bitPattern: state.lossSum)
    (loaded.position, loaded.history) = (state.position, state.history)
    self = loaded
  }

  /// What the optimizer remembers, by name.
  private var memory: [String: Tensor] {
    var optimizer = optimizer
    var tensors: [String: Tensor] = [:]
    var visitor = ParameterVisitor(
      namedParameters: { _, _ in }, namedBuffers: { tensors[$1] = $0 })
    optimizer.visitMemory(&visitor)
    return tensors
  }

  private mutating func setMemory(_ tensors: [String: Tensor], file: String) throws {
    let expected = memory
    guard expected.mapValues(\.shape) == tensors.mapValues(\.shape) else {
      let missing = Set(expected.keys).subtracting(tensors.keys).sorted()
      let unexpected = Set(tensors.keys).subtracting(expected.keys).sorted()
      throw CheckpointError(
        file: file,
        problem: "the optimizer's memory does not fit: missing \(missing.prefix(5)), unexpected "
          + "\(unexpected.prefix(5)), or of another shape.",
        advice: "Make the trainer with the kind of optimizer that was saved.")
    }
    var visitor = ParameterVisitor(
      namedParameters: { _, _ in },
      namedBuffers: { buffer, name in buffer = tensors[name] ?? buffer })
    optimizer.visitMemory(&visitor)
  }
}

/// What is in a checkpoint beside the tensors.
private struct State: Codable {
  static let format = 1
  static let floats = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  static let readFloats = JSONDecoder.NonConformingFloatDecodingStrategy.convertFromString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")

  let format: Int
  let position: TrainingPosition
  let seed: UInt64
  /// Bits, because decimal digits would round.
  let lossSum: UInt64
  let learningRate: UInt32
  let history: [EpochRecord]
}
