import Testing

@testable import Plots

@Suite("Characters as dots")
struct CharacterCanvasTests {
  @Test(
    "number the dots of a cell as Unicode does",
    arguments: [
      (0, 0, "⠁"), (0, 1, "⠂"), (0, 2, "⠄"), (0, 3, "⡀"), (1, 0, "⠈"), (1, 1, "⠐"), (1, 2, "⠠"),
      (1, 3, "⢀"),
    ])
  func dots(x: Int, y: Int, glyph: String) {
    var canvas = CharacterCanvas(columns: 1, rows: 1)
    canvas.setDot(x: x, y: y)
    #expect(canvas.lines(style: .unicode) == [glyph])
  }

  @Test("draw a diagonal through three cells")
  func diagonal() {
    var canvas = CharacterCanvas(columns: 4, rows: 2)
    canvas.line(from: (0, 0), to: (7, 7))
    #expect(canvas.lines(style: .unicode) == ["⠑⢄", "  ⠑⢄"])
    #expect(canvas.lines(style: .plain) == ["'.", "  '."])
  }

  @Test("draw level and upright lines, and ignore what lies outside")
  func straight() {
    var canvas = CharacterCanvas(columns: 3, rows: 1)
    canvas.line(from: (-100, 1), to: (100, 1))
    #expect(canvas.lines(style: .unicode) == ["⠒⠒⠒"])
    canvas = CharacterCanvas(columns: 2, rows: 2)
    canvas.line(from: (0, -1e30), to: (0, 1e30))
    canvas.line(from: (50, 0), to: (60, 7))
    canvas.setDot(x: -1, y: 0)
    canvas.setDot(x: 0, y: 8)
    #expect(canvas.lines(style: .unicode) == ["⡇", "⡇"])
  }

  @Test("write colour codes only where a colour changes, and never without colour")
  func colours() {
    var canvas = CharacterCanvas(columns: 4, rows: 1)
    for x in [0, 2, 6] { canvas.setDot(x: x, y: 0, colour: 32) }
    canvas[3, 0].character = "x"
    canvas[3, 0].background = 230
    #expect(
      canvas.lines(style: .colour) == ["\u{1B}[38;5;32m⠁⠁ \u{1B}[48;5;230mx\u{1B}[0m"])
    #expect(canvas.lines(style: .unicode) == ["⠁⠁ x"])
    canvas = CharacterCanvas(columns: 2, rows: 1)
    canvas.setDot(x: 0, y: 0, colour: 32)
    canvas.setDot(x: 2, y: 0)
    #expect(canvas.lines(style: .colour) == ["\u{1B}[38;5;32m⠁\u{1B}[39m⠁"])
  }

  @Test("cut lines off at the edges of a rectangle")
  func clipping() throws {
    let box = Rectangle(x: 0, y: 0, width: 10, height: 10)
    let cut = try #require(box.clipped((-5, 5), (15, 5)))
    #expect(cut.start == (0, 5) && cut.end == (10, 5))
    #expect(box.clipped((-1, 11), (11, 12)) == nil)
    #expect(box.clipped((.nan, 0), (1, 1)) == nil)
    let corner = try #require(box.clipped((-5, 0), (5, 10)))
    #expect(corner.start == (0, 5) && corner.end == (5, 10))
  }
}
