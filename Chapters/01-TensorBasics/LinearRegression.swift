// All of it at once: fitting a line
//
// The smallest model that uses everything in this chapter. Each of n examples has d features x and a
// measured number y; find weights w and a bias b such that x · w + b is close to y:
//
//     predictions = x w + b                  [n, d] x [d] + [] -> [n]       product, broadcast
//     loss = mean of (predictions - y)²      [n] -> []                      reduction
//
// The slope of the loss by hand. Write e = predictions - y, `[n]`. Moving wⱼ by a little moves prediction i
// by xᵢⱼ times that, so
//
//     ∂loss/∂wⱼ = (2/n) Σᵢ eᵢ xᵢⱼ            in one line: (2/n) xᵀ e         [d, n] x [n] -> [d]
//     ∂loss/∂b  = (2/n) Σᵢ eᵢ                the bias was broadcast, so its slope is a sum
//
// Descent takes small steps against the slope. There is a direct way as well: at the lowest point the slope
// is 0, and that is a system of linear equations. Solving it through QR, x = q r, r w = qᵀ y, avoids xᵀ x,
// whose condition number is the square of that of x.
//
// How many steps descent needs is a matter of conditioning, too. Along a direction in which xᵀ x / n
// stretches by λ the error shrinks by |1 - 2 η λ| per step. The rate η must stay below 1 / λ_largest, and
// then the flattest direction needs about λ_largest / λ_smallest steps: the condition number.

public import Tensors

/// A linear function of features that is fitted by least squares.
///
/// ```swift
/// let line = LinearRegression.solved(Tensor([[0], [1], [2]]), Tensor([1, 3, 5]))
/// line.weights    // [2]
/// line.bias       // 1
/// ```
///
/// Source: A.-M. Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes" (1805).
public struct LinearRegression: Sendable, Equatable {
  /// The weights, one per feature: `[features]`.
  public var weights: Tensor
  /// The prediction where all features are 0.
  public var bias: Float

  /// Makes a model whose predictions are all 0.
  public init(features: Int) { self.init(weights: .zeros([features]), bias: 0) }

  /// Makes a model of these weights, `[features]`, and this bias.
  public init(weights: Tensor, bias: Float) {
    require(
      weights.rank == 1, "LinearRegression: \(weights.shape): weights [features] are expected")
    self.weights = weights
    self.bias = bias
  }

  /// Computes a prediction for every row: `[n, features] -> [n]`.
  public func predictions(_ examples: Tensor) -> Tensor { matmul(examples, weights) + bias }

  /// Averages the squared errors: examples `[n, features]`, targets `[n]`.
  public func loss(_ examples: Tensor, _ targets: Tensor) -> Float {
    let errors = errors(examples, targets)
    return (errors * errors).mean().scalar
  }

  /// Computes the slope of the loss: weights `[features]` and bias.
  public func gradient(_ examples: Tensor, _ targets: Tensor) -> (weights: Tensor, bias: Float) {
    let errors = errors(examples, targets)
    // A row vector times a matrix: eᵀ x is xᵀ e.
    return (
      2 / Float(targets.count) * matmul(errors, examples), 2 * errors.mean().scalar
    )
  }

  /// Takes one step against the slope.
  public mutating func step(_ examples: Tensor, _ targets: Tensor, learningRate: Float) {
    let slope = gradient(examples, targets)
    weights -= learningRate * slope.weights
    bias -= learningRate * slope.bias
  }

  /// Finds the lowest loss directly: examples `[n, features]`, targets `[n]`.
  ///
  /// The columns, and a column of ones for the bias, must not lie in each other's span.
  public static func solved(_ examples: Tensor, _ targets: Tensor) -> LinearRegression {
    require(
      examples.rank == 2 && targets.shape == [examples.shape[0]]
        && examples.shape[0] > examples.shape[1],
      "LinearRegression: \(examples.shape) and \(targets.shape): [n, features] and [n] with more "
        + "rows than features are expected")
    let (n, d) = (examples.shape[0], examples.shape[1])
    let table = Tensor.concatenate([examples, .ones([n, 1])], axis: 1)
    let (q, r) = qr(table)
    let solution = solve(r, matmul(targets, q))
    return LinearRegression(weights: solution[0..<d], bias: solution.scalars[d])
  }

  private func errors(_ examples: Tensor, _ targets: Tensor) -> Tensor {
    let predictions = predictions(examples)
    // [n] - [n, 1] would broadcast to [n, n] and average the wrong numbers.
    require(
      predictions.shape == targets.shape,
      "LinearRegression: targets \(targets.shape) for predictions \(predictions.shape)")
    return predictions - targets
  }
}
