public import Grading
import TensorBasics
import Tensors

/// What 01.6 asks for: seven equations.
public typealias EinsumEquations = @Sendable () throws -> [String]

private let right = [
  "ij->j", "ii->", "i,j->ij", "bij,bjk->bik", "nd,nd->n", "nd,ne->de", "bqk,bkd->bqd",
]

/// The right equations with one of them exchanged.
private func with(_ index: Int, _ equation: String) -> EinsumEquations {
  var equations = right
  equations[index] = equation
  let changed = equations
  return { changed }
}

extension Evidence {
  /// Evaluates one of the equations and expects its value.
  fileprivate mutating func expect(
    _ equations: EinsumEquations, _ index: Int, _ operands: [Tensor], _ expected: Tensor
  ) throws {
    let all = try equations()
    guard all.count == 7 else {
      return expect(all.count, equals: 7, "the number of equations")
    }
    let equation = all[index]
    let arguments = operands.map { "\($0.shape)" }.joined(separator: ", ")
    guard equation.contains("->"),
      equation.split(separator: "->", omittingEmptySubsequences: false)[0].split(
        separator: ",", omittingEmptySubsequences: false
      ).count == operands.count
    else {
      return expect(
        false,
        "equation \(index), \"\(equation)\": an arrow and \(operands.count) operands are expected")
    }
    expect(
      einsum(equation, operands), equals: expected, within: 1e-3,
      "einsum(\"\(equation)\", \(arguments))")
  }
}

/// 01.6: seven computations as equations.
public let einsumEquationsExercise = Exercise<EinsumEquations>(
  "01.6",
  reference: { right },
  alternatives: [
    .init(
      "with other letters",
      { ["xy->y", "aa->", "p,q->pq", "zij,zjk->zik", "ab,ab->a", "ab,ac->bc", "zqk,zkd->zqd"] }),
    .init(
      "with blanks and an ellipsis",
      {
        [
          "m n -> n", "j j ->", "a, b -> ab", "...ij, ...jk -> ...ik", "...d, ...d -> ...",
          "nd, ne -> de", "...qk, ...kd -> ...qd",
        ]
      }),
  ],
  checks: [
    .init("0: sums of columns") { equations, evidence in
      var generator = evidence.generator(seed: 17)
      let x = Tensor.normal([3, 4], using: &generator)
      try evidence.expect(equations, 0, [x], x.sum(axis: 0))
    },
    .init("1: the trace") { equations, evidence in
      var generator = evidence.generator(seed: 18)
      let x = Tensor.normal([4, 4], using: &generator)
      try evidence.expect(equations, 1, [x], trace(x))
    },
    .init("2: the outer product") { equations, evidence in
      var generator = evidence.generator(seed: 19)
      let a = Tensor.normal([3], using: &generator)
      let b = Tensor.normal([5], using: &generator)
      try evidence.expect(equations, 2, [a, b], outer(a, b))
    },
    .init("3: a product for each example") { equations, evidence in
      var generator = evidence.generator(seed: 20)
      let a = Tensor.normal([2, 3, 4], using: &generator)
      let b = Tensor.normal([2, 4, 5], using: &generator)
      try evidence.expect(equations, 3, [a, b], matmul(a, b))
    },
    .init("4: squared lengths of rows") { equations, evidence in
      var generator = evidence.generator(seed: 21)
      let x = Tensor.normal([3, 4], using: &generator)
      try evidence.expect(equations, 4, [x, x], (x * x).sum(axis: 1))
    },
    .init("5: products of columns") { equations, evidence in
      var generator = evidence.generator(seed: 22)
      let x = Tensor.normal([5, 3], using: &generator)
      try evidence.expect(equations, 5, [x, x], matmul(x.transposed(), x))
    },
    .init("6: attention") { equations, evidence in
      var generator = evidence.generator(seed: 23)
      let weights = softmax(2 * Tensor.normal([2, 4, 4], using: &generator), axis: -1)
      let values = Tensor.normal([2, 4, 3], using: &generator)
      try evidence.expect(equations, 6, [weights, values], matmul(weights, values))
    },
  ],
  misconceptions: [
    .init(
      "sums the rows instead of the columns",
      "The letter that is left says what remains: one number for each column needs the column's letter.",
      with(0, "ij->i")),
    .init(
      "leaves the letter of the diagonal, so that nothing is summed",
      "\"ii->i\" reads the diagonal. The trace is its sum: no letter is left.",
      with(1, "ii->i")),
    .init(
      "sums the whole matrix for the trace",
      "Two different letters run through all elements. The diagonal is one letter twice: \"ii->\".",
      with(1, "ij->")),
    .init(
      "exchanges rows and columns of the outer product",
      "The order of the letters on the right is the order of the axes: [m, n] is first a, then b.",
      with(2, "i,j->ji")),
    .init(
      "sums over the batch",
      "Every example has a product of its own, so its letter must be left on the right.",
      with(3, "bij,bjk->ik")),
    .init(
      "sums over the rows for the squared lengths",
      "The length of a row sums over its d elements: the letter n is left.",
      with(4, "nd,nd->d")),
    .init(
      "sums both operands on their own before it multiplies the columns",
      "The examples run together: both operands need the same letter for n.",
      with(5, "nd,me->de")),
    .init(
      "multiplies rows instead of columns",
      "xᵀ x has one element for each pair of columns: the letter n is summed, the two columns are left.",
      with(5, "nd,md->nm")),
    .init(
      "gives the values the letter of the query, so that the weights are summed on their own",
      "The weights of a row sum to 1, so the values come out unchanged. k must stand in both operands.",
      with(6, "bqk,bqd->bqd")),
    .init(
      "weighs with the columns of the weights",
      "Element [q, k] says how much q takes of k: sum over the second letter, keep the first.",
      with(6, "bkq,bkd->bqd")),
  ])
