import Course
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
  throw NotImplemented()
}
