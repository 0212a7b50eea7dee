import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The threads that help with large operations.
///
/// A job is a number of chunks. The caller publishes it, workers join while it is open, and everybody
/// takes the next chunk until none is left. The caller then closes the job and waits for those who
/// joined, never for one that is still asleep. A worker without a job looks for one for some
/// microseconds, because the next operation usually follows at once, and then sleeps.
final class ThreadPool: @unchecked Sendable {
  static let shared = ThreadPool()

  /// Whether a job is running; who finds the pool busy does the work alone.
  private let isBusy = Atomic<Bool>(false)
  /// The number of the job, how many workers have joined it, and whether it is open; see `State`.
  private let state = Atomic<Int>(0)
  /// The workers that have finished the job.
  private let finished = Atomic<Int>(0)
  /// How many workers may join.
  private let helpers = Atomic<Int>(0)
  /// The next chunk to do.
  private let next = Atomic<Int>(0)
  /// The workers that sleep and have not been woken.
  private let sleeping = Atomic<Int>(0)
  private let wakeUp = DispatchSemaphore(value: 0)

  // The job. Written before it is opened and after all have finished, so never while workers read.
  private var body: (Int) -> Void = { _ in }
  private var chunks = 0
  /// The workers that exist; only who has set `isBusy` reads or writes it.
  private var workers = 0

  /// The parts of `state`: `job << 16 | joined << 1 | isOpen`.
  private enum State {
    static func job(_ state: Int) -> Int { state >> 16 }
    static func joined(_ state: Int) -> Int { state >> 1 & 0x7FFF }
    static func isOpen(_ state: Int) -> Bool { state & 1 == 1 }
    static func opened(job: Int) -> Int { job << 16 | 1 }
    static let oneMore = 2
  }

  /// Calls `body` for every number in `0..<chunks`, on up to `threads` threads.
  ///
  /// `body` may run on several threads at once, so it must write to separate places.
  func run(_ chunks: Int, threads: Int, _ body: (Int) -> Void) {
    guard chunks > 1, threads > 1,
      isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else {
      for chunk in 0..<chunks { body(chunk) }
      return
    }
    withoutActuallyEscaping(body) { body in
      self.body = body
      self.chunks = chunks
      let wanted = min(threads, chunks) - 1
      helpers.store(wanted, ordering: .relaxed)
      while workers < wanted { startWorker() }
      next.store(0, ordering: .relaxed)
      finished.store(0, ordering: .relaxed)
      let job = State.job(state.load(ordering: .relaxed)) + 1
      state.store(State.opened(job: job), ordering: .sequentiallyConsistent)
      wakeWorkers(wanted)
      takeChunks()
      // Clears the lowest bit: nobody can join from here on.
      let closed = state.subtract(1, ordering: .acquiringAndReleasing).newValue
      var rounds = 0
      while finished.load(ordering: .acquiring) < State.joined(closed) { pause(&rounds) }
      self.body = { _ in }
    }
    isBusy.store(false, ordering: .releasing)
  }

  private func takeChunks() {
    while true {
      let chunk = next.add(1, ordering: .relaxed).oldValue
      if chunk >= chunks { return }
      body(chunk)
    }
  }

  // MARK: The workers

  private func startWorker() {
    workers += 1
    // A serial queue that never returns is a thread, on every platform.
    DispatchQueue(label: "descent.worker.\(workers)", qos: .userInitiated).async { self.work() }
  }

  private func work() -> Never {
    var seen = 0
    while true {
      let current = waitForJob(after: seen)
      seen = State.job(current)
      if join(current) {
        takeChunks()
        finished.add(1, ordering: .acquiringAndReleasing)
      }
    }
  }

  /// Joins a job unless it is closed or has enough helpers.
  private func join(_ first: Int) -> Bool {
    var current = first
    while State.isOpen(current) && State.job(current) == State.job(first)
      && State.joined(current) < helpers.load(ordering: .relaxed)
    {
      let (done, now) = state.compareExchange(
        expected: current, desired: current + State.oneMore, ordering: .acquiringAndReleasing)
      if done { return true }
      current = now
    }
    return false
  }

  /// Waits for a job other than `seen`, first awake and then asleep.
  private func waitForJob(after seen: Int) -> Int {
    var rounds = 0
    while true {
      let current = state.load(ordering: .acquiring)
      if State.job(current) != seen && State.isOpen(current) { return current }
      if !pause(&rounds) { continue }
      rounds = 0
      sleeping.add(1, ordering: .sequentiallyConsistent)
      let latest = state.load(ordering: .sequentiallyConsistent)
      let hasJob = State.job(latest) != seen && State.isOpen(latest)
      // With a job in sight, stay awake if nobody has sent the signal yet; otherwise receive it.
      if hasJob && countDownSleeping() { continue }
      wakeUp.wait()
    }
  }

  private func wakeWorkers(_ count: Int) {
    for _ in 0..<count {
      if !countDownSleeping() { return }
      wakeUp.signal()
    }
  }

  /// Takes one sleeper off the count; false if there is none.
  private func countDownSleeping() -> Bool {
    var count = sleeping.load(ordering: .sequentiallyConsistent)
    while count > 0 {
      let (done, now) = sleeping.compareExchange(
        expected: count, desired: count - 1, ordering: .sequentiallyConsistent)
      if done { return true }
      count = now
    }
    return false
  }

  /// Lets a moment pass; true when it is time to sleep.
  @discardableResult
  private func pause(_ rounds: inout Int) -> Bool {
    rounds += 1
    if rounds > 2000 { sched_yield() }
    return rounds > 2100
  }
}
