/// A key that only the harness knows, and the marks that it leaves on what the harness writes.
///
/// Code under test can find the files in which grades travel, and can write to them. Without the key it
/// cannot write a line that counts. The mark is SipHash-2-4 (Aumasson and Bernstein 2012), a hash with a
/// key of 128 bits that is made for short messages.
package struct Seal: Sendable, Equatable {
  private let first: UInt64
  private let second: UInt64

  /// Makes a key that nobody can guess.
  package init() {
    var generator = SystemRandomNumberGenerator()
    self.init(first: generator.next(), second: generator.next())
  }

  init(first: UInt64, second: UInt64) {
    self.first = first
    self.second = second
  }

  /// Reads a key back from ``text``.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == 32, let first = UInt64(text.prefix(16), radix: 16),
      let second = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.init(first: first, second: second)
  }

  /// The key as 32 hexadecimal digits.
  package var text: String { Self.digits(first) + Self.digits(second) }

  /// A line for a file: the mark of `content`, a space, and `content`.
  ///
  /// - Parameter number: The place of the line in its file, so that lines can neither be repeated nor
  ///   left out.
  package func line(_ content: some Sequence<UInt8>, number: Int) -> [UInt8] {
    let content = Array(content)
    let mark = Self.digits(mark(content + Array(" \(number)".utf8)))
    return Array(mark.utf8) + [UInt8(ascii: " ")] + content + [UInt8(ascii: "\n")]
  }

  /// The content of a line whose mark is right, or `nil`.
  package func content(of line: some Collection<UInt8>, number: Int) -> [UInt8]? {
    guard line.count > 17 else { return nil }
    let content = Array(line.dropFirst(17))
    return self.line(content, number: number).dropLast() == Array(line) ? content : nil
  }

  private static func digits(_ number: UInt64) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// SipHash-2-4 of a message.
  func mark(_ message: [UInt8]) -> UInt64 {
    var state = SipState(first, second)
    let whole = message.count / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) {
      state.absorb(Self.word(message[start..<start + 8]))
    }
    state.absorb(Self.word(message[whole...]) | UInt64(message.count & 0xff) << 56)
    return state.finish()
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// The four words that SipHash mixes.
private struct SipState {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  init(_ first: UInt64, _ second: UInt64) {
    // The four constants of the paper, section 2.1.
    a = first ^ 0x736f_6d65_7073_6575
    b = second ^ 0x646f_7261_6e64_6f6d
    c = first ^ 0x6c79_6765_6e65_7261
    d = second ^ 0x7465_6462_7974_6573
  }

  mutating func absorb(_ word: UInt64) {
    d ^= word
    round()
    round()
    a ^= word
  }

  mutating func finish() -> UInt64 {
    c ^= 0xff
    for _ in 0..<4 { round() }
    return a ^ b ^ c ^ d
  }

  private mutating func round() {
    a &+= b
    b = Self.rotate(b, 13) ^ a
    a = Self.rotate(a, 32)
    c &+= d
    d = Self.rotate(d, 16) ^ c
    a &+= d
    d = Self.rotate(d, 21) ^ a
    c &+= b
    b = Self.rotate(b, 17) ^ c
    c = Self.rotate(c, 32)
  }

  private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
    word << count | word >> (64 - count)
  }
}

extension Seal {
  /// A key that everybody knows, for naming contents rather than protecting them.
  package static let fixed = Seal(first: 0, second: 0)

  /// The mark of a message as sixteen hexadecimal digits.
  package func digest(_ message: [UInt8]) -> String { Self.digits(mark(message)) }
}
