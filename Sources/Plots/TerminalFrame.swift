/// The axes, numbers and names round a chart's drawing area in a terminal.
struct TerminalFrame {
  var x: Axis
  var y: Axis
  var xLabel: String
  var yLabel: String
  var canvas: CharacterCanvas

  private let yTicks: [Tick]
  private let gutter: Int

  /// Plans a chart of so many columns, numbers included, and so many rows of drawing area.
  init(x: Axis, y: Axis, xLabel: String, yLabel: String, columns: Int, rows: Int) {
    (self.x, self.y, self.xLabel, self.yLabel) = (x, y, xLabel, yLabel)
    yTicks = y.ticks(atMost: max(2, rows * 2 / 5))
    gutter = (yTicks.map { $0.label.count }.max() ?? 0) + 1
    canvas = CharacterCanvas(columns: max(4, columns - gutter - 1), rows: rows)
  }

  /// Where a value lies, in dots from the top left.
  func dot(_ value: (x: Double, y: Double)) -> (x: Double, y: Double)? {
    guard let across = x.fraction(value.x), let up = y.fraction(value.y) else { return nil }
    return (across * Double(canvas.dotColumns - 1), (1 - up) * Double(canvas.dotRows - 1))
  }

  func lines(title: String, legend: [String], notes: [String], style: TerminalStyle) -> [String] {
    let width = gutter + 1 + canvas.columns
    var result: [String] = []
    func cut(_ text: String) -> String {
      TextMeasure.truncated(text, columns: width, isUnicode: style.usesUnicode)
    }
    if !title.isEmpty { result.append(cut(title)) }
    result += legend
    result += notes.map { cut($0) }
    if !yLabel.isEmpty { result.append(cut(yLabel)) }

    var labels = Array(repeating: "", count: canvas.rows)
    for tick in yTicks {
      guard let up = y.fraction(tick.value) else { continue }
      let row = Int(((1 - up) * Double(canvas.dotRows - 1)).rounded()) / 4
      if labels.indices.contains(row) { labels[row] = tick.label }
    }
    let (wall, mark, corner, floor, peg) =
      style.usesUnicode ? ("│", "┤", "└", "─", "┬") : ("|", "+", "+", "-", "+")
    for (label, line) in zip(labels, canvas.lines(style: style)) {
      result.append(
        TextMeasure.padded(label, columns: gutter, toRight: true) + (label.isEmpty ? wall : mark)
          + line)
    }

    var rule = Array(repeating: Character(floor), count: canvas.columns)
    var numbers = CharacterCanvas(columns: width, rows: 1)
    var free = 0
    for tick in x.ticks(atMost: max(2, canvas.columns / 10)) {
      guard let across = x.fraction(tick.value) else { continue }
      let column = Int((across * Double(canvas.dotColumns - 1)).rounded()) / 2
      guard rule.indices.contains(column) else { continue }
      rule[column] = Character(peg)
      let start = min(
        gutter + 1 + column - (tick.label.count - 1) / 2, width - tick.label.count)
      if start >= free {
        numbers.text(tick.label, column: start, row: 0)
        free = start + tick.label.count + 1
      }
    }
    result.append(String(repeating: " ", count: gutter) + corner + String(rule))
    result += numbers.lines(style: .plain)
    if !xLabel.isEmpty {
      let indent = max(0, gutter + 1 + (canvas.columns - xLabel.count) / 2)
      result.append(cut(String(repeating: " ", count: indent) + xLabel))
    }
    return result
  }

  /// Lays names with their symbols out in rows.
  static func legend(
    _ entries: [(symbol: Character, code: Int, name: String)], columns: Int, style: TerminalStyle
  ) -> [String] {
    var rows: [String] = []
    var used = 0
    for entry in entries {
      let name = TextMeasure.truncated(
        entry.name, columns: columns - 2, isUnicode: style.usesUnicode)
      var pen = Pen(isOn: style.usesColour)
      let item =
        pen.change(foreground: entry.code, background: nil) + String(entry.symbol) + pen.end()
        + " " + name
      let width = 2 + TextMeasure.columns(name)
      if rows.isEmpty || used + 3 + width > columns {
        rows.append(item)
        used = width
      } else {
        rows[rows.count - 1] += "   " + item
        used += 3 + width
      }
    }
    return rows
  }
}
