/// A table as comma-separated values (RFC 4180): lines end in CR LF, and a field that holds a comma, a
/// quote or a line break stands in quotes.
struct CSVText {
  private(set) var text = ""

  /// Adds a row.
  mutating func add(_ fields: [String]) {
    text += fields.map(Self.field).joined(separator: ",") + "\r\n"
  }

  private static func field(_ text: String) -> String {
    let needsQuotes =
      text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) } || text.first == " "
      || text.last == " "
    return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  /// A text that somebody else chose, such that no spreadsheet takes it for a formula.
  static func harmless(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else {
      return text
    }
    return "'" + text
  }
}
