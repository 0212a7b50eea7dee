import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A lock for a few instructions: whoever finds it taken tries again.
///
/// It is made of one atomic number, which the thread sanitizer understands. It does not see through
/// `Mutex` on Linux, whose waiting is in the system, and would call every block of memory that goes from one
/// thread to another a race.
struct SpinLock: ~Copyable {
  private let isTaken = Atomic<Bool>(false)

  /// Runs `body` while nobody else holds the lock.
  func withLock<Result>(_ body: () -> Result) -> Result {
    while isTaken.exchange(true, ordering: .acquiring) {
      // The holder may have been put aside by the system in the middle of it.
      while isTaken.load(ordering: .relaxed) { sched_yield() }
    }
    defer { isTaken.store(false, ordering: .releasing) }
    return body()
  }
}
