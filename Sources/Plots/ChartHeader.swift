/// The title and the legend above a chart's drawing area.
///
/// A legend above the data never hides any of it.
struct ChartHeader {
  struct Entry {
    var name: String
    var colour: Colour
    var marker: Marker?
    var hasLine: Bool
    var dashes: String?

    /// The room for the sample before the name.
    var sampleWidth: Double { hasLine ? 22 : 10 }
  }

  private struct Placed {
    var entry: Entry
    var x: Double
    var row: Int
  }

  private let titleLines: [String]
  private var placed: [Placed] = []
  private var legendRows = 0
  private let notes: [String]
  private static let left = 14.0

  init(title: String, entries: [Entry], notes: [String] = [], width: Double) {
    let room = width - 2 * Self.left
    titleLines = TextMeasure.wrapped(title, size: 15, width: room)
    self.notes = notes.flatMap { TextMeasure.wrapped($0, size: 11, width: room) }
    var x = Self.left
    for entry in entries {
      let needed = entry.sampleWidth + 6 + TextMeasure.width(entry.name) + 14
      if legendRows == 0 { legendRows = 1 }
      if x > Self.left && x + needed - 14 > Self.left + room {
        x = Self.left
        legendRows += 1
      }
      placed.append(Placed(entry: entry, x: x, row: legendRows - 1))
      x += needed
    }
  }

  /// The height of the header: the drawing area may start below it.
  var height: Double {
    let title = Double(titleLines.count) * 20
    let legend = Double(legendRows) * 20
    return 10 + title + legend + Double(notes.count) * 16 + 8
  }

  func draw(in document: inout SVGDocument) {
    var y = 10.0
    for line in titleLines {
      document.text(line, x: Self.left, y: y + 14, size: 15, isBold: true)
      y += 20
    }
    for item in placed {
      let middle = y + Double(item.row) * 20 + 10
      if item.entry.hasLine {
        document.line(
          item.x, middle, item.x + item.entry.sampleWidth, middle, colour: item.entry.colour,
          width: 2,
          dashes: item.entry.dashes)
      }
      if let marker = item.entry.marker {
        document.add(
          "path",
          [
            "d": marker.path(x: item.x + item.entry.sampleWidth / 2, y: middle, radius: 4),
            "fill": item.entry.colour.hex,
          ])
      }
      document.text(item.entry.name, x: item.x + item.entry.sampleWidth + 6, y: middle + 4)
    }
    y += Double(legendRows) * 20
    for note in notes {
      document.text(note, x: Self.left, y: y + 12, size: 11, colour: .muted)
      y += 16
    }
  }
}
