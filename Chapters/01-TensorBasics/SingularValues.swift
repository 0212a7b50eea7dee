// Singular values: every matrix is a rotation, a stretch and a rotation
//
// A matrix [m, n] need not be square, and most are not symmetric. But there are always directions v₁, v₂, …
// at right angles that it maps to directions u₁, u₂, … at right angles:
//
//     a vᵢ = sᵢ uᵢ           s₁ ≥ s₂ ≥ … ≥ 0
//
// The stretches sᵢ are the *singular values*. Put together, that is the singular value decomposition:
//
//     a = s₁ u₁ v₁ᵀ + s₂ u₂ v₂ᵀ + … = u diag(s) vᵀ
//
// A sum of pictures, each of them one column times one row, in the order of their importance. Keep the
// first r and drop the rest. Eckart and Young proved that no matrix of rank r comes closer:
//
//     ‖a - a_r‖ in the Frobenius norm = √(s²_{r+1} + s²_{r+2} + …)
//
// Of m n numbers, r (m + n + 1) are left. That is compression: of a picture here, of a network's weights
// in chapter 29.
//
// How to find them with what we have? Power iteration on aᵀ a, because
//
//     aᵀ a v = aᵀ (s u) = s² v
//
// so v₁ is the eigenvector of the largest eigenvalue s₁². One step is a multiplication by a and one by aᵀ;
// aᵀ a itself is never formed: that would cost more, and square the condition number. The part s² makes it
// faster, too: the error shrinks by (s₂/s₁)² in each step.
//
// Then *deflate*: subtract s₁ u₁ v₁ᵀ. What is left has the same decomposition without its first term, so
// the same procedure finds the second. And so on.

public import Tensors

/// The leading part of a singular value decomposition: `a ≈ u diag(s) vᵀ`.
public struct TruncatedSVD: Sendable, Equatable {
  /// The left directions, orthonormal columns: `[m, rank]`.
  public let u: Tensor
  /// The singular values, largest first: `[rank]`.
  public let s: Tensor
  /// The right directions, orthonormal columns: `[n, rank]`.
  public let v: Tensor

  /// The number of terms kept.
  public var rank: Int { s.count }

  /// Puts the parts together: `u` `[m, rank]`, `s` `[rank]`, `v` `[n, rank]`.
  public init(u: Tensor, s: Tensor, v: Tensor) {
    require(
      u.rank == 2 && v.rank == 2 && u.shape[1] == s.count && v.shape[1] == s.count,
      "TruncatedSVD: \(u.shape), \(s.shape), \(v.shape): [m, r], [r] and [n, r] are expected")
    self.u = u
    self.s = s
    self.v = v
  }

  /// Decomposes a matrix `[m, n]` completely, by `svd` of `Tensors`, and keeps the first `rank` terms.
  public init(of a: Tensor, rank: Int) {
    require(
      a.rank == 2 && rank >= 0 && rank <= a.shape.min() ?? 0,
      "TruncatedSVD: \(a.shape): a matrix and a rank of at most its smaller extent are expected, "
        + "not \(rank)")
    let (u, s, v) = svd(a)
    self.init(u: u[0..., 0..<rank], s: s[0..<rank], v: v[0..., 0..<rank])
  }

  /// Keeps only the first `rank` terms.
  public func prefix(_ rank: Int) -> TruncatedSVD {
    TruncatedSVD(
      u: u[0..., 0..<rank], s: s[0..<rank], v: v[0..., 0..<rank])
  }

  /// The matrix that the terms add up to: `[m, n]`.
  public func matrix() -> Tensor { matmul(u * s, v.transposed()) }

  /// How many numbers are stored: `rank · (m + n + 1)`.
  public var numbers: Int { rank * (u.shape[0] + v.shape[0] + 1) }
}

/// Finds the leading singular values and vectors by power iteration and deflation.
///
/// Good for a few well separated terms of a large matrix. For all terms, or to the last digit, use
/// `TruncatedSVD(of:rank:)`.
///
/// - Parameters:
///   - a: `[m, n]`
///   - rank: How many terms, at most `min(m, n)`.
///   - tolerance: A term is done when v moves less than this in a step.
///   - mostSteps: … or after so many steps.
///   - generator: Draws the starts.
public func singularValuesByPowerIteration(
  _ a: Tensor, rank: Int, tolerance: Float = 1e-6, mostSteps: Int = 1000,
  using generator: inout RandomGenerator
) -> TruncatedSVD {
  require(
    a.rank == 2 && rank >= 1 && rank <= a.shape.min() ?? 0,
    "singularValuesByPowerIteration: \(a.shape): a matrix and a rank of at most its smaller extent "
      + "are expected, not \(rank)")
  var rest = a
  var terms: [(u: Tensor, s: Float, v: Tensor)] = []
  for _ in 0..<rank {
    var v = Tensor.normal([a.shape[1]], using: &generator)
    v /= norm(v)
    for _ in 0..<mostSteps {
      // a v, then aᵀ (a v); a row vector times a matrix is the transposed product.
      let next = matmul(matmul(rest, v), rest)
      let length = norm(next).scalar
      guard length > 0 else { break }
      let moved = norm(next / length - v).scalar
      v = next / length
      if moved <= tolerance { break }
    }
    let image = matmul(rest, v)
    let s = norm(image).scalar
    // A stretch of 0 has no direction on the left; the term adds nothing.
    let u = s > 0 ? image / s : image
    terms.append((u, s, v))
    rest -= s * outer(u, v)
  }
  return TruncatedSVD(
    u: .stack(terms.map(\.u), axis: 1), s: Tensor(terms.map(\.s)),
    v: .stack(terms.map(\.v), axis: 1))
}
