public import Tensors

// A deep network before its first step, seen from inside.

/// The size of the signal behind every layer, and that of the gradient.
public struct SignalPropagation: Sendable {
  /// The root mean square of the scores of every layer, the first layer first.
  public var signals: [Float]
  /// The root mean square of the gradient at the scores of every layer, the first layer first.
  public var gradients: [Float]

  /// How much larger the signal is behind the last layer than behind the first.
  public var signalRatio: Float { (signals.last ?? 1) / (signals.first ?? 1) }

  /// How much larger the gradient is at the first layer than at the last.
  public var gradientRatio: Float { (gradients.first ?? 1) / (gradients.last ?? 1) }
}

/// Sends random numbers through random layers and a random gradient back.
///
///     score₁ = x · W₁,   scoreₗ = activation(scoreₗ₋₁) · Wₗ
///
/// `x` and the gradient at the last scores are normal with variance 1. Biases are zero and left out.
///
/// - Parameters:
///   - initializer: Draws the weights `[width, width]`.
///   - activation: What is between two layers.
///   - normalization: Is applied to the scores before they go on, such as a layer normalization; `nil` for none.
///   - depth: The number of layers.
///   - width: The number of units of each layer.
///   - batch: The number of examples.
///   - generator: Where the numbers come from.
public func signalPropagation(
  _ initializer: Initializer, activation: (Tensor) -> Tensor,
  normalization: ((Tensor) -> Tensor)? = nil, depth: Int = 30, width: Int = 128, batch: Int = 128,
  using generator: inout RandomGenerator
) -> SignalPropagation {
  require(depth > 0, "signalPropagation: \(depth) layers; at least one is expected")
  func size(_ x: Tensor) -> Float {
    // In double precision: the square of an exploding signal is out of reach for a Float.
    let sum = x.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }
    return Float((sum / Double(x.count)).squareRoot())
  }
  func layer(_ score: Tensor, _ weight: Tensor) -> Tensor {
    matmul(activation(normalization?(score) ?? score), weight)
  }
  var scores = [
    matmul(
      .normal([batch, width], using: &generator), initializer([width, width], using: &generator))
  ]
  var weights: [Tensor] = []
  for index in 1..<max(depth, 1) {
    weights.append(initializer([width, width], using: &generator))
    scores.append(layer(scores[index - 1], weights[index - 1]))
  }
  // Back through one layer at a time: the gradient of Σ g · layer(score) towards the score.
  var gradients = [Tensor.normal([batch, width], using: &generator)]
  for index in (0..<depth - 1).reversed() {
    let g = gradients[gradients.count - 1]
    gradients.append(
      gradient(at: scores[index]) { score in (g * layer(score, weights[index])).sum() })
  }
  return SignalPropagation(
    signals: scores.map(size), gradients: gradients.reversed().map(size))
}
