/// An upright rectangle of a drawing.
struct Rectangle: Sendable, Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  private struct Point {
    var x: Double
    var y: Double
  }

  var right: Double { x + width }
  var bottom: Double { y + height }

  /// Cuts a line off at the edges; nil if nothing of it lies inside.
  ///
  /// The method is that of Y.-D. Liang and B. Barsky (1984).
  func clipped(
    _ a: (x: Double, y: Double), _ b: (x: Double, y: Double)
  ) -> (start: (x: Double, y: Double), end: (x: Double, y: Double))? {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    guard dx.isFinite, dy.isFinite else { return nil }
    let edges = [
      (slope: -dx, room: a.x - x, path: \Point.x, edge: x),
      (slope: dx, room: right - a.x, path: \Point.x, edge: right),
      (slope: -dy, room: a.y - y, path: \Point.y, edge: y),
      (slope: dy, room: bottom - a.y, path: \Point.y, edge: bottom),
    ]
    var (from, to) = (0.0, 1.0)
    var (entry, exit): (Int?, Int?)
    for (index, edge) in edges.enumerated() {
      if edge.slope == 0 {
        if edge.room < 0 { return nil }
      } else if edge.slope < 0 {
        if edge.room / edge.slope > from { (from, entry) = (edge.room / edge.slope, index) }
      } else {
        if edge.room / edge.slope < to { (to, exit) = (edge.room / edge.slope, index) }
      }
    }
    guard from <= to else { return nil }
    var start = Point(x: a.x + from * dx, y: a.y + from * dy)
    var end = Point(x: a.x + to * dx, y: a.y + to * dy)
    // A line that runs far out of the drawing loses all its digits above; the edges have theirs.
    if let entry { start[keyPath: edges[entry].path] = edges[entry].edge }
    if let exit { end[keyPath: edges[exit].path] = edges[exit].edge }
    return ((start.x, start.y), (end.x, end.y))
  }
}
