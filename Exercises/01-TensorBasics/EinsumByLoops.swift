import Course
import Tensors

/// Exercise 01.7: computes any einsum with one loop for every letter.
///
/// *For every combination of values of all letters, multiply the elements that the operands have there, and
/// add the product to the element of the result that has its letters.*
///
///     einsumByLoops("ij,jk->ik", [a, b])   // the matrix product
///     einsumByLoops("ii->", [a])           // the trace
///     einsumByLoops(",i->i", [s, v])       // a number, which has no letters, times a vector
///
/// Do not call `einsum`, `matmul` or `tensordot`: this exercise is what they stand on. It may be slow.
///
/// - Parameters:
///   - equation: The letters of each operand, separated by commas, `->`, and the letters of the result. There
///     are no blanks. The result may have no letters at all.
///   - operands: As many as the equation names, one letter for each axis; axes of one letter have one extent.
/// - Returns: A tensor whose axes are the letters of the result, in their order.
public func einsumByLoops(_ equation: String, _ operands: [Tensor]) throws -> Tensor {
  throw NotImplemented()
}
