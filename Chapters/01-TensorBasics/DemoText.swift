// Numbers as the demo writes them.

import Plots
import Tensors

/// Writes whole numbers as a shape: `[2, 3]`.
func list(_ numbers: [Int]) -> String { "\(numbers)" }

/// Writes numbers without their decimals where they have none, one after the other.
func words(_ numbers: [Float], most: Int = 12) -> String {
  let shown = numbers.prefix(most).map { x in
    x == x.rounded() && Swift.abs(x) < 1e9 ? fixed(Double(x), 0) : fixed(Double(x), 4)
  }
  return shown.joined(separator: " ") + (numbers.count > most ? " …" : "")
}
