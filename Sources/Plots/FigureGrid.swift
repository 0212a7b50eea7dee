import Tensors

/// Several figures in one drawing, in rows from left to right.
public struct FigureGrid: Figure {
  /// The heading above all figures; may be empty.
  public var title: String
  /// The figures, in reading order.
  public var figures: [any Figure]
  /// The number of figures in a row.
  public var columns: Int

  /// Makes a grid of figures.
  public init(title: String = "", figures: [any Figure], columns: Int = 2) {
    require(columns > 0, "FigureGrid: the number of columns \(columns) must be positive")
    self.title = title
    self.figures = figures
    self.columns = columns
  }

  /// The size of the SVG drawing: every column is as wide as its widest figure, every row as high
  /// as its highest.
  public var size: FigureSize {
    FigureSize(
      width: max(1, widths.reduce(0, +)), height: max(1, heading + heights.reduce(0, +)))
  }

  private var widths: [Int] {
    var widths = Array(repeating: 0, count: min(columns, figures.count))
    for (index, figure) in figures.enumerated() {
      widths[index % columns] = max(widths[index % columns], figure.size.width)
    }
    return widths
  }

  private var heights: [Int] {
    stride(from: 0, to: figures.count, by: columns).map { start in
      figures[start..<min(start + columns, figures.count)].map(\.size.height).max() ?? 0
    }
  }

  private var heading: Int { title.isEmpty ? 0 : 34 }

  /// Draws all figures as one SVG document.
  public func svg() -> String {
    var document = SVGDocument()
    if !title.isEmpty {
      document.text(
        title, x: Double(size.width) / 2, y: 25, size: 17, anchor: .middle, isBold: true)
    }
    let (widths, heights) = (widths, heights)
    for (index, figure) in figures.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let x = widths[..<column].reduce(0, +)
      let y = heading + heights[..<row].reduce(0, +)
      // A figure refers to nothing by name, so it can stand inside another document as it is.
      let inner = figure.svg()
      document.addRaw("<svg x=\"\(x)\" y=\"\(y)\"" + inner.dropFirst("<svg".count))
    }
    let names = figures.map(\.title).filter { !$0.isEmpty }
    return document.finished(
      size: size, title: title.isEmpty ? names.joined(separator: "; ") : title,
      description: "\(figures.count) figures: \(names.joined(separator: "; ")).")
  }

  /// Draws the figures one below the other.
  public func terminal(columns: Int, style: TerminalStyle) -> String {
    let heading =
      title.isEmpty
      ? []
      : [TextMeasure.truncated(title, columns: columns, isUnicode: style.usesUnicode) + "\n"]
    return (heading + figures.map { $0.terminal(columns: columns, style: style) })
      .joined(separator: "\n")
  }
}
