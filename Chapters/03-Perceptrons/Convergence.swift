// Margin and the mistake bound
//
// How many mistakes can a perceptron make before it has learnt a set of examples? Novikoff's answer
// depends on two lengths only, not on the number of features or examples.
//
// Put the bias among the weights: append a 1 to every example, x̃ = (x, 1), and w̃ = (w, b), so that
// the score is w̃ · x̃. Two lengths:
//
//     R = the largest ‖x̃‖                          how far out the examples lie
//     γ = the smallest y (ũ · x̃) / ‖ũ‖             the margin of some separating ũ = (u, c)
//
// The margin is the distance, in the space of x̃, from the hyperplane to the example nearest to it.
// It is positive exactly when ũ puts every example strictly on its side.
//
// THEOREM (Novikoff, 1962). Start at w̃ = 0. Whatever the order of the examples, and however often they
// are repeated, the perceptron makes at most (R / γ)² mistakes, for every ũ that separates them.
//
// PROOF. Take η = 1 (a start at 0 makes η a mere unit of length: it stretches all weights alike and
// changes no sign) and ‖ũ‖ = 1. Let w̃ₖ be the weights after k mistakes; w̃₀ = 0. A mistake on
// (x̃, y) means y (w̃ₖ₋₁ · x̃) ≤ 0, and then w̃ₖ = w̃ₖ₋₁ + y x̃.
//
//   1. The weights keep turning towards ũ. Each mistake adds at least γ to the projection:
//
//          w̃ₖ · ũ = w̃ₖ₋₁ · ũ + y (x̃ · ũ) ≥ w̃ₖ₋₁ · ũ + γ          so   w̃ₖ · ũ ≥ k γ
//
//   2. But they grow slowly. The cross term is not positive, because it was a mistake:
//
//          ‖w̃ₖ‖² = ‖w̃ₖ₋₁‖² + 2 y (w̃ₖ₋₁ · x̃) + ‖x̃‖² ≤ ‖w̃ₖ₋₁‖² + R²   so   ‖w̃ₖ‖² ≤ k R²
//
//   3. A projection is never longer than the vector itself (Cauchy and Schwarz):
//
//          k γ ≤ w̃ₖ · ũ ≤ ‖w̃ₖ‖ ≤ √k R          so   √k ≤ R / γ   and   k ≤ (R / γ)².      ∎
//
// Step 2 holds for a tie too: that is why counting a tie as a mistake costs nothing in the bound.

public import Tensors

/// Measures how far the nearest example is from the hyperplane `w · x + b = 0`, with a sign.
///
///     margin = min over the examples of y (w · x + b) / ‖w‖
///
/// It is positive when every example is strictly on its side, and the distance of the worst mistake,
/// made negative, otherwise. Doubling `weights` and `bias` together leaves it alone.
///
/// - Parameters:
///   - weights: `[features]`, not all 0: no hyperplane belongs to zero weights.
///   - bias: The score of an example whose features are all 0.
///   - examples: `[n, features]`, at least one.
///   - labels: `[n]`, +1 or −1.
public func geometricMargin(
  weights: Tensor, bias: Float, examples: Tensor, labels: [Int]
) -> Float {
  let norm = dot(weights, weights).scalar.squareRoot()
  require(norm > 0, "geometricMargin: all weights are 0, which is no hyperplane")
  return smallestAgreement(
    "geometricMargin", weights: weights, bias: bias, examples: examples, labels: labels) / norm
}

/// Bounds the mistakes a perceptron makes before it has learnt separable examples: `(R / γ)²`.
///
///     R = max ‖(x, 1)‖            γ = min y (w · x + b) / ‖(w, b)‖
///
/// The bound holds for a perceptron that starts at zero, in any order of the examples. Every
/// separating `weights` and `bias` give a valid bound; the widest margin gives the smallest.
///
/// - Returns: `(R / γ)²`, or infinity when the weights do not separate the examples: then they
///   promise nothing.
///
/// Source: A. B. J. Novikoff, "On convergence proofs on perceptrons" (1962).
public func mistakeBound(
  weights: Tensor, bias: Float, examples: Tensor, labels: [Int]
) -> Float {
  let agreement = smallestAgreement(
    "mistakeBound", weights: weights, bias: bias, examples: examples, labels: labels)
  guard agreement > 0 else { return .infinity }
  let squaredRadius = ((examples * examples).sum(axis: 1) + 1).max().scalar
  let squaredNorm = dot(weights, weights).scalar + bias * bias
  return squaredRadius * squaredNorm / (agreement * agreement)
}

/// The smallest `y (w · x + b)`: positive when every example is strictly on its side.
private func smallestAgreement(
  _ operation: String, weights: Tensor, bias: Float, examples: Tensor, labels: [Int]
) -> Float {
  requireBatch(operation, examples, labels, features: weights.count)
  require(!labels.isEmpty, "\(operation): there must be at least one example")
  for label in labels { requireSign(operation, label) }
  let scores = Perceptron(weights: weights, bias: bias).scores(examples)
  return (scores * Tensor(labels.map { Float($0) })).min().scalar
}
