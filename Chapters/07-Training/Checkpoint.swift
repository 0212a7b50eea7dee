// A run as a file.
//
// A checkpoint of the weights alone is not enough. Adam's next step depends on both of its means and on the number
// of its steps; without them it begins again with a long first step. The schedule needs the step, dropout and
// the order of the batches need the seeds, the mean loss of the epoch needs what was summed so far. All of
// it is in the trainer, and all of it goes into one file.
//
// | what | where in the file |
// |---|---|
// | parameters and buffers of the model | tensors `model.…` |
// | those of the best model, if one is kept | tensors `best.…` |
// | what the optimizer remembers | tensors `optimizer.…` |
// | position, seed, rates, sum of losses, history | metadata, as JSON |
// | a checksum of all that | metadata |
//
// Three things can go wrong with such a file. The program is killed while it writes: then the old file is still
// there, because the new one only gets its name when it is complete. The file is damaged: the checksum tells.
// It is the wrong file: names, shapes and the seed tell. In every case the trainer stays as it is.

public import Foundation
public import Interchange
import Optimization
import Tensors

/// Why a checkpoint could not be used; the trainer is unchanged.
public struct CheckpointError: Error, Equatable, CustomStringConvertible, LocalizedError {
  /// The file's name.
  public let file: String
  /// What is wrong.
  public let problem: String
  /// What to try.
  public let advice: String

  /// What is wrong with which file, and what to try.
  public var description: String { "\(file): \(problem) \(advice)" }

  /// The same text, for code that prints any error through Foundation.
  public var errorDescription: String? { description }
}

extension Trainer {
  /// Writes all that the rest of the run depends on to a safetensors file.
  ///
  /// The file is replaced in one step: whenever the program is killed, there is the old checkpoint or the new
  /// one. Other programs can read the tensors; the model's are named `model.…`. Not in the file is what only
  /// the program can make: the loss, the evaluation, the schedule, and settings such as `mostNorm`.
  ///
  /// - Throws: `ModelFileError`: the file cannot be written, or two parameters have one name.
  public func save(to url: URL) throws(ModelFileError) {
    var tensors: [String: Tensor] = [:]
    func add(_ part: CheckpointPart, _ content: [String: Tensor]) {
      for (name, tensor) in content { tensors[part.prefix + name] = tensor }
    }
    do throws(ParameterMismatch) {
      add(.model, try model.namedTensors())
      add(.best, try best?.namedTensors() ?? [:])
    } catch {
      throw .mismatch(error, file: url.lastPathComponent)
    }
    add(.optimizer, memory)
    let state = CheckpointState(
      position: position, seed: seed, epochLoss: epochLoss, baseRate: baseRate,
      rateFactor: rateFactor, learningRate: optimizer.learningRate,
      loader: loaderSettings.map { .init($0) }, history: history)
    let text = state.text
    let metadata = [
      CheckpointState.stateName: text,
      CheckpointState.checksumName: checkpointChecksum(text, tensors),
    ]
    do throws(SafetensorsError) {
      try writeSafetensors(tensors, metadata: metadata, to: url)
    } catch {
      throw .file(error)
    }
  }

  /// Goes on from a checkpoint, as if the run had never been interrupted.
  ///
  /// The trainer must have been made like the one that was saved: the same kind of model and optimizer, the
  /// same seed.
  ///
  /// - Throws: `ModelFileError` for a file that cannot be read, is cut off, or holds another model, and
  ///   ``CheckpointError`` for everything else. The trainer is then unchanged.
  public mutating func load(from url: URL) throws {
    let name = url.lastPathComponent
    let file: SafetensorsFile
    do throws(SafetensorsError) { file = try readSafetensors(at: url) } catch {
      throw ModelFileError.file(error)
    }
    guard let text = file.metadata[CheckpointState.stateName] else {
      throw CheckpointError(
        file: name, problem: "the file holds tensors, but no training run.",
        advice: "Use model.load(from:) for a model alone.")
    }
    let tensors = file.tensors
    guard file.metadata[CheckpointState.checksumName] == checkpointChecksum(text, tensors) else {
      throw CheckpointError(
        file: name, problem: "the content does not agree with its checksum.",
        advice: "The file was changed or damaged; use an earlier checkpoint.")
    }
    guard let state = CheckpointState(text) else {
      throw CheckpointError(
        file: name, problem: "the state of the run cannot be read.",
        advice: "The file was written by another version; use the version that wrote it.")
    }
    guard state.seed == seed else {
      throw CheckpointError(
        file: name, problem: "the run has seed \(state.seed), this trainer has seed \(seed).",
        advice: "Make the trainer with seed: \(state.seed).")
    }
    func part(_ part: CheckpointPart) -> [String: Tensor] {
      var content: [String: Tensor] = [:]
      for (name, tensor) in tensors where name.hasPrefix(part.prefix) {
        content[String(name.dropFirst(part.prefix.count))] = tensor
      }
      return content
    }
    var loaded = self
    do throws(ParameterMismatch) {
      try loaded.model.load(part(.model))
      let best = part(.best)
      loaded.best = best.isEmpty ? nil : model
      try loaded.best?.load(best)
    } catch { throw ModelFileError.mismatch(error, file: name) }
    try loaded.setMemory(part(.optimizer), file: name)
    loaded.optimizer.learningRate = Float(bitPattern: state.learningRate)
    loaded.baseRate = Float(bitPattern: state.baseRate)
    loaded.rateFactor = Float(bitPattern: state.rateFactor)
    loaded.epochLoss.sum = Double(bitPattern: state.lossSum)
    loaded.epochLoss.weight = Double(bitPattern: state.lossWeight)
    loaded.loaderSettings = state.loader.map { .init($0) }
    (loaded.position, loaded.history) = (state.position, state.history.map(\.record))
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

  private mutating func setMemory(
    _ tensors: [String: Tensor], file: String
  ) throws(CheckpointError) {
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

/// What a tensor of a checkpoint belongs to.
private enum CheckpointPart: String {
  case model, best, optimizer

  var prefix: String { rawValue + "." }
}

extension DataLoader.Settings {
  /// The same settings as a checkpoint keeps them, which knows nothing of batches.
  fileprivate init(_ kept: CheckpointState.Loader) {
    self.init(
      count: kept.count, batchSize: kept.batchSize, isShuffled: kept.isShuffled,
      dropsLast: kept.dropsLast, seed: kept.seed)
  }
}

extension CheckpointState.Loader {
  fileprivate init(_ settings: DataLoader<some Sendable>.Settings) {
    self.init(
      count: settings.count, batchSize: settings.batchSize, isShuffled: settings.isShuffled,
      dropsLast: settings.dropsLast, seed: settings.seed)
  }
}
