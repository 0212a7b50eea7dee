// A training set, cut into batches.
//
// An epoch shows every example once. The order is drawn anew for each epoch: batches that always hold the same
// examples would always ask for the same compromise. The order follows from the seed and the number of the
// epoch and from nothing else. So nobody has to save it: a run that was killed in epoch 7 after batch 12
// draws the order of epoch 7 once more and goes on with batch 13.
//
// 10 examples in batches of 4 are batches of 4, 4 and 2. The last one is *ragged*. Where the loss is a mean over
// the batch, the mean of the three losses is not the mean over the examples: the last two count twice as
// much. With losses 1, 1 and 4 the mean over batches is 2, the mean over examples (4 + 4 + 8) / 10 = 1.6.
// The trainer asks `exampleCount(ofBatch:)` and weighs.

import Tensors

/// Cuts data into batches, in a new order every epoch.
///
/// ```swift
/// let loader = DataLoader(count: training.count, batchSize: 64, seed: 1) { rows in
///   (inputs: training.features[rows], labels: rows.map { training.labels[$0] })
/// }
/// for (inputs, labels) in loader.batches(epoch: 0) { … }
/// ```
///
/// A batch is made by a function of the positions of its examples. The function may draw from the default
/// generator, to disturb pictures for one: what it draws depends on the seed, the epoch and the batch, not
/// on the thread that makes the batch.
public struct DataLoader<Batch: Sendable>: Sendable {
  /// What the batches of an epoch depend on.
  struct Settings: Sendable, Equatable, Codable {
    let count: Int
    let batchSize: Int
    let isShuffled: Bool
    let dropsLast: Bool
    let seed: UInt64
  }

  /// How many batches are made ahead of time on other threads; 0 for none.
  public let prefetch: Int

  let settings: Settings
  private let make: @Sendable ([Int]) -> Batch

  /// Makes a loader.
  ///
  /// - Parameters:
  ///   - count: The number of examples, at least 1.
  ///   - batchSize: The number of examples in a batch, at least 1.
  ///   - shuffled: Whether each epoch has an order of its own.
  ///   - dropsLast: Whether a last batch that is not full is left out.
  ///   - prefetch: How many batches are made ahead of time; worth it where making one takes time.
  ///   - seed: Of the order, and of what `make` draws.
  ///   - make: Makes a batch of the examples at some positions.
  public init(
    count: Int, batchSize: Int, shuffled: Bool = true, dropsLast: Bool = false, prefetch: Int = 0,
    seed: UInt64 = 0, _ make: @escaping @Sendable (_ positions: [Int]) -> Batch
  ) {
    require(
      count > 0 && batchSize > 0,
      "DataLoader: \(count) examples in batches of \(batchSize); at least one of each is expected")
    require(
      !dropsLast || count >= batchSize,
      "DataLoader: \(count) examples do not fill one batch of \(batchSize), and smaller ones are dropped"
    )
    require(prefetch >= 0, "DataLoader: \(prefetch) batches ahead of time; at least 0 is expected")
    settings = Settings(
      count: count, batchSize: batchSize, isShuffled: shuffled, dropsLast: dropsLast, seed: seed)
    (self.prefetch, self.make) = (prefetch, make)
  }

  /// The number of examples.
  public var count: Int { settings.count }
  /// The number of examples in a full batch.
  public var batchSize: Int { settings.batchSize }
  /// Whether each epoch has an order of its own.
  public var isShuffled: Bool { settings.isShuffled }
  /// Whether a last batch that is not full is left out; otherwise it is smaller.
  public var dropsLast: Bool { settings.dropsLast }
  /// The seed of the order, and of what is drawn for the batches.
  public var seed: UInt64 { settings.seed }

  /// The number of batches in an epoch.
  public var batchesPerEpoch: Int {
    dropsLast ? count / batchSize : (count - 1) / batchSize + 1
  }

  /// The number of examples in an epoch.
  public var examplesPerEpoch: Int { dropsLast ? batchesPerEpoch * batchSize : count }

  /// The number of examples in a batch: the batch size, but for a ragged last one.
  public func exampleCount(ofBatch index: Int) -> Int {
    require(
      (0..<batchesPerEpoch).contains(index),
      "DataLoader: batch \(index) of \(batchesPerEpoch), counted from 0")
    return min(batchSize, count - index * batchSize)
  }

  /// The positions of the examples in the order of an epoch.
  public func order(epoch: Int) -> [Int] {
    guard isShuffled else { return Array(0..<count) }
    var generator = generator(epoch: epoch)
    return generator.permutation(count)
  }

  /// The batches of an epoch, counted from 0, beginning with batch `first`.
  public func batches(epoch: Int, from first: Int = 0) -> Batches {
    require(first >= 0, "DataLoader: the batches from \(first) on; they are counted from 0")
    return Batches(loader: self, epoch: epoch, next: first)
  }

  private func generator(epoch: Int) -> RandomGenerator {
    require(epoch >= 0, "DataLoader: epoch \(epoch); they are counted from 0")
    return RandomGenerator(seed: seed).split(UInt64(epoch))
  }

  /// The batches of an epoch, one after the other.
  public struct Batches: Sequence, IteratorProtocol {
    private let loader: DataLoader
    private let order: [Int]
    private let generator: RandomGenerator
    private var position: Int
    /// Batches that are being made, the next one first.
    private var waiting: [LaterValue<Batch>] = []

    fileprivate init(loader: DataLoader, epoch: Int, next: Int) {
      (self.loader, order, position) = (loader, loader.order(epoch: epoch), next)
      generator = loader.generator(epoch: epoch)
    }

    /// The next batch; `nil` at the end of the epoch.
    public mutating func next() -> Batch? {
      while waiting.count <= loader.prefetch, position < loader.batchesPerEpoch {
        let positions = Array(order[(position * loader.batchSize)...].prefix(loader.batchSize))
        // A seed for each batch: with one for all, a batch would depend on those made before it.
        var own = generator.split(UInt64(position))
        let (seed, make) = (own.next(), loader.make)
        position += 1
        if loader.prefetch == 0 { return withSeed(seed) { make(positions) } }
        waiting.append(LaterValue { withSeed(seed) { make(positions) } })
      }
      return waiting.isEmpty ? nil : waiting.removeFirst().value
    }
  }
}
