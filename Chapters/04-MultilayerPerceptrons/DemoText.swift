// Numbers as the demo writes them.

/// Writes a number with a fixed count of decimals.
func fixed(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
  var factor = 1
  for _ in 0..<decimals { factor *= 10 }
  let units = Int((abs(value) * Double(factor)).rounded())
  let sign = value < 0 && units > 0 ? "-" : ""
  guard decimals > 0 else { return "\(sign)\(units)" }
  let digits = "\(units % factor)"
  let zeros = String(repeating: "0", count: decimals - digits.count)
  return "\(sign)\(units / factor).\(zeros)\(digits)"
}

/// Writes a number with a fixed count of decimals.
func fixed(_ value: Float, _ decimals: Int) -> String { fixed(Double(value), decimals) }

/// Writes a share as a percentage with one decimal.
func percent(_ share: Float) -> String { fixed(share * 100, 1) + " %" }

/// Writes numbers with four decimals each.
func decimals(_ numbers: [Float]) -> String {
  numbers.map { fixed($0, 4) }.joined(separator: " ")
}
