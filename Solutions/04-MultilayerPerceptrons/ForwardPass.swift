import Tensors

/// Exercise 04.5: computes what a network says.
///
/// The layers come one after the other. Layer `i` computes `h · weights[i] + biases[i]`; its result goes
/// through the bend before the next layer gets it. The last layer has no bend after it.
///
/// With `x = [[1, -2]]`, `weights = [[[1, 1], [1, -1]], [[2], [1]]]`, `biases = [[0, 0], [0.5]]` and
/// the rectifier as the bend, the hidden scores are `[[-1, 3]]`, bent `[[0, 3]]`, and the answer is
/// `[[3.5]]`.
///
/// - Parameters:
///   - x: `[n, d]`
///   - weights: One for each layer, at least one: `[inputs, units]`.
///   - biases: As many: `[units]`.
///   - bend: What happens to the scores of a hidden layer; keeps the shape.
/// - Returns: `[n, units of the last layer]`
public func forwardPass(
  _ x: Tensor, weights: [Tensor], biases: [Tensor], bend: (Tensor) -> Tensor
) throws -> Tensor {
  var h = x
  for (layer, (weight, bias)) in zip(weights, biases).enumerated() {
    let scores = matmul(h, weight) + bias
    h = layer == weights.count - 1 ? scores : bend(scores)
  }
  return h
}
