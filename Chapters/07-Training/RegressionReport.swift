public import Tensors

/// How far predicted numbers are from the true ones.
///
/// With `d` for the differences and `y` for the targets, over all `n` numbers:
///
///     meanAbsoluteError    = Σ |d| / n
///     rootMeanSquaredError = √(Σ d² / n)
///     rSquared             = 1 − Σ d² / Σ (y − mean of y)²
///
/// The first two have the unit of the targets. A few large differences raise the second more than the first.
/// `[1, 2, 3]` for the targets `[1, 2, 6]` has errors 0, 0, −3: 1, √3 = 1.73, and 1 − 9/14 = 0.357.
public struct RegressionReport: Sendable {
  /// The mean of the differences without sign.
  public let meanAbsoluteError: Float
  /// The root of the mean of the squared differences.
  public let rootMeanSquaredError: Float
  /// The share of the targets' variance that the predictions explain: 1 is perfect, 0 no better than always
  /// answering the mean of these targets, negative worse than that.
  ///
  /// Targets that are all equal have no variance: 1 for perfect predictions, otherwise 0.
  public let rSquared: Float

  /// Compares predictions with targets of the same shape, at least one number.
  public init(_ predictions: Tensor, _ targets: Tensor) {
    requireSameShape("RegressionReport", predictions, targets)
    require(targets.count > 0, "RegressionReport: there is nothing to compare")
    let pairs = zip(predictions.scalars, targets.scalars).map { (Double($0), Double($1)) }
    let count = Double(pairs.count)
    let mean = pairs.reduce(0) { $0 + $1.1 } / count
    let squares = pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let spread = pairs.reduce(0) { $0 + ($1.1 - mean) * ($1.1 - mean) }
    meanAbsoluteError = Float(pairs.reduce(0) { $0 + ($1.0 - $1.1).magnitude } / count)
    rootMeanSquaredError = Float((squares / count).squareRoot())
    rSquared = spread == 0 ? (squares == 0 ? 1 : 0) : Float(1 - squares / spread)
  }
}
