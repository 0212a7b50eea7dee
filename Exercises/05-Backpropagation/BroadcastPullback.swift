import Course
import Tensors

/// Exercise 05.6: pulls a gradient back through broadcasting.
///
/// Broadcasting copies an operand's elements to several places. Each element's gradient is the sum of the
/// gradients at all the places it was copied to.
///
/// With the gradient `[[1, 2, 3], [4, 5, 6]]` an operand of shape `[3]` gets `[5, 7, 9]`, one of shape
/// `[2, 1]` gets `[[6], [15]]`, and one of shape `[]` gets `21`.
///
/// - Parameters:
///   - gradient: The gradient of the result, of the shape after broadcasting.
///   - shape: The shape of the operand, which broadcasts to that of `gradient`.
/// - Returns: The gradient of the operand, of the shape `shape`.
public func broadcastPullback(_ gradient: Tensor, from shape: [Int]) throws -> Tensor {
  throw NotImplemented()
}
