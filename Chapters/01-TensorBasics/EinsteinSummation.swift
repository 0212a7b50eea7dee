// Einsum: sums of products, written with letters
//
// A matrix product, a trace, a batch of outer products: all of them multiply elements and sum. Give every
// axis a letter, and say which letters are left:
//
//     "ij,jk->ik"     matrix product         j is not left, so it is summed
//     "ij->ji"        transpose              nothing is summed, the order changes
//     "ij->i"         sums of rows
//     "ii->"          trace                  a letter twice in one operand reads its diagonal
//     "i,j->ij"       outer product
//     "bij,bjk->bik"  a product for each b   a letter in both and in the result is not summed
//
// The rule is one sentence. *For every combination of values of all letters, multiply the elements that
// the operands have there, and add the product to the element of the result that has its letters.*
//
// As loops: one loop for every letter. And here the strides pay off. An operand's place depends on a
// letter through one number, the sum of the strides of the axes that carry it:
//
//     "ii": an operand of strides [n, 1] moves by n + 1 when i moves by one: along its diagonal
//
// A letter that an operand does not have moves it by 0. That is a broadcast. So one einsum is one walk
// through all letters, in which each operand is a strided view of the same big shape.

public import Tensors

/// Computes an einsum with one loop for every letter, in any number of operands.
///
/// ```swift
/// einsumByLoops("ij,jk->ik", a, b)    // matmul(a, b)
/// einsumByLoops("ii->", a)            // the trace of a
/// ```
///
/// It multiplies as often as there are combinations of letters, whatever the order of the operands;
/// `einsum` of `Tensors` turns most equations into matrix products and is much faster.
///
/// - Parameter equation: Letters for the axes of each operand, `->`, and the letters of the result.
///
/// Source: A. Einstein, "Die Grundlage der allgemeinen Relativitätstheorie" (1916), the convention that
/// an index that occurs twice is summed.
public func einsumByLoops(_ equation: String, _ operands: Tensor...) -> Tensor {
  let (inputs, output) = terms(of: equation, operands)
  // The letters in the order of their loops: those of the result first, then the summed ones.
  var letters = output
  for letter in inputs.joined() where !letters.contains(letter) { letters.append(letter) }
  var extents: [Character: Int] = [:]
  for (input, operand) in zip(inputs, operands) {
    for (letter, extent) in zip(input, operand.shape) {
      require(
        extents[letter] ?? extent == extent,
        "einsumByLoops \"\(equation)\": \(letter) is \(extents[letter] ?? 0) and \(extent)")
      extents[letter] = extent
    }
  }
  let shape = letters.map { extents[$0] ?? 0 }
  // Each operand as a view of all loops.
  let views = zip(inputs, operands).map { input, operand in
    let own = rowMajorStrides(operand.shape)
    let strides = letters.map { letter in
      zip(input, own).reduce(0) { $1.0 == letter ? $0 + $1.1 : $0 }
    }
    return StridedView(storage: operand.scalars, shape: shape, strides: strides)
  }
  let resultShape = output.map { extents[$0] ?? 0 }
  let products = views.dropFirst().reduce(into: views[0].elements()) { products, view in
    for (i, factor) in view.elements().enumerated() { products[i] *= factor }
  }
  // The summed letters come last, so every element of the result is the sum of one stretch.
  let terms = shape.dropFirst(output.count).reduce(1, *)
  let sums = (0..<resultShape.reduce(1, *)).map { i in
    Float(products[i * terms..<(i + 1) * terms].reduce(0.0) { $0 + Double($1) })
  }
  return Tensor(sums, shape: resultShape)
}

/// Takes an equation apart: the letters of each operand, and those of the result.
private func terms(
  of equation: String, _ operands: [Tensor]
) -> (inputs: [[Character]], output: [Character]) {
  let sides = equation.filter { $0 != " " }.split(
    separator: "->", omittingEmptySubsequences: false)
  require(
    sides.count == 2 && !operands.isEmpty,
    "einsumByLoops \"\(equation)\": operands, an arrow \"->\" and a result are expected")
  let inputs = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
  require(
    inputs.map(\.count) == operands.map(\.rank),
    "einsumByLoops \"\(equation)\": one letter for each axis of \(operands.map(\.shape)) is expected"
  )
  let output = Array(sides[1])
  require(
    output.allSatisfy { inputs.joined().contains($0) } && Set(output).count == output.count,
    "einsumByLoops \"\(equation)\": the result's letters must be different and occur on the left")
  return (inputs, output)
}
