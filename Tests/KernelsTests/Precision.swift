import KernelInterface
import Testing

/// Applies an operation and checks that nothing beside the result was written.
func run(_ unit: KernelCase, _ operation: ElementOperation, _ x: [Float]) -> [Float] {
  var result = Guarded(count: x.count)
  result.write { unit.kernels.apply(operation, x, $0, count: x.count) }
  #expect(result.borderIsIntact)
  return result.values
}

/// Evenly spaced numbers.
func sweep(from first: Float, through last: Float, _ count: Int) -> [Float] {
  let step = (Double(last) - Double(first)) / Double(count - 1)
  return (0..<count).map { Float(Double(first) + Double($0) * step) }
}

/// The largest error in units in the last place of the right results, and where it is.
///
/// NaN where a number is right is an infinite error.
func worstError(_ results: [Float], _ exact: [Double]) -> (error: Double, index: Int) {
  var worst = (error: 0.0, index: 0)
  for (index, (result, exact)) in zip(results, exact).enumerated() {
    if Double(result) == exact || Float(exact) == result { continue }
    let unit = Double(max(Float(exact).ulp, Float.leastNonzeroMagnitude))
    let error = abs(Double(result) - exact) / unit
    // Not greater than the worst so far means smaller, or NaN.
    if !(error <= worst.error) { worst = (error.isNaN ? .infinity : error, index) }
  }
  return worst
}
