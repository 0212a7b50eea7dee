import Course
import Tensors

/// Exercise 05.13: measures the gradient of every weight in a deep network.
///
/// Each layer computes `output = tanh(input · weight)`, and its output is the next layer's input. Go
/// forward through all layers, then backward, and note how long the gradient of each weight is: the root
/// of the sum of its squares.
///
/// With one layer, weight = `[[0]]`, x = `[[3]]` and gradient = `[[2]]` the answer is `[6]`.
///
/// - Parameters:
///   - weights: One weight for each layer, `[inputs, outputs]`; they fit together.
///   - x: The input of the first layer, `[n, inputs]`.
///   - gradient: The gradient of the last layer's output, of its shape.
/// - Returns: One length for each layer, the first layer first.
public func weightGradientNorms(
  weights: [Tensor], x: Tensor, gradient: Tensor
) throws -> [Float] {
  throw NotImplemented()
}
