import Backpropagation
public import Grading
public import Tensors

/// What 05.11 asks for: x, w1, b1, w2 and the direction of x, to the output and its movement.
public typealias PushForward =
  @Sendable (Tensor, Tensor, Tensor, Tensor, Tensor) throws -> (output: Tensor, movement: Tensor)

/// With dual numbers, one output at a time.
private let reference: PushForward = { x, w1, b1, w2, v in
  let (n, d, h, k) = (x.shape[0], w1.shape[0], w1.shape[1], w2.shape[1])
  var (values, movements): ([Float], [Float]) = ([], [])
  for row in 0..<n {
    let found = jacobianVectorProduct(
      at: (0..<d).map { Double(x[row, $0]) }, along: (0..<d).map { Double(v[row, $0]) }
    ) { inputs in
      let hidden = (0..<h).map { unit in
        inputs.indices.reduce(Dual(Double(b1.scalars[unit]))) {
          $0 + inputs[$1] * Dual(Double(w1[$1, unit]))
        }.tanh()
      }
      return (0..<k).map { output in
        hidden.indices.reduce(Dual(0)) { $0 + hidden[$1] * Dual(Double(w2[$1, output])) }
      }
    }
    values += found.value.map { Float($0) }
    movements += found.derivative.map { Float($0) }
  }
  return (Tensor(values, shape: [n, k]), Tensor(movements, shape: [n, k]))
}

/// 05.11: a movement goes forward through a network.
public let jacobianVectorProductExercise = Exercise<PushForward>(
  "05.11",
  reference: reference,
  alternatives: [
    .init(
      "row by row through the library's Jacobian",
      { x, w1, b1, w2, v in
        let output = matmul(tanh(matmul(x, w1) + b1), w2)
        let rows = (0..<x.shape[0]).map { row in
          let j = jacobian(at: x[row]) { matmul(tanh(matmul($0, w1) + b1), w2) }
          return matmul(j, v[row])
        }
        return (output, Tensor.stack(rows))
      }),
    .init(
      "the slope from the hyperbolic cosine",
      { x, w1, b1, w2, v in
        let scores = matmul(x, w1) + b1
        let cosine = 0.5 * (exp(scores) + exp(-scores))
        return (matmul(tanh(scores), w2), matmul(matmul(v, w1) / (cosine * cosine), w2))
      }),
  ],
  checks: [
    .init("the shapes") { push, evidence in
      let found = try push(
        .ones([4, 3]), .ones([3, 5]), .zeros([5]), .ones([5, 2]), .ones([4, 3]))
      evidence.expect(found.output, hasShape: [4, 2], "the output")
      evidence.expect(found.movement, hasShape: [4, 2], "the movement")
    },
    .init("one number by hand") { push, evidence in
      let found = try push(
        Tensor([[0]]), Tensor([[2]]), Tensor([0]), Tensor([[3]]), Tensor([[1]]))
      evidence.expect(found.output, equals: Tensor([[0]]), "the output")
      evidence.expect(found.movement, equals: Tensor([[6]]), "the movement")
    },
    .init("by hand: a bias of artanh 0.5, where the slope is 0.75", points: 2) { push, evidence in
      let found = try push(
        Tensor([[0, 0]]), Tensor([[4], [1]]), Tensor([0.54930615]), Tensor([[2]]),
        Tensor([[1, -2]]))
      evidence.expect(found.output, equals: Tensor([[1]]), "the output")
      evidence.expect(found.movement, equals: Tensor([[3]]), "the movement")
    },
    .init("random networks", points: 2) { push, evidence in
      var generator = evidence.generator(seed: 611)
      for (n, d, h, k) in [(1, 1, 1, 1), (1, 3, 2, 4), (3, 2, 5, 1), (4, 3, 3, 3)] {
        let (x, v) = (
          Tensor.normal([n, d], using: &generator), Tensor.normal([n, d], using: &generator)
        )
        let (w1, b1) = (
          Tensor.normal([d, h], using: &generator), Tensor.normal([h], using: &generator)
        )
        let w2 = Tensor.normal([h, k], using: &generator)
        let expected = try reference(x, w1, b1, w2, v)
        let found = try push(x, w1, b1, w2, v)
        let what = "\(n) rows, \(d)-\(h)-\(k)"
        evidence.expect(found.output, equals: expected.output, "the output", in: what)
        evidence.expect(found.movement, equals: expected.movement, "the movement", in: what)
      }
    },
    .init("twice the direction, twice the movement") { push, evidence in
      var generator = evidence.generator(seed: 612)
      let (x, v) = (
        Tensor.normal([2, 3], using: &generator), Tensor.normal([2, 3], using: &generator)
      )
      let w1 = Tensor.normal([3, 4], using: &generator)
      let (b1, w2) = (
        Tensor.normal([4], using: &generator), Tensor.normal([4, 2], using: &generator)
      )
      let once = try push(x, w1, b1, w2, v).movement
      let twice = try push(x, w1, b1, w2, 2 * v).movement
      evidence.expect(twice, equals: 2 * once, "the movement for twice the direction")
      let still = try push(x, w1, b1, w2, .zeros([2, 3])).movement
      evidence.expect(still, equals: .zeros([2, 2]), "the movement for a direction of zeros")
    },
    .init("u · (J v) = (Jᵀ u) · v") { push, evidence in
      var generator = evidence.generator(seed: 613)
      let (x, v) = (
        Tensor.normal([3, 4], using: &generator), Tensor.normal([3, 4], using: &generator)
      )
      let w1 = Tensor.normal([4, 5], using: &generator)
      let (b1, w2) = (
        Tensor.normal([5], using: &generator), Tensor.normal([5, 2], using: &generator)
      )
      let u = Tensor.normal([3, 2], using: &generator)
      let back = gradient(at: x) { (matmul(tanh(matmul($0, w1) + b1), w2) * u).sum() }
      let movement = try push(x, w1, b1, w2, v).movement
      evidence.expect(movement, hasShape: [3, 2], "the movement")
      guard movement.shape == [3, 2] else { return }
      evidence.expect(
        (u * movement).sum().scalar, equals: (back * v).sum().scalar, within: 1e-3, "u · (J v)")
    },
  ],
  misconceptions: [
    .init(
      "adds the bias to the movement",
      "The bias does not move when x moves. A constant has the movement 0.",
      { x, w1, b1, w2, v in
        let t = tanh(matmul(x, w1) + b1)
        return (matmul(t, w2), matmul((1 - t * t) * (matmul(v, w1) + b1), w2))
      }),
    .init(
      "sends the direction through the network as if it were an input",
      "A movement is multiplied by the slope of tanh at x. It does not pass through tanh itself.",
      { x, w1, b1, w2, v in
        (matmul(tanh(matmul(x, w1) + b1), w2), matmul(tanh(matmul(v, w1)), w2))
      }),
    .init(
      "takes the slope of tanh at the direction instead of at x",
      "The slope belongs to the place: 1 − tanh²(x · w1 + b1).",
      { x, w1, b1, w2, v in
        let t = tanh(matmul(v, w1))
        return (matmul(tanh(matmul(x, w1) + b1), w2), matmul((1 - t * t) * matmul(v, w1), w2))
      }),
    .init(
      "leaves out the slope of tanh",
      "Where a unit is saturated, a movement of its score hardly moves it. Multiply by 1 − tanh².",
      { x, w1, b1, w2, v in
        (matmul(tanh(matmul(x, w1) + b1), w2), matmul(matmul(v, w1), w2))
      }),
    .init(
      "forgets the bias in the slope",
      "The slope is taken where the network is: the score is x · w1 + b1.",
      { x, w1, b1, w2, v in
        let t = tanh(matmul(x, w1))
        return (
          matmul(tanh(matmul(x, w1) + b1), w2), matmul((1 - t * t) * matmul(v, w1), w2)
        )
      }),
    .init(
      "takes the slope for 1 − t instead of 1 − t²",
      "tanh′ = 1 − tanh².",
      { x, w1, b1, w2, v in
        let t = tanh(matmul(x, w1) + b1)
        return (matmul(t, w2), matmul((1 - t) * matmul(v, w1), w2))
      }),
    .init(
      "returns where the output would be after the movement: output plus movement",
      "Asked for is the movement alone, J · v.",
      { x, w1, b1, w2, v in
        let t = tanh(matmul(x, w1) + b1)
        return (matmul(t, w2), matmul(t + (1 - t * t) * matmul(v, w1), w2))
      }),
  ])
