// Numbers as the demo writes them.

import Tensors

/// Writes a number with a fixed count of decimals.
func fixed(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite, Swift.abs(value) < 1e12 else { return "\(value)" }
  var factor = 1
  for _ in 0..<decimals { factor *= 10 }
  let units = Int((Swift.abs(value) * Double(factor)).rounded())
  let sign = value < 0 && units > 0 ? "-" : ""
  guard decimals > 0 else { return "\(sign)\(units)" }
  let digits = "\(units % factor)"
  let zeros = String(repeating: "0", count: decimals - digits.count)
  return "\(sign)\(units / factor).\(zeros)\(digits)"
}

/// Writes a share as a percentage with one decimal.
func percent(_ share: Double) -> String { fixed(share * 100, 1) + " %" }

/// Writes a number with so many significant digits, `1.2e-07` where it is very small or large.
func scientific(_ value: Double, _ digits: Int = 2) -> String {
  guard value.isFinite, value != 0 else { return "\(value)" }
  var exponent = 0
  var significand = Swift.abs(value)
  while significand >= 10 {
    significand /= 10
    exponent += 1
  }
  while significand < 1 {
    significand *= 10
    exponent -= 1
  }
  // 9.96 with two digits is 10: one more in the exponent.
  if fixed(significand, digits - 1).hasPrefix("10") {
    significand = 1
    exponent += 1
  }
  let sign = value < 0 ? "-" : ""
  return "\(sign)\(fixed(significand, digits - 1))e\(exponent)"
}

/// Writes whole numbers as a shape: `[2, 3]`.
func list(_ numbers: [Int]) -> String { "\(numbers)" }

/// Writes numbers without their decimals where they have none, one after the other.
func words(_ numbers: [Float], most: Int = 12) -> String {
  let shown = numbers.prefix(most).map { x in
    x == x.rounded() && Swift.abs(x) < 1e9 ? fixed(Double(x), 0) : fixed(Double(x), 4)
  }
  return shown.joined(separator: " ") + (numbers.count > most ? " …" : "")
}
