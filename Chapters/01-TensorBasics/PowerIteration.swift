// Power iteration: multiply, and multiply again
//
// An *eigenvector* of a square matrix is a vector that the matrix only stretches: a v = λ v. The factor λ
// is its *eigenvalue*. How to find the one with the largest |λ|? Take any vector and multiply it by a, over
// and over.
//
// Why that works: let a be symmetric. Then it has n orthonormal eigenvectors v₁ … vₙ, and any start is a
// mixture of them, x = c₁ v₁ + … + cₙ vₙ. Multiplying by a multiplies each part by its eigenvalue:
//
//     aᵗ x = c₁ λ₁ᵗ v₁ + c₂ λ₂ᵗ v₂ + … = λ₁ᵗ ( c₁ v₁ + c₂ (λ₂/λ₁)ᵗ v₂ + … )
//
// Every part but the first shrinks relative to it, the second one by |λ₂/λ₁| in each step. So the direction
// tends to v₁, and the error is multiplied by |λ₂/λ₁| in each step: 0.5 gives a digit every 3.3 steps, 0.99
// one every 230. If |λ₁| = |λ₂|, for example λ and -λ, it need not settle at all.
//
// Without care the length grows like λ₁ᵗ and overflows. So it is brought back to 1 after each step; only
// the direction matters. The eigenvalue is read off by the *Rayleigh quotient*, xᵀ a x for x of length 1:
// exactly λ for an eigenvector, with its sign. Its error is the *square* of the direction's error: the
// value has twice as many digits as the vector.

public import Tensors

/// What power iteration found.
public struct Eigenpair: Sendable {
  /// The eigenvalue, with its sign.
  public let value: Float
  /// An eigenvector of length 1; its opposite is one, too.
  public let vector: Tensor
  /// How many times the matrix was multiplied by.
  public let steps: Int
  /// How far the pair is from being exact, `‖a v - λ v‖`.
  ///
  /// For a symmetric matrix some eigenvalue is within this of `value`.
  public let residual: Float
}

/// Finds the eigenvalue of largest absolute value of a symmetric matrix, and its eigenvector: `[n, n]`.
///
/// - Parameters:
///   - a: `[n, n]`, symmetric.
///   - start: `[n]`, not 0, and not at a right angle to the eigenvector that is sought. Random numbers do.
///   - tolerance: It stops when `‖a v - λ v‖ ≤ tolerance · |λ|`.
///   - mostSteps: … or after so many steps.
///
/// Source: R. von Mises, H. Pollaczek-Geiringer, "Praktische Verfahren der Gleichungsauflösung" (1929).
public func powerIteration(
  _ a: Tensor, start: Tensor, tolerance: Float = 1e-5, mostSteps: Int = 1000
) -> Eigenpair {
  require(
    a.rank == 2 && a.shape[0] == a.shape[1] && start.shape == [a.shape[0]],
    "powerIteration: \(a.shape) and \(start.shape): [n, n] and [n] are expected")
  let length = norm(start).scalar
  require(length > 0, "powerIteration: the start must not be 0")
  var v = start / length
  var steps = 0
  while true {
    let image = matmul(a, v)
    let value = dot(v, image).scalar
    let residual = norm(image - value * v).scalar
    let stretch = norm(image).scalar
    if residual <= tolerance * Swift.abs(value) || steps == mostSteps || stretch == 0 {
      return Eigenpair(value: value, vector: v, steps: steps + 1, residual: residual)
    }
    v = image / stretch
    steps += 1
  }
}
