// Numbers as the demo writes them.

import Foundation
import Plots
import Tensors

/// Writes a number with at most three significant digits after the point: `2`, `-0.693`, `3.2e-09`.
func short(_ value: Double) -> String {
  let size = Swift.abs(value)
  guard value.isFinite else { return "\(value)" }
  if value == 0 { return "0" }
  guard size >= 1e-3 && size < 1e5 else { return scientific(value) }
  let decimals = size >= 100 ? 1 : 3
  var text = String(format: "%.\(decimals)f", value)
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}

/// Writes the elements of a tensor with four decimals each, rows apart.
func decimals(_ tensor: Tensor) -> String {
  guard tensor.rank == 2 else {
    return "[" + tensor.scalars.map { fixed($0, 4) }.joined(separator: ", ") + "]"
  }
  return "[" + (0..<tensor.shape[0]).map { decimals(tensor[$0]) }.joined(separator: ", ") + "]"
}

/// The largest difference of two tensors, relative to the largest element of the second.
func relativeDifference(_ a: Tensor, _ b: Tensor) -> Double {
  let largest = Swift.max(Double(Tensors.abs(b).max().scalar), 1e-30)
  return Double(Tensors.abs(a - b).max().scalar) / largest
}
