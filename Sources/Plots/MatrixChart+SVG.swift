extension MatrixChart {
  private struct Layout {
    var header: ChartHeader
    var cellWidth: Double
    var cellHeight: Double
    var left: Double
    var top: Double
    var size: FigureSize
    var turnsNames: Bool
  }

  private var layout: Layout {
    let widestText = texts.joined().map { TextMeasure.width($0) }.max() ?? 0
    let base: Double = columnNames.count <= 12 ? 40 : 30
    let cellWidth = max(base, (widestText + 10).rounded(.up))
    let cellHeight = base * 0.85
    let widestColumn = columnNames.map { TextMeasure.width($0) }.max() ?? 0
    let widestRow = rowNames.map { TextMeasure.width($0) }.max() ?? 0
    let turnsNames = widestColumn > cellWidth - 4
    let left = (rowLabel.isEmpty ? 14 : 36) + widestRow.rounded(.up) + 8
    let width = max(left + cellWidth * Double(columnNames.count) + 18, 260)
    let header = ChartHeader(title: title, entries: [], width: width)
    let top =
      header.height + (columnLabel.isEmpty ? 0 : 22)
      + (turnsNames ? widestColumn.rounded(.up) + 8 : 20)
    let height = top + cellHeight * Double(rowNames.count) + 16
    return Layout(
      header: header, cellWidth: cellWidth, cellHeight: cellHeight, left: left, top: top,
      size: FigureSize(width: Int(width.rounded(.up)), height: Int(height.rounded(.up))),
      turnsNames: turnsNames)
  }

  /// The size of the SVG drawing; it follows from the number of cells and their texts.
  public var size: FigureSize { layout.size }

  /// Draws the table as an SVG document.
  public func svg() -> String {
    let layout = layout
    var document = SVGDocument()
    layout.header.draw(in: &document)
    let width = layout.cellWidth * Double(columnNames.count)
    let height = layout.cellHeight * Double(rowNames.count)
    if !columnLabel.isEmpty {
      document.text(
        columnLabel, x: layout.left + width / 2, y: layout.header.height + 12, size: 13,
        anchor: .middle)
    }
    if !rowLabel.isEmpty {
      document.text(
        rowLabel, x: 20, y: layout.top + height / 2, size: 13, anchor: .middle, angle: -90)
    }
    for (column, name) in columnNames.enumerated() {
      let x = layout.left + layout.cellWidth * (Double(column) + 0.5)
      if layout.turnsNames {
        document.text(name, x: x + 4, y: layout.top - 6, colour: .muted, angle: -90)
      } else {
        document.text(name, x: x, y: layout.top - 6, anchor: .middle, colour: .muted)
      }
    }
    for (row, name) in rowNames.enumerated() {
      let y = layout.top + layout.cellHeight * (Double(row) + 0.5)
      document.text(name, x: layout.left - 8, y: y + 4, anchor: .end, colour: .muted)
      for column in columnNames.indices { drawCell(row, column, layout, in: &document) }
    }
    document.add(
      "rect",
      [
        "x": NumberText.coordinate(layout.left), "y": NumberText.coordinate(layout.top),
        "width": NumberText.coordinate(width), "height": NumberText.coordinate(height),
        "fill": "none", "stroke": "#999",
      ])
    return document.finished(
      size: layout.size, title: title.isEmpty ? "Matrix" : title, description: summary)
  }

  private func drawCell(
    _ row: Int, _ column: Int, _ layout: Layout, in document: inout SVGDocument
  ) {
    let x = layout.left + layout.cellWidth * Double(column)
    let y = layout.top + layout.cellHeight * Double(row)
    let fill = Self.colour(shares[row][column])
    document.add(
      "rect",
      [
        "x": NumberText.coordinate(x), "y": NumberText.coordinate(y),
        "width": NumberText.coordinate(layout.cellWidth),
        "height": NumberText.coordinate(layout.cellHeight), "fill": fill.hex, "stroke": "#e3e3e3",
      ])
    let text = texts[row][column]
    let ink: Colour = fill.brightness < 0.55 ? .white : text == "0" ? .muted : .ink
    document.text(
      text, x: x + layout.cellWidth / 2, y: y + layout.cellHeight / 2 + 4, anchor: .middle,
      colour: ink)
  }
}
