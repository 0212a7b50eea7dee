extension ImageGrid {
  /// Draws the images as half blocks in colour, or else with characters whose ink grows with the
  /// value.
  public func terminal(columns available: Int, style: TerminalStyle) -> String {
    let available = max(16, available)
    // A half block is about a square. Without colour, two characters make up a square.
    let perPixel = style.usesColour && style.usesUnicode ? 1 : 2
    // Several images share the width, but only so many that each can still be recognized.
    let across = max(1, min(images.count, columns, perPixel == 1 ? 4 : 2))
    let room = max(1, (available + 2) / across - 2)
    let step = max(1, (imageWidth * perPixel + room - 1) / room)
    let height = (imageHeight + step - 1) / step
    let width = (imageWidth + step - 1) / step
    let captionWidth = captions.map(TextMeasure.columns).max() ?? 0
    let cell = max(width * perPixel, min(captionWidth, max(width * perPixel, 12)))
    let perRow = max(1, min(columns, (available + 2) / (cell + 2)))

    func cut(_ text: String, _ columns: Int) -> String {
      TextMeasure.truncated(text, columns: columns, isUnicode: style.usesUnicode)
    }
    var lines: [String] = title.isEmpty ? [] : [cut(title, available)]
    for start in stride(from: 0, to: images.count, by: perRow) {
      if lines.count > Self.lineLimit {
        lines.append(cut("(\(images.count - start) more images are not shown here)", available))
        break
      }
      let shown = start..<min(start + perRow, images.count)
      let drawings = shown.map { drawing(images[$0], step, height, width, style) }
      for row in drawings[0].indices {
        lines.append(
          Self.joined(drawings.map { ($0[row], width * perPixel) }, cell: cell))
      }
      if !captions.isEmpty {
        let texts = shown.map { cut($0 < captions.count ? captions[$0] : "", cell) }
        lines.append(Self.joined(texts.map { ($0, TextMeasure.columns($0)) }, cell: cell))
      }
      if shown.upperBound < images.count { lines.append("") }
    }
    lines.append(cut(scaleLine(style), available))
    lines += notes.map { cut($0, available) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// No row of images begins below this line: a reader wants to see the rest of the output too.
  private static let lineLimit = 32

  private static func joined(_ parts: [(text: String, width: Int)], cell: Int) -> String {
    var line = ""
    for (index, part) in parts.enumerated() {
      line += part.text
      if index < parts.count - 1 {
        line += String(repeating: " ", count: max(0, cell - part.width) + 2)
      }
    }
    return line
  }

  private func scaleLine(_ style: TerminalStyle) -> String {
    let labels = scaleLabels
    if style.usesColour {
      return colourMap == .grey
        ? "scale: black \(labels[0]), white \(labels[1])"
        : "scale: blue \(labels[0]), white \(labels[1]), red \(labels[2])"
    }
    if colourMap == .diverging {
      return "scale: == \(labels[0]), -- below 0, blank \(labels[1]), ++ above 0, ## \(labels[2])"
    }
    let ramp = Self.ramp(isUnicode: style.usesUnicode)
    return "scale: blank \(labels[0]), \(ramp[ramp.count - 1]) \(labels[1])"
  }

  /// Characters with growing ink.
  private static func ramp(isUnicode: Bool) -> [Character] {
    isUnicode ? [" ", "░", "▒", "▓", "█"] : [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
  }

  private func drawing(
    _ image: [Float], _ step: Int, _ height: Int, _ width: Int, _ style: TerminalStyle
  ) -> [String] {
    /// The mean of the pixels that share a place.
    func value(_ row: Int, _ column: Int) -> Float {
      var (sum, count) = (Float(0), Float(0))
      for y in row * step..<min((row + 1) * step, imageHeight) {
        for x in column * step..<min((column + 1) * step, imageWidth) {
          sum += image[y * imageWidth + x]
          count += 1
        }
      }
      return sum / count
    }
    guard style.usesColour else {
      return (0..<height).map { row in
        (0..<width).map { column in
          let glyph = Self.glyph(fraction(value(row, column)), colourMap, style)
          return String([glyph, glyph])
        }.joined()
      }
    }
    func code(_ row: Int, _ column: Int) -> Int {
      fraction(value(row, column)).map { colourMap.terminalCode(at: $0) } ?? 220
    }
    if !style.usesUnicode {
      return (0..<height).map { row in
        var pen = Pen(isOn: true)
        var line = ""
        for column in 0..<width {
          line += pen.change(foreground: nil, background: code(row, column)) + "  "
        }
        return line + pen.end()
      }
    }
    return stride(from: 0, to: height, by: 2).map { row in
      var pen = Pen(isOn: true)
      var line = ""
      for column in 0..<width {
        let lower = row + 1 < height ? code(row + 1, column) : nil
        line += pen.change(foreground: code(row, column), background: lower) + "▀"
      }
      return line + pen.end()
    }
  }

  private static func glyph(
    _ fraction: Double?, _ map: ColourMap, _ style: TerminalStyle
  ) -> Character {
    guard let fraction else { return "?" }
    if map == .diverging {
      switch fraction {
      case ..<0.25: return "="
      case ..<0.45: return "-"
      case ...0.55: return " "
      case ...0.75: return "+"
      default: return "#"
      }
    }
    let ramp = ramp(isUnicode: style.usesUnicode)
    return ramp[min(ramp.count - 1, Int(fraction * Double(ramp.count)))]
  }
}
