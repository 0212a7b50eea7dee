public import Grading
import MultilayerPerceptrons
public import Tensors

/// What 04.6 asks for: two layers to one.
public typealias Collapse = @Sendable (LayerValues, LayerValues) throws -> LayerValues

/// A weight and a bias.
public typealias LayerValues = (weight: Tensor, bias: Tensor)

/// 04.6: layers without a bend between them are one layer.
public let collapseExercise = Exercise<Collapse>(
  "04.6",
  reference: { first, second in
    let one = Linear(
      collapsing: Linear(weight: first.weight, bias: first.bias),
      Linear(weight: second.weight, bias: second.bias))
    return (one.weight, one.bias ?? second.bias)
  },
  alternatives: [
    .init(
      "by asking the two layers: the bias is the answer to zeros, the weights are what ones add",
      { first, second in
        let inputs = first.weight.shape[0]
        func both(_ x: Tensor) -> Tensor {
          matmul(matmul(x, first.weight) + first.bias, second.weight) + second.bias
        }
        let bias = both(.zeros([1, inputs]))
        return (both(.identity(inputs)) - bias, bias.reshaped([second.bias.count]))
      }),
    .init(
      "with the biases as one more row of each weight",
      { first, second in
        let (d, h, k) = (first.weight.shape[0], first.bias.count, second.bias.count)
        let corner = Tensor.concatenate([.zeros([d, 1]), .ones([1, 1])], axis: 0)
        let left = Tensor.concatenate(
          [.concatenate([first.weight, first.bias.reshaped([1, h])], axis: 0), corner], axis: 1)
        let right = Tensor.concatenate(
          [second.weight, second.bias.reshaped([1, k])], axis: 0)
        let product = matmul(left, right)
        return (product[0..<d], product[d])
      }),
  ],
  checks: [
    .init("the shapes") { collapse, evidence in
      let one = try collapse((.ones([3, 5]), .ones([5])), (.ones([5, 2]), .ones([2])))
      evidence.expect(one.weight, hasShape: [3, 2], "the weight of 3-5 and 5-2")
      evidence.expect(one.bias, hasShape: [2], "the bias of 3-5 and 5-2")
    },
    .init("single numbers") { collapse, evidence in
      let one = try collapse(
        (Tensor([[2]]), Tensor([1])), (Tensor([[3]]), Tensor([-4])))
      evidence.expect(one.weight, equals: Tensor([[6]]), "weight")
      evidence.expect(one.bias, equals: Tensor([-1]), "bias")
    },
    .init("two by two, by hand", points: 2) { collapse, evidence in
      let one = try collapse(
        (Tensor([[1, 2], [0, 1]]), Tensor([1, -1])), (Tensor([[1, 0], [3, 1]]), Tensor([5, 10])))
      evidence.expect(one.weight, equals: Tensor([[7, 2], [3, 1]]), "weight")
      evidence.expect(one.bias, equals: Tensor([3, 9]), "bias")
    },
    .init("random layers: the one says what the two say", points: 2) { collapse, evidence in
      var generator = evidence.generator(seed: 407)
      for (d, h, k) in [(1, 1, 1), (3, 3, 3), (2, 6, 4)] {
        let first = (
          weight: Tensor.normal([d, h], using: &generator),
          bias: Tensor.normal([h], using: &generator)
        )
        let second = (
          weight: Tensor.normal([h, k], using: &generator),
          bias: Tensor.normal([k], using: &generator)
        )
        let one = try collapse(first, second)
        evidence.expect(one.weight, hasShape: [d, k], "the weight of \(d)-\(h) and \(h)-\(k)")
        evidence.expect(one.bias, hasShape: [k], "the bias of \(d)-\(h) and \(h)-\(k)")
        guard one.weight.shape == [d, k], one.bias.shape == [k] else { return }
        let x = Tensor.normal([4, d], using: &generator)
        evidence.expect(
          matmul(x, one.weight) + one.bias,
          equals: matmul(matmul(x, first.weight) + first.bias, second.weight) + second.bias,
          within: 1e-3, "the answers", in: "widths \(d), \(h) and \(k)")
      }
    },
  ],
  misconceptions: [
    .init(
      "keeps only the second bias",
      "The first bias goes through the second layer as well: b₁ · W₂ + b₂.",
      { first, second in (matmul(first.weight, second.weight), second.bias) }),
    .init(
      "forgets the second bias",
      "b₂ is added at the end: b₁ · W₂ + b₂.",
      { first, second in
        (matmul(first.weight, second.weight), matmul(first.bias, second.weight))
      }),
    .init(
      "adds the two biases as they are",
      "b₁ belongs to the hidden units. It reaches the outputs through W₂: b₁ · W₂ + b₂.",
      { first, second in
        (
          matmul(first.weight, second.weight),
          first.bias.count == second.bias.count ? first.bias + second.bias : first.bias
        )
      }),
    .init(
      "pushes both biases through the second layer",
      "Only b₁ goes through W₂; b₂ is added after it.",
      { first, second in
        let both =
          first.bias.count == second.bias.count ? first.bias + second.bias : 2 * first.bias
        return (matmul(first.weight, second.weight), matmul(both, second.weight))
      }),
    .init(
      "multiplies the weights in the wrong order, where the shapes allow it",
      "The first layer stands next to x: x · W₁ · W₂.",
      { first, second in
        let isSquare = first.weight.shape == second.weight.shape.reversed()
        return (
          isSquare
            ? matmul(second.weight, first.weight) : matmul(first.weight, second.weight) * 2,
          matmul(first.bias, second.weight) + second.bias
        )
      }),
    .init(
      "multiplies the weights element by element, where the shapes allow it",
      "Layers one after the other are a matrix product, not a product of their elements.",
      { first, second in
        (
          first.weight.shape == second.weight.shape
            ? first.weight * second.weight : matmul(first.weight, second.weight) * 0,
          matmul(first.bias, second.weight) + second.bias
        )
      }),
  ])
