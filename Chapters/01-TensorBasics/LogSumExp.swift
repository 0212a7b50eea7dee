// The logarithm of a sum of exponentials
//
// Probabilities are multiplied until they underflow, so one computes with their logarithms. To *add* two of
// them one has to leave the logarithm and come back: log(e^a + e^b + …). The way out of the range is short:
// e⁸⁹ is infinite in single precision, e⁻¹⁰⁴ is 0.
//
// Take the largest exponent m out of the sum:
//
//     log Σ e^xᵢ = log ( e^m Σ e^(xᵢ - m) ) = m + log Σ e^(xᵢ - m)
//
// Now no exponent is positive, the largest term is e⁰ = 1, and the sum is between 1 and n. Nothing
// overflows, and what underflows was too small to count.
//
// The result lies between m and m + log n: a *soft maximum*. Its gradient is softmax.
//
// One case needs care. If all xᵢ are -∞, all terms are e^-∞ = 0: the result is log 0 = -∞. But m is -∞ as
// well, and -∞ - (-∞) is not a number. A row of a mask in which nothing is allowed is such a case, so it
// does happen.

public import Tensors

/// Computes `log Σ e^x` over all elements, without overflow: `[…] -> a number`.
///
/// ```swift
/// logSumExp(Tensor([1000, 1000]))    // 1000.6931
/// ```
///
/// No elements, or nothing but -∞, give -∞; an element +∞ gives +∞. `Tensors` has the same function along
/// an axis, with its gradient.
public func logSumExp(_ x: Tensor) -> Float {
  guard x.count > 0 else { return -.infinity }
  let largest = x.max().scalar
  guard largest.isFinite else { return largest }
  return largest + log(exp(x - largest).sum()).scalar
}
