import Foundation

/// One direction of a chart: the values from its start to its end, and how they are spread.
struct Axis: Sendable {
  var low: Double
  var high: Double
  var isLogarithmic = false

  /// Covers the values that can be drawn, with a margin given as a share of their range.
  ///
  /// Values that are not finite, or not positive on a logarithmic axis, count for nothing. No value
  /// at all gives 0 to 1, and a single value gets room on both sides.
  init(covering values: some Sequence<Double>, isLogarithmic: Bool = false, margin: Double = 0) {
    self.isLogarithmic = isLogarithmic
    var smallest = Double.infinity
    var largest = -Double.infinity
    for value in values where value.isFinite && (!isLogarithmic || value > 0) {
      smallest = min(smallest, value)
      largest = max(largest, value)
    }
    if smallest > largest {
      (low, high) = isLogarithmic ? (0.1, 1) : (0, 1)
    } else if isLogarithmic {
      let ratio = smallest == largest ? 3 : pow(largest / smallest, margin)
      (low, high) = (smallest / ratio, largest * ratio)
    } else if smallest == largest {
      let room = max(abs(smallest) * 0.1, smallest == 0 ? 1 : 1e-30)
      (low, high) = (smallest - room, largest + room)
    } else {
      let room = (largest - smallest) * margin
      // A loss or a rate is never negative; a margin must not suggest that it could be. Zero is
      // shown where it is near, because then lengths can be compared.
      let showsZero = margin > 0 && smallest >= 0 && smallest <= largest / 3
      (low, high) = (showsZero ? 0 : smallest - room, largest + room)
    }
  }

  init(low: Double, high: Double, isLogarithmic: Bool = false) {
    self.low = low
    self.high = high
    self.isLogarithmic = isLogarithmic
  }

  /// Says where on the axis a value lies: 0 at its start, 1 at its end; nil if it cannot be drawn.
  func fraction(_ value: Double) -> Double? {
    guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
    if isLogarithmic { return log(value / low) / log(high / low) }
    // Halves, so that a range as wide as the numbers go does not overflow.
    return (value / 2 - low / 2) / (high / 2 - low / 2)
  }

  func ticks(atMost count: Int) -> [Tick] {
    isLogarithmic
      ? Ticks.logarithmic(from: low, through: high, atMost: count)
      : Ticks.linear(from: low, through: high, atMost: count)
  }
}
