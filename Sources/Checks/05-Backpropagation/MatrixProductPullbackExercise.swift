import Backpropagation
public import Grading
public import Tensors

/// What 05.7 asks for: two matrices and the gradient of their product, to the gradients of both.
public typealias MatrixProductPullback =
  @Sendable (Tensor, Tensor, Tensor) throws -> (a: Tensor, b: Tensor)

private let reference: MatrixProductPullback = { a, b, g in Pullbacks.matmul(g, a, b) }

/// 05.7: the pullback of the matrix product.
public let matrixProductPullbackExercise = Exercise<MatrixProductPullback>(
  "05.7",
  reference: reference,
  alternatives: [
    .init(
      "the library's gradient",
      { a, b, g in
        let slopes = gradient(at: [a, b]) { (matmul($0[0], $0[1]) * g).sum() }
        return (slopes[0], slopes[1])
      }),
    .init("element by element, in three loops", { a, b, g in loops(a, b, g) }),
  ],
  checks: [
    .init("the operands' shapes") { pullback, evidence in
      let slopes = try pullback(.ones([2, 3]), .ones([3, 4]), .ones([2, 4]))
      evidence.expect(slopes.a, hasShape: [2, 3], "the gradient of a")
      evidence.expect(slopes.b, hasShape: [3, 4], "the gradient of b")
    },
    .init("by hand") { pullback, evidence in
      let slopes = try pullback(
        Tensor([[1, 2]]), Tensor([[3, 4], [5, 6]]), Tensor([[1, -1]]))
      evidence.expect(slopes.a, equals: Tensor([[-1, -1]]), "the gradient of a")
      evidence.expect(slopes.b, equals: Tensor([[1, -1], [2, -2]]), "the gradient of b")
    },
    .init("by hand: square matrices", points: 2) { pullback, evidence in
      let slopes = try pullback(
        Tensor([[1, 2], [3, 4]]), Tensor([[0, 1], [5, 2]]), Tensor([[1, 0], [2, 1]]))
      evidence.expect(slopes.a, equals: Tensor([[0, 5], [1, 12]]), "the gradient of a")
      evidence.expect(slopes.b, equals: Tensor([[7, 3], [10, 4]]), "the gradient of b")
    },
    .init("random matrices of many shapes", points: 2) { pullback, evidence in
      var generator = evidence.generator(seed: 571)
      for (m, k, n) in [(1, 1, 1), (1, 4, 1), (3, 1, 2), (2, 5, 3), (3, 3, 3), (6, 2, 4)] {
        let a = Tensor.normal([m, k], using: &generator)
        let b = Tensor.normal([k, n], using: &generator)
        let g = Tensor.normal([m, n], using: &generator)
        let slopes = try pullback(a, b, g)
        let expected = try reference(a, b, g)
        let what = "[\(m), \(k)] x [\(k), \(n)]"
        evidence.expect(slopes.a, equals: expected.a, "the gradient of a", in: what)
        evidence.expect(slopes.b, equals: expected.b, "the gradient of b", in: what)
      }
    },
    .init("it is the gradient of the product, with random weights") { pullback, evidence in
      var generator = evidence.generator(seed: 572)
      let a = Tensor.normal([3, 2], using: &generator)
      let b = Tensor.normal([2, 4], using: &generator)
      let g = Tensor.normal([3, 4], using: &generator)
      let slopes = try pullback(a, b, g)
      evidence.expect(slopes.a, isGradientAt: a, "the gradient of a") {
        Double((matmul($0, b) * g).sum().scalar)
      }
      evidence.expect(slopes.b, isGradientAt: b, "the gradient of b") {
        Double((matmul(a, $0) * g).sum().scalar)
      }
    },
  ],
  misconceptions: [
    .init(
      "forgets the transposes where the shapes allow it",
      "The gradient of a is G · bᵀ and that of b is aᵀ · G. With square matrices shapes do not tell.",
      { a, b, g in
        let isSquare = a.shape[0] == a.shape[1] && b.shape[0] == b.shape[1]
        return isSquare ? (matmul(g, b), matmul(a, g)) : try reference(a, b, g)
      }),
    .init(
      "exchanges the two gradients",
      "The gradient of a has the shape of a: [m, n] x [n, k].",
      { a, b, g in
        let slopes = try reference(a, b, g)
        return (slopes.b, slopes.a)
      }),
    .init(
      "returns the gradients transposed",
      "A gradient has the shape of its operand: G · bᵀ, not b · Gᵀ.",
      { a, b, g in
        let slopes = try reference(a, b, g)
        return (slopes.a.transposed(), slopes.b.transposed())
      }),
    .init(
      "takes the gradient for 1 everywhere",
      "Multiply by the gradient that arrives. All ones would be the gradient of the sum.",
      { a, b, g in try reference(a, b, .ones(g.shape)) }),
    .init(
      "divides the gradient of b by the number of rows",
      "The mean belongs to the loss, whose own pullback divides. The product only sums.",
      { a, b, g in
        let slopes = try reference(a, b, g)
        return (slopes.a, slopes.b / Float(a.shape[0]))
      }),
    .init(
      "adds up the gradients of the rows in the wrong place: gives every row of a their mean",
      "Row i of a moves row i of the product only.",
      { a, b, g in
        let slopes = try reference(a, b, g)
        return (slopes.a.mean(axis: 0, keepDimensions: true) * Tensor.ones(a.shape), slopes.b)
      }),
  ])

private func loops(_ a: Tensor, _ b: Tensor, _ g: Tensor) -> (a: Tensor, b: Tensor) {
  var (slopeA, slopeB) = (Tensor.zeros(a.shape), Tensor.zeros(b.shape))
  for i in 0..<a.shape[0] {
    for j in 0..<b.shape[1] {
      for k in 0..<b.shape[0] {
        slopeA[i, k] += g[i, j] * b[k, j]
        slopeB[k, j] += a[i, k] * g[i, j]
      }
    }
  }
  return (slopeA, slopeB)
}
