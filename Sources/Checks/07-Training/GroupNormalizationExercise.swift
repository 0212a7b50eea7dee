public import Grading
public import Tensors
import Training

/// What 07.8 asks for: x, the number of groups, scale, shift and epsilon to the result.
public typealias GroupNormalizationAnswer =
  @Sendable (Tensor, Int, Tensor, Tensor, Float) throws -> Tensor

private let right: GroupNormalizationAnswer = { x, groups, scale, shift, epsilon in
  var layer = GroupNormalization(scale.count, groups: groups, epsilon: epsilon)
  (layer.scale, layer.shift) = (scale, shift)
  return layer(x)
}

/// Normalizes along the last axis of another view of the numbers, and stretches by channels.
private func normalized(
  _ x: Tensor, as view: [Int], _ scale: Tensor, _ shift: Tensor, _ epsilon: Float,
  correction: Int = 0
) -> Tensor {
  let rows = x.reshaped(view)
  let variance = rows.variance(axis: -1, correction: correction, keepDimensions: true)
  let normal = (rows - rows.mean(axis: -1, keepDimensions: true)) / sqrt(variance + epsilon)
  return byChannel(normal.reshaped(x.shape), scale, shift)
}

private func byChannel(_ normal: Tensor, _ scale: Tensor, _ shift: Tensor) -> Tensor {
  let channels = [scale.count] + normal.shape[2...].map { _ in 1 }
  return normal * scale.reshaped(channels) + shift.reshaped(channels)
}

/// The first channel's number for every channel of a group.
private func ofGroup(_ x: Tensor, _ groups: Int) -> Tensor {
  let size = x.count / groups
  return Tensor((0..<x.count).map { x.scalars[$0 / size * size] })
}

/// 07.8: group normalization.
public let groupNormalizationExercise = Exercise<GroupNormalizationAnswer>(
  "07.8",
  reference: right,
  alternatives: [
    .init("example by example and group by group", groupNormalizationByPieces),
    .init(
      "as batch normalization of a single example with a channel for each group",
      { x, groups, scale, shift, epsilon in
        let normal = batchNorm(x.reshaped([1, x.shape[0] * groups, -1]), epsilon: epsilon).result
        return byChannel(normal.reshaped(x.shape), scale, shift)
      }),
  ],
  checks: [
    .init("the shape stays") { answer, evidence in
      for shape in [[2, 6], [2, 6, 3], [1, 6, 2, 3]] {
        let x = Tensor.range(0, to: Float(shape.reduce(1, *)), by: 1).reshaped(shape)
        let y = try answer(x, 3, .ones([6]), .zeros([6]), 0.1)
        evidence.expect(y, hasShape: shape, "result")
      }
    },
    .init("four channels in two groups, by hand") { answer, evidence in
      let y = try answer(Tensor([[1, 3, 10, 30]]), 2, .ones([4]), .zeros([4]), 0)
      evidence.expect(y, equals: Tensor([[-1, 1, -1, 1]]), "result")
    },
    .init("scale and shift belong to channels") { answer, evidence in
      let y = try answer(
        Tensor([[1, 3, 10, 30]]), 2, Tensor([1, 2, 3, 4]), Tensor([0, 0, 5, 7]), 0)
      evidence.expect(y, equals: Tensor([[-1, 2, 2, 11]]), "result")
    },
    .init("a group includes all its places") { answer, evidence in
      // 0, 2, 2, 4 has mean 2 and variance 2; with epsilon 2 the deviation is 2.
      let x = Tensor([0, 2, 2, 4, 7, 7, 7, 7], shape: [1, 4, 2])
      let y = try answer(x, 2, .ones([4]), .zeros([4]), 2)
      evidence.expect(
        y, equals: Tensor([-1, 0, 0, 1, 0, 0, 0, 0], shape: [1, 4, 2]), "result")
    },
    .init("random examples of several shapes", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 781)
      for (shape, groups) in [
        ([3, 6], 2), ([2, 6, 5], 3), ([4, 4, 3, 2], 2), ([2, 3, 4], 1), ([2, 3, 4], 3),
      ] {
        let x = 1 + 2 * Tensor.normal(shape, using: &generator)
        let scale = Tensor.normal([shape[1]], using: &generator)
        let shift = Tensor.normal([shape[1]], using: &generator)
        let epsilon = 0.1 + generator.uniform()
        evidence.expect(
          try answer(x, groups, scale, shift, epsilon),
          equals: try right(x, groups, scale, shift, epsilon), "result",
          in: "\(shape) in \(groups) groups")
      }
    },
    .init("an example does not depend on the others") { answer, evidence in
      var generator = evidence.generator(seed: 782)
      let x = Tensor.normal([3, 4, 5], using: &generator)
      let (scale, shift) = (Tensor([1, 2, 3, 4]), Tensor([4, 3, 2, 1]))
      let together = try answer(x, 2, scale, shift, 0.1)
      evidence.expect(together, hasShape: [3, 4, 5], "result")
      guard together.shape == x.shape else { return }
      for index in 0..<3 {
        evidence.expect(
          try answer(x[index..<index + 1], 2, scale, shift, 0.1),
          equals: together[index..<index + 1], "result of example \(index) alone")
      }
    },
    .init("the gradient flows through mean and variance") { answer, evidence in
      var generator = evidence.generator(seed: 783)
      let x = Tensor.normal([2, 4, 2], using: &generator)
      let weights = Tensor.normal([2, 4, 2], using: &generator)
      let (scale, shift) = (Tensor([1, -2, 1.5, 1]), Tensor([0, 1, 0, 1]))
      let slope = try gradient(at: x) {
        (try answer($0, 2, scale, shift, 0.2) * weights).sum()
      }
      try evidence.expect(slope, isGradientAt: x, "gradient of x") { x in
        zip(try right(x, 2, scale, shift, 0.2).scalars, weights.scalars)
          .reduce(0) { $0 + Double($1.0 * $1.1) }
      }
    },
  ],
  misconceptions: [
    .init(
      "takes mean and variance over the batch as well",
      "Every example is normalized on its own: what is in the batch beside it must not matter.",
      { x, groups, scale, shift, epsilon in
        let normal = batchNorm(
          x.reshaped([x.shape[0], groups, -1]), epsilon: epsilon
        ).result
        return byChannel(normal.reshaped(x.shape), scale, shift)
      }),
    .init(
      "normalizes every channel on its own",
      "That is instance normalization. Mean and variance are those of all channels of a group.",
      { x, groups, scale, shift, epsilon in
        let places = x.shape[2...].reduce(1, *)
        return normalized(x, as: [x.shape[0], x.shape[1], places], scale, shift, epsilon)
      }),
    .init(
      "normalizes the whole example at once",
      "That is a single group. Each group has a mean and a variance of its own.",
      { x, _, scale, shift, epsilon in
        normalized(x, as: [x.shape[0], -1], scale, shift, epsilon)
      }),
    .init(
      "normalizes every place on its own, over the channels of the group",
      "Everything behind the second axis belongs to the group too.",
      { x, groups, scale, shift, epsilon in
        let size = x.shape[1] / groups
        let view = x.reshaped([x.shape[0], groups, size, -1])
        let mean = view.mean(axis: 2, keepDimensions: true)
        let variance = square(view - mean).mean(axis: 2, keepDimensions: true)
        return byChannel(((view - mean) / sqrt(variance + epsilon)).reshaped(x.shape), scale, shift)
      }),
    .init(
      "puts every n-th channel into the same group",
      "Groups are made of neighbours: the first channels, the next, and so on.",
      { x, groups, scale, shift, epsilon in
        let size = x.shape[1] / groups
        let view = x.reshaped([x.shape[0], size, groups, -1]).transposed(1, 2)
        let rows = view.reshaped([x.shape[0], groups, -1])
        let normal = layerNorm(rows, epsilon: epsilon).reshaped(view.shape).transposed(1, 2)
        return byChannel(normal.reshaped(x.shape), scale, shift)
      }),
    .init(
      "takes the number of groups for the number of channels in one",
      "`groups` says how many groups there are. Each has channels / groups channels.",
      { x, groups, scale, shift, epsilon in
        try right(x, x.shape[1] / groups, scale, shift, epsilon)
      }),
    .init(
      "gives all channels of a group the scale and shift of its first",
      "Scale and shift have one number for each channel.",
      { x, groups, scale, shift, epsilon in
        try right(x, groups, ofGroup(scale, groups), ofGroup(shift, groups), epsilon)
      }),
    .init(
      "divides the variance by the count less one",
      "The normalization takes the variance of these numbers: divide by their count.",
      { x, groups, scale, shift, epsilon in
        normalized(x, as: [x.shape[0], groups, -1], scale, shift, epsilon, correction: 1)
      }),
    .init(
      "adds epsilon outside of the root",
      "The root is of variance + epsilon.",
      { x, groups, scale, shift, epsilon in
        let rows = x.reshaped([x.shape[0], groups, -1])
        let deviation = rows.standardDeviation(axis: 2, keepDimensions: true) + epsilon
        let normal = (rows - rows.mean(axis: 2, keepDimensions: true)) / deviation
        return byChannel(normal.reshaped(x.shape), scale, shift)
      }),
  ])
