extension ScatterPlot {
  /// Draws the plot with characters: one kind of point as Braille dots, several classes as one
  /// symbol each, regions as coloured half blocks or as a pattern.
  public func terminal(columns: Int, style: TerminalStyle) -> String {
    let columns = max(24, columns)
    let width = min(columns, 72)
    // A character is about twice as high as it is wide.
    let share = Double(area.height) / Double(area.width)
    let rows = min(24, max(8, Int((Double(width - 8) * share / 2).rounded())))
    var frame = TerminalFrame(
      x: xAxis, y: yAxis, xLabel: xLabel, yLabel: yLabel, columns: width, rows: rows)
    let classes = classes

    if let regions { draw(regions, classes: classes, in: &frame, style: style) }
    for (index, line) in lines.enumerated() {
      guard let ends = ends(of: line), let start = frame.dot(ends.start),
        let end = frame.dot(ends.end)
      else { continue }
      drawLine(from: start, to: end, dash: Self.dashes[index % 4], in: &frame)
    }
    for place in points.indices {
      guard let dot = frame.dot(points[place]),
        let index = classes.firstIndex(of: labels[place])
      else { continue }
      let (x, y) = (Int(dot.x.rounded()), Int(dot.y.rounded()))
      if classes.count == 1 && regions == nil {
        frame.canvas.setDot(x: x, y: y, colour: Palette.terminalCode(0))
      } else if frame.canvas.contains(column: x / 2, row: y / 4) {
        let symbol = Marker(index).character(isUnicode: style.usesUnicode)
        frame.canvas[x / 2, y / 4].character = symbol
        frame.canvas[x / 2, y / 4].foreground =
          regions == nil ? Palette.terminalCode(index) : Self.dark[index % Self.dark.count]
      }
    }

    var entries: [(symbol: Character, code: Int, name: String)] = []
    if classes.count > 1 || !classNames.isEmpty {
      entries = classes.enumerated().map { index, label in
        (
          Marker(index).character(isUnicode: style.usesUnicode), Palette.terminalCode(index),
          name(of: label) + pattern(index, style: style)
        )
      }
    }
    for (index, line) in lines.enumerated() where !line.label.isEmpty {
      let kind = ["", " (dashed)", " (dotted)", " (long dashes)"][index % 4]
      entries.append((style.usesUnicode ? "─" : "-", 245, line.label + kind))
    }
    let legend = TerminalFrame.legend(entries, columns: columns, style: style)
    let text = frame.lines(
      title: title, legend: legend, notes: notes.filter { !$0.hasPrefix("one of every") },
      style: style)
    return text.joined(separator: "\n") + "\n"
  }

  /// Lengths of the dashes of the first, second, third and fourth line, in dots.
  private static let dashes = [0, 6, 2, 12]
  /// Letters for points on a region of their own or another colour, readable on each of them.
  private static let dark = [19, 88, 22, 90, 94, 24, 16, 238]
  /// The pale colours of regions, in the order of the palette.
  private static let pale = [153, 223, 151, 225, 230, 195, 252, 255]
  /// What fills the regions where there is no colour.
  private static let fills: [Character] = [" ", ".", "-", "~", "=", "%", "^", "_"]

  /// What the legend says about a region's fill.
  private func pattern(_ index: Int, style: TerminalStyle) -> String {
    guard regions != nil, !style.usesColour else { return "" }
    let fill = Self.fills[index % Self.fills.count]
    return fill == " " ? " (region blank)" : " (region \(fill)\(fill)\(fill))"
  }

  private func draw(
    _ grid: RegionGrid, classes: [Int], in frame: inout TerminalFrame, style: TerminalStyle
  ) {
    let canvas = frame.canvas
    func index(column: Int, halfRow: Int) -> Int {
      let x = (2 * column + 1) * grid.columns / (2 * canvas.columns)
      let y = (2 * halfRow + 1) * grid.rows / (4 * canvas.rows)
      return classes.firstIndex(of: grid.labels[y * grid.columns + x]) ?? 0
    }
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        let upper = index(column: column, halfRow: 2 * row)
        let lower = index(column: column, halfRow: 2 * row + 1)
        guard style.usesColour else {
          frame.canvas[column, row].character = Self.fills[upper % Self.fills.count]
          continue
        }
        frame.canvas[column, row].background = Self.pale[lower % Self.pale.count]
        if upper != lower && style.usesUnicode {
          frame.canvas[column, row].character = "▀"
          frame.canvas[column, row].foreground = Self.pale[upper % Self.pale.count]
        }
      }
    }
  }

  private func drawLine(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), dash: Int,
    in frame: inout TerminalFrame
  ) {
    var trace = CharacterCanvas(columns: frame.canvas.columns, rows: frame.canvas.rows)
    trace.line(from: start, to: end, dash: dash)
    for row in 0..<trace.rows {
      for column in 0..<trace.columns where trace[column, row].dots != 0 {
        frame.canvas[column, row].character = nil
        frame.canvas[column, row].dots |= trace[column, row].dots
        frame.canvas[column, row].foreground =
          frame.canvas[column, row].background == nil ? 245 : 16
      }
    }
  }
}
