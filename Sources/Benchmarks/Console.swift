import Foundation

/// What the program says: results on standard output, everything else on standard error.
enum Console {
  private static let isTerminal = isatty(2) == 1

  /// Prints a line on standard output.
  static func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  /// Prints a line on standard error.
  static func complain(_ line: String) {
    endStep()
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  /// Shows what is being done: a line that is overwritten on a terminal, plain lines elsewhere.
  static func step(_ text: String) {
    let line = isTerminal ? "\r\u{1B}[K\(text)" : text + "\n"
    FileHandle.standardError.write(Data(line.utf8))
  }

  /// Removes the line of ``step(_:)`` from a terminal.
  static func endStep() {
    if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}
