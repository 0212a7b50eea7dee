// Numbers as the demo writes them.

import Plots
import Tensors

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
