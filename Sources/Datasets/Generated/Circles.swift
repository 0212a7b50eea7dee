import Foundation
public import Tensors

/// Makes a circle inside a circle; no straight line separates them, the distance to 0 does.
///
/// With t in equal steps from 0 to 2π, the end not included:
///
///     outer circle, class 0, count / 2 points:   (cos t, sin t)
///     inner circle, class 1, the others:         factor · (cos t, sin t)
///
/// Geometry and parameters are those of scikit-learn's `make_circles`.
///
/// - Parameters:
///   - count: The number of points.
///   - noise: The standard deviation of the normal noise added to each coordinate.
///   - factor: The radius of the inner circle, at least 0 and below 1; that of the outer one is 1.
///   - shuffled: Whether the points are in random order; otherwise class 0 comes first.
///   - generator: The source of noise and order.
public func circles(
  count: Int, noise: Float = 0, factor: Float = 0.8, shuffled: Bool = true,
  using generator: inout RandomGenerator
) -> LabelledData {
  require(count >= 0, "circles: a count of \(count)")
  require(factor >= 0 && factor < 1, "circles: the factor \(factor) is not in 0..<1")
  var points = LabelledPoints()
  let outer = count / 2
  for (label, radius, share) in [(0, 1, outer), (1, Double(factor), count - outer)] {
    for t in linearlySpaced(from: 0, to: 2 * .pi, count: share, includingEnd: false) {
      points.append([radius * cos(t), radius * sin(t)], label: label)
    }
  }
  return points.finished(
    "circles", classNames: ["outer", "inner"], noise: noise, shuffled: shuffled, using: &generator)
}
