public import Tensors

/// Makes points on a plane (in one dimension: a line) with noise, the data of linear regression.
///
///     y = weights · x + bias + noise · ε,   x uniform in -1..<1,   ε normal
///
/// Features `[count, weights.count]`, targets `[count, 1]`.
///
/// - Parameters:
///   - count: The number of points.
///   - weights: The slope in each direction.
///   - bias: The value at x = 0.
///   - noise: The standard deviation of the noise added to the target.
///   - generator: The source of points and noise.
public func plane(
  count: Int, weights: [Float], bias: Float = 0, noise: Float = 0,
  using generator: inout RandomGenerator
) -> RegressionData {
  require(count >= 0 && !weights.isEmpty, "plane: a count of \(count), \(weights.count) weights")
  require(noise >= 0 && noise.isFinite, "plane: the noise \(noise) is not at least 0")
  var features: [Float] = []
  var targets: [Float] = []
  for _ in 0..<count {
    let x = weights.map { _ in 2 * generator.uniform() - 1 }
    features += x
    targets.append(zip(weights, x).reduce(bias) { $0 + $1.0 * $1.1 } + noise * generator.normal())
  }
  return RegressionData(
    features: Tensor(features, shape: [count, weights.count]),
    targets: Tensor(targets, shape: [count, 1]), featureNames: coordinateNames(weights.count),
    provenance: .generated("plane"))
}
