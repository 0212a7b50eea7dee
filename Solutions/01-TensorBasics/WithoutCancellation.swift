import Tensors

/// Exercise 01.11, first part: the variance of some numbers, also where they are large and close together.
///
/// It is the mean of the squared distances from the mean (divided by n). The variance of 10000, 10001 and 10002
/// is 2/3; "mean of the squares minus square of the mean" gives 0 for them in `Float`. Stay in `Float`.
///
/// - Parameter x: At least one number.
public func variance(_ x: [Float]) throws -> Float {
  let n = Float(x.count)
  let mean = x.reduce(0, +) / n
  return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
}

/// Exercise 01.11, second part: both solutions of `a x² + b x + c = 0`, to full precision.
///
/// The school's formula subtracts two nearly equal numbers where `b²` is much larger than `4 a c`. Compute
/// the solution that adds, and find the other one from the product of both, which is `c / a`. `b² - 4 a c` itself
/// does not cancel in the cases asked for here. Stay in `Float`.
///
///     roots(1, -3, 2)       // (1, 2)
///     roots(1, -10000, 1)   // (0.0001, 9999.9999), which rounds to (0.0001, 10000)
///
/// - Parameters:
///   - a: Not 0.
///   - b: Any number; may be 0.
///   - c: Such that there are two different solutions.
/// - Returns: The smaller and the larger solution.
public func roots(_ a: Float, _ b: Float, _ c: Float) throws -> (smaller: Float, larger: Float) {
  let root = (b * b - 4 * a * c).squareRoot()
  let q = b < 0 ? (-b + root) / 2 : (-b - root) / 2
  return (min(q / a, c / q), max(q / a, c / q))
}
