import Foundation

/// A place on an axis that carries a number.
struct Tick: Sendable, Equatable {
  var value: Double
  var label: String
}

/// Chooses the numbers that an axis shows.
enum Ticks {
  /// Chooses multiples of 1, 2 or 5 times a power of ten between two ends: the finest step that
  /// needs at most `count` numbers.
  static func linear(from low: Double, through high: Double, atMost count: Int) -> [Tick] {
    guard low.isFinite, high.isFinite, low < high, count > 0 else { return [] }
    let range = high - low
    guard range.isFinite else { return [] }
    var exponent = Int(log10(range).rounded(.down)) - 2
    // A range that is tiny beside its own values has no numbers that a reader could tell apart.
    guard range > max(abs(low), abs(high)) * 1e-12, exponent > -290 else { return [] }
    while true {
      for mantissa in [1, 2, 5] {
        let multiples = multiples(of: mantissa, exponent, from: low, through: high)
        if multiples.count <= count {
          return multiples.map { multiple in
            let value = scaled(Double(multiple * mantissa), by: exponent)
            return Tick(value: value, label: label(value, step: exponent))
          }
        }
      }
      exponent += 1
    }
  }

  /// Chooses powers of ten; over less than two of them also their doubles and fivefolds; over less
  /// than one of them, plain multiples.
  static func logarithmic(from low: Double, through high: Double, atMost count: Int) -> [Tick] {
    guard low > 0, low < high, high.isFinite else { return [] }
    let first = Int(log10(low).rounded(.down))
    let last = Int(log10(high).rounded(.up))
    let within = low * (1 - 1e-9)...high * (1 + 1e-9)
    func ticks(_ mantissas: [Double], every stride: Int) -> [Tick] {
      var result: [Tick] = []
      for exponent in first...last where exponent % stride == 0 {
        for mantissa in mantissas {
          let value = scaled(mantissa, by: exponent)
          if within.contains(value) {
            result.append(Tick(value: value, label: NumberText.short(value)))
          }
        }
      }
      return result
    }
    let decades = ticks([1], every: 1)
    if decades.count > count {
      var stride = 2
      while ticks([1], every: stride).count > count { stride += 1 }
      return ticks([1], every: stride)
    }
    if decades.count >= 3 { return decades }
    let halves = ticks([1, 2, 5], every: 1)
    if halves.count > count { return decades }
    if halves.count >= 3 { return halves }
    return linear(from: low, through: high, atMost: count)
  }

  private static func multiples(
    of mantissa: Int, _ exponent: Int, from low: Double, through high: Double
  ) -> ClosedRange<Int> {
    let step = scaled(Double(mantissa), by: exponent)
    // The slack keeps an end that is itself a multiple, whatever its last bit.
    let first = Int((low / step - 1e-9).rounded(.up))
    let last = Int((high / step + 1e-9).rounded(.down))
    return first...max(first, last)
  }

  /// Scales by a power of ten.
  ///
  /// Dividing by a whole power is exact where multiplying by 0.1 is not.
  private static func scaled(_ value: Double, by exponent: Int) -> Double {
    exponent < 0 ? value / pow(10, Double(-exponent)) : value * pow(10, Double(exponent))
  }

  private static func label(_ value: Double, step exponent: Int) -> String {
    if value != 0, exponent < -5 || abs(value) >= 1e6 {
      let leading = Int(log10(abs(value)).rounded(.down))
      return NumberText.short(value, significant: max(1, min(12, leading - exponent + 1)))
    }
    return fixed(value, value == 0 ? 0 : max(0, -exponent))
  }
}
