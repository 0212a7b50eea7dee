import Tensors

/// What exercise 04.10 gives: the loss, and its gradient for each parameter, in the parameter's shape.
public typealias TwoLayerGradient = (
  loss: Float, hiddenWeight: Tensor, hiddenBias: Tensor, outputWeight: Tensor, outputBias: Tensor
)

/// Exercise 04.10: computes the gradient of a network with one hidden layer, by hand.
///
///     H = tanh(X · hiddenWeight + hiddenBias)      [n, h]
///     P = H · outputWeight + outputBias            [n, k]
///     loss = 1/n · Σᵢ ½ ‖P[i] − Y[i]‖²
///
/// Work backwards from the loss to every parameter, without the library's gradient. With one example,
/// `X = [[1]]`, `Y = [[0]]`, weights and biases `[[0]]`, `[0]`, `[[2]]`, `[1]`: `H` is 0, `P` is 1 and the loss
/// is 0.5; the gradients are `[[2]]`, `[2]`, `[[0]]` and `[1]`.
///
/// - Parameters:
///   - x: `X`, `[n, d]`, at least one row.
///   - y: `Y`, `[n, k]`
///   - hiddenWeight: `[d, h]`
///   - hiddenBias: `[h]`
///   - outputWeight: `[h, k]`
///   - outputBias: `[k]`
/// - Returns: The loss, and the slope of the loss for every number of every parameter.
public func twoLayerGradient(
  _ x: Tensor, _ y: Tensor, hiddenWeight: Tensor, hiddenBias: Tensor, outputWeight: Tensor,
  outputBias: Tensor
) throws -> TwoLayerGradient {
  let n = Float(x.shape[0])
  let h = tanh(matmul(x, hiddenWeight) + hiddenBias)
  let difference = matmul(h, outputWeight) + outputBias - y
  let loss = (difference * difference).sum().scalar / (2 * n)
  // Backwards: the errors at the outputs, then those at the scores of the hidden units. The slope of tanh,
  // said with its value, is 1 − h².
  let outputErrors = difference / n
  let hiddenErrors = matmul(outputErrors, outputWeight.transposed()) * (1 - h * h)
  return (
    loss, matmul(x.transposed(), hiddenErrors), hiddenErrors.sum(axis: 0),
    matmul(h.transposed(), outputErrors), outputErrors.sum(axis: 0)
  )
}
