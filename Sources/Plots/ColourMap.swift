/// The way in which an image's numbers become colours.
public enum ColourMap: Sendable, Equatable {
  /// Black for the smallest value, white for the largest.
  case grey
  /// Blue below zero, white at zero, red above: for weights and other signed values. Both ends lie
  /// equally far from zero, so that equal sizes get equal strength.
  case diverging

  /// Gives the colour of a position between the start (0) and the end (1) of the scale.
  func colour(at fraction: Double) -> Colour {
    let stops = self == .grey ? Self.greys : Self.blueWhiteRed
    let place = min(1, max(0, fraction)) * Double(stops.count - 1)
    let index = min(stops.count - 2, Int(place))
    return stops[index].mixed(with: stops[index + 1], share: place - Double(index))
  }

  /// Gives the terminal colour of a position between the start (0) and the end (1) of the scale.
  func terminalCode(at fraction: Double) -> Int {
    guard self == .diverging else { return colour(at: fraction).terminalCode }
    // The nearest of 256 colours to a pale blue may be a lilac; this row keeps to two hues.
    let codes = [25, 68, 110, 153, 189, 231, 224, 217, 174, 167, 124]
    return codes[Int((min(1, max(0, fraction)) * 10).rounded())]
  }

  /// The ends of the scale for given values, which may hold numbers that are not finite.
  func range(of values: some Sequence<Float>) -> ClosedRange<Double> {
    var smallest = Double.infinity
    var largest = -Double.infinity
    for value in values where value.isFinite {
      smallest = min(smallest, Double(value))
      largest = max(largest, Double(value))
    }
    guard smallest <= largest else { return self == .grey ? 0...1 : -1...1 }
    if self == .diverging {
      let reach = max(abs(smallest), abs(largest))
      return reach == 0 ? -1...1 : -reach...reach
    }
    return smallest == largest ? smallest...(smallest + 1) : smallest...largest
  }

  private static let greys = [Colour(0x000000), Colour(0xFFFFFF)]
  // Blue to red of ColorBrewer's RdBu (C. Brewer, 2002).
  private static let blueWhiteRed = [
    Colour(0x2166AC), Colour(0x92C5DE), Colour(0xFFFFFF), Colour(0xF4A582), Colour(0xB2182B),
  ]
}
