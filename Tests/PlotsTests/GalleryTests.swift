import Foundation
import Plots
import Testing

@Suite("Every kind of figure, with data like a chapter's")
struct GalleryTests {
  @Test("is well-formed, small, self-contained and the same twice")
  func documents() throws {
    for (name, figure) in Gallery.figures {
      let text = figure.svg()
      let root = try SVGElement.parsed(text)
      #expect(root.name == "svg", "\(name)")
      #expect(text.utf8.count < 100_000, "\(name): \(text.utf8.count) bytes")
      #expect(text == figure.svg(), "\(name)")
      #expect(root.attributes["width"] == "\(figure.size.width)", "\(name)")
      #expect(root.children[0].name == "title" && !root.children[0].text.isEmpty, "\(name)")
      #expect(root.children[1].name == "desc" && !root.children[1].text.isEmpty, "\(name)")
      #expect(root.children[2].attributes["fill"] == "#fff", "\(name): no background")
      for element in root.all {
        #expect(!["script", "image", "use", "style", "a"].contains(element.name), "\(name)")
        #expect(element.attributes["href"] == nil && element.attributes["id"] == nil, "\(name)")
      }
      #expect(!text.contains("nan") && !text.contains("inf\""), "\(name)")
    }
  }

  @Test(
    "fits every width, and without colour writes no control codes",
    arguments: [24, 40, 80, 200])
  func widths(columns: Int) {
    for (name, figure) in Gallery.figures {
      for style in [TerminalStyle.plain, .unicode, .colour] {
        let text = figure.terminal(columns: columns, style: style)
        #expect(text.hasSuffix("\n"))
        for line in withoutCodes(text).split(separator: "\n") {
          #expect(line.count <= columns, "\(name), \(columns) columns: \(line)")
        }
        #expect(style.usesColour || !text.contains("\u{1B}"), "\(name)")
        #expect(style.usesUnicode || text.utf8.allSatisfy { $0 < 128 }, "\(name)")
      }
    }
  }

  /// `DESCENT_GALLERY=folder swift test --filter GalleryTests` leaves the drawings for people to
  /// look at.
  @Test("can be written to files")
  func gallery() throws {
    let chosen = ProcessInfo.processInfo.environment["DESCENT_GALLERY"]
    let folder =
      chosen.map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-gallery-\(UUID().uuidString)")
    defer { if chosen == nil { try? FileManager.default.removeItem(at: folder) } }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, figure) in Gallery.figures {
      try figure.write(svgTo: folder.appendingPathComponent(name + ".svg"))
      for (kind, style) in [
        ("ascii", TerminalStyle.plain), ("unicode", .unicode), ("ansi", .colour),
      ] {
        try figure.terminal(columns: 80, style: style).write(
          to: folder.appendingPathComponent("\(name).\(kind).txt"), atomically: true,
          encoding: .utf8)
      }
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.filter { $0.hasSuffix(".svg") }.count == Gallery.figures.count)
  }
}
