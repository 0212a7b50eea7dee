import Foundation
import Plots

/// What the tool says to the person in front of it.
enum Console {
  /// Whether colours may be used: on a terminal, unless `NO_COLOR` is set.
  static let style = TerminalStyle.detected(isTerminal: isatty(1) == 1)

  /// The colours that mean something here.
  enum Colour: String {
    case good = "32"
    case bad = "31"
    case quiet = "2"
    case strong = "1"
  }

  /// Prints a line on standard output.
  static func say(_ line: String = "") {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  /// Prints a line on standard error.
  static func complain(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  /// A text in a colour, where colours may be used.
  static func paint(_ text: String, _ colour: Colour) -> String {
    style.usesColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Colours the marks of a report: ticks green, crosses red.
  static func paintMarks(_ report: String) -> String {
    guard style.usesColour else { return report }
    return report.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("  ✔")
        ? paint(String(line), .good)
        : line.hasPrefix("  ✘") ? paint(String(line), .bad) : String(line)
    }.joined(separator: "\n")
  }

  /// A bar of `width` characters of which `share` (0 to 1) is filled.
  static func bar(_ share: Double, width: Int = 20) -> String {
    let filled = Int((share * Double(width)).rounded())
    let (full, empty) = style.usesUnicode ? ("█", "░") : ("#", ".")
    return String(repeating: full, count: filled) + String(repeating: empty, count: width - filled)
  }

  /// Shows what a long step is doing: a line that is overwritten on a terminal, plain lines elsewhere.
  static func step(_ text: String) {
    if isatty(2) == 1 {
      FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    } else {
      complain(text)
    }
  }

  /// Removes the line of ``step(_:)`` from a terminal.
  static func endStep() {
    if isatty(2) == 1 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}
