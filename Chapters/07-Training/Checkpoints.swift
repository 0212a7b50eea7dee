public import Foundation
public import Optimization
import Tensors

/// Saves the run every so many steps and at the end of every epoch.
///
/// ```swift
/// var trainer = Trainer(…)
/// try trainer.resume(from: folder)      // does nothing the first time
/// try trainer.train(on: loader, epochs: 100, observers: [Checkpoints(in: folder, every: 500)])
/// ```
///
/// This program may be killed at any moment and started again, as often as one likes.
public final class Checkpoints: TrainingObserver {
  private let place: Place
  private let interval: Int?

  private enum Place {
    case file(URL)
    case folder(CheckpointFolder, keeping: Int, best: WatchedMeasure?)
  }

  /// Saves to one file, which is replaced in one step: a program that is killed while it saves leaves the last
  /// checkpoint.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - interval: The steps between two checkpoints within an epoch; `nil` saves at the end of epochs only.
  public init(to url: URL, every interval: Int? = nil) {
    Self.check(interval)
    (place, self.interval) = (.file(url), interval)
  }

  /// Saves to files of a folder, named by the step, and removes those that are old.
  ///
  /// - Parameters:
  ///   - folder: The folder of one run; it is made if there is none.
  ///   - interval: The steps between two checkpoints within an epoch; `nil` saves at the end of epochs only.
  ///   - keeping: How many of the last checkpoints stay; one more than 1, so that there is something left if the
  ///     disk damages the newest.
  ///   - best: A measure; the checkpoint at the end of its best epoch stays as well.
  ///   - isLoss: Whether less is better; see ``EarlyStopping``.
  public init(
    in folder: URL, every interval: Int? = nil, keeping: Int = 3, best: String? = nil,
    isLoss: Bool? = nil
  ) {
    Self.check(interval)
    require(keeping > 0, "Checkpoints: \(keeping) are to be kept; at least 1 is expected")
    place = .folder(
      CheckpointFolder(url: folder), keeping: keeping,
      best: best.map { WatchedMeasure($0, isLoss: isLoss) })
    self.interval = interval
  }

  private static func check(_ interval: Int?) {
    require(
      interval ?? 1 > 0, "Checkpoints: an interval of \(interval ?? 0); at least 1 is expected")
  }

  /// Saves, if it is time.
  public func observe<Batch, Step: Optimizer>(
    _ event: TrainingEvent, _ trainer: inout Trainer<Batch, Step>
  ) throws -> TrainingDecision {
    switch event {
    case .began:
      guard case .folder(let folder, _, _) = place else { break }
      try folder.prepare(for: trainer.position)
    case .step:
      if let interval, trainer.position.step % interval == 0 { try save(trainer) }
    case .epoch: try save(trainer)
    case .ended: break
    }
    return .proceed
  }

  private func save<Batch, Step: Optimizer>(_ trainer: Trainer<Batch, Step>) throws {
    switch place {
    case .file(let url): try trainer.save(to: url)
    case .folder(let folder, let keeping, let best):
      try trainer.save(to: folder.file(step: trainer.position.step))
      // Only now: if that failed, the old ones are all there is.
      let bestStep = try best?.best(in: trainer.history)?.steps
      folder.removeOld(keeping: keeping, and: bestStep, after: trainer.position.step)
    }
  }
}

extension Trainer {
  /// Goes on from the newest checkpoint of a folder that can be read.
  ///
  /// A file that is damaged is passed over for the one before it.
  ///
  /// - Parameter folder: Where ``Checkpoints`` has saved the run.
  /// - Returns: The checkpoint that was loaded; `nil` if the folder has none, and the run begins.
  /// - Throws: If there are checkpoints but none can be used, what is wrong with the newest: see
  ///   ``load(from:)``. The trainer is then unchanged.
  @discardableResult
  public mutating func resume(from folder: URL) throws -> URL? {
    var failure: (any Error)?
    for (_, url) in try CheckpointFolder(url: folder).files() {
      do {
        try load(from: url)
        return url
      } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
    return nil
  }
}

/// A folder with the checkpoints of one run: `step-0000000120.safetensors`.
struct CheckpointFolder: Sendable {
  let url: URL

  private static let (beginning, ending) = ("step-", ".safetensors")

  func file(step: Int) -> URL {
    let digits = "\(step)"
    let zeros = String(repeating: "0", count: max(0, 10 - digits.count))
    return url.appendingPathComponent(Self.beginning + zeros + digits + Self.ending)
  }

  /// The checkpoints, the newest first; none if there is no such folder.
  func files() throws -> [(step: Int, url: URL)] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      return []
    }
    guard isFolder.boolValue else {
      throw CheckpointError(
        file: url.lastPathComponent, problem: "a folder of checkpoints was expected, found a file.",
        advice: "Use load(from:) for a single checkpoint.")
    }
    return try names().compactMap { name in
      guard name.hasPrefix(Self.beginning), name.hasSuffix(Self.ending),
        let step = Int(name.dropFirst(Self.beginning.count).dropLast(Self.ending.count)),
        file(step: step).lastPathComponent == name
      else { return nil }
      return (step, file(step: step))
    }.sorted { $0.step > $1.step }
  }

  /// Makes the folder, and removes what a killed program has left of a checkpoint it was writing.
  ///
  /// - Throws: ``CheckpointError`` if a run is about to begin where there already is one.
  func prepare(for position: TrainingPosition) throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    if position.step == 0, let newest = try files().first, newest.step > 0 {
      throw CheckpointError(
        file: url.lastPathComponent,
        problem: "the folder already holds a run, up to step \(newest.step).",
        advice: "Call resume(from:) before training to go on with it, or choose another folder.")
    }
    for name in try names()
    where name.hasPrefix("." + Self.beginning) && name.hasSuffix(".partial") {
      try? FileManager.default.removeItem(at: url.appendingPathComponent(name))
    }
  }

  /// Removes all but the last checkpoints and the best one.
  ///
  /// Files of later steps are from before the run went on from an earlier checkpoint: they are damaged, or belong
  /// to a future that is being trained anew.
  func removeOld(keeping: Int, and best: Int?, after step: Int) {
    guard let files = try? files() else { return }
    let past = files.filter { $0.step <= step }
    let kept = Set(past.prefix(keeping).map(\.step) + [best].compactMap { $0 })
    for file in files where !kept.contains(file.step) {
      // One that cannot be removed does no harm.
      try? FileManager.default.removeItem(at: file.url)
    }
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path)
  }
}
