/// The axes, numbers and names round a chart's drawing area in an SVG drawing.
struct ChartFrame {
  var x: Axis
  var y: Axis
  /// The drawing area.
  var area: Rectangle
  var xLabel: String
  var yLabel: String

  func place(_ value: (x: Double, y: Double)) -> (x: Double, y: Double)? {
    guard let across = x.fraction(value.x), let up = y.fraction(value.y) else { return nil }
    return (area.x + across * area.width, area.bottom - up * area.height)
  }

  static func xTicks(_ axis: Axis, width: Double) -> [Tick] {
    axis.ticks(atMost: max(2, Int(width / 64)))
  }

  static func yTicks(_ axis: Axis, height: Double) -> [Tick] {
    axis.ticks(atMost: max(2, Int(height / 40)))
  }

  /// The room that numbers and name need left of the drawing area.
  static func leftMargin(_ axis: Axis, height: Double, label: String) -> Double {
    let widest = yTicks(axis, height: height).map { TextMeasure.width($0.label) }.max() ?? 0
    return (label.isEmpty ? 14 : 32) + widest.rounded(.up) + 6
  }

  /// The room that numbers and name need below the drawing area.
  static func bottomMargin(label: String) -> Double { label.isEmpty ? 30 : 50 }

  /// Draws what lies below the data: the grid.
  func drawGrid(in document: inout SVGDocument) {
    for tick in Self.xTicks(x, width: area.width) {
      guard let across = x.fraction(tick.value) else { continue }
      let px = area.x + across * area.width
      document.line(px, area.y, px, area.bottom, colour: .grid)
    }
    for tick in Self.yTicks(y, height: area.height) {
      guard let up = y.fraction(tick.value) else { continue }
      let py = area.bottom - up * area.height
      document.line(area.x, py, area.right, py, colour: .grid)
    }
  }

  /// Draws what lies above the data: the axes with their numbers and names.
  func drawAxes(in document: inout SVGDocument) {
    document.line(area.x, area.y, area.x, area.bottom, colour: .muted)
    document.line(area.x, area.bottom, area.right, area.bottom, colour: .muted)
    for tick in Self.xTicks(x, width: area.width) {
      guard let across = x.fraction(tick.value) else { continue }
      document.text(
        tick.label, x: area.x + across * area.width, y: area.bottom + 17, anchor: .middle,
        colour: .muted)
    }
    for tick in Self.yTicks(y, height: area.height) {
      guard let up = y.fraction(tick.value) else { continue }
      document.text(
        tick.label, x: area.x - 6, y: area.bottom - up * area.height + 4, anchor: .end,
        colour: .muted)
    }
    if !xLabel.isEmpty {
      document.text(
        xLabel, x: area.x + area.width / 2, y: area.bottom + 38, size: 13, anchor: .middle)
    }
    if !yLabel.isEmpty {
      document.text(
        yLabel, x: 18, y: area.y + area.height / 2, size: 13, anchor: .middle, angle: -90)
    }
  }
}
