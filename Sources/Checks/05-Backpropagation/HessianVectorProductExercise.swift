import Backpropagation
public import Grading
public import Tensors

/// What 05.12 asks for: examples, weights and a vector, to the Hessian times the vector.
public typealias LogisticCurvature = @Sendable (Tensor, Tensor, Tensor) throws -> Tensor

/// The gradient of a gradient, as the library takes it.
private let reference: LogisticCurvature = { x, w, v in
  hessianVectorProduct(at: w, times: v) { w in softplus(matmul(x, w)).mean() }
}

/// 05.12: a product with the Hessian.
public let hessianVectorProductExercise = Exercise<LogisticCurvature>(
  "05.12",
  reference: reference,
  alternatives: [
    .init(
      "example by example, in double precision",
      { x, w, v in
        let (n, d) = (x.shape[0], x.shape[1])
        var sums = [Double](repeating: 0, count: d)
        for row in 0..<n {
          let example = x[row].scalars.map { Double($0) }
          func product(_ a: Tensor) -> Double {
            zip(example, a.scalars).reduce(0) { $0 + $1.0 * Double($1.1) }
          }
          let p = Double(sigmoid(Tensor(Float(product(w)))).scalar)
          for column in 0..<d { sums[column] += p * (1 - p) * product(v) * example[column] }
        }
        return Tensor(sums.map { Float($0 / Double(n)) })
      }),
    .init(
      "with the slope σ(s) σ(−s), and the examples scaled by it",
      { x, w, v in
        let s = matmul(x, w)
        let scaled = x * (sigmoid(s) * sigmoid(-s)).reshaped([x.shape[0], 1])
        return matmul(matmul(x, v), scaled) / Float(x.shape[0])
      }),
  ],
  checks: [
    .init("one number for each weight") { product, evidence in
      evidence.expect(
        try product(.ones([4, 3]), .zeros([3]), .ones([3])), hasShape: [3], "the product")
    },
    .init("by hand: w = 0, where every p is 1/2") { product, evidence in
      evidence.expect(
        try product(Tensor([[1, 0], [0, 2]]), .zeros([2]), Tensor([1, 1])),
        equals: Tensor([0.125, 0.5]), "the product")
    },
    .init("by hand: w = ln 3, where p is 3/4", points: 2) { product, evidence in
      evidence.expect(
        try product(Tensor([[1]]), Tensor([1.0986123]), Tensor([16])), equals: Tensor([3]),
        "the product")
    },
    .init("where the unit is sure, the loss is straight") { product, evidence in
      evidence.expect(
        try product(Tensor([[1], [-1]]), Tensor([200]), Tensor([1])), equals: Tensor([0]),
        "the product for scores of ±200")
    },
    .init("random problems", points: 2) { product, evidence in
      var generator = evidence.generator(seed: 621)
      for (n, d) in [(1, 1), (1, 4), (6, 2), (5, 5), (20, 3)] {
        let x = Tensor.normal([n, d], using: &generator)
        let w = Tensor.normal([d], using: &generator)
        let v = 3 * Tensor.normal([d], using: &generator)
        evidence.expect(
          try product(x, w, v), equals: try reference(x, w, v), "the product",
          in: "\(n) examples of \(d) features")
      }
    },
    .init("the Hessian is symmetric: u · (H v) = v · (H u)") { product, evidence in
      var generator = evidence.generator(seed: 622)
      let x = Tensor.normal([7, 4], using: &generator)
      let w = Tensor.normal([4], using: &generator)
      let (u, v) = (Tensor.normal([4], using: &generator), Tensor.normal([4], using: &generator))
      let (left, right) = (try product(x, w, v), try product(x, w, u))
      evidence.expect(left, hasShape: [4], "H v")
      evidence.expect(right, hasShape: [4], "H u")
      guard left.shape == [4], right.shape == [4] else { return }
      evidence.expect(dot(u, left).scalar, equals: dot(v, right).scalar, within: 1e-3, "u · (H v)")
    },
  ],
  misconceptions: [
    .init(
      "takes p for its own slope",
      "When w moves, p moves by p (1 − p) times the movement of the score.",
      { x, w, v in
        matmul(x.transposed(), sigmoid(matmul(x, w)) * matmul(x, v)) / Float(x.shape[0])
      }),
    .init(
      "leaves out the slope of the sigmoid: Xᵀ X v / n",
      "That is the Hessian of a squared error. Here the movement of p is p (1 − p) · X v.",
      { x, _, v in matmul(x.transposed(), matmul(x, v)) / Float(x.shape[0]) }),
    .init(
      "adds up the examples instead of taking their mean",
      "The loss is a mean, and so are its gradient and its Hessian: divide by n.",
      { x, w, v in try reference(x, w, v) * Float(x.shape[0]) }),
    .init(
      "takes the slope of the sigmoid at X v instead of at X w",
      "The Hessian belongs to the place w. The vector only says along which direction it is multiplied.",
      { x, w, v in
        let p = sigmoid(matmul(x, v))
        return matmul(x.transposed(), p * (1 - p) * matmul(x, v)) / Float(x.shape[0])
      }),
    .init(
      "returns the gradient at the place moved by v",
      "Asked for is the change of the gradient along v, not a gradient.",
      { x, w, v in matmul(x.transposed(), sigmoid(matmul(x, w + v))) / Float(x.shape[0]) }),
    .init(
      "squares the slope of the sigmoid",
      "p (1 − p) enters once: the gradient holds p, and p moves by p (1 − p) · X v.",
      { x, w, v in
        let p = sigmoid(matmul(x, w))
        let slope = p * (1 - p)
        return matmul(x.transposed(), slope * slope * matmul(x, v)) / Float(x.shape[0])
      }),
    .init(
      "multiplies only by the diagonal of the Hessian",
      "A movement of one weight changes the slopes of all others: multiply by X v, the movement of the "
        + "whole score.",
      { x, w, v in
        let p = sigmoid(matmul(x, w))
        return matmul((x * x).transposed(), p * (1 - p)) * v / Float(x.shape[0])
      }),
  ])
