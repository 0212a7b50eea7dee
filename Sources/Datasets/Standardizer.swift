public import Tensors

/// Shifts and scales each feature to mean 0 and standard deviation 1.
///
///     standardized = (x - mean) / scale
///
/// Mean and scale must come from the training part alone: a value that has seen the test part lets
/// it leak into the training.
///
///     let standardizer = Standardizer(fitting: training.features)
///     let scaledTraining = training.transformed(by: standardizer.apply)
///     let scaledTest = test.transformed(by: standardizer.apply)
public struct Standardizer: Sendable, Equatable {
  /// The mean of each feature: `[features]`.
  public let mean: Tensor
  /// The standard deviation of each feature, dividing by the number of examples: `[features]`.
  ///
  /// A constant feature has 1 here, so that it becomes 0 and nothing is divided by 0.
  public let scale: Tensor

  /// Measures the mean and the standard deviation of each feature: `[count, features]`.
  public init(fitting features: Tensor) {
    require(
      features.rank == 2 && features.shape[0] > 0,
      "Standardizer: features \(features.shape), not [count, features] with at least one row")
    let (rows, columns) = (features.shape[0], features.shape[1])
    let (mean, scale) = features.withUnsafeScalars { scalars in
      var means: [Float] = []
      var scales: [Float] = []
      for column in 0..<columns {
        // In Double, because the sum of many Floats loses digits; the mean first, then the
        // deviations from it, because a difference of large squares would lose them as well. The
        // mean of equal Floats is exact this way, so a constant feature has a deviation of 0.
        let values = stride(from: column, to: rows * columns, by: columns).map {
          Double(scalars[$0])
        }
        let mean = values.reduce(0, +) / Double(rows)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)
        let deviation = Float(variance.squareRoot())
        means.append(Float(mean))
        scales.append(deviation == 0 ? 1 : deviation)
      }
      return (Tensor(means), Tensor(scales))
    }
    self.mean = mean
    self.scale = scale
  }

  /// Standardizes features with the measured mean and scale: `[..., features] -> [..., features]`.
  public func apply(_ features: Tensor) -> Tensor {
    requireWidth(features, "apply")
    return (features - mean) / scale
  }

  /// Undoes `apply`: `[..., features] -> [..., features]`.
  public func inverse(_ standardized: Tensor) -> Tensor {
    requireWidth(standardized, "inverse")
    return standardized * scale + mean
  }

  private func requireWidth(_ features: Tensor, _ operation: String) {
    require(
      features.shape.last == mean.count,
      "Standardizer.\(operation): features \(features.shape), but it was fitted on \(mean.count)")
  }
}
