import Plots
import Tensors
import Testing

@Suite("Contour charts")
struct ContourChartTests {
  func bowl(paths: [ContourChart.Path] = [], levels: Int = 5) -> ContourChart {
    ContourChart(
      title: "bowl", x: -1...1, y: -1...1, paths: paths, marks: [(0, 0)], levels: levels
    ) { ($0 * $0).sum(axis: 1) }
  }

  @Test("lines of equal height are where the height is")
  func circles() throws {
    let root = try SVGElement.parsed(bowl(levels: 1).svg())
    let line = try #require(
      root.all.first { $0.attributes["stroke"] == "#b8b8b8" }?.attributes["d"])
    let numbers = line.split(whereSeparator: { "ML ".contains($0) }).compactMap { Double($0) }
    #expect(numbers.count > 60)
    let inner = try #require(root.children.last { $0.name == "svg" })
    let (x, y) = (inner.number("x"), inner.number("y"))
    let (width, height) = (inner.number("width"), inner.number("height"))
    let radii = stride(from: 0, to: numbers.count, by: 2).map { place in
      let across = 2 * (numbers[place] - x) / width - 1
      let up = 2 * (numbers[place + 1] - y) / height - 1
      return (across * across + up * up).squareRoot()
    }
    let (low, high) = (radii.min() ?? 0, radii.max() ?? 1)
    #expect(high - low < 0.01 && low > 0.7 && high < 0.9, "\(low) \(high)")
  }

  @Test("paths, a legend and crosses are drawn; what cannot be drawn ends a path")
  func paths() throws {
    let chart = bowl(paths: [
      .init("one", x: [-0.5, 0], y: [0.5, 0]), .init("two", x: [0.5, .infinity, 0], y: [0, 1, 0]),
    ])
    let root = try SVGElement.parsed(chart.svg())
    #expect(root.texts.contains("one") && root.texts.contains("two"))
    let text = chart.terminal(columns: 60, style: .plain)
    #expect(text.contains("one") && text.split(separator: "\n").allSatisfy { $0.count <= 60 })
    #expect(chart.svg() == chart.svg())
  }

  @Test("a plane without heights, and one that is flat, have no lines")
  func flat() throws {
    for height in [Float.nan, 1] {
      let chart = ContourChart(title: "flat", x: 0...1, y: 0...1) { .full([$0.shape[0]], height) }
      _ = try SVGElement.parsed(chart.svg())
      #expect(!chart.svg().contains("stroke=\"#b8b8b8\""))
    }
  }
}
