public import Tensors

/// Points of the plane with their classes, and what a classifier makes of the plane.
///
/// Classes differ by colour and by shape. Points that are not finite are left out and counted in a
/// note.
public struct ScatterPlot: Figure {
  /// The straight line on which a linear classifier is undecided: all x with `w·x + b = 0`.
  public struct Line: Sendable, Equatable {
    /// The two weights w.
    public var weights: [Float]
    /// The bias b.
    public var bias: Float
    /// What the line means; may be empty.
    public var label: String

    /// Makes the line from two weights and a bias.
    public init(_ label: String = "", weights: [Float], bias: Float) {
      require(
        weights.count == 2,
        "ScatterPlot.Line: expected 2 weights for a line in the plane, found \(weights.count)")
      self.weights = weights
      self.bias = bias
      self.label = label
    }
  }

  /// How the units of the two axes relate.
  public enum Scaling: Sendable, Equatable {
    /// Equal units where the ranges are comparable (within a factor of 4), otherwise independent
    /// ones.
    case automatic
    /// The same length for a unit on both axes: a line stands at a right angle on its weights.
    case equal
    /// Each axis fills its side.
    case independent
  }

  /// The heading above the plot.
  public var title: String
  /// What the horizontal axis shows.
  public var xLabel: String
  /// What the vertical axis shows.
  public var yLabel: String
  /// Names of the classes by label; others are called "class" and their label.
  public var classNames: [Int: String]
  /// Straight decision lines.
  public var lines: [Line]

  let points: [(x: Double, y: Double)]
  let labels: [Int]
  let xAxis: Axis
  let yAxis: Axis
  /// The drawing area in pixels.
  let area: FigureSize
  var regions: RegionGrid?

  /// Makes a plot of points `[n, 2]`.
  ///
  /// - Parameters:
  ///   - labels: n classes, any integers (0 and 1, or -1 and 1); empty if the points have none.
  public init(
    title: String, points: Tensor, labels: [Int] = [], classNames: [Int: String] = [:],
    xLabel: String = "", yLabel: String = "", lines: [Line] = [], scaling: Scaling = .automatic
  ) {
    require(
      points.rank == 2 && points.shape[1] == 2,
      "ScatterPlot: expected points of shape [n, 2], found \(points.shape)")
    require(
      labels.isEmpty || labels.count == points.shape[0],
      "ScatterPlot: \(points.shape[0]) points and \(labels.count) labels differ")
    self.title = title
    self.classNames = classNames
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.lines = lines
    let values = points.scalars.map(Double.init)
    self.points = stride(from: 0, to: values.count, by: 2).map { (values[$0], values[$0 + 1]) }
    self.labels = labels.isEmpty ? Array(repeating: 0, count: points.shape[0]) : labels

    let finite = self.points.filter { $0.x.isFinite && $0.y.isFinite }
    var x = Self.axis(finite.map(\.x))
    var y = Self.axis(finite.map(\.y))
    let (width, tallest, lowest) = (480.0, 440.0, 240.0)
    let ratio = (y.high - y.low) / (x.high - x.low)
    let isEqual =
      scaling == .equal || (scaling == .automatic && ratio >= 0.25 && ratio <= 4)
    var height = 360.0
    if isEqual {
      // The drawing area takes the data's own proportions as far as the page allows; then the range
      // that is too short is widened.
      height = min(tallest, max(lowest, (width * ratio).rounded()))
      let unit = max((x.high - x.low) / width, (y.high - y.low) / height)
      x = Self.widened(x, to: unit * width)
      y = Self.widened(y, to: unit * height)
    }
    (xAxis, yAxis) = (x, y)
    area = FigureSize(width: Int(width), height: Int(height))
  }

  /// Gives the same plot with its background coloured by what a classifier says there.
  ///
  /// The classifier is asked once, for a grid of places `[m, 2]`, and answers with m labels.
  ///
  /// - Parameter resolution: the number of places along the horizontal axis.
  public func withRegions(
    resolution: Int = 160, _ classify: (Tensor) throws -> [Int]
  ) rethrows -> ScatterPlot {
    require(
      resolution > 0, "ScatterPlot.withRegions: the resolution \(resolution) must be positive")
    let columns = min(resolution, area.width)
    let rows = max(1, columns * area.height / area.width)
    var places: [Float] = []
    places.reserveCapacity(columns * rows * 2)
    for row in 0..<rows {
      let up = 1 - (Double(row) + 0.5) / Double(rows)
      for column in 0..<columns {
        let across = (Double(column) + 0.5) / Double(columns)
        places.append(Float(xAxis.low + across * (xAxis.high - xAxis.low)))
        places.append(Float(yAxis.low + up * (yAxis.high - yAxis.low)))
      }
    }
    let answers = try classify(Tensor(places, shape: [columns * rows, 2]))
    require(
      answers.count == columns * rows,
      "ScatterPlot.withRegions: expected \(columns * rows) labels, one for each place, "
        + "found \(answers.count)")
    var result = self
    result.regions = RegionGrid(columns: columns, rows: rows, labels: answers)
    return result
  }

  /// All labels in rising order: a class's place here decides its colour and shape.
  var classes: [Int] {
    Set(labels).union(regions?.labels ?? []).union(classNames.keys).sorted()
  }

  func name(of label: Int) -> String { classNames[label] ?? "class \(label)" }

  /// How many of the points are drawn: every first, second, third and so on.
  var pointStride: Int { max(1, (points.count + 1499) / 1500) }

  var notes: [String] {
    var result: [String] = []
    let missing = points.count { !$0.x.isFinite || !$0.y.isFinite }
    if missing > 0 { result.append("\(missing) of \(points.count) points not drawn (not finite)") }
    if pointStride > 1 {
      result.append(
        "one of every \(pointStride) points is drawn, \(NumberText.grouped(points.count)) in all")
    }
    return result
  }

  /// Says in words what the plot shows.
  var summary: String {
    var parts = ["Scatter plot of \(points.count) points"]
    if classes.count > 1 {
      for label in classes {
        parts.append("\(name(of: label)): \(labels.count { $0 == label }) points")
      }
    }
    if regions != nil { parts.append("The background shows the predicted class") }
    for line in lines where !line.label.isEmpty { parts.append("Line: \(line.label)") }
    return (parts + notes).joined(separator: ". ") + "."
  }

  /// The two ends of a decision line inside the drawing area, in the axes' own units.
  func ends(of line: Line) -> (start: (x: Double, y: Double), end: (x: Double, y: Double))? {
    let (a, b, c) = (Double(line.weights[0]), Double(line.weights[1]), Double(line.bias))
    guard a.isFinite, b.isFinite, c.isFinite, a != 0 || b != 0 else { return nil }
    let box = Rectangle(
      x: xAxis.low, y: yAxis.low, width: xAxis.high - xAxis.low, height: yAxis.high - yAxis.low)
    // The place on the line that is nearest to the middle of the plot, and from there both ways.
    let middle = (x: box.x + box.width / 2, y: box.y + box.height / 2)
    let norm = a * a + b * b
    let gap = (a * middle.x + b * middle.y + c) / norm
    let foot = (x: middle.x - gap * a, y: middle.y - gap * b)
    let reach = (box.width + box.height) / norm.squareRoot()
    return box.clipped(
      (foot.x - b * reach, foot.y + a * reach), (foot.x + b * reach, foot.y - a * reach))
  }

  private static func axis(_ values: [Double]) -> Axis {
    let plain = Axis(covering: values)
    let room = (plain.high - plain.low) * 0.06
    return Axis(low: plain.low - room, high: plain.high + room)
  }

  private static func widened(_ axis: Axis, to length: Double) -> Axis {
    let middle = (axis.low + axis.high) / 2
    return Axis(low: middle - length / 2, high: middle + length / 2)
  }
}

/// What a classifier says on a grid of places, first row at the top.
struct RegionGrid: Sendable, Equatable {
  var columns: Int
  var rows: Int
  var labels: [Int]

  /// Every second place in both directions.
  var halved: RegionGrid {
    let keptColumns = (columns + 1) / 2
    let keptRows = (rows + 1) / 2
    var kept: [Int] = []
    for row in 0..<keptRows {
      for column in 0..<keptColumns { kept.append(labels[row * 2 * columns + column * 2]) }
    }
    return RegionGrid(columns: keptColumns, rows: keptRows, labels: kept)
  }

  /// The grid as rectangles of one label: stretches of a row, joined with equal stretches below.
  var blocks: [(label: Int, column: Int, row: Int, width: Int, height: Int)] {
    var result: [(label: Int, column: Int, row: Int, width: Int, height: Int)] = []
    // Index of the block that is open in the row above, by its first column.
    var open: [Int: Int] = [:]
    for row in 0..<rows {
      var next: [Int: Int] = [:]
      var column = 0
      while column < columns {
        let label = labels[row * columns + column]
        var end = column + 1
        while end < columns, labels[row * columns + end] == label { end += 1 }
        if let above = open[column], result[above].label == label,
          result[above].width == end - column
        {
          result[above].height += 1
          next[column] = above
        } else {
          next[column] = result.count
          result.append((label, column, row, end - column, 1))
        }
        column = end
      }
      open = next
    }
    return result
  }
}
