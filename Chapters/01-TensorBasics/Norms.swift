// Norms: how large is it?
//
// A norm turns a vector or a matrix into one number, its size. Three are in daily use:
//
//     ‖x‖₁ = Σ |xᵢ|              the way along the streets: every difference counts alike
//     ‖x‖₂ = √(Σ xᵢ²)            the straight way: large differences count more
//     ‖x‖∞ = max |xᵢ|            only the largest counts
//
// All are cases of ‖x‖ₚ = (Σ |xᵢ|ᵖ)^(1/p), with p = 1, 2 and p → ∞. For every x, ‖x‖∞ ≤ ‖x‖₂ ≤ ‖x‖₁.
//
// A matrix has two kinds of size. The *Frobenius norm* reads it as one long vector: √(Σ aᵢⱼ²). The
// *spectral norm* asks what it does: the most that it stretches any vector, max ‖a x‖₂ / ‖x‖₂. It is the
// largest singular value (SingularValues.swift), while the Frobenius norm is √(Σ sᵢ²) over all of them.
//
// A rotation or a reflection, a matrix q with qᵀ q = I, changes no length:
//
//     ‖q x‖² = (q x)ᵀ (q x) = xᵀ qᵀ q x = xᵀ x = ‖x‖²
//
// Squaring is dangerous. In single precision 10²⁰ is an ordinary number, and its square is infinite; 10⁻²³
// is one, and its square is 0. So divide by the largest element first, and multiply by it at the end.

public import Tensors

/// Measures a vector by the norm of order `p`: `(Σ |xᵢ|ᵖ)^(1/p)`, the largest `|xᵢ|` where `p` is infinite.
///
/// Neither overflows nor underflows on the way: the elements are divided by the largest one first.
///
/// ```swift
/// vectorNorm(Tensor([3, -4]), order: 1)            // 7
/// vectorNorm(Tensor([3, -4]), order: 2)            // 5
/// vectorNorm(Tensor([3, -4]), order: .infinity)    // 4
/// ```
///
/// - Parameter order: At least 1; below that, the triangle inequality does not hold.
public func vectorNorm(_ x: Tensor, order p: Float) -> Float {
  require(p >= 1, "vectorNorm: the order \(p) must be at least 1")
  guard x.count > 0 else { return 0 }
  let largest = abs(x).max().scalar
  guard p.isFinite, largest > 0, largest.isFinite else { return largest }
  let sum = pow(abs(x) / largest, p).sum().scalar
  return largest * pow(Tensor(sum), 1 / p).scalar
}

/// Measures how much a matrix can magnify a relative error: `[m, n] -> κ`, at least 1.
///
///     κ = s_largest / s_smallest
///
/// In words: the most that the matrix stretches a vector, divided by the least. Solving `a x = b` with
/// numbers of relative precision ε leaves an error of up to about κ ε in x: with ε = 6 · 10⁻⁸ and κ = 10⁵,
/// two digits are left. Infinite for a matrix that maps some vector to 0.
///
/// Source: A. Turing, "Rounding-off errors in matrix processes" (1948), who named it.
public func conditionNumber(_ a: Tensor) -> Float {
  let s = svd(a).s.scalars
  guard let largest = s.first, let smallest = s.last else { return 1 }
  return smallest == 0 ? .infinity : largest / smallest
}
