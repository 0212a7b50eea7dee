// Three ways to add up
//
// A sum of n numbers, one after the other, rounds n - 1 times. In the worst case the relative error is n u,
// with u = 6 · 10⁻⁸: a sum of ten million terms may have no digit right. And it happens: once the sum is
// large, each small term is rounded to the sum's coarse spacing, always in the same direction.
//
// *In pairs.* Add neighbours, then neighbours of those sums, and so on. Every number goes through log₂ n
// additions instead of n, so the error is at most u log₂ n: 24 u for ten million. It costs nothing, and
// SIMD sums are of this kind by nature: 16 partial sums side by side. NumPy and PyTorch add in pairs.
//
// *Compensated.* After s + y has been rounded to t, (t - s) is what was really added, so (t - s) - y is the
// error: 0 on paper, and in floating-point numbers exactly what rounding did. Keep it, and subtract it from
// the next number. The result is about as good as if twice the digits had been used, for four operations
// in place of one.

/// Adds numbers up one after the other, in single precision.
///
/// The error can grow with their count: ten million times 0.1 gives 1,087,937.
public func runningSum(_ numbers: [Float]) -> Float {
  numbers.reduce(0, +)
}

/// Adds numbers up in pairs, pairs of pairs, and so on.
///
/// The relative error is at most about `6 · 10⁻⁸ · log₂ n` for numbers of one sign.
///
/// Source: N. Higham, "The accuracy of floating point summation" (1993).
public func pairwiseSum(_ numbers: [Float]) -> Float { pairwiseSum(numbers[...]) }

private func pairwiseSum(_ numbers: ArraySlice<Float>) -> Float {
  // Short stretches are added one by one: the recursion would cost more than the additions.
  guard numbers.count > 32 else { return numbers.reduce(0, +) }
  let middle = numbers.startIndex + numbers.count / 2
  return pairwiseSum(numbers[..<middle]) + pairwiseSum(numbers[middle...])
}

/// Adds numbers up and keeps track of what rounding takes away.
///
/// The error is at most about `1.2 · 10⁻⁷` times the sum of the absolute values, whatever their count. An
/// infinite term gives a result that is not a number.
///
/// Source: W. Kahan, "Further remarks on reducing truncation errors" (1965).
public func compensatedSum(_ numbers: [Float]) -> Float {
  var sum: Float = 0
  var error: Float = 0
  for x in numbers {
    let y = x - error
    let total = sum + y
    error = (total - sum) - y
    sum = total
  }
  return sum
}
