import Course
import Tensors

/// Exercise 01.6: says seven computations as einsum equations.
///
/// Each is a text for `einsum(equation, operands…)`, with an arrow and a result. Choose any letters.
///
///     0  the sums of the columns of a matrix            [m, n] -> [n]
///     1  the trace of a matrix                          [n, n] -> []
///     2  the outer product of two vectors               [m], [n] -> [m, n]
///     3  a matrix product for each example of a batch   [b, m, k], [b, k, n] -> [b, m, n]
///     4  the squared length of each row                 [n, d], [n, d] -> [n]
///     5  the products of all pairs of columns, summed over the examples: xᵀ x
///                                                       [n, d], [n, d] -> [d, d]
///     6  attention: for each example of a batch and each position, the values of all positions, weighted
///                                                       [b, n, n], [b, n, d] -> [b, n, d]
///
/// In 4 and 5 both operands are the same tensor. In 6 element `[b, q, k]` of the weights says how much position
/// q takes of the value at position k.
///
/// - Returns: The seven equations, in this order. The matrix product would be `"ij,jk->ik"`.
public func einsumEquations() throws -> [String] {
  throw NotImplemented()
}
