extension ContourChart {
  /// Draws the chart as an SVG document.
  public func svg() -> String {
    let (width, height) = (Double(size.width), Double(size.height))
    let entries = paths.enumerated().map { index, path in
      ChartHeader.Entry(
        name: path.name, colour: Palette.colour(index), marker: Marker(index), hasLine: true)
    }
    let header = ChartHeader(title: title, entries: entries, width: width)
    let drawing = height - header.height - ChartFrame.bottomMargin(label: xLabel)
    let left = ChartFrame.leftMargin(yAxis, height: drawing, label: yLabel)
    let frame = ChartFrame(
      x: xAxis, y: yAxis,
      area: Rectangle(x: left, y: header.height, width: width - left - 22, height: drawing),
      xLabel: xLabel, yLabel: yLabel)

    var document = SVGDocument()
    header.draw(in: &document)
    frame.drawAxes(in: &document)
    var inside = SVGDocument()
    let lines = contours.map { Self.data($0.compactMap { frame.place($0) }) }.joined()
    if !lines.isEmpty {
      inside.add(
        "path", ["d": lines, "fill": "none", "stroke": "#b8b8b8", "stroke-width": "0.8"])
    }
    for index in paths.indices { draw(index, frame: frame, in: &inside) }
    for mark in marks {
      guard let (x, y) = frame.place((Double(mark.x), Double(mark.y))) else { continue }
      inside.line(x - 6, y - 6, x + 6, y + 6, colour: .ink, width: 2)
      inside.line(x - 6, y + 6, x + 6, y - 6, colour: .ink, width: 2)
    }
    let box = [frame.area.x, frame.area.y, frame.area.width, frame.area.height]
      .map(NumberText.coordinate)
    // An inner `svg` cuts off what leaves the drawing area.
    document.add(
      "svg",
      [
        "x": box[0], "y": box[1], "width": box[2], "height": box[3],
        "viewBox": box.joined(separator: " "),
      ], content: "\n" + inside.body)
    return document.finished(
      size: size, title: title.isEmpty ? "Contour chart" : title, description: summary)
  }

  private func draw(_ index: Int, frame: ChartFrame, in document: inout SVGDocument) {
    var places: [(x: Double, y: Double)] = []
    for (x, y) in zip(paths[index].x, paths[index].y) {
      // A path that flies off ends where it can no longer be drawn.
      guard let place = frame.place((Double(x), Double(y))), abs(place.x) < 1e4, abs(place.y) < 1e4
      else { break }
      if let last = places.last, abs(last.x - place.x) + abs(last.y - place.y) < 0.7 { continue }
      places.append(place)
    }
    guard !places.isEmpty else { return }
    let colour = Palette.colour(index).hex
    document.add(
      "path",
      [
        "d": Self.data(places), "fill": "none", "stroke": colour, "stroke-width": "1.8",
        "stroke-linejoin": "round", "stroke-linecap": "round",
      ])
    // A marker at every step would be a caterpillar: about eight along the path, and one at its end.
    let stride = max(1, places.count / 8)
    var data = ""
    for place in Swift.stride(from: 0, to: places.count, by: stride) {
      data += Marker(index).path(x: places[place].x, y: places[place].y, radius: 3.4)
    }
    if let end = places.last { data += Marker(index).path(x: end.x, y: end.y, radius: 4.4) }
    document.add("path", ["d": data, "fill": colour, "stroke": "#fff", "stroke-width": "0.8"])
  }

  private static func data(_ places: [(x: Double, y: Double)]) -> String {
    var data = ""
    for (index, place) in places.enumerated() {
      data += (index == 0 ? "M" : index == 1 ? "L" : " ") + NumberText.coordinate(place.x)
      data += " " + NumberText.coordinate(place.y)
    }
    return data
  }
}
