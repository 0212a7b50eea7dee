import Dispatch
import Synchronization

/// A value that is being made on another thread.
///
/// Every value has a place of its own, so several may be made side by side, and whoever asks gets them in the
/// order of asking.
final class LaterValue<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  /// Starts to make a value.
  init(_ make: @escaping @Sendable () -> Value) {
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      let value = make()
      made.withLock { $0 = value }
      isDone.signal()
    }
  }

  /// The value; waits until it is there.
  var value: Value? {
    isDone.wait()
    // Whoever asks again must not wait for ever.
    isDone.signal()
    return made.withLock { $0 }
  }
}
