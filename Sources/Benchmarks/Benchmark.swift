/// One thing to time.
///
/// Its name, as in `matmul/128x256x784`, says what it does and how large it is. A peer finds its own
/// version by the same name: see `peers/peer.py`.
struct Benchmark: Sendable {
  /// What it does, as in `matmul`.
  let kind: String
  /// How large it is, as in `128x256x784`.
  let size: String
  /// What it belongs to, as in `matrix products`.
  let group: String
  /// How much it does.
  let work: Work
  /// Makes the data, and returns what does the work once.
  let prepare: @Sendable () -> () -> Void

  var name: String { "\(kind)/\(size)" }

  init(
    _ kind: String, _ size: String, group: String, work: Work,
    prepare: @escaping @Sendable () -> () -> Void
  ) {
    self.kind = kind
    self.size = size
    self.group = group
    self.work = work
    self.prepare = prepare
  }
}

/// How much a benchmark does each time.
enum Work: Sendable, Equatable {
  /// Additions and multiplications of numbers.
  case arithmetic(Double)
  /// What must be read and written at least.
  case bytes(Double)
  /// Steps whose own size does not matter.
  case steps(Double)

  /// The speed of doing it in this many seconds, for people.
  func rate(seconds: Double) -> String {
    switch self {
    case .arithmetic(let count): return "\(digits(count / seconds / 1e9)) GFLOP/s"
    case .bytes(let count): return "\(digits(count / seconds / 1e9)) GB/s"
    case .steps(let count): return "\(duration(seconds / count)) each"
    }
  }
}

/// Uses a value, as far as the compiler can tell: work whose result nobody uses may be left out.
@_optimize(none) @inline(never)
func keep<Value>(_ value: Value) {}
