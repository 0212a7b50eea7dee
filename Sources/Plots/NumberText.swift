// How numbers are spelled in figures, tables and demos.

import Foundation

/// Spells a number with so many digits after the point, halves rounded away from zero: `0.250`.
///
/// Numbers from 10⁹ on are spelled with a power of ten.
package func fixed(_ value: some BinaryFloatingPoint, _ decimals: Int) -> String {
  let value = Double(value)
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  let scale = (0..<decimals).reduce(1.0) { power, _ in 10 * power }
  let scaled = (abs(value) * scale).rounded()
  guard abs(value) < 1e9, scaled < 9e15 else { return scientific(value) }
  let units = Int64(scaled)
  let sign = value < 0 && units > 0 ? "-" : ""
  guard decimals > 0 else { return sign + "\(units)" }
  let (whole, part) = units.quotientAndRemainder(dividingBy: Int64(scale))
  let digits = String(part)
  let zeros = String(repeating: "0", count: decimals - digits.count)
  return "\(sign)\(whole).\(zeros)\(digits)"
}

/// Spells a share as a percentage with one decimal: `97.5 %`.
package func percent(_ share: some BinaryFloatingPoint) -> String {
  fixed(Double(share) * 100, 1) + " %"
}

/// Spells a number with so many significant digits and a power of ten: `3.2e-09`.
package func scientific(_ value: some BinaryFloatingPoint, _ digits: Int = 2) -> String {
  guard value.isFinite, value != 0 else { return fixed(value, 0) }
  return String(format: "%.\(digits - 1)e", Double(value))
}

/// Spells numbers the same way on every platform and in every language setting.
package enum NumberText {
  /// Spells a position in a drawing with at most one decimal: a tenth of a pixel is invisible, and
  /// short numbers keep the files small.
  static func coordinate(_ value: Double) -> String {
    trimmed(fixed(value, 1))
  }

  /// Spells a value for a reader, with so many significant digits and no needless zeros;
  /// very large and very small values as `1.2e-7`.
  package static func short(_ value: some BinaryFloatingPoint, significant: Int = 3) -> String {
    let value = Double(value)
    guard value.isFinite, value != 0 else { return fixed(value, 0) }
    let exponent = Int(log10(abs(value)).rounded(.down))
    if exponent >= -4 && exponent < 6 {
      return trimmed(fixed(value, max(0, significant - 1 - exponent)))
    }
    // Dividing twice keeps the power of ten finite for the smallest numbers.
    let half = exponent / 2
    let mantissa = value / pow(10, Double(half)) / pow(10, Double(exponent - half))
    return trimmed(fixed(mantissa, significant - 1)) + "e\(exponent)"
  }

  /// Spells a whole number with commas between the thousands.
  package static func grouped(_ value: Int) -> String {
    var text = ""
    for (index, digit) in String(value.magnitude).reversed().enumerated() {
      if index > 0 && index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (value < 0 ? "-" : "") + String(text.reversed())
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var result = text
    while result.hasSuffix("0") { result.removeLast() }
    if result.hasSuffix(".") { result.removeLast() }
    return result
  }
}
