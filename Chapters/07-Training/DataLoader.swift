import Dispatch
import Synchronization
import Tensors

/// Cuts data into batches, in a new order every epoch.
///
/// The order depends on the seed and on the epoch only. A training run that was interrupted in epoch 7 after
/// batch 12 goes on with batch 13 of the same epoch 7.
///
/// ```swift
/// let loader = DataLoader(count: training.count, batchSize: 64, seed: 1) { rows in
///   (inputs: training.features[rows], labels: rows.map { training.labels[$0] })
/// }
/// for (inputs, labels) in loader.batches(epoch: 0) { … }
/// ```
public struct DataLoader<Batch: Sendable>: Sendable {
  /// The number of examples.
  public let count: Int
  /// The number of examples in a batch.
  public let batchSize: Int
  /// Whether each epoch has an order of its own.
  public let isShuffled: Bool
  /// Whether a last batch that is not full is left out.
  ///
  /// Otherwise it is simply smaller; a loss that is a mean weighs its examples more.
  public let dropsLast: Bool
  /// How many batches are made ahead of time on another thread; 0 for none.
  public let prefetch: Int

  private let generator: RandomGenerator
  private let make: @Sendable ([Int]) -> Batch

  /// Makes a loader.
  ///
  /// - Parameters:
  ///   - count: The number of examples.
  ///   - batchSize: The number of examples in a batch.
  ///   - shuffled: Whether each epoch has an order of its own.
  ///   - dropsLast: Whether a last batch that is not full is left out.
  ///   - prefetch: How many batches are made ahead of time; worth it where making one takes time.
  ///   - seed: Of the order.
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
    (self.count, self.batchSize) = (count, batchSize)
    (isShuffled, self.dropsLast, self.prefetch) = (shuffled, dropsLast, prefetch)
    (generator, self.make) = (RandomGenerator(seed: seed), make)
  }

  /// The number of batches in an epoch.
  public var batchesPerEpoch: Int {
    dropsLast ? count / batchSize : (count + batchSize - 1) / batchSize
  }

  /// The positions of the examples in the order of an epoch.
  public func order(epoch: Int) -> [Int] {
    guard isShuffled else { return Array(0..<count) }
    var generator = generator.split(UInt64(epoch))
    return generator.permutation(count)
  }

  /// The batches of an epoch, from a batch on.
  public func batches(epoch: Int, from first: Int = 0) -> Batches {
    Batches(loader: self, order: order(epoch: epoch), next: first)
  }

  /// The batches of an epoch, one after the other.
  public struct Batches: Sequence, IteratorProtocol {
    private let loader: DataLoader
    private let order: [Int]
    private var position: Int
    /// Batches that are being made, the next one first.
    private var waiting: [Pending] = []

    fileprivate init(loader: DataLoader, order: [Int], next: Int) {
      (self.loader, self.order, position) = (loader, order, next)
    }

    /// The next batch; `nil` at the end of the epoch.
    public mutating func next() -> Batch? {
      while waiting.count <= loader.prefetch, position < loader.batchesPerEpoch {
        let start = position * loader.batchSize
        let positions = Array(order[start..<Swift.min(start + loader.batchSize, order.count)])
        position += 1
        if loader.prefetch == 0 { return loader.make(positions) }
        waiting.append(Pending(loader.make, positions))
      }
      return waiting.isEmpty ? nil : waiting.removeFirst().value()
    }
  }

  /// A batch that is made on another thread.
  private final class Pending: Sendable {
    private let batch = Mutex<Batch?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    init(_ make: @escaping @Sendable ([Int]) -> Batch, _ positions: [Int]) {
      // One queue for one batch: batches may be made side by side, and are handed out in order.
      DispatchQueue.global(qos: .userInitiated).async { [self] in
        let made = make(positions)
        batch.withLock { $0 = made }
        isDone.signal()
      }
    }

    func value() -> Batch? {
      isDone.wait()
      return batch.withLock { $0 }
    }
  }
}
