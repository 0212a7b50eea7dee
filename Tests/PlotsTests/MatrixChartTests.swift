import Plots
import Testing

@Suite("Matrix charts")
struct MatrixChartTests {
  private let chart = MatrixChart(
    title: "t", counts: [[8, 0], [1, 3]], rowNames: ["cat", "dog"])

  @Test("print every count in its cell, below its column and beside its row")
  func cells() throws {
    let root = try SVGElement.parsed(chart.svg())
    func place(_ text: String) throws -> SVGElement {
      try #require(root.all.first { $0.name == "text" && $0.text == text })
    }
    let (eight, zero, one, three) = (
      try place("8"), try place("0"), try place("1"), try place("3")
    )
    #expect(eight.number("x") == one.number("x") && zero.number("x") == three.number("x"))
    #expect(eight.number("y") == zero.number("y") && one.number("y") == three.number("y"))
    #expect(eight.number("x") < zero.number("x") && eight.number("y") < one.number("y"))
    let cats = root.all.filter { $0.name == "text" && $0.text == "cat" }
    #expect(cats.count == 2)
    #expect(cats.contains { $0.number("x") == eight.number("x") })
    #expect(cats.contains { $0.number("y") == eight.number("y") })
    #expect(root.texts.contains("true class") && root.texts.contains("predicted class"))
  }

  @Test("shade a cell by its share of the row, with letters that can be read on it")
  func shading() throws {
    let root = try SVGElement.parsed(chart.svg())
    let fills = root.children.filter { $0.attributes["stroke"] == "#e3e3e3" && $0.name == "rect" }
      .map { $0.attributes["fill"] }
    #expect(fills[0] == "#00527f" && fills[1] == "#fff")
    // The square root of a quarter: half way.
    #expect(fills[2] == "#80a9bf")
    #expect(root.all.first { $0.text == "8" }?.attributes["fill"] == "#fff")
    #expect(root.all.first { $0.text == "1" }?.attributes["fill"] == nil)
  }

  @Test("line up in a terminal")
  func terminal() {
    #expect(
      chart.terminal(columns: 50, style: .plain)
        == """
        t
        true class (down)   predicted class (across)
             cat  dog
        cat    8    0
        dog    1    3

        """)
    #expect(chart.terminal(columns: 60, style: .unicode).contains("true class ↓"))
    #expect(chart.terminal(columns: 60, style: .colour).contains("\u{1B}[38;5;231;48;5;24m"))
  }

  @Test("say which columns found no room")
  func narrow() {
    let wide = MatrixChart(title: "", counts: [Array(repeating: 12345, count: 20)])
    #expect(
      wide.terminal(columns: 40, style: .plain).contains("more columns need a wider terminal"))
  }

  @Test("print values with their decimals, and an empty table")
  func values() throws {
    let table = MatrixChart(title: "t", values: [[0.123, .nan], [-1, 1]])
    let root = try SVGElement.parsed(table.svg())
    #expect(root.texts.suffix(5).contains("-1.00") && root.texts.contains("0.12"))
    _ = try SVGElement.parsed(MatrixChart(title: "", counts: []).svg())
    #expect(!MatrixChart(title: "", counts: []).terminal(columns: 24, style: .plain).isEmpty)
  }
}
