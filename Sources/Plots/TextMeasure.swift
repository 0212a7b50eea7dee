/// Estimates how much room text takes.
enum TextMeasure {
  /// The width of a line of text in pixels.
  ///
  /// Fonts differ between readers, so this leans to the wide side.
  static func width(_ text: String, size: Double = 12) -> Double {
    var ems = 0.0
    for character in text {
      switch character {
      case "i", "j", "l", "I", "'", "|", ".", ",", ":", ";", "!", "(", ")", "[", "]", " ":
        ems += 0.36
      case "f", "r", "t", "-", "\"", "/": ems += 0.42
      case "m", "w", "M", "W", "%", "@", "=", "+", "<", ">": ems += 0.9
      case "A"..."Z", "0"..."9": ems += 0.66
      default: ems += isWide(character) ? 1.05 : 0.61
      }
    }
    return ems * size
  }

  /// Breaks text between words into lines of at most the given width in pixels.
  static func wrapped(_ text: String, size: Double, width limit: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, width(last + " " + word, size: size) <= limit {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// The number of terminal columns that text takes.
  static func columns(_ text: String) -> Int {
    text.reduce(0) { $0 + (isWide($1) ? 2 : 1) }
  }

  /// Cuts text to a number of terminal columns, with an ellipsis in place of what is missing.
  static func truncated(_ text: String, columns limit: Int, isUnicode: Bool = true) -> String {
    guard columns(text) > limit else { return text }
    let mark = isUnicode ? "…" : limit >= 3 ? "..." : "."
    var result = ""
    var used = columns(mark)
    guard used <= limit else { return "" }
    for character in text {
      used += isWide(character) ? 2 : 1
      if used > limit { break }
      result.append(character)
    }
    return result + mark
  }

  /// Fills text with spaces up to a number of terminal columns.
  static func padded(_ text: String, columns count: Int, toRight: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, count - columns(text)))
    return toRight ? spaces + text : text + spaces
  }

  /// Whether a character takes two columns: East Asian letters and most emoji.
  private static func isWide(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return true
    default:
      return false
    }
  }
}
