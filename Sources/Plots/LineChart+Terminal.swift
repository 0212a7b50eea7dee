extension LineChart {
  /// Draws the chart with Braille dots, or with dots and colons where only ASCII is at hand.
  public func terminal(columns: Int, style: TerminalStyle) -> String {
    let columns = max(24, columns)
    let rows = min(20, max(8, columns / 5))
    var frame = TerminalFrame(
      x: xAxis, y: yAxis, xLabel: xLabel, yLabel: yLabel, columns: min(columns, 100), rows: rows)

    for line in referenceLines {
      guard let up = frame.y.fraction(Double(line.value)), (0...1).contains(up) else { continue }
      let y = Int(((1 - up) * Double(frame.canvas.dotRows - 1)).rounded())
      for x in stride(from: 0, to: frame.canvas.dotColumns, by: 4) {
        frame.canvas.setDot(x: x, y: y)
      }
    }
    for (index, line) in series.enumerated() {
      draw(line, code: Palette.terminalCode(index), in: &frame)
    }
    if series.count > 1 {
      for index in series.indices { drawMarkers(index, in: &frame, style: style) }
    }

    if isEmpty {
      let text = "no values to draw"
      frame.canvas.text(
        text, column: max(0, (frame.canvas.columns - text.count) / 2), row: frame.canvas.rows / 2)
    }

    var legend: [String] = []
    if hasLegend {
      legend = TerminalFrame.legend(
        series.enumerated().map { index, line in
          let symbol =
            series.count > 1
            ? Marker(index).character(isUnicode: style.usesUnicode) : style.usesUnicode ? "─" : "-"
          return (symbol, Palette.terminalCode(index), line.name)
        }, columns: columns, style: style)
    }
    let references = referenceLines.map {
      "\(style.usesUnicode ? "┈" : ".") \($0.label): \(NumberText.short(Double($0.value)))"
    }
    let lines = frame.lines(title: title, legend: legend, notes: notes + references, style: style)
    return lines.joined(separator: "\n") + "\n"
  }

  private func draw(_ line: Series, code: Int, in frame: inout TerminalFrame) {
    var last: (x: Double, y: Double)?
    for (x, y) in zip(line.x, line.y) {
      let place = frame.dot((Double(x), Double(y)))
      if let place {
        frame.canvas.line(from: last ?? place, to: place, colour: code)
      }
      last = place
    }
  }

  private func drawMarkers(_ index: Int, in frame: inout TerminalFrame, style: TerminalStyle) {
    let symbol = Marker(index).character(isUnicode: style.usesUnicode)
    let cells = zip(series[index].x, series[index].y).compactMap { x, y -> (Int, Int)? in
      guard let dot = frame.dot((Double(x), Double(y))), dot.y >= 0,
        dot.y <= Double(frame.canvas.dotRows - 1)
      else { return nil }
      return (Int(dot.x.rounded()) / 2, Int(dot.y.rounded()) / 4)
    }
    let step = max(1, cells.count / 6)
    let offset = step * (index % series.count) / series.count
    for place in stride(from: min(offset, max(0, cells.count - 1)), to: cells.count, by: step) {
      let (column, row) = cells[place]
      guard frame.canvas.contains(column: column, row: row) else { continue }
      frame.canvas[column, row].character = symbol
      frame.canvas[column, row].foreground = Palette.terminalCode(index)
    }
  }
}
