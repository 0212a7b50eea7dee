import Synchronization

/// Where text goes: a terminal, a file behind the standard streams, or a test.
public struct TextOutput: Sendable {
  /// Whether a person may be watching, so that lines can be rewritten.
  public let isTerminal: Bool
  /// The present width, in columns.
  public let columns: @Sendable () -> Int
  /// Writes text as it is, without a line feed of its own.
  public let write: @Sendable (String) -> Void

  /// Makes an output from what it can do.
  public init(
    isTerminal: Bool, columns: @escaping @Sendable () -> Int = { 80 },
    write: @escaping @Sendable (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.columns = columns
    self.write = write
  }

  /// The standard output of the program.
  public static let standardOutput = TextOutput(descriptor: 1)
  /// The standard error output of the program.
  public static let standardError = TextOutput(descriptor: 2)
  /// An output that forgets everything.
  public static let discarded = TextOutput(isTerminal: false) { _ in }

  private init(descriptor: Int32) {
    self.init(
      isTerminal: Terminal.isTerminal(descriptor), columns: { Terminal.columns(descriptor) },
      write: { Terminal.write($0, to: descriptor) })
  }
}

/// Keeps what is written, so that a test can read it.
public final class TextRecorder: Sendable {
  private let state = Mutex("")

  /// Makes an empty recorder.
  public init() {}

  /// Everything written so far.
  public var text: String { state.withLock { $0 } }

  /// Gives an output that writes into the recorder.
  public func output(isTerminal: Bool = false, columns: Int = 80) -> TextOutput {
    TextOutput(isTerminal: isTerminal, columns: { columns }) { [self] text in
      state.withLock { $0 += text }
    }
  }
}
