import Plots
import Tensors
import Testing

@Suite("Image grids")
struct ImageGridTests {
  private let checker = Tensor([0, 1, 1, 0] as [Float], shape: [1, 2, 2])

  @Test("paint every pixel of an image with its shade")
  func pixels() throws {
    let image = Tensor([0, 0, 1, 0.5, 1, 1] as [Float], shape: [1, 2, 3])
    let root = try SVGElement.parsed(ImageGrid(title: "t", images: image).svg())
    let inner = try #require(root.children.first { $0.name == "svg" })
    #expect(inner.attributes["viewBox"] == "0 0 3 2")
    #expect(inner.attributes["width"] == "42" && inner.attributes["height"] == "28")
    // White is the longest path, so it is the background; black and grey lie on it.
    let strokes = inner.all.filter { $0.name == "path" }.map {
      "\($0.attributes["stroke"] ?? "") \($0.attributes["d"] ?? "")"
    }
    #expect(strokes == ["#fff M0 0h3", "#000 M0 0h2", "#828282 M0 1h1"])
  }

  @Test("spread signed values evenly about white")
  func diverging() throws {
    let image = Tensor([-1, 0, 4] as [Float], shape: [1, 1, 3])
    let grid = ImageGrid(title: "t", images: image, colourMap: .diverging)
    let root = try SVGElement.parsed(grid.svg())
    #expect(root.texts.suffix(3) == ["-4", "0", "4"])
    let strokes = root.all.compactMap { $0.name == "path" ? $0.attributes["stroke"] : nil }
    #expect(strokes.contains("#b2182b"))
    // A quarter of the way to the blue end: half way from white to the light blue.
    #expect(strokes.contains { $0.hasPrefix("#c") || $0.hasPrefix("#d") })
    #expect(!strokes.contains("#2166ac"))
  }

  @Test("draw two pixels per half block")
  func halfBlocks() {
    let text = ImageGrid(title: "", images: checker).terminal(columns: 40, style: .colour)
    let first = text.split(separator: "\n")[0]
    #expect(first == "\u{1B}[38;5;16;48;5;231m▀\u{1B}[38;5;231;48;5;16m▀\u{1B}[0m")
  }

  @Test("draw two characters per pixel without colour")
  func characters() {
    let grid = ImageGrid(title: "", images: checker, captions: ["x"])
    #expect(
      grid.terminal(columns: 40, style: .unicode)
        == "  ██\n██  \nx\nscale: blank 0, █ 1\n")
    #expect(grid.terminal(columns: 40, style: .plain) == "  @@\n@@  \nx\nscale: blank 0, @ 1\n")
    let signed = Tensor([-1, 0.3, 0, 1] as [Float], shape: [1, 2, 2])
    #expect(
      ImageGrid(title: "", images: signed, colourMap: .diverging)
        .terminal(columns: 80, style: .plain).hasPrefix("==++\n  ##\n"))
  }

  @Test("shrink a wide image by averaging")
  func shrinking() {
    let image = Tensor((0..<64 * 64).map { Float($0 % 2) }, shape: [1, 64, 64])
    let lines = ImageGrid(title: "", images: image).terminal(columns: 32, style: .unicode)
      .split(separator: "\n")
    #expect(lines[0] == Substring(String(repeating: "▒", count: 32)))
    #expect(lines.count == 17)
  }

  @Test("put so many images in a row, with their captions")
  func columns() throws {
    let images = Tensor.zeros([7, 4, 4])
    let grid = ImageGrid(title: "t", images: images, captions: ["a", "b"], columns: 3)
    let root = try SVGElement.parsed(grid.svg())
    let inner = root.children.filter { $0.name == "svg" }
    #expect(inner.count == 7)
    #expect(Set(inner.map { $0.number("x") }).count == 3)
    #expect(Set(inner.map { $0.number("y") }).count == 3)
    #expect(root.texts.contains("a") && root.texts.contains("b"))
  }

  @Test("mark values that are not finite")
  func notFinite() {
    let image = Tensor([0, .nan, 1, .infinity] as [Float], shape: [1, 2, 2])
    let grid = ImageGrid(title: "t", images: image)
    #expect(grid.svg().contains("#ffd92f"))
    #expect(grid.svg().contains("2 values are not finite (yellow)"))
    #expect(grid.terminal(columns: 40, style: .plain).contains("??"))
  }

  @Test("stay small: 16 images of pure noise on 28 by 28 pixels")
  func size() {
    var generator = RandomGenerator(seed: 2)
    let grid = ImageGrid(
      title: "t", images: Tensor.normal([16, 28, 28], using: &generator), colourMap: .diverging)
    #expect(grid.svg().utf8.count < 100_000)
  }

  @Test("draw an empty grid and a constant image")
  func edges() throws {
    _ = try SVGElement.parsed(ImageGrid(title: "", images: Tensor.zeros([0, 3, 3])).svg())
    _ = try SVGElement.parsed(ImageGrid(title: "", images: [Tensor]()).svg())
    #expect(!ImageGrid(title: "", images: [Tensor]()).terminal(columns: 20, style: .plain).isEmpty)
    #expect(!ImageGrid(title: "", images: Tensor.ones([2, 1, 1])).svg().contains("nan"))
  }
}
