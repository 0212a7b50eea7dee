public import Tensors

/// Returns the truth table of "exclusive or": the four corners of the unit square.
///
///     (0, 0) -> 0    (0, 1) -> 1    (1, 0) -> 1    (1, 1) -> 0
///
/// No straight line separates the classes, so no single perceptron learns it.
/// Source: M. Minsky and S. Papert, Perceptrons (1969).
public func xor() -> LabelledData {
  var unused = RandomGenerator(seed: 0)
  return xor(count: 4, noise: 0, shuffled: false, using: &unused)
}

/// Makes points about the four corners of the unit square, in turn; the class is x xor y.
///
/// - Parameters:
///   - count: The number of points.
///   - noise: The standard deviation of the normal noise added to each coordinate; the class stays
///     that of the corner.
///   - shuffled: Whether the points are in random order; otherwise they go through the corners
///     (0, 0), (0, 1), (1, 0), (1, 1) again and again.
///   - generator: The source of noise and order.
public func xor(
  count: Int, noise: Float = 0, shuffled: Bool = true, using generator: inout RandomGenerator
) -> LabelledData {
  require(count >= 0, "xor: a count of \(count)")
  var points = LabelledPoints()
  for index in 0..<count {
    let (x, y) = (index / 2 % 2, index % 2)
    points.append([Double(x), Double(y)], label: x ^ y)
  }
  return points.finished(
    "xor", classNames: ["equal", "different"], noise: noise, shuffled: shuffled, using: &generator)
}
