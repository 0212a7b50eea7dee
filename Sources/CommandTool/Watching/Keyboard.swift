import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Single keys from the terminal, without waiting for the end of a line.
enum Keyboard {
  /// How the terminal was set before, to be restored when the tool ends.
  nonisolated(unsafe) private static var before: termios?

  /// Makes keys arrive one by one and unseen; Ctrl-C still ends the tool.
  static func begin() {
    var state = termios()
    guard before == nil, isatty(0) == 1, tcgetattr(0, &state) == 0 else { return }
    before = state
    state.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(0, TCSANOW, &state)
    atexit { Keyboard.end() }
  }

  /// Gives the terminal back as it was.
  static func end() {
    guard var state = before else { return }
    tcsetattr(0, TCSANOW, &state)
    before = nil
  }

  /// The keys that were pressed, in lower case; `nil` where there is nobody to press any.
  static func keys() -> [Character]? {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(0, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes.prefix(count), as: UTF8.self).lowercased()
      .filter { $0.isLetter || $0 == "\n" }
  }
}
