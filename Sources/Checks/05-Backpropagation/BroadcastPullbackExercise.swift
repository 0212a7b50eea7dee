import Backpropagation
public import Grading
public import Tensors

/// What 05.6 asks for: the gradient of a result and the operand's shape, to the operand's gradient.
public typealias BroadcastPullback = @Sendable (Tensor, [Int]) throws -> Tensor

private let table = Tensor([[1, 2, 3], [4, 5, 6]])

/// 05.6: broadcasting comes back as a sum.
public let broadcastPullbackExercise = Exercise<BroadcastPullback>(
  "05.6",
  reference: { Pullbacks.broadcast($0, from: $1) },
  alternatives: [
    .init(
      "the gradient of the sum of gradient · operand",
      { g, shape in gradient(at: Tensor.zeros(shape)) { ($0 * g).sum() } }),
    .init("element by element", { g, shape in addedUp(g, shape) }),
  ],
  checks: [
    .init("the operand's shape, from six shapes") { pullback, evidence in
      for shape in [[2, 3], [3], [1, 3], [2, 1], [1, 1], []] {
        evidence.expect(try pullback(table, shape), hasShape: shape, "from \(shape)")
      }
    },
    .init("by hand: nothing was broadcast") { pullback, evidence in
      evidence.expect(try pullback(table, [2, 3]), equals: table, "from [2, 3]")
    },
    .init("by hand: a row") { pullback, evidence in
      evidence.expect(try pullback(table, [3]), equals: Tensor([5, 7, 9]), "from [3]")
      evidence.expect(try pullback(table, [1, 3]), equals: Tensor([[5, 7, 9]]), "from [1, 3]")
    },
    .init("by hand: a column") { pullback, evidence in
      evidence.expect(try pullback(table, [2, 1]), equals: Tensor([[6], [15]]), "from [2, 1]")
    },
    .init("by hand: a number") { pullback, evidence in
      evidence.expect(try pullback(table, []), equals: Tensor(21), "from []")
    },
    .init("random shapes of three and four axes", points: 2) { pullback, evidence in
      var generator = evidence.generator(seed: 561)
      for (result, shape) in [
        ([2, 3, 4], [3, 1]), ([2, 3, 4], [2, 1, 1]), ([2, 3, 4], [4]), ([2, 3, 4], [1, 3, 1]),
        ([3, 1, 2], [1, 1]), ([2, 3, 2, 2], [3, 1, 2]), ([3, 3], [3, 1]), ([3, 3], [3]),
      ] {
        let g = Tensor.normal(result, using: &generator)
        evidence.expect(
          try pullback(g, shape), equals: Pullbacks.broadcast(g, from: shape), "the gradient",
          in: "\(result) from \(shape)")
      }
    },
    .init("it is the gradient of broadcasting") { pullback, evidence in
      var generator = evidence.generator(seed: 562)
      let g = Tensor.normal([3, 4], using: &generator)
      let x = Tensor.normal([3, 1], using: &generator)
      evidence.expect(try pullback(g, [3, 1]), isGradientAt: x, "the gradient, [3, 4] from [3, 1]")
      {
        x in Double((x * g).sum().scalar)
      }
    },
  ],
  misconceptions: [
    .init(
      "hands the gradient on as it is",
      "A gradient has the shape of its operand. Add up over the places that an element was copied to.",
      { g, _ in g }),
    .init(
      "takes the mean over the copies instead of the sum",
      "Each copy moves the loss by itself; the effects add up.",
      { g, shape in
        let sum = Pullbacks.broadcast(g, from: shape)
        return sum * Float(sum.count) / Float(g.count)
      }),
    .init(
      "takes the gradient of the first copy and forgets the others",
      "Every copy moves the loss. Add their gradients up.",
      { g, shape in
        var part = g
        while part.rank > shape.count { part = part[0] }
        for axis in shape.indices where shape[axis] == 1 {
          part = part.transposed(0, axis)[0..<1].transposed(0, axis)
        }
        return part
      }),
    .init(
      "sums over the axes that were put in front, but not over those that were stretched from 1",
      "An axis of length 1 is copied along that axis too: sum over it.",
      { g, shape in
        var sum = g
        while sum.rank > shape.count { sum = sum.sum(axis: 0) }
        return sum
      }),
    .init(
      "drops the axes of length 1",
      "The operand has the axis, so its gradient has it: sum with keepDimensions: true.",
      { g, shape in
        let sum = Pullbacks.broadcast(g, from: shape)
        return sum.reshaped(shape.filter { $0 != 1 })
      }),
    .init(
      "aligns shapes at the left instead of the right",
      "Broadcasting compares shapes from the right: missing axes are in front.",
      { g, shape in
        var sum = g
        while sum.rank > shape.count { sum = sum.sum(axis: -1) }
        guard sum.rank == shape.count else { return sum }
        for axis in shape.indices where shape[axis] == 1 {
          sum = sum.sum(axis: axis, keepDimensions: true)
        }
        return sum
      }),
  ])

/// Adds every element of the gradient to the element that it was copied from.
private func addedUp(_ g: Tensor, _ shape: [Int]) -> Tensor {
  var sums = [Float](repeating: 0, count: shape.reduce(1, *))
  let front = g.rank - shape.count
  for (index, element) in g.scalars.enumerated() {
    var rest = index
    var place = [Int](repeating: 0, count: g.rank)
    for axis in g.shape.indices.reversed() {
      place[axis] = rest % g.shape[axis]
      rest /= g.shape[axis]
    }
    var target = 0
    for axis in shape.indices {
      target = target * shape[axis] + (shape[axis] == 1 ? 0 : place[front + axis])
    }
    sums[target] += element
  }
  return Tensor(sums, shape: shape)
}
