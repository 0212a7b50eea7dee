public import Tensors

// Training data that is made harder: holes in pictures, wrong labels.

/// Sets a square of every picture to zero, each at a place of its own.
///
/// DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout" (2017).
///
/// - Parameters:
///   - inputs: `[n, channels, height, width]`
///   - side: The side of the square in pixels, rounded down to an even number; what sticks out is cut off.
///   - generator: Where the places come from.
/// - Returns: The shape of `inputs`.
public func cutOut(
  _ inputs: Tensor, side: Int, using generator: inout RandomGenerator
) -> Tensor {
  requireImages(inputs, "cutOut")
  var disturbed = inputs
  for index in 0..<inputs.shape[0] {
    let rows = span(
      around: generator.integer(in: 0..<inputs.shape[2]), length: side, in: inputs.shape[2])
    let columns = span(
      around: generator.integer(in: 0..<inputs.shape[3]), length: side, in: inputs.shape[3])
    disturbed[index..<index + 1, .all, rows, columns] = .zeros([
      1, inputs.shape[1], rows.count, columns.count,
    ])
  }
  return disturbed
}

/// Replaces labels by others, each with the chance `rate`, to see how a model copes.
///
/// A label is never replaced by itself. All other classes are as likely.
public func withLabelNoise(
  _ labels: [Int], classes: Int, rate: Float, using generator: inout RandomGenerator
) -> [Int] {
  require(classes > 1, "withLabelNoise: \(classes) classes; at least two are expected")
  return labels.map { label in
    guard generator.uniform() < rate else { return label }
    return (label + generator.integer(in: 1..<classes)) % classes
  }
}
