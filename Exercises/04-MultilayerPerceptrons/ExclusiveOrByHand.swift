import Course
import Tensors

/// Exercise 04.7: writes down weights with which a network computes exclusive or.
///
/// The network has one hidden layer with the rectifier `max(s, 0)` and one output without a bend:
///
///     y = max(x · hiddenWeight + hiddenBias, 0) · outputWeight + outputBias
///
/// `y` must be 0 for the inputs `[0, 0]` and `[1, 1]`, and 1 for `[0, 1]` and `[1, 0]`. Any number of hidden
/// units will do. There is more than one answer; nothing is to be trained.
///
/// - Returns: `hiddenWeight` `[2, h]`, `hiddenBias` `[h]`, `outputWeight` `[h, 1]` and `outputBias` `[1]`.
public func exclusiveOrByHand() throws -> (
  hiddenWeight: Tensor, hiddenBias: Tensor, outputWeight: Tensor, outputBias: Tensor
) {
  throw NotImplemented()
}
