extension LineChart {
  /// Draws the chart as an SVG document.
  public func svg() -> String {
    let (width, height) = (Double(size.width), Double(size.height))
    let entries =
      hasLegend
      ? series.enumerated().map { index, line in
        ChartHeader.Entry(
          name: line.name, colour: Palette.colour(index),
          marker: series.count > 1 ? Marker(index) : nil, hasLine: true)
      } : []
    let header = ChartHeader(title: title, entries: entries, notes: notes, width: width)
    let yAxis = yAxis
    let drawing = height - header.height - ChartFrame.bottomMargin(label: xLabel)
    let left = ChartFrame.leftMargin(yAxis, height: drawing, label: yLabel)
    let frame = ChartFrame(
      x: xAxis, y: yAxis,
      area: Rectangle(x: left, y: header.height, width: width - left - 22, height: drawing),
      xLabel: xLabel, yLabel: yLabel)

    var document = SVGDocument()
    header.draw(in: &document)
    frame.drawGrid(in: &document)
    frame.drawAxes(in: &document)
    var curves = SVGDocument()
    for index in series.indices { drawCurve(index, frame: frame, in: &curves) }
    let (area, number) = (frame.area, NumberText.coordinate)
    let box = [area.x - 1, area.y - 1, area.width + 2, area.height + 2].map(number)
    // An inner `svg` cuts off what leaves the drawing area.
    document.add(
      "svg",
      [
        "x": box[0], "y": box[1], "width": box[2], "height": box[3],
        "viewBox": box.joined(separator: " "),
      ], content: "\n" + curves.body)
    // After all lines: a marker must not be crossed by a later line.
    for index in series.indices { drawMarkers(index, frame: frame, in: &document) }
    if isEmpty {
      document.text(
        "no values to draw", x: area.x + area.width / 2, y: area.y + area.height / 2,
        size: 13, anchor: .middle, colour: .muted, hasHalo: true)
    }
    for line in referenceLines { draw(line, frame: frame, in: &document) }
    return document.finished(
      size: size, title: title.isEmpty ? "Line chart" : title, description: summary)
  }

  private func drawCurve(_ index: Int, frame: ChartFrame, in document: inout SVGDocument) {
    var data = ""
    var dots = ""
    for run in runs(index, frame: frame) {
      if run.count == 1 && series.count == 1 {
        dots += Marker(index).path(x: run[0].x, y: run[0].y, radius: 3)
        continue
      }
      for (place, point) in run.enumerated() {
        let x = NumberText.coordinate(point.x)
        let y = NumberText.coordinate(min(1e4, max(-1e4, point.y)))
        data += (place == 0 ? "M" : place == 1 ? "L" : " ") + x + " " + y
      }
    }
    let colour = Palette.colour(index).hex
    if !data.isEmpty {
      document.add(
        "path",
        [
          "d": data, "fill": "none", "stroke": colour, "stroke-width": "1.8",
          "stroke-linejoin": "round", "stroke-linecap": "round",
        ])
    }
    if !dots.isEmpty { document.add("path", ["d": dots, "fill": colour]) }
  }

  /// Puts a few markers along a curve, at other places than its neighbours' markers.
  private func drawMarkers(_ index: Int, frame: ChartFrame, in document: inout SVGDocument) {
    guard series.count > 1 else { return }
    var data = ""
    let places = points(index, frame: frame).compactMap { $0 }
    let inside = places.filter {
      $0.y >= frame.area.y - 0.5 && $0.y <= frame.area.bottom + 0.5
    }
    // Short curves show every point, long ones about seven.
    let stride = inside.count <= 12 ? 1 : inside.count / 7
    let offset = stride == 1 ? 0 : stride * (index % series.count) / series.count
    for place in Swift.stride(from: offset, to: inside.count, by: stride) {
      data += Marker(index).path(x: inside[place].x, y: inside[place].y, radius: 3.6)
    }
    guard !data.isEmpty else { return }
    document.add(
      "path",
      ["d": data, "fill": Palette.colour(index).hex, "stroke": "#fff", "stroke-width": "0.8"])
  }

  private func draw(_ line: ReferenceLine, frame: ChartFrame, in document: inout SVGDocument) {
    guard let up = frame.y.fraction(Double(line.value)), (0...1).contains(up) else { return }
    let y = frame.area.bottom - up * frame.area.height
    document.line(
      frame.area.x, y, frame.area.right, y, colour: .muted, width: 1.2, dashes: "5 4")
    let isBelowTop = y - frame.area.y > 16
    document.text(
      line.label, x: frame.area.right - 4, y: isBelowTop ? y - 5 : y + 14, size: 11, anchor: .end,
      colour: .muted, hasHalo: true)
  }

  /// The points of a series in pixels, nil where there is a gap.
  private func points(_ index: Int, frame: ChartFrame) -> [(x: Double, y: Double)?] {
    zip(series[index].x, series[index].y).map { frame.place((Double($0), Double($1))) }
  }

  /// The unbroken stretches of a series in pixels, thinned out where many points share a pixel.
  private func runs(_ index: Int, frame: ChartFrame) -> [[(x: Double, y: Double)]] {
    // All curves together may have about six thousand points, some 70 kB.
    let buckets = min(frame.area.width, 6000 / Double(4 * max(1, series.count)))
    return points(index, frame: frame).split(whereSeparator: { $0 == nil }).map { run in
      Self.thinned(run.compactMap { $0 }, bucketWidth: frame.area.width / buckets)
    }
  }

  /// Keeps the first, lowest, highest and last point of every column of pixels.
  ///
  /// The drawing stays the same (U. Jugel and others, "M4: a visualization-oriented time series
  /// data aggregation", 2014).
  static func thinned(
    _ points: [(x: Double, y: Double)], bucketWidth: Double
  ) -> [(x: Double, y: Double)] {
    var result: [(x: Double, y: Double)] = []
    var start = 0
    while start < points.count {
      let bucket = (points[start].x / bucketWidth).rounded(.down)
      var end = start
      var (lowest, highest) = (start, start)
      while end < points.count, (points[end].x / bucketWidth).rounded(.down) == bucket {
        if points[end].y < points[lowest].y { lowest = end }
        if points[end].y > points[highest].y { highest = end }
        end += 1
      }
      for index in Set([start, lowest, highest, end - 1]).sorted() { result.append(points[index]) }
      start = end
    }
    return result
  }
}
