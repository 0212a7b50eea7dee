import Plots
import Testing

@Suite("Figure grids")
struct FigureGridTests {
  @Test("place figures in rows without overlap")
  func layout() throws {
    let small = LineChart(
      title: "small", series: [], size: FigureSize(width: 200, height: 100))
    let large = LineChart(title: "large", series: [])
    let grid = FigureGrid(title: "all", figures: [small, large, small], columns: 2)
    #expect(grid.size == FigureSize(width: 840, height: 534))
    let root = try SVGElement.parsed(grid.svg())
    let inner = root.children.filter { $0.name == "svg" }
    #expect(inner.map { $0.number("x") } == [0, 200, 0])
    #expect(inner.map { $0.number("y") } == [34, 34, 434])
    #expect(root.children[0].text == "all")
  }

  @Test("draw nothing from nothing")
  func empty() throws {
    let grid = FigureGrid(figures: [])
    _ = try SVGElement.parsed(grid.svg())
    #expect(grid.terminal(columns: 40, style: .plain).isEmpty)
  }
}
