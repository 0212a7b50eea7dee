import Plots
import Tensors
import Testing

@Suite("Scatter plots")
struct ScatterPlotTests {
  private let square = Tensor([[0, 0], [1, 0], [0, 1], [1, 1]] as [[Float]])

  /// The paths of the points, by class.
  private func markers(_ root: SVGElement) -> [SVGElement] {
    root.children.filter { $0.attributes["stroke"] == "#fff" && $0.name == "path" }
  }

  /// The middles of the circles of a path: each begins at its left edge and names its radius.
  private func centres(_ circles: SVGElement) -> [(x: Double, y: Double)] {
    (circles.attributes["d"] ?? "").matches(of: /M(-?[0-9.]+) (-?[0-9.]+)a([0-9.]+) [^M]*/)
      .compactMap { match in
        guard let left = Double(match.1), let y = Double(match.2), let radius = Double(match.3)
        else { return nil }
        return (left + radius, y)
      }
  }

  @Test("keep a square square")
  func proportions() throws {
    let plot = ScatterPlot(title: "t", points: square)
    let points = centres(try #require(markers(try SVGElement.parsed(plot.svg())).first))
    try #require(points.count == 4)
    #expect(abs((points[1].x - points[0].x) - (points[0].y - points[2].y)) < 0.15)
    #expect(points[0].y == points[1].y && points[2].x == points[0].x)
    #expect(points[1].x > points[0].x && points[2].y < points[0].y)
  }

  @Test("fill both sides where the units differ widely")
  func independent() throws {
    let plot = ScatterPlot(title: "t", points: Tensor([[0, 0], [1, 1000]] as [[Float]]))
    let points = centres(try #require(markers(try SVGElement.parsed(plot.svg())).first))
    #expect(points[1].x - points[0].x > 300 && points[0].y - points[1].y > 200)
  }

  @Test("give each class a colour and a shape of its own, for any labels")
  func classes() throws {
    let plot = ScatterPlot(
      title: "t", points: square, labels: [-1, 1, 1, 1], classNames: [1: "yes & no"])
    let root = try SVGElement.parsed(plot.svg())
    let kinds = markers(root)
    #expect(kinds.map { $0.attributes["fill"] } == ["#0072b2", "#d55e00"])
    #expect(centres(kinds[0]).count == 1)
    #expect(kinds[1].attributes["d"]?.count { $0 == "M" } == 3)
    #expect(kinds[1].attributes["d"]?.contains("a") == false)
    #expect(root.texts.contains("class -1") && root.texts.contains("yes & no"))
  }

  @Test("draw the line where w . x + b is zero, from edge to edge")
  func line() throws {
    // x = 0.5, whatever y.
    let plot = ScatterPlot(
      title: "t", points: square, lines: [.init("cut", weights: [2, 0], bias: -1)])
    let root = try SVGElement.parsed(plot.svg())
    let points = centres(try #require(markers(root).first))
    let drawn = try #require(
      root.children.last { $0.name == "path" && $0.attributes["stroke-width"] == "2" })
    let ends = places(try #require(drawn.attributes["d"]))
    let middle = (points[0].x + points[1].x) / 2
    #expect(abs(ends[0].x - middle) <= 0.11 && abs(ends[1].x - middle) <= 0.11)
    #expect(abs(ends[0].y - ends[1].y) > points[0].y - points[2].y)
  }

  @Test("leave out a line that misses the plot or is none")
  func noLine() {
    for line in [
      ScatterPlot.Line("", weights: [1, 0], bias: 100), .init("", weights: [0, 0], bias: 1),
      .init("", weights: [.nan, 1], bias: 0),
    ] {
      let plot = ScatterPlot(title: "t", points: square, lines: [line])
      #expect(!plot.svg().contains("stroke-width=\"2\""))
    }
  }

  @Test("colour the regions as the classifier says")
  func regions() throws {
    let plot = ScatterPlot(title: "t", points: square, labels: [0, 1, 0, 1]).withRegions(
      resolution: 40
    ) { places in
      #expect(places.shape == [40 * 36, 2])
      return (0..<places.shape[0]).map { places[$0, 0] < 0.5 ? 0 : 1 }
    }
    let root = try SVGElement.parsed(plot.svg())
    let map = try #require(root.children.first { $0.name == "svg" })
    let paths = map.children.map { $0.attributes["d"] ?? "" }
    let box = try #require(map.attributes["viewBox"]).split(separator: " ").compactMap { Int($0) }
    // Two rectangles, each half as wide as the map and as high as it.
    #expect(box[2] == 40)
    #expect(paths == ["M0 0h20v\(box[3])h-20z", "M20 0h20v\(box[3])h-20z"])
  }

  @Test("pass on what the classifier throws")
  func throwing() {
    struct Unfinished: Error {}
    #expect(throws: Unfinished.self) {
      try ScatterPlot(title: "t", points: square).withRegions { _ in throw Unfinished() }
    }
  }

  @Test("stay small for ragged regions and many points, and say what is left out")
  func size() throws {
    var generator = RandomGenerator(seed: 1)
    let points = Tensor.normal([20_000, 2], using: &generator)
    let labels = (0..<20_000).map { _ in generator.integer(in: 0..<3) }
    let plot = ScatterPlot(title: "t", points: points, labels: labels).withRegions { places in
      (0..<places.shape[0]).map { _ in generator.integer(in: 0..<3) }
    }
    let text = plot.svg()
    #expect(text.utf8.count < 100_000)
    #expect(text.contains("one of every 14 points is drawn, 20,000 in all"))
  }

  @Test("leave out points that are not finite, and draw nothing from nothing")
  func notFinite() throws {
    let plot = ScatterPlot(
      title: "t", points: Tensor([[0, 0], [.nan, 1], [1, .infinity]] as [[Float]]))
    #expect(plot.svg().contains("2 of 3 points not drawn (not finite)"))
    let empty = ScatterPlot(title: "t", points: Tensor([], shape: [0, 2]))
    _ = try SVGElement.parsed(empty.svg())
    #expect(!empty.terminal(columns: 40, style: .plain).isEmpty)
  }

  @Test("show classes as symbols and regions as patterns without colour")
  func terminal() throws {
    let plot = ScatterPlot(title: "", points: square, labels: [0, 1, 0, 1]).withRegions { places in
      (0..<places.shape[0]).map { places[$0, 0] < 0.5 ? 0 : 1 }
    }
    let rows = plot.terminal(columns: 40, style: .plain).split(separator: "\n").map(String.init)
    #expect(rows[0] == "o class 0 (region blank)")
    #expect(rows[1] == "x class 1 (region ...)")
    let drawing = rows.filter { $0.contains("|") || $0.contains("+") }
    #expect(drawing.count { $0.contains("o") && $0.contains("x") } == 2)
    let middle = try #require(drawing.first { !$0.contains("o") && $0.contains("...") })
    #expect(middle.hasSuffix("..........") && middle.contains("|          "))
    // Two colours of background and nothing else in a row without points.
    let coloured = plot.terminal(columns: 40, style: .colour)
    #expect(coloured.contains("48;5;153m") && coloured.contains("48;5;223m"))
  }
}
