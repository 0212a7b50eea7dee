extension ContourChart {
  /// Draws the paths with Braille dots over lines of equal height.
  public func terminal(columns: Int, style: TerminalStyle) -> String {
    let columns = max(24, columns)
    var frame = TerminalFrame(
      x: xAxis, y: yAxis, xLabel: xLabel, yLabel: yLabel, columns: min(columns, 72), rows: 20)
    for line in contours {
      for place in line {
        guard let dot = frame.dot(place) else { continue }
        frame.canvas.setDot(x: Int(dot.x.rounded()), y: Int(dot.y.rounded()), colour: 245)
      }
    }
    for (index, path) in paths.enumerated() {
      var last: (x: Double, y: Double)?
      for (x, y) in zip(path.x, path.y) {
        guard let place = frame.dot((Double(x), Double(y))) else { break }
        frame.canvas.line(from: last ?? place, to: place, colour: Palette.terminalCode(index))
        last = place
      }
      guard let last, last.x >= 0, last.y >= 0 else { continue }
      let (column, row) = (Int(last.x.rounded()) / 2, Int(last.y.rounded()) / 4)
      guard frame.canvas.contains(column: column, row: row) else { continue }
      frame.canvas[column, row].character = Marker(index).character(isUnicode: style.usesUnicode)
      frame.canvas[column, row].foreground = Palette.terminalCode(index)
    }
    let legend = TerminalFrame.legend(
      paths.enumerated().map { index, path in
        (
          Marker(index).character(isUnicode: style.usesUnicode), Palette.terminalCode(index),
          path.name
        )
      }, columns: columns, style: style)
    let lines = frame.lines(title: title, legend: legend, notes: [], style: style)
    return lines.joined(separator: "\n") + "\n"
  }
}
