/// Rows of text in aligned columns.
struct TextTable {
  var header: [String]
  var rows: [[String]]

  /// Lays the table out: columns that hold only numbers stand at the right, others at the left; a
  /// missing cell is empty.
  ///
  /// The last columns are cut to fit.
  func lines(columns limit: Int, style: TerminalStyle) -> [String] {
    let count = max(header.count, rows.map(\.count).max() ?? 0)
    func cell(_ row: [String], _ column: Int) -> String { column < row.count ? row[column] : "" }
    let widths = (0..<count).map { column in
      ([header] + rows).map { TextMeasure.columns(cell($0, column)) }.max() ?? 0
    }
    let isNumber = (0..<count).map { column in
      let texts = rows.map { cell($0, column) }.filter { !$0.isEmpty }
      return !texts.isEmpty && texts.allSatisfy(Self.isNumber)
    }
    func line(_ row: [String]) -> String {
      var text = (0..<count).map { column in
        TextMeasure.padded(cell(row, column), columns: widths[column], toRight: isNumber[column])
      }.joined(separator: "  ")
      while text.hasSuffix(" ") { text.removeLast() }
      return TextMeasure.truncated(text, columns: limit, isUnicode: style.usesUnicode)
    }
    let rule = widths.map { String(repeating: style.usesUnicode ? "─" : "-", count: $0) }
    let body = rows.map(line)
    guard header.contains(where: { !$0.isEmpty }) else { return body }
    return [line(header), line(rule)] + body
  }

  /// Whether a text is a number, perhaps with a percent sign, commas or a unit factor.
  private static func isNumber(_ text: String) -> Bool {
    var core = text.replacing(",", with: "")
    if core.hasSuffix("%") || core.hasSuffix("x") { core.removeLast() }
    while core.hasSuffix(" ") { core.removeLast() }
    return Double(core) != nil
  }
}
