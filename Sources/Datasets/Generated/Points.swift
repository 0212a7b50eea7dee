import Tensors

/// Points of the plane (or of a space) with a class each, on the way to a data set.
struct LabelledPoints {
  private(set) var coordinates: [Float] = []
  private(set) var labels: [Int] = []

  mutating func append(_ point: [Double], label: Int) {
    coordinates.append(contentsOf: point.map { Float($0) })
    labels.append(label)
  }

  /// Adds noise to every coordinate, then brings the points into a random order.
  ///
  /// Draws nothing without noise, and nothing for the order unless `shuffled`.
  func finished(
    _ name: String, classNames: [String], noise: Float, shuffled: Bool,
    using generator: inout RandomGenerator
  ) -> LabelledData {
    require(noise >= 0 && noise.isFinite, "\(name): the noise \(noise) is not at least 0")
    let noisy =
      noise == 0 ? coordinates : coordinates.map { $0 + noise * generator.normal() }
    let dimensions = labels.isEmpty ? 2 : coordinates.count / labels.count
    let data = LabelledData(
      features: Tensor(noisy, shape: [labels.count, dimensions]), labels: labels,
      classNames: classNames, featureNames: coordinateNames(dimensions),
      provenance: .generated(name))
    return shuffled ? data.shuffled(using: &generator) : data
  }
}

/// `["x", "y"]` in the plane, `["x1", "x2", …]` otherwise.
func coordinateNames(_ dimensions: Int) -> [String] {
  dimensions == 2 ? ["x", "y"] : (0..<dimensions).map { "x\($0 + 1)" }
}

/// `count` numbers from `start` to `end` in equal steps, with or without the end itself.
func linearlySpaced(
  from start: Double, to end: Double, count: Int, includingEnd: Bool = true
) -> [Double] {
  let steps = includingEnd ? max(count - 1, 1) : max(count, 1)
  return (0..<count).map { start + (end - start) * Double($0) / Double(steps) }
}

/// How many of `count` points each of `classes` classes gets: equally many, the first ones one more.
func shares(of count: Int, classes: Int) -> [Int] {
  (0..<classes).map { count / classes + ($0 < count % classes ? 1 : 0) }
}
