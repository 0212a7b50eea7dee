public import Tensors

/// A landscape over the plane as lines of equal height, and paths through it.
///
/// Heights are cut at the same number of places of the plane between two lines, not at equal steps: a steep
/// wall then does not hide a flat valley. What leaves the drawing area is cut off.
public struct ContourChart: Figure {
  /// One named path, such as the points that an optimizer visited.
  public struct Path: Sendable, Equatable {
    /// The name in the legend.
    public var name: String
    /// The horizontal positions, as many as vertical ones.
    public var x: [Float]
    /// The vertical positions.
    public var y: [Float]

    /// Makes a path from positions; both lists must be equally long.
    public init(_ name: String, x: [Float], y: [Float]) {
      require(
        x.count == y.count,
        "ContourChart.Path \"\(name)\": \(x.count) horizontal and \(y.count) vertical positions")
      (self.name, self.x, self.y) = (name, x, y)
    }
  }

  /// The heading above the chart.
  public var title: String
  /// What the horizontal axis shows.
  public var xLabel: String
  /// What the vertical axis shows.
  public var yLabel: String
  /// The paths, first drawn first.
  public var paths: [Path]
  /// Places that matter, drawn as crosses: minima, say.
  public var marks: [(x: Float, y: Float)]
  /// The size of the SVG drawing.
  public var size: FigureSize

  let xAxis: Axis
  let yAxis: Axis
  /// The lines of each level, in the axes' own units.
  let contours: [[(x: Double, y: Double)]]

  /// Makes a chart.
  ///
  /// - Parameters:
  ///   - x: The left and the right end.
  ///   - y: The lower and the upper end.
  ///   - levels: How many heights get lines.
  ///   - resolution: The number of places along each axis where the height is computed.
  ///   - height: Computes heights `[m]` at places `[m, 2]`.
  public init(
    title: String, x: ClosedRange<Float>, y: ClosedRange<Float>, paths: [Path] = [],
    marks: [(x: Float, y: Float)] = [], xLabel: String = "", yLabel: String = "",
    levels: Int = 12, resolution: Int = 81, size: FigureSize = FigureSize(width: 520, height: 440),
    height: (Tensor) throws -> Tensor
  ) rethrows {
    require(
      x.lowerBound < x.upperBound && y.lowerBound < y.upperBound && resolution > 1 && levels >= 0,
      "ContourChart: \(x) x \(y), \(levels) levels, \(resolution) places; ranges must not be empty "
        + "and at least 2 places are expected")
    (self.title, self.paths, self.marks, self.size) = (title, paths, marks, size)
    (self.xLabel, self.yLabel) = (xLabel, yLabel)
    xAxis = Axis(low: Double(x.lowerBound), high: Double(x.upperBound))
    yAxis = Axis(low: Double(y.lowerBound), high: Double(y.upperBound))

    let across = Tensor.linearlySpaced(from: x.lowerBound, through: x.upperBound, count: resolution)
    let up = Tensor.linearlySpaced(from: y.lowerBound, through: y.upperBound, count: resolution)
    let (columns, rows) = (across.scalars, up.scalars)
    let places = rows.flatMap { row in columns.flatMap { [$0, row] } }
    let heights = try height(Tensor(places, shape: [places.count / 2, 2])).scalars
    require(
      heights.count == resolution * resolution,
      "ContourChart: \(heights.count) heights for \(resolution * resolution) places")
    let grid = HeightGrid(
      columns: columns.map(Double.init), rows: rows.map(Double.init),
      heights: heights.map(Double.init))
    contours = grid.levels(levels).flatMap { grid.lines(at: $0) }
  }

  var summary: String {
    let parts = paths.map { path in
      let end = path.x.indices.last.map {
        " to (\(NumberText.short(Double(path.x[$0]))), \(NumberText.short(Double(path.y[$0]))))"
      }
      return "\(path.name): \(path.x.count) points\(end ?? "")"
    }
    return (["Contour lines with \(paths.count) paths"] + parts).joined(separator: ". ") + "."
  }
}

/// Heights at the crossings of rows and columns.
struct HeightGrid {
  let columns: [Double]
  let rows: [Double]
  /// Row by row, the lowest row first.
  let heights: [Double]

  /// Heights with equally many places of the plane between them.
  func levels(_ count: Int) -> [Double] {
    let sorted = heights.filter(\.isFinite).sorted()
    guard let first = sorted.first, let last = sorted.last, first < last else { return [] }
    let levels = (1...max(1, count)).prefix(count).map {
      sorted[min(sorted.count - 1, $0 * sorted.count / (count + 1))]
    }
    return Array(Set(levels)).sorted()
  }

  /// The lines of one height: in each cell straight pieces between the points where its sides cross the
  /// height, joined to long lines ("marching squares").
  func lines(at level: Double) -> [[(x: Double, y: Double)]] {
    let width = columns.count
    // A side of a cell has a number: twice that of its lower left corner, plus 1 if it is upright.
    var joints: [Int: [Int]] = [:]
    func isHigh(_ corner: Int) -> Bool { heights[corner] > level }
    for row in 0..<(rows.count - 1) {
      for column in 0..<(width - 1) {
        let corner = row * width + column
        let corners = [corner, corner + 1, corner + width + 1, corner + width]
        guard corners.allSatisfy({ heights[$0].isFinite }) else { continue }
        let sides = [2 * corner, 2 * (corner + 1) + 1, 2 * (corner + width), 2 * corner + 1]
        let crossed = (0..<4).filter { isHigh(corners[$0]) != isHigh(corners[($0 + 1) % 4]) }
        // Two crossings are one piece. Four are a saddle: its middle decides who belongs together.
        var pieces: [(Int, Int)] = []
        if crossed.count == 2 {
          pieces = [(crossed[0], crossed[1])]
        } else if crossed.count == 4 {
          let middle = corners.reduce(0) { $0 + heights[$1] } / 4
          pieces = (middle > level) == isHigh(corner) ? [(0, 1), (2, 3)] : [(3, 0), (1, 2)]
        }
        for (a, b) in pieces {
          joints[sides[a], default: []].append(sides[b])
          joints[sides[b], default: []].append(sides[a])
        }
      }
    }
    return joined(&joints).map { $0.map { place($0, level) } }
  }

  /// Follows the pieces from side to side, open lines from one of their ends.
  private func joined(_ joints: inout [Int: [Int]]) -> [[Int]] {
    var lines: [[Int]] = []
    let starts = joints.keys.sorted()
    for start in starts.filter({ joints[$0]?.count == 1 }) + starts {
      var line = [start]
      while let here = line.last, let next = joints[here]?.popLast() {
        if let back = joints[next]?.firstIndex(of: here) { joints[next]?.remove(at: back) }
        line.append(next)
      }
      if line.count > 1 { lines.append(line) }
    }
    return lines
  }

  /// Where a side crosses the height.
  private func place(_ side: Int, _ level: Double) -> (x: Double, y: Double) {
    let (corner, isUpright) = (side / 2, side % 2 == 1)
    let (row, column) = corner.quotientAndRemainder(dividingBy: columns.count)
    let other = isUpright ? corner + columns.count : corner + 1
    let share = (level - heights[corner]) / (heights[other] - heights[corner])
    return isUpright
      ? (columns[column], rows[row] + share * (rows[row + 1] - rows[row]))
      : (columns[column] + share * (columns[column + 1] - columns[column]), rows[row])
  }
}
