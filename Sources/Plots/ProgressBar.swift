public import Foundation
import Synchronization

/// Shows how far a long loop has come: how many steps are done, how fast, how long it took and will
/// take.
///
/// On a terminal the bar is rewritten in place. In a log it writes whole lines, few of them: one at
/// every tenth of the way, but none within two seconds of the last, and one at least every fifteen
/// seconds.
public final class ProgressBar: Sendable {
  /// How progress is shown.
  public enum Presentation: Sendable, Equatable {
    /// One line of a terminal, rewritten in place.
    case live
    /// Lines below each other.
    case log
    /// Not at all.
    case hidden

    /// Decides how an output can show progress: live on a terminal, unless `CI` or `NO_COLOR` is
    /// set or `TERM` is `dumb`; otherwise as a log.
    public static func detected(
      isTerminal: Bool, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Presentation {
      func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
      let isPlain = isSet("NO_COLOR") || isSet("CI") || environment["TERM"] == "dumb"
      return isTerminal && !isPlain ? .live : .log
    }
  }

  private struct State {
    var done = 0
    var message = ""
    var isFinished = false
    var isDrawn = false
    var lastDrawn: Duration?
    /// How many tenths of the way the last line of the log reported.
    var tenths = 0
  }

  /// The number of steps.
  public let total: Int
  /// What is counted, for example "epochs".
  public let label: String

  private let output: TextOutput
  private let presentation: Presentation
  private let usesUnicode: Bool
  private let clock: @Sendable () -> Duration
  private let state = Mutex(State())

  /// Starts a bar.
  ///
  /// - Parameters:
  ///   - presentation: nil decides by the output and the environment.
  ///   - clock: the time since the bar was made; a test gives its own.
  public init(
    total: Int, label: String = "", output: TextOutput = .standardError,
    presentation: Presentation? = nil, style: TerminalStyle? = nil,
    clock: (@Sendable () -> Duration)? = nil
  ) {
    self.total = max(0, total)
    self.label = label
    self.output = output
    self.presentation = presentation ?? .detected(isTerminal: output.isTerminal)
    usesUnicode = (style ?? .detected(isTerminal: output.isTerminal)).usesUnicode
    let start = ContinuousClock.now
    self.clock = clock ?? { ContinuousClock.now - start }
  }

  /// The number of steps that are done.
  public var completed: Int { state.withLock { $0.done } }

  /// Counts steps and shows a short message, such as the present loss; nil keeps the last message.
  public func advance(by steps: Int = 1, message: String? = nil) {
    state.withLock { state in
      guard !state.isFinished else { return }
      state.done += steps
      if let message { state.message = message }
      guard presentation != .hidden else { return }
      let now = clock()
      if presentation == .live {
        let isDue = state.lastDrawn.map { now - $0 >= .milliseconds(100) } ?? true
        if isDue || state.done == total { draw(&state, now: now) }
        return
      }
      let tenths = total > 0 ? state.done * 10 / total : 0
      let pause = now - (state.lastDrawn ?? .zero)
      let isStep = tenths > state.tenths && pause >= .seconds(2)
      // The last line comes from `finish`.
      if state.done < total && (isStep || pause >= .seconds(15)) {
        state.tenths = tenths
        draw(&state, now: now)
      }
    }
  }

  /// Shows the final state and ends the line.
  ///
  /// Calling it again does nothing.
  public func finish(message: String? = nil) {
    state.withLock { state in
      guard !state.isFinished else { return }
      state.isFinished = true
      if let message { state.message = message }
      guard presentation != .hidden else { return }
      draw(&state, now: clock())
      if presentation == .live { output.write("\n") }
      state.isDrawn = false
    }
  }

  deinit { finish() }

  /// Lets other text be written: takes a live bar away first and puts it back afterwards.
  func interrupted(by body: () -> Void) {
    state.withLock { state in
      guard state.isDrawn else { return body() }
      output.write("\r\u{1B}[K")
      body()
      draw(&state, now: clock())
    }
  }

  private func draw(_ state: inout State, now: Duration) {
    state.lastDrawn = now
    let line = ProgressLine(
      label: label, done: state.done, total: total, elapsed: now, message: state.message,
      isFinished: state.isFinished)
    if presentation == .live {
      state.isDrawn = true
      // The last column stays free: some terminals would begin a new line.
      let width = max(1, output.columns() - 1)
      output.write("\r" + line.text(columns: width, isUnicode: usesUnicode) + "\u{1B}[K")
    } else {
      output.write(line.logText + "\n")
    }
  }
}
