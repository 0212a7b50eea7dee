import Course
import Tensors

/// Exercise 04.1: computes the scores of a layer of units side by side.
///
/// Every unit has a column of the weights and a bias of its own:
///
///     score of example i at unit j = Σₖ x[i, k] · weight[k, j] + bias[j]
///
/// With `x = [[1, 2]]`, `weight = [[1, 0, -1], [0.5, 2, 1]]` and `bias = [0, 1, 10]` the scores are
/// `[[2, 5, 11]]`.
///
/// - Parameters:
///   - x: `[n, inputs]`
///   - weight: `[inputs, outputs]`
///   - bias: `[outputs]`
/// - Returns: `[n, outputs]`
public func linearLayer(_ x: Tensor, weight: Tensor, bias: Tensor) throws -> Tensor {
  throw NotImplemented()
}
