import Tensors

/// Exercise 03.7: chooses among several classes with one unit for each.
///
/// Unit `c` has learned "class c, or something else?". Its weights are column `c` of `weights`. Every unit
/// scores the example, and the class with the largest score wins, even where several scores are positive,
/// or none is. If two scores are equal, the class with the smaller number wins.
///
/// - Parameters:
///   - weights: `[d, k]`, one column a class.
///   - biases: `[k]`
///   - examples: `[n, d]`
/// - Returns: `n` classes, each in `0..<k`.
public func oneVersusRest(weights: Tensor, biases: Tensor, examples: Tensor) throws -> [Int] {
  (matmul(examples, weights) + biases).argmax(axis: 1)
}
