/// A reader of a header, byte by byte: what the parsers of the formats have in common.
protocol HeaderCursor {
  /// The header.
  var bytes: [UInt8] { get }
  /// The position of the next byte.
  var next: Int { get set }
}

extension HeaderCursor {
  /// The next byte; what is not ASCII comes out as Latin letters, which no rule asks for.
  var peek: Unicode.Scalar? { next < bytes.count ? Unicode.Scalar(bytes[next]) : nil }

  /// What comes next, for a message.
  var shown: String {
    next < bytes.count
      ? quoted(String(decoding: bytes[next...].prefix(12), as: UTF8.self))
      : "the end of the header"
  }

  /// Reads one character, if it comes next.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    next += 1
    return true
  }

  /// Reads spaces, tabs and line ends.
  mutating func skipSpace() {
    while let scalar = peek, scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" {
      next += 1
    }
  }

  /// Reads a whole number without a sign.
  ///
  /// - Returns: `nil` if it has more than 63 bits; 0 without a step forward if no digit comes next.
  mutating func digits() -> Int? {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    var value = 0
    while next < bytes.count, digits.contains(bytes[next]) {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(bytes[next] - digits.lowerBound))
      if overflow || carry { return nil }
      value = sum
      next += 1
    }
    return value
  }
}
