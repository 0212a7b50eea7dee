/// The tokens of a Swift file, as far as they are needed to compare files: no comments, no space.
///
/// This is no compiler. A text that no compiler takes gives some tokens too.
struct SwiftTokens {
  struct Token: Equatable {
    enum Kind { case word, number, string, symbol }
    let kind: Kind
    let text: String

    /// The word without the backticks that it may stand in.
    var name: String { text.hasPrefix("`") ? String(text.dropFirst().dropLast()) : text }
  }

  private(set) var tokens: [Token] = []

  init(_ text: String) {
    var rest = Array(text.unicodeScalars)[...]
    while let first = rest.first {
      if first.properties.isWhitespace {
        rest.removeFirst()
      } else if rest.starts(with: "//".unicodeScalars) {
        rest = rest.drop { $0 != "\n" }
      } else if rest.starts(with: "/*".unicodeScalars) {
        Self.skipComment(&rest)
      } else if let string = Self.string(&rest) {
        tokens.append(Token(kind: .string, text: string))
      } else if Self.isWordStart(first) {
        tokens.append(Token(kind: .word, text: Self.word(&rest)))
      } else if ("0"..."9").contains(first) {
        let number = rest.prefix { Self.isWordPart($0) }
        tokens.append(Token(kind: .number, text: Self.text(number)))
        rest = rest.dropFirst(number.count)
      } else {
        tokens.append(Token(kind: .symbol, text: String(first)))
        rest.removeFirst()
      }
    }
  }

  private typealias Scalars = ArraySlice<Unicode.Scalar>

  private static func text(_ scalars: Scalars) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  private static func isWordStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "`" || scalar == "$" || scalar.properties.isXIDStart
      || scalar.properties.isEmojiPresentation
  }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "$" || scalar.properties.isXIDContinue
      || scalar.properties.isEmojiPresentation
  }

  private static func word(_ rest: inout Scalars) -> String {
    if rest.first == "`" {
      let inside = rest.dropFirst().prefix { $0 != "`" && $0 != "\n" }
      let word = rest.prefix(inside.count + 2)
      rest = rest.dropFirst(word.count)
      return text(word)
    }
    let word = rest.prefix { isWordPart($0) }
    // A lone start, such as `$` before a space, is a word of its own.
    let taken = word.isEmpty ? rest.prefix(1) : word
    rest = rest.dropFirst(taken.count)
    return text(taken)
  }

  /// Skips a comment, which may hold comments.
  private static func skipComment(_ rest: inout Scalars) {
    var depth = 0
    repeat {
      if rest.starts(with: "/*".unicodeScalars) {
        depth += 1
        rest = rest.dropFirst(2)
      } else if rest.starts(with: "*/".unicodeScalars) {
        depth -= 1
        rest = rest.dropFirst(2)
      } else {
        rest = rest.dropFirst()
      }
    } while depth > 0 && !rest.isEmpty
  }

  /// Takes a string with its quotes, raw or over several lines too; what is interpolated is part of it.
  private static func string(_ rest: inout Scalars) -> String? {
    let hashes = rest.prefix { $0 == "#" }.count
    guard rest.dropFirst(hashes).first == "\"" else { return nil }
    let quotes = rest.dropFirst(hashes).starts(with: "\"\"\"".unicodeScalars) ? 3 : 1
    let end =
      Array(repeating: Unicode.Scalar("\""), count: quotes)
      + Array(repeating: "#", count: hashes)
    let start = rest
    rest = rest.dropFirst(hashes + quotes)
    while !rest.isEmpty, !rest.starts(with: end) {
      // A string on one line that is not closed ends with the line.
      if quotes == 1, rest.first == "\n" { break }
      rest = rest.dropFirst(hashes == 0 && rest.first == "\\" ? 2 : 1)
    }
    if rest.starts(with: end) { rest = rest.dropFirst(end.count) }
    return text(start[..<rest.startIndex])
  }
}
