/// Collects the elements of an SVG drawing.
///
/// Nothing in it refers to anything else by name, so that one document can be put inside another.
struct SVGDocument {
  static let fonts =
    "system-ui,-apple-system,'Segoe UI',Helvetica,Arial,'DejaVu Sans',sans-serif"

  private(set) var body = ""

  /// Adds an element.
  ///
  /// Values are escaped; `content` is not, since it holds elements.
  mutating func add(
    _ name: String, _ attributes: KeyValuePairs<String, String>, content: String? = nil
  ) {
    body += "<" + name
    for (key, value) in attributes { body += " \(key)=\"\(Self.escaped(value))\"" }
    body += content.map { ">\($0)</\(name)>\n" } ?? "/>\n"
  }

  mutating func addRaw(_ elements: String) { body += elements }

  enum Anchor: String { case start, middle, end }

  /// Adds a line of text.
  ///
  /// `y` is its baseline; `angle` turns it about its anchor, in degrees.
  mutating func text(
    _ text: String, x: Double, y: Double, size: Double = 12, anchor: Anchor = .start,
    colour: Colour = .ink, isBold: Bool = false, angle: Double = 0, hasHalo: Bool = false
  ) {
    let (px, py) = (NumberText.coordinate(x), NumberText.coordinate(y))
    body += "<text x=\"\(px)\" y=\"\(py)\""
    if size != 12 { body += " font-size=\"\(NumberText.coordinate(size))\"" }
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if colour != .ink { body += " fill=\"\(colour.hex)\"" }
    if isBold { body += " font-weight=\"600\"" }
    if angle != 0 { body += " transform=\"rotate(\(NumberText.coordinate(angle)) \(px) \(py))\"" }
    if hasHalo {
      body += " stroke=\"#fff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""
    }
    body += ">\(Self.escaped(text))</text>\n"
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, colour: Colour, width: Double = 1,
    dashes: String? = nil
  ) {
    let c = NumberText.coordinate
    body += "<path d=\"M\(c(x1)) \(c(y1))L\(c(x2)) \(c(y2))\" stroke=\"\(colour.hex)\""
    if width != 1 { body += " stroke-width=\"\(c(width))\"" }
    if let dashes { body += " stroke-dasharray=\"\(dashes)\"" }
    body += "/>\n"
  }

  /// Closes the drawing: the complete text of the file.
  func finished(size: FigureSize, title: String, description: String) -> String {
    let (w, h) = (size.width, size.height)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(w)" height="\(h)" \
      viewBox="0 0 \(w) \(h)" role="img" font-family="\(Self.fonts)" font-size="12" \
      fill="\(Colour.ink.hex)">
      <title>\(Self.escaped(title))</title>
      <desc>\(Self.escaped(description))</desc>
      <rect width="\(w)" height="\(h)" fill="#fff"/>
      \(body)</svg>

      """
  }

  /// Makes text safe inside elements and attribute values, and drops characters that XML forbids.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{FFFE}", "\u{FFFF}": continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
