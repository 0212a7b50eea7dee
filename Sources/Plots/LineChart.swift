import Tensors

/// Curves over a common horizontal axis: losses, accuracies, learning rates.
///
/// Values that are not finite leave a gap, as do values that are not positive on a logarithmic
/// axis; a note below the title counts them, because a loss that became NaN is a result too.
public struct LineChart: Figure {
  /// One named curve.
  public struct Series: Sendable, Equatable {
    /// The name in the legend; may be empty if the chart has only one curve.
    public var name: String
    /// The horizontal positions, as many as there are values.
    public var x: [Float]
    /// The values.
    public var y: [Float]

    /// Makes a curve over 0, 1, 2 and so on.
    public init(_ name: String, _ y: [Float]) {
      self.init(name, x: y.indices.map { Float($0) }, y: y)
    }

    /// Makes a curve from positions and values; both must be equally many.
    public init(_ name: String, x: [Float], y: [Float]) {
      require(
        x.count == y.count,
        "LineChart.Series \"\(name)\": \(x.count) positions and \(y.count) values differ")
      self.name = name
      self.x = x
      self.y = y
    }
  }

  /// A horizontal line at a value that matters: chance level, the best possible loss.
  public struct ReferenceLine: Sendable, Equatable {
    /// The height of the line.
    public var value: Float
    /// What the line means.
    public var label: String

    /// Makes a line from its height and its meaning.
    public init(_ label: String, at value: Float) {
      self.value = value
      self.label = label
    }
  }

  /// How an axis spreads its values.
  public enum Scale: Sendable, Equatable {
    /// Equal distances are equal differences.
    case linear
    /// Equal distances are equal ratios; only positive values can be shown.
    case logarithmic
  }

  /// The heading above the chart.
  public var title: String
  /// The curves, first drawn first.
  public var series: [Series]
  /// What the horizontal axis shows.
  public var xLabel: String
  /// What the vertical axis shows.
  public var yLabel: String
  /// How the vertical axis spreads its values.
  public var yScale: Scale
  /// The values at the bottom and the top; nil lets the chart choose.
  ///
  /// What lies outside is cut off.
  public var yRange: ClosedRange<Float>?
  /// Horizontal lines at values that matter.
  public var referenceLines: [ReferenceLine]
  /// The size of the SVG drawing.
  public var size: FigureSize

  /// Makes a chart.
  public init(
    title: String, series: [Series], xLabel: String = "", yLabel: String = "",
    yScale: Scale = .linear, yRange: ClosedRange<Float>? = nil,
    referenceLines: [ReferenceLine] = [], size: FigureSize = FigureSize(width: 640, height: 400)
  ) {
    self.title = title
    self.series = series
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.yScale = yScale
    self.yRange = yRange
    self.referenceLines = referenceLines
    self.size = size
  }

  var xAxis: Axis { Axis(covering: series.lazy.flatMap(\.x).map(Double.init)) }

  var yAxis: Axis {
    let isLogarithmic = yScale == .logarithmic
    if let yRange, yRange.lowerBound < yRange.upperBound,
      !isLogarithmic || yRange.lowerBound > 0
    {
      return Axis(
        low: Double(yRange.lowerBound), high: Double(yRange.upperBound),
        isLogarithmic: isLogarithmic)
    }
    let values = series.flatMap(\.y) + referenceLines.map(\.value)
    return Axis(covering: values.map(Double.init), isLogarithmic: isLogarithmic, margin: 0.04)
  }

  /// Counts, for every series, the values that cannot be drawn.
  var notes: [String] {
    series.compactMap { line in
      let missing = zip(line.x, line.y).count { x, y in
        !x.isFinite || !y.isFinite || (yScale == .logarithmic && y <= 0)
      }
      guard missing > 0 else { return nil }
      let name = line.name.isEmpty ? "" : line.name + ": "
      let reason = yScale == .logarithmic ? "not finite or not positive" : "not finite"
      return "\(name)\(missing) of \(line.y.count) values not drawn (\(reason))"
    }
  }

  /// Whether no value of any series can be drawn.
  var isEmpty: Bool {
    !series.contains { line in
      zip(line.x, line.y).contains { x, y in
        x.isFinite && y.isFinite && (yScale == .linear || y > 0)
      }
    }
  }

  /// Whether the chart needs a legend.
  var hasLegend: Bool { series.contains { !$0.name.isEmpty } }

  /// Says in words what the chart shows.
  var summary: String {
    var parts = ["Line chart of \(series.count) series"]
    if !yLabel.isEmpty || !xLabel.isEmpty { parts.append("\(yLabel) over \(xLabel)") }
    for line in series {
      let finite = line.y.filter(\.isFinite)
      guard let first = finite.first, let last = finite.last else {
        parts.append("\(line.name): no values")
        continue
      }
      parts.append(
        "\(line.name): from \(NumberText.short(Double(first))) to \(NumberText.short(Double(last)))"
      )
    }
    return (parts + notes).joined(separator: ". ") + "."
  }
}
