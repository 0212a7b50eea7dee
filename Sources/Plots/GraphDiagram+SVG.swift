extension GraphDiagram {
  private struct Drawing {
    var boxes: [Rectangle]
    var routes: [[(x: Double, y: Double)]]
    var header: ChartHeader
    var size: FigureSize
  }

  private static let margin = 20.0
  private static let lineHeight = 15.0

  private var drawing: Drawing {
    let (order, leadsBack) = order
    let sizes = nodes.map { node -> (width: Double, height: Double) in
      let widths =
        [TextMeasure.width(node.label, size: 13)]
        + node.details.map { TextMeasure.width($0, size: 11) }
      return (
        max(40, (widths.max() ?? 0) + 16),
        22 + Self.lineHeight * Double(node.details.count)
      )
    }
    let isDown = direction == .downwards
    let labelRoom = edges.map { TextMeasure.width($0.label, size: 11) }.max() ?? 0
    let layout = GraphLayout(
      sizes: sizes.map { isDown ? ($0.height, $0.width) : ($0.width, $0.height) },
      edges: zip(edges, leadsBack).map { $1 ? nil : ($0.from, $0.to) }, order: order,
      layerGap: isDown ? 44 : max(44, labelRoom + 22), gap: isDown ? 24 : 16)
    let content = isDown ? (layout.extent.across, layout.extent.along) : layout.extent
    let entries = kindNames.sorted { $0.key < $1.key }.map {
      ChartHeader.Entry(
        name: $0.value, colour: Palette.colour($0.key), marker: .square, hasLine: false)
    }
    let width = max(320, content.0 + 2 * Self.margin)
    let header = ChartHeader(title: title, entries: entries, width: width)
    // An arrow that leads back runs below everything.
    let loops = leadsBack.contains(true) ? 36.0 : 0
    let height = header.height + content.1 + Self.margin + loops
    let left = (width - content.0) / 2
    func place(_ point: (along: Double, across: Double)) -> (x: Double, y: Double) {
      isDown
        ? (left + point.across, header.height + point.along)
        : (left + point.along, header.height + point.across)
    }
    let boxes = zip(layout.centres, sizes).map { centre, size in
      let (x, y) = place(centre)
      return Rectangle(
        x: x - size.width / 2, y: y - size.height / 2, width: size.width, height: size.height)
    }
    let routes = zip(edges, layout.routes).map { edge, route -> [(x: Double, y: Double)] in
      guard !route.isEmpty else { return [] }
      let inner = route.dropFirst().dropLast().map(place)
      let (from, to) = (boxes[edge.from], boxes[edge.to])
      return isDown
        ? [(from.x + from.width / 2, from.bottom)] + inner + [(to.x + to.width / 2, to.y)]
        : [(from.right, from.y + from.height / 2)] + inner + [(to.x, to.y + to.height / 2)]
    }
    return Drawing(
      boxes: boxes, routes: routes, header: header,
      size: FigureSize(width: Int(width.rounded(.up)), height: Int(height.rounded(.up))))
  }

  /// The size of the SVG drawing; it follows from the boxes.
  public var size: FigureSize { drawing.size }

  /// Draws the diagram as an SVG document.
  public func svg() -> String {
    let drawing = drawing
    var document = SVGDocument()
    drawing.header.draw(in: &document)
    for (edge, route) in zip(edges, drawing.routes) {
      if route.isEmpty {
        drawLoop(edge, drawing, in: &document)
      } else {
        drawArrow(route, in: &document)
      }
    }
    for (node, box) in zip(nodes, drawing.boxes) { drawBox(node, box, in: &document) }
    for (edge, route) in zip(edges, drawing.routes) where !edge.label.isEmpty && !route.isEmpty {
      // In the first gap, where arrows to one box have not met yet.
      let (a, b) = (route[0], route[1])
      document.text(
        edge.label, x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 - 2, size: 11, anchor: .middle,
        colour: Colour(0xB34700), hasHalo: true)
    }
    return document.finished(
      size: drawing.size, title: title.isEmpty ? "Graph" : title, description: summary)
  }

  private func drawBox(_ node: Node, _ box: Rectangle, in document: inout SVGDocument) {
    let colour = node.kind.map(Palette.colour) ?? Colour(0x808080)
    document.add(
      "rect",
      [
        "x": NumberText.coordinate(box.x), "y": NumberText.coordinate(box.y),
        "width": NumberText.coordinate(box.width), "height": NumberText.coordinate(box.height),
        "rx": "6", "fill": colour.mixed(with: .white, share: 0.86).hex, "stroke": colour.hex,
      ])
    let middle = box.x + box.width / 2
    document.text(node.label, x: middle, y: box.y + 15.5, size: 13, anchor: .middle, isBold: true)
    for (row, line) in node.details.enumerated() {
      document.text(
        line, x: middle, y: box.y + 15.5 + Self.lineHeight * Double(row + 1), size: 11,
        anchor: .middle)
    }
  }

  /// Draws a curve through the places, and its point.
  private func drawArrow(_ route: [(x: Double, y: Double)], in document: inout SVGDocument) {
    let c = NumberText.coordinate
    let isDown = direction == .downwards
    guard let end = route.last else { return }
    var path = "M\(c(route[0].x)) \(c(route[0].y))"
    for (index, (a, b)) in zip(route, route.dropFirst()).enumerated() {
      // The line ends inside the arrow's point, so that its width does not blunt it.
      let isLast = index == route.count - 2
      let stop = isDown ? (x: b.x, y: b.y - (isLast ? 5 : 0)) : (x: b.x - (isLast ? 5 : 0), y: b.y)
      let (first, second) =
        isDown
        ? ((x: a.x, y: (a.y + stop.y) / 2), (x: stop.x, y: (a.y + stop.y) / 2))
        : ((x: (a.x + stop.x) / 2, y: a.y), (x: (a.x + stop.x) / 2, y: stop.y))
      path += "C\(c(first.x)) \(c(first.y)) \(c(second.x)) \(c(second.y)) \(c(stop.x)) \(c(stop.y))"
    }
    document.add("path", ["d": path, "fill": "none", "stroke": Colour.muted.hex])
    let point =
      isDown
      ? "M\(c(end.x)) \(c(end.y))L\(c(end.x - 4)) \(c(end.y - 8))L\(c(end.x + 4)) \(c(end.y - 8))Z"
      : "M\(c(end.x)) \(c(end.y))L\(c(end.x - 8)) \(c(end.y - 4))L\(c(end.x - 8)) \(c(end.y + 4))Z"
    document.add("path", ["d": point, "fill": Colour.muted.hex])
  }

  /// Draws an arrow that leads back: dashed, below all boxes.
  private func drawLoop(_ edge: Edge, _ drawing: Drawing, in document: inout SVGDocument) {
    let c = NumberText.coordinate
    let (from, to) = (drawing.boxes[edge.from], drawing.boxes[edge.to])
    let depth = Double(drawing.size.height) - 10
    let (start, end) = (from.x + from.width / 2 + 6, to.x + to.width / 2 - 6)
    document.add(
      "path",
      [
        "d": "M\(c(start)) \(c(from.bottom))C\(c(start)) \(c(depth)) \(c(end)) \(c(depth)) "
          + "\(c(end)) \(c(to.bottom + 5))",
        "fill": "none", "stroke": Colour.muted.hex, "stroke-dasharray": "5 3",
      ])
    document.add(
      "path",
      [
        "d": "M\(c(end)) \(c(to.bottom))L\(c(end - 4)) \(c(to.bottom + 8))"
          + "L\(c(end + 4)) \(c(to.bottom + 8))Z",
        "fill": Colour.muted.hex,
      ])
    if !edge.label.isEmpty {
      document.text(
        edge.label, x: (start + end) / 2, y: depth - 2, size: 11, anchor: .middle,
        colour: Colour(0xB34700), hasHalo: true)
    }
  }
}
