/// A piece of Swift source, as far as rewriting it needs to know.
struct SwiftToken: Equatable {
  enum Kind: Equatable {
    case word
    case integer
    case decimal
    case text
    case binaryOperator
    case prefixOperator
    case postfixOperator
    /// A bracket, brace, comma, colon or dot.
    case mark
  }

  let kind: Kind
  let text: String
  /// Where it stands, in bytes from the start of the file.
  let range: Range<Int>
  /// Whether it is the first of its line.
  let startsLine: Bool

  func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
  func isWord(_ word: String) -> Bool { kind == .word && text == word }
  func isBinary(_ operators: Set<String>) -> Bool {
    kind == .binaryOperator && operators.contains(text)
  }
}

/// Takes Swift source apart into tokens.
///
/// This is no compiler: it knows words, numbers, strings, comments, brackets and operators, and tells
/// `a - b` from `-b` by the spaces around the sign, as Swift does. A string is one token, whatever is
/// interpolated.
struct SwiftTokenizer {
  private let source: [UInt8]
  private var position = 0
  private var startsLine = true
  private(set) var tokens: [SwiftToken] = []

  static func tokens(of source: [UInt8]) -> [SwiftToken] {
    var tokenizer = SwiftTokenizer(source)
    tokenizer.run()
    return tokenizer.tokens
  }

  private init(_ source: [UInt8]) { self.source = source }

  private static let operatorBytes = Set("+-*/%<>=!&|^~?.".utf8)
  private static let bracketBytes = Set("()[]{},;:@#`\\".utf8)

  private mutating func run() {
    while position < source.count {
      let byte = source[position]
      switch byte {
      case UInt8(ascii: "\n"):
        startsLine = true
        position += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "/") where next == UInt8(ascii: "/"):
        while position < source.count, source[position] != UInt8(ascii: "\n") { position += 1 }
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
        skipBlockComment()
      case UInt8(ascii: "\""):
        add(.text, to: endOfString())
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        addNumber()
      case _ where Self.isWordByte(byte):
        add(.word, to: end(from: position, while: Self.isWordByte))
      case _ where Self.bracketBytes.contains(byte):
        add(.mark, to: position + 1)
      case _ where Self.operatorBytes.contains(byte):
        addOperator()
      default:
        position += 1
      }
    }
  }

  private var next: UInt8? { position + 1 < source.count ? source[position + 1] : nil }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
      || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }

  private func end(from start: Int, while condition: (UInt8) -> Bool) -> Int {
    source[start...].firstIndex { !condition($0) } ?? source.count
  }

  private mutating func add(_ kind: SwiftToken.Kind, to end: Int) {
    let text = String(decoding: source[position..<end], as: UTF8.self)
    tokens.append(
      SwiftToken(kind: kind, text: text, range: position..<end, startsLine: startsLine))
    startsLine = false
    position = end
  }

  private mutating func skipBlockComment() {
    position += 2
    while position < source.count {
      if source[position] == UInt8(ascii: "*"), next == UInt8(ascii: "/") {
        position += 2
        return
      }
      position += 1
    }
  }

  /// The end of the string that starts here; `\(…)` may hold strings of its own.
  private func endOfString() -> Int {
    let quote = UInt8(ascii: "\"")
    let isLong = source[position...].starts(with: [quote, quote, quote])
    var index = position + (isLong ? 3 : 1)
    var depth = 0
    while index < source.count {
      let byte = source[index]
      if byte == UInt8(ascii: "\\") {
        if index + 1 < source.count, source[index + 1] == UInt8(ascii: "(") { depth += 1 }
        index += 2
      } else if depth > 0 {
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        index += 1
      } else if byte == quote {
        if !isLong { return index + 1 }
        if source[index...].starts(with: [quote, quote, quote]) { return index + 3 }
        index += 1
      } else {
        index += 1
      }
    }
    return source.count
  }

  private mutating func addNumber() {
    var end = end(from: position, while: Self.isWordByte)
    // Behind a dot stands the number of a tuple's element: `pair.0` is no decimal number.
    let isElement = tokens.last?.isMark(".") == true
    var kind = SwiftToken.Kind.integer
    if !isElement, end + 1 < source.count, source[end] == UInt8(ascii: "."),
      Self.isDigit(source[end + 1])
    {
      kind = .decimal
      end = self.end(from: end + 1, while: Self.isWordByte)
    }
    let hasExponent = source[position..<end].contains { $0 | 0x20 == UInt8(ascii: "e") }
    if hasExponent, !isElement, source[end - 1] | 0x20 == UInt8(ascii: "e"), end < source.count,
      [UInt8(ascii: "-"), UInt8(ascii: "+")].contains(source[end])
    {
      end = self.end(from: end + 1, while: Self.isDigit)
    }
    add(hasExponent && !isElement ? .decimal : kind, to: end)
  }

  private mutating func addOperator() {
    // A dot alone is a mark; `...` and `..<` are operators.
    if source[position] == UInt8(ascii: "."), next != UInt8(ascii: ".") {
      return add(.mark, to: position + 1)
    }
    let end = end(from: position) { Self.operatorBytes.contains($0) }
    let blanks = Set(" \t\n\r".utf8)
    let before = position > 0 ? source[position - 1] : UInt8(ascii: " ")
    let after = end < source.count ? source[end] : UInt8(ascii: " ")
    let isOpenBefore = blanks.contains(before) || Set("([{,;:".utf8).contains(before)
    let isOpenAfter = blanks.contains(after) || Set(")]},;:.".utf8).contains(after)
    let kind: SwiftToken.Kind =
      isOpenBefore == isOpenAfter
      ? .binaryOperator : isOpenBefore ? .prefixOperator : .postfixOperator
    add(kind, to: end)
  }
}
