public import Grading
import TensorBasics
public import Tensors

/// What 01.7 asks for: an equation and operands to a tensor.
public typealias EinsumFunction = @Sendable (String, [Tensor]) throws -> Tensor

private let shapes: [Character: Int] = ["i": 3, "j": 4, "k": 2, "b": 2, "l": 5]

/// Random operands for an equation, with a different extent for almost every letter.
private func operands(
  _ equation: String, using generator: inout RandomGenerator
) -> [Tensor] {
  equation.prefix { $0 != "-" }.split(separator: ",", omittingEmptySubsequences: false).map {
    Tensor.normal($0.map { shapes[$0] ?? 1 }, using: &generator)
  }
}

/// 01.7: one loop for every letter.
public let einsumByLoopsExercise = Exercise<EinsumFunction>(
  "01.7",
  reference: { einsum($0, $1) },
  alternatives: [
    .init(
      "as products of strided views",
      { equation, x in
        switch x.count {
        case 1: einsumByLoops(equation, x[0])
        case 2: einsumByLoops(equation, x[0], x[1])
        default: einsumByLoops(equation, x[0], x[1], x[2])
        }
      }),
    .init("counting through all combinations", { equation, x in loops(equation, x) }),
  ],
  checks: [
    .init("the shape of the result") { einsum, evidence in
      evidence.expect(
        try einsum("ijk->ki", [.ones([3, 4, 2])]), hasShape: [2, 3], "einsum(\"ijk->ki\")")
    },
    .init("one operand, by hand") { einsum, evidence in
      let x = Tensor([[1, 2, 3], [4, 5, 6]])
      for (equation, expected) in [
        ("ij->ji", Tensor([[1, 4], [2, 5], [3, 6]])), ("ij->i", Tensor([6, 15])),
        ("ij->j", Tensor([5, 7, 9])), ("ij->", Tensor(21)),
      ] {
        evidence.expect(try einsum(equation, [x]), equals: expected, "einsum(\"\(equation)\")")
      }
    },
    .init("a letter twice: the diagonal", points: 2) { einsum, evidence in
      let x = Tensor([[1, 2], [3, 4]])
      evidence.expect(try einsum("ii->i", [x]), equals: Tensor([1, 4]), "einsum(\"ii->i\")")
      evidence.expect(try einsum("ii->", [x]), equals: Tensor(5), "einsum(\"ii->\")")
    },
    .init("two operands, by hand") { einsum, evidence in
      let (a, b) = (Tensor([[1, 2], [3, 4]]), Tensor([[5, 6], [7, 8]]))
      evidence.expect(
        try einsum("ij,jk->ik", [a, b]), equals: Tensor([[19, 22], [43, 50]]),
        "einsum(\"ij,jk->ik\")")
      evidence.expect(
        try einsum("ij,ij->ij", [a, b]), equals: Tensor([[5, 12], [21, 32]]),
        "einsum(\"ij,ij->ij\")")
      evidence.expect(
        try einsum(",i->i", [Tensor(3), Tensor([1, 2])]), equals: Tensor([3, 6]),
        "einsum(\",i->i\"), a number times a vector")
    },
    .init("the order of the result's letters") { einsum, evidence in
      evidence.expect(
        try einsum("i,j->ji", [Tensor([1, 2]), Tensor([3, 4, 5])]),
        equals: Tensor([[3, 6], [4, 8], [5, 10]]), "einsum(\"i,j->ji\")")
    },
    .init("random operands, batches, three operands", points: 4) { einsum, evidence in
      var generator = evidence.generator(seed: 24)
      for equation in [
        "bij,bjk->bik", "ij,jl->li", "i,ij,j->", "bij,ij->b", "ij,kj->ik", "iji->j", "ij,jk,kl->il",
      ] {
        let x = operands(equation, using: &generator)
        evidence.expect(
          try einsum(equation, x), equals: Tensors.einsum(equation, x), within: 1e-3,
          "einsum(\"\(equation)\")")
      }
    },
  ],
  misconceptions: [
    .init(
      "orders the axes of the result by the alphabet",
      "The letters on the right say the order of the axes.",
      { equation, x in
        let sides = equation.split(separator: "->", omittingEmptySubsequences: false)
        return einsum("\(sides[0])->\(String(sides[1].sorted()))", x)
      }),
    .init(
      "treats a letter that occurs twice in one operand as two loops",
      "One letter is one loop: `ii` walks along the diagonal only.",
      { equation, x in loops(equation, x, splitsRepeats: true) }),
    .init(
      "keeps the last product instead of adding up",
      "Letters that are not left are summed: add each product to the result.",
      { equation, x in loops(equation, x, adds: false) }),
    .init(
      "adds the operands' elements instead of multiplying them",
      "For each combination the elements are multiplied; only the products are summed.",
      { equation, x in loops(equation, x, multiplies: false) }),
    .init(
      "multiplies only the first two operands",
      "There may be any number of operands: multiply them all.",
      { equation, x in loops(equation, x, operandsUsed: 2) }),
    .init(
      "averages over the letters that are not left",
      "They are summed, not averaged.",
      { equation, x in loops(equation, x, averages: true) }),
  ])

/// All combinations of letters, with one part of it wrong.
private func loops(
  _ equation: String, _ operands: [Tensor], splitsRepeats: Bool = false, adds: Bool = true,
  multiplies: Bool = true, operandsUsed: Int = .max, averages: Bool = false
) -> Tensor {
  let sides = equation.split(separator: "->", omittingEmptySubsequences: false)
  var inputs = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
  if splitsRepeats {
    inputs = inputs.map { input in
      input.indices.map { i in
        input[..<i].contains(input[i]) ? Character(input[i].uppercased()) : input[i]
      }
    }
  }
  let output = Array(sides[1])
  var letters: [(letter: Character, extent: Int)] = []
  for (input, operand) in zip(inputs, operands) {
    for (letter, extent) in zip(input, operand.shape)
    where !letters.contains(where: { $0.letter == letter }) { letters.append((letter, extent)) }
  }
  let extents = letters.map(\.extent)
  func index(_ letter: Character) -> Int { letters.firstIndex { $0.letter == letter } ?? 0 }
  let shape = output.map { extents[index($0)] }
  var result = [Float](repeating: 0, count: shape.reduce(1, *))
  let count = extents.reduce(1, *)
  for combination in 0..<count {
    let values = position(of: combination, in: extents)
    func element(_ input: [Character], _ operand: Tensor) -> Float {
      let there = input.map { values[index($0)] }
      return operand.scalars[place(of: there, strides: rowMajorStrides(operand.shape))]
    }
    let elements = zip(inputs, operands).prefix(operandsUsed).map { element($0, $1) }
    let term = multiplies ? elements.reduce(1, *) : elements.reduce(0, +)
    let target = place(of: output.map { values[index($0)] }, strides: rowMajorStrides(shape))
    result[target] = adds ? result[target] + term : term
  }
  let terms = averages ? Float(count / max(1, result.count)) : 1
  return Tensor(result.map { $0 / terms }, shape: shape)
}
