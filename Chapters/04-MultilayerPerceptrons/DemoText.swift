// Numbers as the demo writes them.

import Plots

/// Writes numbers with four decimals each.
func decimals(_ numbers: [Float]) -> String {
  numbers.map { fixed($0, 4) }.joined(separator: " ")
}
