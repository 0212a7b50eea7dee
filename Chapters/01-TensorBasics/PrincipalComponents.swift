// Principal components: the directions in which data differ
//
// Write n examples of d features as the rows of a table [n, d] and subtract the mean of each column. In
// which direction do the examples differ most? Along a direction v of length 1 the coordinates are the
// dot products x v, one for each example, and their variance is
//
//     ‖x v‖² / n
//
// The v that makes this largest is the first right singular vector of x, and the variance is s₁² / n. The
// next best direction at a right angle is the second, and so on. So the singular value decomposition of
// the *centred* table is a new set of axes for the data, in the order of what they tell.
//
// Keep the first r coordinates of each example, and each row of d numbers becomes r. The mean squared
// error of going back is the sum of the variances that were dropped. Nothing linear does better.

public import Tensors

/// The mean of some data, and the directions in which they differ most.
///
/// ```swift
/// let components = PrincipalComponents(of: digits().features, count: 10)
/// let short = components.project(examples)          // [n, 64] -> [n, 10]
/// let pictures = components.reconstruct(short)      // [n, 10] -> [n, 64]
/// ```
///
/// Sources: K. Pearson, "On lines and planes of closest fit to systems of points in space" (1901);
/// H. Hotelling, "Analysis of a complex of statistical variables into principal components" (1933).
public struct PrincipalComponents: Sendable, Equatable {
  /// The mean of each feature: `[features]`.
  public let mean: Tensor
  /// The directions, orthonormal rows, the most telling one first: `[count, features]`.
  public let directions: Tensor
  /// The variance of the data along each direction, divided by n: `[count]`.
  public let variances: Tensor
  /// The variance of all features together.
  public let totalVariance: Float

  /// The share of the variance that the directions keep, 0 to 1.
  public var explained: Float {
    totalVariance > 0 ? variances.sum().scalar / totalVariance : 1
  }

  /// Finds the first `count` directions of a table of examples, `[n, features]`, at least one row.
  public init(of examples: Tensor, count: Int) {
    require(
      examples.rank == 2 && examples.shape[0] > 0 && count >= 0
        && count <= examples.shape.min() ?? 0,
      "PrincipalComponents: \(examples.shape): a table [n, features] and a count of at most its "
        + "smaller extent are expected, not \(count)")
    mean = examples.mean(axis: 0)
    let centred = examples - mean
    let parts = TruncatedSVD(of: centred, rank: count)
    let n = Float(examples.shape[0])
    directions = parts.v.transposed()
    variances = parts.s * parts.s / n
    totalVariance = (centred * centred).sum().scalar / n
  }

  private init(mean: Tensor, directions: Tensor, variances: Tensor, totalVariance: Float) {
    self.mean = mean
    self.directions = directions
    self.variances = variances
    self.totalVariance = totalVariance
  }

  /// Keeps only the first `count` directions.
  public func prefix(_ count: Int) -> PrincipalComponents {
    PrincipalComponents(
      mean: mean, directions: directions[0..<count], variances: variances[0..<count],
      totalVariance: totalVariance)
  }

  /// Computes the coordinates of examples: `[n, features] -> [n, count]`.
  public func project(_ examples: Tensor) -> Tensor {
    matmul(examples - mean, directions.transposed())
  }

  /// Goes back from coordinates to features: `[n, count] -> [n, features]`.
  public func reconstruct(_ coordinates: Tensor) -> Tensor {
    matmul(coordinates, directions) + mean
  }
}
