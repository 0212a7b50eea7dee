public import Tensors

/// Makes a round cloud of points about each center; the class of a point is its center's number.
///
///     point = center + standardDeviation · ε,   ε normal with mean 0 and deviation 1
///
/// Parameters mean what they mean in scikit-learn's `make_blobs`.
///
/// - Parameters:
///   - count: The number of points, shared equally; the first centers get one more if it does not
///     come out even.
///   - centers: One center per class, all of one dimension.
///   - standardDeviation: The width of each cloud in each direction.
///   - shuffled: Whether the points are in random order; otherwise they come class by class.
///   - generator: The source of noise and order.
public func blobs(
  count: Int, centers: [[Float]], standardDeviation: Float = 1, shuffled: Bool = true,
  using generator: inout RandomGenerator
) -> LabelledData {
  require(count >= 0, "blobs: a count of \(count)")
  require(
    !centers.isEmpty && !centers[0].isEmpty && centers.allSatisfy { $0.count == centers[0].count },
    "blobs: the centers must have one dimension, they have \(centers.map(\.count))")
  var points = LabelledPoints()
  for (label, share) in shares(of: count, classes: centers.count).enumerated() {
    for _ in 0..<share { points.append(centers[label].map { Double($0) }, label: label) }
  }
  return points.finished(
    "blobs", classNames: centers.indices.map { "blob \($0)" }, noise: standardDeviation,
    shuffled: shuffled, using: &generator)
}

/// Makes clouds of points about random centers.
///
/// - Parameters:
///   - count: The number of points.
///   - classes: The number of centers.
///   - dimensions: The number of coordinates.
///   - box: The range from which each coordinate of a center is drawn.
///   - standardDeviation: The width of each cloud in each direction.
///   - shuffled: Whether the points are in random order; otherwise they come class by class.
///   - generator: The source of centers, noise and order.
public func blobs(
  count: Int, classes: Int, dimensions: Int = 2, in box: Range<Float> = -10..<10,
  standardDeviation: Float = 1, shuffled: Bool = true, using generator: inout RandomGenerator
) -> LabelledData {
  require(
    classes > 0 && dimensions > 0, "blobs: \(classes) classes in \(dimensions) dimensions")
  let width = box.upperBound - box.lowerBound
  let centers = (0..<classes).map { _ in
    (0..<dimensions).map { _ in box.lowerBound + width * generator.uniform() }
  }
  return blobs(
    count: count, centers: centers, standardDeviation: standardDeviation, shuffled: shuffled,
    using: &generator)
}
