/// A colour of a figure, in the sRGB space.
struct Colour: Sendable, Hashable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8

  init(_ code: UInt32) {
    red = UInt8(truncatingIfNeeded: code >> 16)
    green = UInt8(truncatingIfNeeded: code >> 8)
    blue = UInt8(truncatingIfNeeded: code)
  }

  /// Mixes two colours: `share` 0 gives the receiver, 1 the other.
  func mixed(with other: Colour, share: Double) -> Colour {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) + (Double(b) - Double(a)) * min(1, max(0, share))).rounded())
    }
    var result = self
    result.red = mix(red, other.red)
    result.green = mix(green, other.green)
    result.blue = mix(blue, other.blue)
    return result
  }

  /// `#rrggbb`, or `#rgb` where that says the same.
  var hex: String {
    let digits = Array("0123456789abcdef")
    let nibbles = [red, green, blue].flatMap { [$0 >> 4, $0 & 15] }.map { digits[Int($0)] }
    if nibbles[0] == nibbles[1] && nibbles[2] == nibbles[3] && nibbles[4] == nibbles[5] {
      return "#" + String([nibbles[0], nibbles[2], nibbles[4]])
    }
    return "#" + String(nibbles)
  }

  /// Relative luminance, 0 (black) to 1 (white), without the gamma curve: enough to choose between
  /// black and white letters.
  var brightness: Double {
    (0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)) / 255
  }

  /// The nearest of a terminal's 256 colours: the 6 x 6 x 6 cube or the row of greys.
  var terminalCode: Int {
    let levels = [0, 95, 135, 175, 215, 255]
    func nearest(_ value: UInt8) -> Int {
      levels.indices.min { abs(levels[$0] - Int(value)) < abs(levels[$1] - Int(value)) } ?? 0
    }
    func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
      let (dr, dg, db) = (r - Int(red), g - Int(green), b - Int(blue))
      return dr * dr + dg * dg + db * db
    }
    let (r, g, b) = (nearest(red), nearest(green), nearest(blue))
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let grey = min(23, max(0, (mean - 3) / 10))
    let shade = 8 + 10 * grey
    return distance(shade, shade, shade) < distance(levels[r], levels[g], levels[b])
      ? 232 + grey : 16 + 36 * r + 6 * g + b
  }

  static let white = Colour(0xFFFFFF)
  static let ink = Colour(0x222222)
  static let muted = Colour(0x595959)
  static let grid = Colour(0xE3E3E3)
}

/// The colours that tell series and classes apart.
///
/// Colour-blind readers can tell them apart too (M. Okabe, K. Ito, "Color Universal Design", 2008).
/// The palette's yellow is left out, because it cannot be seen on white; a grey takes its place.
enum Palette {
  static let colours: [Colour] = [
    Colour(0x0072B2), Colour(0xD55E00), Colour(0x009E73), Colour(0xCC79A7),
    Colour(0xE69F00), Colour(0x56B4E9), Colour(0x000000), Colour(0x808080),
  ]

  /// Terminal colours near those above that can be read on black and on white.
  static let terminalCodes: [Int] = [32, 166, 36, 175, 172, 74, 245, 102]

  static func colour(_ index: Int) -> Colour { colours[index % colours.count] }
  static func terminalCode(_ index: Int) -> Int { terminalCodes[index % terminalCodes.count] }
}
