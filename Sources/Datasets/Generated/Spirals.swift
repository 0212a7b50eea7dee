import Foundation
public import Tensors

/// Makes spirals, one per class, that wind round each other from the middle outwards.
///
/// Point i = 1, …, n of class k (of K), which has n points:
///
///     radius r = i / n,   angle θ = 2π · (k / K + turns · r),   point (r cos θ, r sin θ)
///
/// The middle itself, which would belong to every class, is left out.
///
/// - Parameters:
///   - count: The number of points, shared equally; the first classes get one more if it does not
///     come out even.
///   - classes: The number of spirals.
///   - turns: How often a spiral goes round.
///   - noise: The standard deviation of the normal noise added to each coordinate.
///   - shuffled: Whether the points are in random order; otherwise they come class by class.
///   - generator: The source of noise and order.
public func spirals(
  count: Int, classes: Int = 2, turns: Float = 1, noise: Float = 0, shuffled: Bool = true,
  using generator: inout RandomGenerator
) -> LabelledData {
  require(count >= 0 && classes > 0, "spirals: a count of \(count) in \(classes) classes")
  var points = LabelledPoints()
  for (label, share) in shares(of: count, classes: classes).enumerated() {
    for index in 0..<share {
      let radius = Double(index + 1) / Double(share)
      let angle = 2 * .pi * (Double(label) / Double(classes) + Double(turns) * radius)
      points.append([radius * cos(angle), radius * sin(angle)], label: label)
    }
  }
  return points.finished(
    "spirals", classNames: (0..<classes).map { "spiral \($0)" }, noise: noise, shuffled: shuffled,
    using: &generator)
}
