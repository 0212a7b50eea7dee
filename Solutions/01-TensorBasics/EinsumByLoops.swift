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
  let sides = equation.split(separator: "->", omittingEmptySubsequences: false)
  let inputs = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
  let output = Array(sides[1])

  var extents: [Character: Int] = [:]
  for (input, operand) in zip(inputs, operands) {
    for (letter, extent) in zip(input, operand.shape) { extents[letter] = extent }
  }
  let letters = extents.keys.sorted()
  let elements = operands.map(\.scalars)
  let shape = output.map { extents[$0]! }
  var result = [Float](repeating: 0, count: shape.reduce(1, *))

  var value: [Character: Int] = [:]
  func place(_ axes: [Character]) -> Int {
    axes.reduce(0) { $0 * extents[$1]! + value[$1]! }
  }
  func loop(_ depth: Int) {
    guard depth < letters.count else {
      var product: Float = 1
      for (input, operand) in zip(inputs, elements) { product *= operand[place(input)] }
      result[place(output)] += product
      return
    }
    for index in 0..<extents[letters[depth]]! {
      value[letters[depth]] = index
      loop(depth + 1)
    }
  }
  loop(0)
  return Tensor(result, shape: shape)
}
