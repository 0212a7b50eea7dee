extension ImageGrid {
  private var scale: Int { Self.pixelScale(height: imageHeight, width: imageWidth) }
  private var cellWidth: Int { imageWidth * scale }
  private var captionHeight: Int { captions.isEmpty ? 0 : 17 }
  private var cellHeight: Int { imageHeight * scale + captionHeight }
  private var gridWidth: Int { columns * cellWidth + (columns - 1) * Self.gap }

  private var header: ChartHeader {
    ChartHeader(title: title, entries: [], notes: notes, width: Double(size.width))
  }

  /// The size of the SVG drawing; it follows from the number and the size of the images.
  public var size: FigureSize {
    let width = max(gridWidth + 28, 240)
    let header = ChartHeader(title: title, entries: [], notes: notes, width: Double(width))
    let grid = rows * cellHeight + max(0, rows - 1) * Self.gap
    return FigureSize(width: width, height: Int(header.height) + grid + 52)
  }

  /// Draws the images as an SVG document.
  public func svg() -> String {
    var document = SVGDocument()
    let header = header
    header.draw(in: &document)
    let left = (size.width - gridWidth) / 2
    let top = Int(header.height)
    // Noise takes most room; fewer shades keep such a figure small.
    let pixels = images.count * imageHeight * imageWidth
    let shades = pixels <= 4096 ? 64 : pixels <= 8192 ? 32 : 16
    for index in images.indices {
      let x = left + (index % columns) * (cellWidth + Self.gap)
      let y = top + (index / columns) * (cellHeight + Self.gap)
      draw(images[index], x: x, y: y, shades: shades, in: &document)
      if index < captions.count {
        let caption = Self.fitted(captions[index], width: Double(cellWidth + Self.gap - 2))
        document.text(
          caption, x: Double(x) + Double(cellWidth) / 2, y: Double(y + imageHeight * scale + 14),
          size: 11, anchor: .middle)
      }
    }
    let bottom = Double(top + rows * cellHeight + max(0, rows - 1) * Self.gap)
    drawScale(y: bottom + 14, in: &document)
    return document.finished(
      size: size, title: title.isEmpty ? "Images" : title, description: summary)
  }

  /// Draws one image: for each shade one path of horizontal strokes, one pixel of the image thick.
  private func draw(
    _ image: [Float], x: Int, y: Int, shades: Int, in document: inout SVGDocument
  ) {
    // The last entry holds what is not finite.
    var paths = Array(repeating: "", count: shades + 1)
    for row in 0..<imageHeight {
      var column = 0
      while column < imageWidth {
        let shade = shade(image[row * imageWidth + column], of: shades)
        var end = column + 1
        while end < imageWidth, self.shade(image[row * imageWidth + end], of: shades) == shade {
          end += 1
        }
        paths[shade] += "M\(column) \(row)h\(end - column)"
        column = end
      }
    }
    // The longest path becomes the background.
    let common = paths.indices.max { paths[$0].utf8.count < paths[$1].utf8.count } ?? 0
    var content = "\n<path d=\"M0 0h\(imageWidth)\" stroke-width=\"\(imageHeight * 2)\""
    content += " stroke=\"\(colour(common, of: shades).hex)\"/>\n"
    content += "<g transform=\"translate(0 .5)\">\n"
    for (shade, path) in paths.enumerated() where shade != common && !path.isEmpty {
      content += "<path stroke=\"\(colour(shade, of: shades).hex)\" d=\"\(path)\"/>\n"
    }
    content += "</g>\n"
    document.add(
      "svg",
      [
        "x": "\(x)", "y": "\(y)", "width": "\(cellWidth)", "height": "\(imageHeight * scale)",
        "viewBox": "0 0 \(imageWidth) \(imageHeight)", "shape-rendering": "crispEdges",
      ], content: content)
    document.add(
      "rect",
      [
        "x": "\(Double(x) - 0.5)", "y": "\(Double(y) - 0.5)", "width": "\(cellWidth + 1)",
        "height": "\(imageHeight * scale + 1)", "fill": "none", "stroke": "#999",
      ])
  }

  private func shade(_ value: Float, of shades: Int) -> Int {
    fraction(value).map { Int(($0 * Double(shades - 1)).rounded()) } ?? shades
  }

  private func colour(_ shade: Int, of shades: Int) -> Colour {
    shade == shades
      ? Colour(0xFFD92F) : colourMap.colour(at: Double(shade) / Double(shades - 1))
  }

  private func drawScale(y: Double, in document: inout SVGDocument) {
    let (width, steps) = (160.0, 32)
    let left = (Double(size.width) - width) / 2
    for step in 0..<steps {
      document.add(
        "rect",
        [
          "x": NumberText.coordinate(left + width * Double(step) / Double(steps)),
          "y": NumberText.coordinate(y), "width": "5", "height": "10",
          "fill": colourMap.colour(at: Double(step) / Double(steps - 1)).hex,
          "shape-rendering": "crispEdges",
        ])
    }
    document.add(
      "rect",
      [
        "x": NumberText.coordinate(left), "y": NumberText.coordinate(y),
        "width": NumberText.coordinate(width), "height": "10", "fill": "none", "stroke": "#999",
      ])
    let labels = scaleLabels
    for (index, label) in labels.enumerated() {
      let x = left + width * Double(index) / Double(labels.count - 1)
      document.text(label, x: x, y: y + 24, size: 11, anchor: .middle, colour: .muted)
    }
  }

  private static func fitted(_ text: String, width: Double) -> String {
    var result = text
    while result.count > 1 && TextMeasure.width(result, size: 11) > width {
      result = String(result.dropLast(result.hasSuffix("…") ? 2 : 1)) + "…"
    }
    return result
  }
}
