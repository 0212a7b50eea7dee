public import Tensors

/// Examples with a class each: the data of classification.
///
///     let flowers = iris()
///     flowers.features        // [150, 4]
///     flowers.labels[0]       // 0
///     flowers.classNames[0]   // "setosa"
///
/// A one-hot form of the labels is `Tensor.oneHot(flowers.labels, classes: flowers.classNames.count)`.
public struct LabelledData: Dataset, Equatable {
  /// One row per example: `[count, features]`.
  public let features: Tensor
  /// The class of each example, a position in `classNames`.
  public let labels: [Int]
  /// The names of the classes.
  public let classNames: [String]
  /// The names of the features; of pixels there are none.
  public let featureNames: [String]
  /// `[rows, columns]` if the features are the pixels of an image, row by row.
  public let imageShape: [Int]?
  /// Where the data comes from and what one may do with it.
  public let provenance: Provenance

  /// Joins features and labels.
  ///
  /// - Parameters:
  ///   - features: `[count, features]`.
  ///   - labels: `count` positions in `classNames`.
  ///   - classNames: The names of the classes.
  ///   - featureNames: As many as there are features, or none.
  ///   - imageShape: `[rows, columns]` if the features are pixels.
  ///   - provenance: Where the data comes from.
  public init(
    features: Tensor, labels: [Int], classNames: [String], featureNames: [String] = [],
    imageShape: [Int]? = nil, provenance: Provenance
  ) {
    require(
      features.rank == 2 && features.shape[0] == labels.count,
      "LabelledData: features \(features.shape) and \(labels.count) labels do not belong together")
    let width = features.shape[1]
    require(
      featureNames.isEmpty || featureNames.count == width,
      "LabelledData: \(featureNames.count) names for \(width) features")
    require(
      imageShape.map { $0.count == 2 && $0[0] * $0[1] == width } ?? true,
      "LabelledData: \(width) features are no image of shape \(imageShape ?? [])")
    require(
      labels.allSatisfy(classNames.indices.contains),
      "LabelledData: a label is outside 0..<\(classNames.count), the number of class names")
    self.features = features
    self.labels = labels
    self.classNames = classNames
    self.featureNames = featureNames
    self.imageShape = imageShape
    self.provenance = provenance
  }

  /// Joins images and labels: images `[count, rows, columns]` become features
  /// `[count, rows × columns]`.
  public init(images: Tensor, labels: [Int], classNames: [String], provenance: Provenance) {
    require(images.rank == 3, "LabelledData: images \(images.shape), not [count, rows, columns]")
    let (rows, columns) = (images.shape[1], images.shape[2])
    self.init(
      features: images.reshaped([images.shape[0], rows * columns]), labels: labels,
      classNames: classNames, imageShape: [rows, columns], provenance: provenance)
  }

  /// The features as images: `[count, rows, columns]`.
  ///
  /// Traps if the features are no pixels.
  public var images: Tensor {
    require(imageShape != nil, "images: the features of \(provenance.name) are no pixels")
    return features.reshaped([count] + (imageShape ?? []))
  }

  /// How many examples each class has, in the order of `classNames`.
  public var classCounts: [Int] {
    labels.reduce(into: [Int](repeating: 0, count: classNames.count)) { $0[$1] += 1 }
  }

  /// Returns the examples at `indices`, in that order; an index may occur several times.
  public func subset(_ indices: [Int]) -> LabelledData {
    LabelledData(
      features: features[indices], labels: indices.map { labels[$0] }, classNames: classNames,
      featureNames: featureNames, imageShape: imageShape, provenance: provenance)
  }

  /// Returns the same examples with other features.
  ///
  /// Names and image shape stay if the number of features does.
  public func transformed(by transform: (Tensor) -> Tensor) -> LabelledData {
    let new = transform(features)
    require(
      new.rank == 2 && new.shape[0] == count,
      "transformed: features \(features.shape) became \(new.shape), not [\(count), any]")
    let keeps = new.shape == features.shape
    return LabelledData(
      features: new, labels: labels, classNames: classNames,
      featureNames: keeps ? featureNames : [], imageShape: keeps ? imageShape : nil,
      provenance: provenance)
  }
}
