#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Frees graphs one node at a time.
///
/// When the last tensor of a graph goes, its node goes, and with it the operands' nodes, and theirs. Left
/// to itself that is one nested call a node, and a long chain would fill the stack. Here a node that is
/// freed inside another one waits until the other is done. Each thread has a queue of its own.
final class ReleaseQueue {
  private var waiting: [Node.History] = []
  private var isBusy = false

  /// Frees a history, and whatever becomes free by that.
  func free(_ history: consuming Node.History) {
    waiting.append(history)
    if isBusy { return }
    isBusy = true
    while let next = waiting.popLast() { drop(next) }
    isBusy = false
  }

  /// Takes the value and lets it go, before the next one is taken.
  @inline(never) private func drop(_ history: consuming Node.History) { _ = consume history }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key) { value in
      #if canImport(Darwin)
        Unmanaged<ReleaseQueue>.fromOpaque(value).release()
      #else
        if let value { Unmanaged<ReleaseQueue>.fromOpaque(value).release() }
      #endif
    }
    return key
  }()

  /// The calling thread's queue.
  static var current: ReleaseQueue {
    if let value = pthread_getspecific(key) {
      return Unmanaged<ReleaseQueue>.fromOpaque(value).takeUnretainedValue()
    }
    let queue = ReleaseQueue()
    pthread_setspecific(key, Unmanaged.passRetained(queue).toOpaque())
    return queue
  }
}
