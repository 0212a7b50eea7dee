// Catastrophic cancellation, and how to write around it
//
// Cancellation does not make an error. It uncovers one: the leading digits, which were right, go away, and
// the trailing ones, which were rounded, move to the front. The remedy is never "more careful subtraction".
// It is another formula, one that does not subtract.
//
// *Variance.* The mean of the squares minus the square of the mean is right on paper and needs one pass.
// For 10,000, 10,001 and 10,002 both terms are about 10⁸, known to ±4, and the difference is ⅔. Subtract
// the mean first: then only small numbers are squared. If the numbers come one at a time and cannot be
// read twice, Welford's rule keeps the mean and the sum of squared distances from it up to date:
//
//     mean ← mean + (x - mean) / n
//     squares ← squares + (x - mean before) · (x - mean after)
//
// *Quadratic equations.* x² - 10,000 x + 1 = 0 has the roots 9,999.9999 and 0.0001. In the school's
// formula the smaller one is (10,000 - √(10⁸ - 4)) / 2: two numbers that agree in all seven digits, and the
// answer is 0. Compute the larger root, where the signs agree and nothing cancels; the product of both
// roots is c / a, and that gives the other one.

/// Solves `a x² + b x + c = 0` without subtracting nearly equal numbers.
///
/// - Parameter a: Not 0.
/// - Returns: The two real roots, the smaller one first; `nil` if there are none.
///
/// Source: G. Forsythe, "How do you solve a quadratic equation?" (1966).
public func quadraticRoots(_ a: Float, _ b: Float, _ c: Float) -> (Float, Float)? {
  // b² - 4 a c can cancel as well; in double precision the products are exact.
  let discriminant = Double(b) * Double(b) - 4 * Double(a) * Double(c)
  guard discriminant >= 0 else { return nil }
  let root = Float(discriminant.squareRoot())
  // b and the root with the same sign: their sum does not cancel.
  let q = -(b + (b < 0 ? -root : root)) / 2
  guard q != 0 else { return (0, 0) }
  let (first, second) = (q / a, c / q)
  return (min(first, second), max(first, second))
}

/// The mean and variance of numbers that come one at a time.
///
/// ```swift
/// var moments = RunningMoments()
/// for x in [10_000, 10_001, 10_002] as [Float] { moments.add(x) }
/// moments.mean        // 10001
/// moments.variance    // 0.6667
/// ```
///
/// Source: B. Welford, "Note on a method for calculating corrected sums of squares and products" (1962);
/// T. Chan, G. Golub, R. LeVeque, "Algorithms for computing the sample variance" (1983), for merging.
public struct RunningMoments: Sendable, Equatable {
  /// How many numbers have come.
  public private(set) var count = 0
  /// Their mean; 0 before the first.
  public private(set) var mean: Float = 0
  /// The sum of the squared distances from the mean.
  private var squares: Float = 0

  /// The mean of the squared distances from the mean (divided by n); 0 before the first number.
  public var variance: Float { count > 0 ? squares / Float(count) : 0 }

  /// Begins with no number.
  public init() {}

  /// Takes one more number into account.
  public mutating func add(_ x: Float) {
    count += 1
    let before = x - mean
    mean += before / Float(count)
    squares += before * (x - mean)
  }

  /// Takes all numbers of another part into account, as if they had come one by one.
  public mutating func add(_ other: RunningMoments) {
    guard other.count > 0 else { return }
    let total = Float(count + other.count)
    let distance = other.mean - mean
    squares += other.squares + distance * distance * Float(count) * Float(other.count) / total
    mean += distance * Float(other.count) / total
    count += other.count
  }
}

/// The variance as the mean of the squares minus the square of the mean: right on paper only.
func onePassVariance(_ numbers: [Float]) -> Float {
  let n = Float(numbers.count)
  let mean = numbers.reduce(0, +) / n
  return numbers.reduce(0) { $0 + $1 * $1 } / n - mean * mean
}

/// The smaller root by the formula that everybody learns.
func schoolSmallerRoot(_ a: Float, _ b: Float, _ c: Float) -> Float {
  (-b - (b * b - 4 * a * c).squareRoot()) / (2 * a)
}
