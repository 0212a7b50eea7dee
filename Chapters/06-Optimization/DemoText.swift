// Numbers as the demo writes them.

/// Writes a number with a fixed count of decimals.
func fixed(_ value: Float, _ decimals: Int) -> String {
  guard value.isFinite, Swift.abs(value) < 1e9 else { return scientific(value) }
  var factor = 1.0
  for _ in 0..<decimals { factor *= 10 }
  let units = Int((Double(Swift.abs(value)) * factor).rounded())
  let sign = value < 0 && units > 0 ? "-" : ""
  guard decimals > 0 else { return "\(sign)\(units)" }
  let (whole, rest) = units.quotientAndRemainder(dividingBy: Int(factor))
  let zeros = String(repeating: "0", count: decimals - "\(rest)".count)
  return "\(sign)\(whole).\(zeros)\(rest)"
}

/// Writes a share as a percentage with one decimal.
func percent(_ share: Float) -> String { fixed(share * 100, 1) + " %" }

/// Writes a number with two digits and a power of ten, such as `3.2e-05`.
func scientific(_ value: Float) -> String {
  guard value.isFinite else { return value.isNaN ? "not a number" : "infinity" }
  if value == 0 { return "0" }
  var (mantissa, exponent) = (Double(Swift.abs(value)), 0)
  while mantissa >= 9.95 {
    mantissa /= 10
    exponent += 1
  }
  while mantissa < 0.995 {
    mantissa *= 10
    exponent -= 1
  }
  let text = fixed(Float(mantissa), 1)
  return "\(value < 0 ? "-" : "")\(text)e\(exponent < 0 ? "-" : "+")\(Swift.abs(exponent))"
}

/// Writes a learning rate as it stands in a grid of one, three, ten: `0.003`.
func rateText(_ rate: Float) -> String {
  var decimals = 0
  var scaled = rate
  while decimals < 6 && Swift.abs(scaled - scaled.rounded()) > 1e-3 * scaled {
    scaled *= 10
    decimals += 1
  }
  return fixed(rate, decimals)
}
