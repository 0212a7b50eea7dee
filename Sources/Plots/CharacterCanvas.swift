/// A drawing made of characters: each cell shows a character, or up to 2 x 4 Braille dots.
struct CharacterCanvas {
  struct Cell {
    var dots: UInt8 = 0
    var character: Character?
    var foreground: Int?
    var background: Int?
  }

  let columns: Int
  let rows: Int
  private(set) var cells: [Cell]

  init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    cells = Array(repeating: Cell(), count: self.columns * self.rows)
  }

  /// The resolution in dots.
  var dotColumns: Int { columns * 2 }
  var dotRows: Int { rows * 4 }

  subscript(column: Int, row: Int) -> Cell {
    get { cells[row * columns + column] }
    set { cells[row * columns + column] = newValue }
  }

  func contains(column: Int, row: Int) -> Bool {
    column >= 0 && column < columns && row >= 0 && row < rows
  }

  /// Sets one dot, counted from the top left; outside the canvas nothing happens.
  mutating func setDot(x: Int, y: Int, colour: Int? = nil) {
    guard x >= 0, y >= 0, x < dotColumns, y < dotRows else { return }
    // Unicode numbers the dots down the left column, then the right one, with the fourth row last.
    let bits: [UInt8] = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80]
    let index = (y / 4) * columns + x / 2
    cells[index].dots |= bits[(x % 2) * 4 + y % 4]
    if let colour { cells[index].foreground = colour }
  }

  /// Draws a straight line between two places given in dots, clipped at the edges; with gaps as
  /// long as its dashes unless `dash` is 0.
  mutating func line(
    from a: (x: Double, y: Double), to b: (x: Double, y: Double), colour: Int? = nil, dash: Int = 0
  ) {
    let area = Rectangle(x: 0, y: 0, width: Double(dotColumns - 1), height: Double(dotRows - 1))
    guard let (start, end) = area.clipped(a, b) else { return }
    let steps = Int(max(abs(end.x - start.x), abs(end.y - start.y)).rounded(.up))
    for step in 0...max(1, steps) where dash == 0 || step / dash % 2 == 0 {
      let share = Double(step) / Double(max(1, steps))
      setDot(
        x: Int((start.x + (end.x - start.x) * share).rounded()),
        y: Int((start.y + (end.y - start.y) * share).rounded()), colour: colour)
    }
  }

  /// Writes text into a row, cut at the right edge.
  mutating func text(_ text: String, column: Int, row: Int, colour: Int? = nil) {
    for (offset, character) in text.enumerated() where contains(column: column + offset, row: row) {
      self[column + offset, row].character = character
      self[column + offset, row].foreground = colour
    }
  }

  /// The rows as text.
  ///
  /// Spaces at the end of a row are left out unless they are coloured.
  func lines(style: TerminalStyle) -> [String] {
    (0..<rows).map { row in
      var line = ""
      var pen = Pen(isOn: style.usesColour)
      var pending = ""
      for column in 0..<columns {
        let cell = self[column, row]
        let glyph = Self.glyph(cell, style: style)
        if glyph == " " && cell.background == nil && pen.background == nil {
          pending.append(" ")
          continue
        }
        line += pending
        pending = ""
        line += pen.change(foreground: cell.foreground, background: cell.background)
        line.append(glyph)
      }
      return line + pen.end()
    }
  }

  private static func glyph(_ cell: Cell, style: TerminalStyle) -> Character {
    if let character = cell.character { return character }
    guard cell.dots != 0 else { return " " }
    if style.usesUnicode {
      return Unicode.Scalar(0x2800 + UInt32(cell.dots)).map(Character.init) ?? " "
    }
    let upper = cell.dots & 0b0001_1011 != 0
    let lower = cell.dots & 0b1110_0100 != 0
    return upper && lower ? ":" : upper ? "'" : "."
  }
}

/// Writes ANSI colour codes, only where a colour changes.
struct Pen {
  let isOn: Bool
  var foreground: Int?
  var background: Int?

  init(isOn: Bool) { self.isOn = isOn }

  mutating func change(foreground: Int?, background: Int?) -> String {
    guard isOn, foreground != self.foreground || background != self.background else { return "" }
    var codes: [String] = []
    if foreground != self.foreground { codes.append(foreground.map { "38;5;\($0)" } ?? "39") }
    if background != self.background { codes.append(background.map { "48;5;\($0)" } ?? "49") }
    (self.foreground, self.background) = (foreground, background)
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }

  mutating func end() -> String {
    guard isOn, foreground != nil || background != nil else { return "" }
    (foreground, background) = (nil, nil)
    return "\u{1B}[0m"
  }
}
