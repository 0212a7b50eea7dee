public import Tensors

/// Examples with numbers to predict: the data of regression.
public struct RegressionData: Dataset, Equatable {
  /// One row per example: `[count, features]`.
  public let features: Tensor
  /// What to predict: `[count, targets]`.
  public let targets: Tensor
  /// The names of the features, or none.
  public let featureNames: [String]
  /// Where the data comes from and what one may do with it.
  public let provenance: Provenance

  /// Joins features `[count, features]` and targets `[count, targets]`.
  public init(
    features: Tensor, targets: Tensor, featureNames: [String] = [], provenance: Provenance
  ) {
    require(
      features.rank == 2 && targets.rank == 2 && features.shape[0] == targets.shape[0],
      "RegressionData: features \(features.shape) and targets \(targets.shape) "
        + "do not belong together")
    require(
      featureNames.isEmpty || featureNames.count == features.shape[1],
      "RegressionData: \(featureNames.count) names for \(features.shape[1]) features")
    self.features = features
    self.targets = targets
    self.featureNames = featureNames
    self.provenance = provenance
  }

  /// Returns the examples at `indices`, in that order; an index may occur several times.
  public func subset(_ indices: [Int]) -> RegressionData {
    RegressionData(
      features: features[indices], targets: targets[indices], featureNames: featureNames,
      provenance: provenance)
  }

  /// Returns the same examples with other features; their names stay if their number does.
  public func transformed(by transform: (Tensor) -> Tensor) -> RegressionData {
    let new = transform(features)
    require(
      new.rank == 2 && new.shape[0] == count,
      "transformed: features \(features.shape) became \(new.shape), not [\(count), any]")
    return RegressionData(
      features: new, targets: targets,
      featureNames: new.shape == features.shape ? featureNames : [], provenance: provenance)
  }
}
