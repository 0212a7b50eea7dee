import Foundation
public import Tensors

/// Makes two half circles that reach into each other; no straight line separates them.
///
/// With t in equal steps from 0 to π, both ends included:
///
///     outer moon, class 0, count / 2 points:   (cos t, sin t)
///     inner moon, class 1, the others:         (1 - cos t, 0.5 - sin t)
///
/// Geometry and parameters are those of scikit-learn's `make_moons`.
///
/// - Parameters:
///   - count: The number of points.
///   - noise: The standard deviation of the normal noise added to each coordinate.
///   - shuffled: Whether the points are in random order; otherwise class 0 comes first.
///   - generator: The source of noise and order.
public func moons(
  count: Int, noise: Float = 0, shuffled: Bool = true, using generator: inout RandomGenerator
) -> LabelledData {
  require(count >= 0, "moons: a count of \(count)")
  var points = LabelledPoints()
  let outer = count / 2
  for t in linearlySpaced(from: 0, to: .pi, count: outer) {
    points.append([cos(t), sin(t)], label: 0)
  }
  for t in linearlySpaced(from: 0, to: .pi, count: count - outer) {
    points.append([1 - cos(t), 0.5 - sin(t)], label: 1)
  }
  return points.finished(
    "moons", classNames: ["outer", "inner"], noise: noise, shuffled: shuffled, using: &generator)
}
