import Tensors

/// Exercise 03.4, first part: measures how much room a boundary leaves.
///
/// The margin of one example is its distance from the boundary, counted as negative on the wrong side:
/// `label · (weights · example + bias) / ‖weights‖`. The margin of a set is the smallest of them.
///
/// With weights `[3, 4]` and bias `0`, the examples `[1, 0]` (label 1) and `[0, -1]` (label −1) have the
/// margins 3/5 and 4/5. The margin of the two is `0.6`.
///
/// - Parameters:
///   - weights: `[d]`, not all zero.
///   - bias: The number added to the score.
///   - examples: `[n, d]`, at least one.
///   - labels: `n` labels, each +1 or −1.
/// - Returns: The smallest distance, in the units of the examples.
public func geometricMargin(
  weights: Tensor, bias: Float, examples: Tensor, labels: [Int]
) throws -> Float {
  let scores = matmul(examples, weights) + bias
  return (scores * signs(labels)).min().scalar / length(weights)
}

/// Exercise 03.4, second part: bounds the number of mistakes that training from zero can make.
///
/// Novikoff's theorem: if some boundary separates the examples with margin γ, and no example is longer
/// than R, training makes at most `(R / γ)²` mistakes. A bias is one more weight, whose input is always 1,
/// so both numbers are taken with the bias counted in:
///
///     R = max ‖(example, 1)‖        γ = min label · (weights · example + bias) / ‖(weights, bias)‖
///
/// With weights `[1, 0]` and bias `0`, the examples `[2, 0]` (label 1) and `[-2, 0]` (label −1) have
/// R = √5 and γ = 2: at most `1.25` mistakes, so at most one.
///
/// - Parameters:
///   - weights: `[d]`, not all zero.
///   - bias: The number added to the score.
///   - examples: `[n, d]`, at least one.
///   - labels: `n` labels, each +1 or −1.
/// - Returns: `(R / γ)²`, or infinity where this boundary does not separate the examples (γ ≤ 0).
public func mistakeBound(
  weights: Tensor, bias: Float, examples: Tensor, labels: [Int]
) throws -> Float {
  let scores = matmul(examples, weights) + bias
  let margin =
    (scores * signs(labels)).min().scalar / length(.concatenate([weights, Tensor([bias])]))
  guard margin > 0 else { return .infinity }
  let longestSquared = (examples * examples).sum(axis: 1).max().scalar + 1
  return longestSquared / (margin * margin)
}

private func length(_ vector: Tensor) -> Float { dot(vector, vector).scalar.squareRoot() }

private func signs(_ labels: [Int]) -> Tensor { Tensor(labels.map { Float($0) }) }
