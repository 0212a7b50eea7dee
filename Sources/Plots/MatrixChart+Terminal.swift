extension MatrixChart {
  /// Draws the table with aligned numbers, shaded if there is colour.
  ///
  /// Columns that find no room are left out, and a line says how many.
  public func terminal(columns available: Int, style: TerminalStyle) -> String {
    let available = max(24, available)
    let longestRow = rowNames.map(TextMeasure.columns).max() ?? 0
    let nameWidth = min(longestRow, available / 3)
    let widestText = texts.joined().map(\.count).max() ?? 1
    let widestName = columnNames.map(TextMeasure.columns).max() ?? 1
    // Names may widen the columns only as far as all columns still fit.
    let room = (available - nameWidth - 2) / max(1, columnNames.count)
    let cell = max(widestText + 2, min(widestName + 2, room))
    let shown = min(columnNames.count, max(1, (available - nameWidth - 2) / cell))

    func cut(_ text: String, _ columns: Int) -> String {
      TextMeasure.truncated(text, columns: columns, isUnicode: style.usesUnicode)
    }
    var lines: [String] = title.isEmpty ? [] : [cut(title, available)]
    let arrows = style.usesUnicode ? ("↓", "→") : ("(down)", "(across)")
    let axes = [
      rowLabel.isEmpty ? nil : "\(rowLabel) \(arrows.0)",
      columnLabel.isEmpty ? nil : "\(columnLabel) \(arrows.1)",
    ].compactMap { $0 }
    if !axes.isEmpty { lines.append(cut(axes.joined(separator: "   "), available)) }

    var head = String(repeating: " ", count: nameWidth + 1)
    for name in columnNames.prefix(shown) {
      head += TextMeasure.padded(cut(name, cell - 1), columns: cell - 1, toRight: true) + " "
    }
    while head.hasSuffix(" ") { head.removeLast() }
    lines.append(head)
    for (row, name) in rowNames.enumerated() {
      var line =
        TextMeasure.padded(cut(name, nameWidth), columns: nameWidth, toRight: true) + " "
      var pen = Pen(isOn: style.usesColour)
      for column in 0..<shown {
        let fill = Self.colour(shares[row][column])
        line += pen.change(
          foreground: fill.brightness < 0.55 ? 231 : 16, background: fill.terminalCode)
        line +=
          TextMeasure.padded(texts[row][column], columns: cell - 1, toRight: true) + " "
      }
      line += pen.end()
      while line.hasSuffix(" ") { line.removeLast() }
      lines.append(line)
    }
    if shown < columnNames.count {
      lines.append(
        cut("(\(columnNames.count - shown) more columns need a wider terminal)", available))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
