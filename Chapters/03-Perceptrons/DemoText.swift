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

/// Writes a number without its decimals when it has none.
func whole(_ value: Float) -> String {
  value == value.rounded() ? fixed(Double(value), 0) : fixed(Double(value), 2)
}

/// Writes the elements of a vector: `(2, -3)`.
func pair(_ vector: Tensor) -> String {
  "(" + vector.scalars.map { whole($0) }.joined(separator: ", ") + ")"
}

/// Writes the elements of a vector with four decimals each.
func decimals(_ vector: Tensor) -> String {
  vector.scalars.map { fixed(Double($0), 4) }.joined(separator: " ")
}

/// Writes whole numbers one after the other.
func list(_ numbers: [Int]) -> String {
  numbers.map { "\($0)" }.joined(separator: ", ")
}
