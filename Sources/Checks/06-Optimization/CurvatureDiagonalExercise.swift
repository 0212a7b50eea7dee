public import Grading
import Optimization
public import Tensors

/// What 06.11 asks for: vectors of signs and a product with the Hessian to the diagonal.
public typealias CurvatureDiagonal =
  @Sendable ([Tensor], @Sendable (Tensor) throws -> Tensor) throws -> Tensor

private let right: CurvatureDiagonal = { signs, product in
  let products = try signs.map { $0 * (try product($0)) }
  return Tensor.stack(products).mean(axis: 0)
}

/// Multiplies by a matrix.
private func multiply(_ matrix: Tensor) -> @Sendable (Tensor) -> Tensor {
  { matmul(matrix, $0) }
}

/// 06.11: the diagonal of a Hessian from products with random signs.
public let curvatureDiagonalExercise = Exercise<CurvatureDiagonal>(
  "06.11",
  reference: right,
  alternatives: [
    .init(
      "number by number, in double precision",
      { signs, product in
        var sums = Array(repeating: 0.0, count: signs[0].count)
        for v in signs {
          let h = try product(v).scalars
          for (i, sign) in v.scalars.enumerated() { sums[i] += Double(sign * h[i]) }
        }
        return Tensor(sums.map { Float($0 / Double(signs.count)) })
      }),
    .init(
      "divided by the sign instead of multiplied, and averaged on the way",
      { signs, product in
        var mean = Tensor.zeros(signs[0].shape)
        for (place, v) in signs.enumerated() {
          mean = mean + ((try product(v)) / v - mean) / Float(place + 1)
        }
        return mean
      }),
  ],
  checks: [
    .init("the shape of one vector") { estimate, evidence in
      let diagonal = try estimate(
        [Tensor([1, 1, -1]), Tensor([1, -1, 1])], multiply(.identity(3)))
      evidence.expect(diagonal, hasShape: [3], "diagonal")
    },
    .init("one vector of signs by hand") { estimate, evidence in
      let matrix = Tensor([[2, 1], [1, 3]])
      evidence.expect(
        try estimate([Tensor([1, 1])], multiply(matrix)), equals: Tensor([3, 4]), "diagonal")
      evidence.expect(
        try estimate([Tensor([1, -1])], multiply(matrix)), equals: Tensor([1, 2]), "diagonal")
    },
    .init("the mean of two") { estimate, evidence in
      evidence.expect(
        try estimate(
          [Tensor([1, 1]), Tensor([1, -1])], multiply(Tensor([[2, 1], [1, 3]]))),
        equals: Tensor([2, 3]), "diagonal")
    },
    .init("exact where there is nothing off the diagonal") { estimate, evidence in
      let matrix = Tensor([[5, 0, 0], [0, -2, 0], [0, 0, 0.5]])
      evidence.expect(
        try estimate([Tensor([-1, 1, -1])], multiply(matrix)), equals: Tensor([5, -2, 0.5]),
        "diagonal")
    },
    .init("random Hessians and signs", points: 2) { estimate, evidence in
      var generator = evidence.generator(seed: 6111)
      for (n, count) in [(1, 1), (4, 3), (9, 10)] {
        let half = Tensor.normal([n, n], using: &generator)
        let product = multiply(half + half.transposed())
        let signs = (0..<count).map { _ in
          2 * Tensor.bernoulli([n], probability: 0.5, using: &generator) - 1
        }
        evidence.expect(
          try estimate(signs, product), equals: try right(signs, product), "diagonal",
          in: "\(n) numbers, \(count) vectors")
      }
    },
    .init("all signs there are give the diagonal itself", points: 2) { estimate, evidence in
      let matrix = Tensor([[4, 1, -2], [1, 3, 0.5], [-2, 0.5, 5]])
      let signs = (0..<8).map { code in
        Tensor((0..<3).map { Float(code >> $0 & 1) * 2 - 1 })
      }
      evidence.expect(
        try estimate(signs, multiply(matrix)), equals: Tensor([4, 3, 5]), "diagonal")
    },
  ],
  misconceptions: [
    .init(
      "forgets to multiply by the signs again",
      "H v alone has the mean 0. The product v · (H v) has the diagonal as its mean.",
      { signs, product in
        Tensor.stack(try signs.map { try product($0) }).mean(axis: 0)
      }),
    .init(
      "adds up the estimates instead of averaging them",
      "Divide by the number of vectors.",
      { signs, product in try right(signs, product) * Float(signs.count) }),
    .init(
      "adds up the elements: that estimates the trace",
      "vᵀ H v is one number, whose mean is the sum of the diagonal. Keep the elements apart: `*`, not `dot`.",
      { signs, product in try right(signs, product).sum() }),
    .init(
      "takes magnitudes: no curvature is negative then",
      "A Hessian can curve downward. Signs must be able to cancel.",
      { signs, product in
        Tensor.stack(try signs.map { abs($0 * (try product($0))) }).mean(axis: 0)
      }),
    .init(
      "uses only the last vector",
      "One vector is one noisy estimate. Average over all of them.",
      { signs, product in try right(Array(signs.suffix(1)), product) }),
    .init(
      "squares the product with the Hessian",
      "(H v)² has the mean Σⱼ Hᵢⱼ², the squared length of a row. The other factor is v.",
      { signs, product in
        Tensor.stack(try signs.map { square(try product($0)) }).mean(axis: 0)
      }),
  ])
