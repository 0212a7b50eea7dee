import Plots
import Testing

@Suite("Line charts")
struct LineChartTests {
  /// The drawing area, read off the two lines of the axes: the elements before the first tick
  /// label.
  private func area(_ root: SVGElement) throws -> (
    left: Double, top: Double, right: Double, bottom: Double
  ) {
    let axes = root.children.filter { $0.name == "path" && $0.attributes["stroke"] == "#595959" }
    let vertical = places(try #require(axes[0].attributes["d"]))
    let horizontal = places(try #require(axes[1].attributes["d"]))
    return (vertical[0].x, vertical[0].y, horizontal[1].x, vertical[1].y)
  }

  private func curves(_ root: SVGElement) -> [SVGElement] {
    root.all.filter { $0.name == "path" && $0.attributes["fill"] == "none" }
  }

  @Test("put a value at its place")
  func mapping() throws {
    let chart = LineChart(
      title: "t", series: [.init("a", x: [10, 20, 30], y: [0, 5, 10])], yRange: 0...20)
    let root = try SVGElement.parsed(chart.svg())
    let area = try area(root)
    let points = places(try #require(curves(root).first?.attributes["d"]))
    try #require(points.count == 3)
    for (point, expected) in zip(points, [(0.0, 0.0), (0.5, 0.25), (1.0, 0.5)]) {
      #expect(abs(point.x - (area.left + expected.0 * (area.right - area.left))) <= 0.051)
      #expect(abs(point.y - (area.bottom - expected.1 * (area.bottom - area.top))) <= 0.051)
    }
    #expect(area.right <= 640 && area.left >= 0 && area.bottom <= 400)
  }

  @Test("spread equal ratios equally on a logarithmic axis")
  func logarithmic() throws {
    let chart = LineChart(
      title: "t", series: [.init("a", [100, 10, 1])], yScale: .logarithmic, yRange: 1...100)
    let root = try SVGElement.parsed(chart.svg())
    let points = places(try #require(curves(root).first?.attributes["d"]))
    #expect(abs((points[1].y - points[0].y) - (points[2].y - points[1].y)) <= 0.11)
    #expect(root.texts.contains("10") && root.texts.contains("100"))
  }

  @Test("put tick labels at the height of their values")
  func tickLabels() throws {
    let chart = LineChart(title: "t", series: [.init("", [0, 1])], yRange: 0...1)
    let root = try SVGElement.parsed(chart.svg())
    let area = try area(root)
    let label = try #require(root.all.last { $0.name == "text" && $0.text == "0.4" })
    #expect(abs(label.number("y") - 4 - (area.bottom - 0.4 * (area.bottom - area.top))) < 0.2)
  }

  @Test("leave a gap at NaN and infinity, and say so")
  func gaps() throws {
    let chart = LineChart(
      title: "t", series: [.init("loss", [3, 2, .nan, 1, 1, .infinity, 0.5])])
    let root = try SVGElement.parsed(chart.svg())
    let data = try #require(curves(root).first?.attributes["d"])
    #expect(data.count { $0 == "M" } == 2)
    #expect(places(data).count == 4)
    // The last value stands alone: a dot.
    #expect(root.all.contains { $0.attributes["fill"] == "#0072b2" && $0.name == "path" })
    #expect(root.texts.contains("loss: 2 of 7 values not drawn (not finite)"))
    let terminal = chart.terminal(columns: 60, style: .plain)
    #expect(terminal.contains("loss: 2 of 7 values not drawn (not finite)"))
  }

  @Test("count what a logarithmic axis cannot show")
  func notPositive() {
    let chart = LineChart(title: "t", series: [.init("", [1, 0, -1, 10])], yScale: .logarithmic)
    #expect(chart.svg().contains(">2 of 4 values not drawn (not finite or not positive)<"))
  }

  @Test(
    "draw one point, a constant, nothing, only NaN and the largest numbers",
    arguments: [
      [1.5], [2, 2, 2], [], [.nan, .nan], [.greatestFiniteMagnitude, -.greatestFiniteMagnitude],
      [0, 0], [.leastNonzeroMagnitude, .leastNormalMagnitude], [16_777_216, 16_777_218],
    ] as [[Float]], [LineChart.Scale.linear, .logarithmic])
  func extremes(values: [Float], scale: LineChart.Scale) throws {
    let chart = LineChart(title: "t", series: [.init("a", values)], yScale: scale)
    let root = try SVGElement.parsed(chart.svg())
    for element in curves(root) {
      for point in places(element.attributes["d"] ?? "") {
        #expect((0...640).contains(point.x) && (0...400).contains(point.y))
      }
    }
    #expect(chart.terminal(columns: 40, style: .unicode).contains("a"))
    let isDrawable = values.contains { $0.isFinite && (scale == .linear || $0 > 0) }
    #expect(root.texts.contains("no values to draw") == !isDrawable)
  }

  @Test("escape what XML reserves and drop what it forbids")
  func escaping() throws {
    let title = "a < b & \"c\" > d\u{0}\u{1B}"
    let chart = LineChart(title: title, series: [.init("x<y", [1, 2])], xLabel: "&amp;")
    let root = try SVGElement.parsed(chart.svg())
    #expect(root.children[0].text == "a < b & \"c\" > d")
    #expect(root.texts.contains("x<y") && root.texts.contains("&amp;"))
  }

  @Test("put a reference line at its value, and make room for it")
  func referenceLine() throws {
    let chart = LineChart(
      title: "t", series: [.init("", [1, 2])], referenceLines: [.init("chance", at: 10)])
    let root = try SVGElement.parsed(chart.svg())
    let area = try area(root)
    let line = try #require(root.all.first { $0.attributes["stroke-dasharray"] == "5 4" })
    let ends = places(try #require(line.attributes["d"]))
    // The axis runs from 0 (near enough to be shown) to 4 % of the range above 10.
    #expect(abs(ends[0].y - (area.bottom - 10 / 10.36 * (area.bottom - area.top))) < 0.2)
    #expect(ends[0].x == area.left && ends[1].x == area.right)
    #expect(root.texts.contains("chance"))
  }

  @Test("stay small for a long run and keep its spikes")
  func thinning() throws {
    var values = (0..<100_000).map { Float($0 % 7) }
    values[54_321] = 100
    values[20_200] = -50
    let series = (0..<5).map { LineChart.Series("run \($0)", values) }
    let text = LineChart(title: "t", series: series, yRange: -50...100).svg()
    #expect(text.utf8.count < 100_000)
    let root = try SVGElement.parsed(text)
    let area = try area(root)
    for curve in curves(root) {
      let heights = places(curve.attributes["d"] ?? "").map(\.y)
      #expect(abs((heights.min() ?? .nan) - area.top) < 0.2)
      #expect(abs((heights.max() ?? .nan) - area.bottom) < 0.2)
    }
  }

  @Test("draw a rising diagonal with Braille dots from corner to corner")
  func braille() {
    let chart = LineChart(title: "", series: [.init("", [0, 1])], yRange: 0...1)
    let lines = chart.terminal(columns: 24, style: .unicode).split(separator: "\n").map(Array.init)
    #expect(lines[0].last == "⠈" || lines[0].last == "⠊" || lines[0].last == "⠉")
    let bottom = lines[7].drop { $0 != "┤" }.dropFirst()
    #expect(bottom.first == "⡠" || bottom.first == "⣀" || bottom.first == "⡀")
    #expect(lines[8].contains("└"))
  }

  @Test("tell curves apart without colour")
  func markers() {
    let chart = LineChart(title: "t", series: [.init("one", [0, 1]), .init("two", [1, 0])])
    let text = chart.terminal(columns: 40, style: .plain)
    #expect(text.contains("o one   x two"))
    #expect(text.count { $0 == "x" } >= 2 && text.contains("o"))
    #expect(!chart.terminal(columns: 40, style: .unicode).contains("\u{1B}"))
    #expect(chart.terminal(columns: 40, style: .colour).contains("\u{1B}[38;5;32m●\u{1B}[0m one"))
  }
}
