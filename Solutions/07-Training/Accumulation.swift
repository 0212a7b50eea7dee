import Tensors

/// Exercise 07.13: makes the loss and the gradient of a large batch from those of its parts.
///
/// A batch that does not fit into memory is cut into parts. Each part has a loss and a gradient, both means over the
/// examples of this part. What is wanted are the means over all examples. The parts need not be equally large.
///
/// Three parts of 4, 4 and 2 examples with the losses 1, 1 and 4 have the loss 1.6 together.
///
/// - Parameters:
///   - losses: The mean loss of each part.
///   - gradients: The mean gradient of each part, all of one shape.
///   - counts: The number of examples of each part, at least 1.
/// - Returns: The mean loss and the mean gradient over all examples.
public func accumulate(
  losses: [Float], gradients: [Tensor], counts: [Int]
) throws -> (loss: Float, gradient: Tensor) {
  let total = Float(counts.reduce(0, +))
  var loss: Float = 0
  var gradient = Tensor.zeros(gradients[0].shape)
  for (index, count) in counts.enumerated() {
    let share = Float(count) / total
    loss += share * losses[index]
    gradient += share * gradients[index]
  }
  return (loss, gradient)
}
