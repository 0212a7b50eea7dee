/// The shapes that tell series and classes apart where colour cannot.
enum Marker: Int, CaseIterable, Sendable {
  case circle, square, triangle, diamond, downTriangle, cross

  init(_ index: Int) {
    self = Self.allCases[index % Self.allCases.count]
  }

  /// The outline as SVG path data.
  ///
  /// `radius` is that of a circle of about the same area.
  func path(x: Double, y: Double, radius r: Double) -> String {
    func at(_ dx: Double, _ dy: Double) -> String {
      "M\(NumberText.coordinate(x + dx)) \(NumberText.coordinate(y + dy))"
    }
    func n(_ value: Double) -> String { NumberText.coordinate(value) }
    switch self {
    case .circle:
      return at(-r, 0)
        + "a\(n(r)) \(n(r)) 0 1 0 \(n(2 * r)) 0a\(n(r)) \(n(r)) 0 1 0 \(n(-2 * r)) 0z"
    case .square:
      return at(-0.9 * r, -0.9 * r) + "h\(n(1.8 * r))v\(n(1.8 * r))h\(n(-1.8 * r))z"
    case .triangle:
      return at(0, -1.2 * r) + "l\(n(1.2 * r)) \(n(2.1 * r))h\(n(-2.4 * r))z"
    case .diamond:
      return at(0, -1.3 * r)
        + "l\(n(1.2 * r)) \(n(1.3 * r)) \(n(-1.2 * r)) \(n(1.3 * r)) \(n(-1.2 * r)) \(n(-1.3 * r))z"
    case .downTriangle:
      return at(0, 1.2 * r) + "l\(n(1.2 * r)) \(n(-2.1 * r))h\(n(-2.4 * r))z"
    case .cross:
      let a = n(0.8 * r)
      let b = n(-0.8 * r)
      return at(-0.4 * r, -1.2 * r) + "h\(a)v\(a)h\(a)v\(a)h\(b)v\(a)h\(b)v\(b)h\(b)v\(b)h\(a)z"
    }
  }

  /// The letter that stands for the shape in a terminal.
  func character(isUnicode: Bool) -> Character {
    let shapes: [Character] =
      isUnicode ? ["●", "■", "▲", "◆", "▼", "✚"] : ["o", "x", "+", "*", "#", "@"]
    return shapes[rawValue]
  }
}
