extension ScatterPlot {
  private var header: ChartHeader {
    var entries: [ChartHeader.Entry] = []
    if classes.count > 1 || !classNames.isEmpty {
      entries = classes.enumerated().map { index, label in
        ChartHeader.Entry(
          name: name(of: label), colour: Palette.colour(index), marker: Marker(index),
          hasLine: false)
      }
    }
    for (index, line) in lines.enumerated() where !line.label.isEmpty {
      entries.append(
        ChartHeader.Entry(
          name: line.label, colour: .ink, marker: nil, hasLine: true, dashes: Self.dashes(index)))
    }
    return ChartHeader(
      title: title, entries: entries, notes: notes,
      width: leftMargin + Double(area.width) + 22)
  }

  private var leftMargin: Double {
    ChartFrame.leftMargin(yAxis, height: Double(area.height), label: yLabel)
  }

  /// The size of the SVG drawing; it follows from the proportions of the data.
  public var size: FigureSize {
    let width = leftMargin + Double(area.width) + 22
    let height =
      header.height + Double(area.height) + ChartFrame.bottomMargin(label: xLabel)
    return FigureSize(width: Int(width.rounded(.up)), height: Int(height.rounded(.up)))
  }

  /// Draws the plot as an SVG document.
  public func svg() -> String {
    let header = header
    let frame = ChartFrame(
      x: xAxis, y: yAxis,
      area: Rectangle(
        x: leftMargin, y: header.height, width: Double(area.width), height: Double(area.height)),
      xLabel: xLabel, yLabel: yLabel)
    var document = SVGDocument()
    header.draw(in: &document)
    if let regions {
      draw(regions, frame: frame, in: &document)
    } else {
      frame.drawGrid(in: &document)
    }
    frame.drawAxes(in: &document)
    drawPoints(frame: frame, in: &document)
    for (index, line) in lines.enumerated() {
      guard let ends = ends(of: line), let start = frame.place(ends.start),
        let end = frame.place(ends.end)
      else { continue }
      document.line(
        start.x, start.y, end.x, end.y, colour: .ink, width: 2, dashes: Self.dashes(index))
    }
    return document.finished(
      size: size, title: title.isEmpty ? "Scatter plot" : title, description: summary)
  }

  private static func dashes(_ index: Int) -> String? {
    [nil, "7 4", "2 3", "9 3 2 3"][index % 4]
  }

  private func draw(_ grid: RegionGrid, frame: ChartFrame, in document: inout SVGDocument) {
    var grid = grid
    // A ragged map would make a large file; half the resolution shows the same.
    while grid.blocks.count > 2500 { grid = grid.halved }
    let classes = classes
    var paths = Array(repeating: "", count: classes.count)
    for block in grid.blocks {
      guard let index = classes.firstIndex(of: block.label) else { continue }
      paths[index] +=
        "M\(block.column) \(block.row)h\(block.width)v\(block.height)h-\(block.width)z"
    }
    var content = "\n"
    for (index, path) in paths.enumerated() where !path.isEmpty {
      let colour = Palette.colour(index).mixed(with: .white, share: 0.72)
      content += "<path fill=\"\(colour.hex)\" d=\"\(path)\"/>\n"
    }
    document.add(
      "svg",
      [
        "x": NumberText.coordinate(frame.area.x), "y": NumberText.coordinate(frame.area.y),
        "width": "\(area.width)", "height": "\(area.height)",
        "viewBox": "0 0 \(grid.columns) \(grid.rows)", "preserveAspectRatio": "none",
        "shape-rendering": "crispEdges",
      ], content: content)
  }

  private func drawPoints(frame: ChartFrame, in document: inout SVGDocument) {
    let radius = points.count <= 60 ? 4.5 : points.count <= 400 ? 3.6 : 2.8
    for (index, label) in classes.enumerated() {
      var data = ""
      for place in stride(from: 0, to: points.count, by: pointStride) where labels[place] == label {
        guard let pixel = frame.place(points[place]) else { continue }
        data += Marker(index).path(x: pixel.x, y: pixel.y, radius: radius)
      }
      guard !data.isEmpty else { continue }
      document.add(
        "path",
        ["d": data, "fill": Palette.colour(index).hex, "stroke": "#fff", "stroke-width": "0.8"])
    }
  }
}
