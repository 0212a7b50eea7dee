import Backpropagation
public import Grading
public import Tensors

/// What 05.8 asks for: the pullbacks of the mean and of the maximum along an axis.
public struct ReductionPullbacks: Sendable {
  /// The pullback of the mean: the gradient, the operand's shape, the axis.
  public typealias Mean = @Sendable (Tensor, [Int], Int) throws -> Tensor
  /// The pullback of the maximum: the gradient, the operand, the axis.
  public typealias Maximum = @Sendable (Tensor, Tensor, Int) throws -> Tensor

  let mean: Mean
  let maximum: Maximum

  /// Puts the two pullbacks together.
  public init(mean: @escaping Mean, maximum: @escaping Maximum) {
    self.mean = mean
    self.maximum = maximum
  }
}

private let reference = ReductionPullbacks(
  mean: { Pullbacks.mean($0, from: $1, axis: $2) }, maximum: { g, x, axis in spread(g, x, axis) })

/// 05.8: means and maxima.
public let reductionPullbacksExercise = Exercise<ReductionPullbacks>(
  "05.8",
  reference: reference,
  alternatives: [
    .init(
      "the library's gradients",
      ReductionPullbacks(
        mean: { g, shape, axis in
          gradient(at: Tensor.zeros(shape)) { ($0.mean(axis: axis) * g).sum() }
        },
        maximum: { g, x, axis in
          // Of equal elements the first is made the largest by a hair.
          let (rows, columns) = (x.shape[0], x.shape[1])
          let count = axis == 0 ? rows : columns
          let places = Tensor((0..<count).map { -1e-3 * Float($0) })
          let hair = axis == 0 ? places.reshaped([rows, 1]) : places.reshaped([1, columns])
          let top = x.max(axis: axis, keepDimensions: true)
          let isTop = Tensor(
            (x - top + 0 * hair).scalars.map { $0 == 0 ? 1 : 0 }, shape: x.shape)
          return gradient(at: isTop + hair) { ($0.max(axis: axis) * g).sum() }
        })),
    .init(
      "element by element",
      ReductionPullbacks(
        mean: { g, shape, axis in
          let slopes = g.scalars
          return Tensor(
            (0..<shape[0]).map { row in
              (0..<shape[1]).map { slopes[axis == 0 ? $0 : row] / Float(shape[axis]) }
            })
        },
        maximum: { g, x, axis in
          var slopes = Tensor.zeros(x.shape)
          for line in 0..<x.shape[1 - axis] {
            let elements = (0..<x.shape[axis]).map { axis == 0 ? x[$0, line] : x[line, $0] }
            let first = elements.firstIndex(of: elements.max() ?? 0) ?? 0
            if axis == 0 { slopes[first, line] = g.scalars[line] }
            if axis == 1 { slopes[line, first] = g.scalars[line] }
          }
          return slopes
        })),
  ],
  checks: [
    .init("the operand's shape") { answer, evidence in
      let x = Tensor([[1, 5, 3], [7, 2, 4]])
      for (axis, g) in [(0, Tensor([1, 2, 3])), (1, Tensor([1, 2]))] {
        evidence.expect(
          try answer.mean(g, [2, 3], axis), hasShape: [2, 3], "meanPullback, axis \(axis)")
        evidence.expect(
          try answer.maximum(g, x, axis), hasShape: [2, 3], "maximumPullback, axis \(axis)")
      }
    },
    .init("means by hand") { answer, evidence in
      evidence.expect(
        try answer.mean(Tensor([6, 12]), [2, 3], 1), equals: Tensor([[2, 2, 2], [4, 4, 4]]),
        "meanPullback, axis 1")
      evidence.expect(
        try answer.mean(Tensor([6, 12, 2]), [2, 3], 0), equals: Tensor([[3, 6, 1], [3, 6, 1]]),
        "meanPullback, axis 0")
    },
    .init("means of a square: the axis decides") { answer, evidence in
      evidence.expect(
        try answer.mean(Tensor([2, 4]), [2, 2], 1), equals: Tensor([[1, 1], [2, 2]]),
        "meanPullback of [2, 2], axis 1")
      evidence.expect(
        try answer.mean(Tensor([2, 4]), [2, 2], 0), equals: Tensor([[1, 2], [1, 2]]),
        "meanPullback of [2, 2], axis 0")
    },
    .init("maxima by hand") { answer, evidence in
      let x = Tensor([[1, 5, 3], [7, 2, 4]])
      evidence.expect(
        try answer.maximum(Tensor([10, 20]), x, 1), equals: Tensor([[0, 10, 0], [20, 0, 0]]),
        "maximumPullback, axis 1")
      evidence.expect(
        try answer.maximum(Tensor([1, 2, 3]), x, 0), equals: Tensor([[0, 2, 0], [1, 0, 3]]),
        "maximumPullback, axis 0")
    },
    .init("maxima: of equals the first") { answer, evidence in
      evidence.expect(
        try answer.maximum(Tensor([10, 20]), Tensor([[1, 5, 5], [-2, -2, -3]]), 1),
        equals: Tensor([[0, 10, 0], [20, 0, 0]]), "maximumPullback with equal elements, axis 1")
      evidence.expect(
        try answer.maximum(Tensor([10, 20]), Tensor([[4, 1], [4, 1], [0, 1]]), 0),
        equals: Tensor([[10, 20], [0, 0], [0, 0]]), "maximumPullback with equal elements, axis 0")
    },
    .init("random tables", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 581)
      for shape in [[1, 1], [1, 4], [3, 1], [4, 3], [3, 3], [2, 7]] {
        let x = Tensor.normal(shape, using: &generator)
        for axis in 0...1 {
          let g = Tensor.normal([shape[1 - axis]], using: &generator)
          let what = "\(shape), axis \(axis)"
          evidence.expect(
            try answer.mean(g, shape, axis), equals: try reference.mean(g, shape, axis),
            "meanPullback", in: what)
          evidence.expect(
            try answer.maximum(g, x, axis), equals: try reference.maximum(g, x, axis),
            "maximumPullback", in: what)
        }
      }
    },
  ],
  misconceptions: [
    .init(
      "pulls the mean back as if it were a sum",
      "A mean over n elements moves by 1/n when one of them moves by 1.",
      ReductionPullbacks(
        mean: { Pullbacks.sum($0, from: $1, axis: $2) }, maximum: reference.maximum)),
    .init(
      "divides by the number of all elements, not of those along the axis",
      "Each mean runs over one axis only: divide by its length.",
      ReductionPullbacks(
        mean: { Pullbacks.sum($0, from: $1, axis: $2) / Float($1.reduce(1, *)) },
        maximum: reference.maximum)),
    .init(
      "divides by the length of the other axis",
      "The mean runs along `axis`: shape[axis] elements.",
      ReductionPullbacks(
        mean: { Pullbacks.sum($0, from: $1, axis: $2) / Float($1[1 - $2]) },
        maximum: reference.maximum)),
    .init(
      "lets the gradient align at the right for both axes, where the table is square",
      "Element i of the gradient belongs to row i for axis 1: make it a column first, `[rows, 1]`.",
      ReductionPullbacks(
        mean: { g, shape, axis in
          try reference.mean(g, shape, shape[0] == shape[1] ? 0 : axis)
        }, maximum: reference.maximum)),
    .init(
      "gives the gradient to every element that equals the maximum",
      "Then it counts twice. The first of them gets all of it.",
      ReductionPullbacks(
        mean: reference.mean,
        maximum: { g, x, axis in
          let top = x.max(axis: axis, keepDimensions: true)
          let isTop = Tensor((x - top).scalars.map { $0 == 0 ? 1 : 0 }, shape: x.shape)
          return isTop * Pullbacks.sum(g, from: x.shape, axis: axis)
        })),
    .init(
      "gives the gradient to the last of equal elements",
      "The exercise asks for the first of them.",
      ReductionPullbacks(
        mean: reference.mean, maximum: { g, x, axis in spread(g, x, axis, takesLast: true) })),
    .init(
      "gives the gradient of the maximum to all elements",
      "Only the largest element moves the maximum; the others get 0.",
      ReductionPullbacks(
        mean: reference.mean,
        maximum: { g, x, axis in Pullbacks.sum(g, from: x.shape, axis: axis) })),
    .init(
      "gives the largest element the slope 1, whatever the gradient",
      "Multiply by the gradient that arrives.",
      ReductionPullbacks(
        mean: reference.mean,
        maximum: { g, x, axis in spread(Tensor.ones(g.shape), x, axis) })),
  ])

/// Puts each gradient at the place of its row's or column's largest element.
private func spread(_ g: Tensor, _ x: Tensor, _ axis: Int, takesLast: Bool = false) -> Tensor {
  let (rows, columns, elements, slopes) = (x.shape[0], x.shape[1], x.scalars, g.scalars)
  var result = [Float](repeating: 0, count: elements.count)
  for line in 0..<(axis == 0 ? columns : rows) {
    let places =
      axis == 0
      ? (0..<rows).map { $0 * columns + line } : Array(line * columns..<(line + 1) * columns)
    var best = places[0]
    for place in places
    where elements[place] > elements[best] || takesLast && elements[place] == elements[best] {
      best = place
    }
    result[best] = slopes[line]
  }
  return Tensor(result, shape: x.shape)
}
