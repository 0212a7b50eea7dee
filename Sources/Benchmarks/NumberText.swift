import Foundation

/// A positive number with three digits, as in `3.14`, `27.2` or `1024`.
func digits(_ number: Double) -> String {
  guard number.isFinite else { return "\(number)" }
  let magnitude = abs(number)
  let places = magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : 2
  return String(format: "%.\(places)f", number)
}

/// A ratio with two digits at least, as in `0.004` or `1.05`.
func ratioText(_ ratio: Double) -> String {
  guard ratio < 0.0995 else { return digits(ratio) }
  return String(format: ratio < 0.00995 ? "%.4f" : "%.3f", ratio)
}

/// A time in the unit that suits it, as in `412 ns` or `1.05 ms`.
func duration(_ seconds: Double) -> String {
  switch seconds {
  case ..<0.9995e-6: return "\(digits(seconds * 1e9)) ns"
  case ..<0.9995e-3: return "\(digits(seconds * 1e6)) µs"
  case ..<0.9995: return "\(digits(seconds * 1e3)) ms"
  default: return "\(digits(seconds)) s"
  }
}

/// The number of bytes in mebibytes, as in `12.5 MiB`.
func mebibytes(_ bytes: Int) -> String { "\(digits(Double(bytes) / 1_048_576)) MiB" }

extension String {
  /// The text with spaces behind it, up to `width` characters.
  func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// The text with spaces before it, up to `width` characters.
  func aligned(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
