/// The memory behind one or more tensors: a block of floats that is given back with its last owner.
///
/// Tensors share a block after an assignment or a slice, and take a copy before they change one that
/// is shared (*copy on write*). The class is `Sendable` because nobody writes to a shared block.
final class Storage: @unchecked Sendable {
  /// The first element, aligned to 64 bytes: a cache line, and the widest vector.
  let start: UnsafeMutablePointer<Float>
  private let sizeClass: SizeClass

  /// Makes room for `count` floats; their values are undefined.
  init(count: Int) {
    sizeClass = SizeClass(count: count)
    start = StoragePool.shared.take(sizeClass)
  }

  deinit { StoragePool.shared.giveBack(start, sizeClass) }
}

/// The sizes of blocks: powers of two and three steps between them, so that at most a fifth is unused.
struct SizeClass {
  /// 4 log2(capacity), and the step.
  let index: Int
  /// The floats that fit.
  let capacity: Int

  init(count: Int) {
    let count = Swift.max(count, 64)
    let power = Int.bitWidth - 1 - (count - 1).leadingZeroBitCount
    let step = 1 << (power - 2)
    let steps = (count - 1) >> (power - 2) + 1
    capacity = steps * step
    index = 4 * power + steps - 5
  }
}

/// Blocks that were given back, kept for the next tensor of their size.
///
/// A training step asks for the same sizes again and again; taking a block from a list is faster than
/// asking the system, which has to clear the memory first.
final class StoragePool: @unchecked Sendable {
  static let shared = StoragePool()

  /// The most memory that the lists hold, in floats: 256 MB.
  private static let limit = 1 << 26

  // Behind the lock, hence "unchecked":
  private var free = [[UInt]](repeating: [], count: 4 * Int.bitWidth)
  /// The floats in all lists.
  private var held = 0
  private let lock = SpinLock()

  func take(_ size: SizeClass) -> UnsafeMutablePointer<Float> {
    let kept = lock.withLock { () -> UInt? in
      guard let address = free[size.index].popLast() else { return nil }
      held -= size.capacity
      return address
    }
    if let kept, let pointer = UnsafeMutablePointer<Float>(bitPattern: kept) { return pointer }
    return UnsafeMutableRawPointer.allocate(
      byteCount: size.capacity * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self, capacity: size.capacity)
  }

  func giveBack(_ start: UnsafeMutablePointer<Float>, _ size: SizeClass) {
    let isKept = lock.withLock { () -> Bool in
      guard held + size.capacity <= Self.limit else { return false }
      held += size.capacity
      free[size.index].append(UInt(bitPattern: start))
      return true
    }
    if !isKept { start.deallocate() }
  }
}
