public import Grading
public import Tensors
import Training

/// What 07.7 asks for: the gradient that arrives, x, scale and epsilon to the gradients of x, scale and shift.
public typealias BatchNormalizationGradient =
  @Sendable (Tensor, Tensor, Tensor, Float) throws -> (x: Tensor, scale: Tensor, shift: Tensor)

private let right: BatchNormalizationGradient = {
  Training.batchNormalizationGradient($0, x: $1, scale: $2, epsilon: $3)
}

/// The numbers that wrong answers are made of.
private struct Parts {
  let deviation: Tensor
  let normal: Tensor
  let h: Tensor

  init(_ gradient: Tensor, _ x: Tensor, _ scale: Tensor, _ epsilon: Float) {
    let centred = x - x.mean(axis: 0)
    deviation = sqrt(square(centred).mean(axis: 0) + epsilon)
    normal = centred / deviation
    h = gradient * scale
  }

  /// The right answer for x.
  var slopes: Tensor { (h - h.mean(axis: 0) - normal * (h * normal).mean(axis: 0)) / deviation }
}

/// Makes a wrong answer for x that is right for scale and shift.
private func wrongForX(_ slopes: @escaping @Sendable (Parts) -> Tensor)
  -> BatchNormalizationGradient
{
  { gradient, x, scale, epsilon in
    let answer = try right(gradient, x, scale, epsilon)
    return (slopes(Parts(gradient, x, scale, epsilon)), answer.scale, answer.shift)
  }
}

/// 07.7: the gradient of batch normalization, by hand.
public let batchNormalizationGradientExercise = Exercise<BatchNormalizationGradient>(
  "07.7",
  reference: right,
  alternatives: [
    .init("through variance and mean one after the other", batchNormalizationGradientByChain),
    .init("with the matrix of all slopes", batchNormalizationGradientByMatrix),
  ],
  checks: [
    .init("the shapes") { pullback, evidence in
      let x = Tensor([[1, 5], [2, 3], [4, 4]])
      let slopes = try pullback(x, x, Tensor([1, 2]), 0.1)
      evidence.expect(slopes.x, hasShape: [3, 2], "gradient of x")
      evidence.expect(slopes.scale, hasShape: [2], "gradient of scale")
      evidence.expect(slopes.shift, hasShape: [2], "gradient of shift")
    },
    .init("scale and shift by hand") { pullback, evidence in
      let slopes = try pullback(
        Tensor([[4], [0], [0], [0]]), Tensor([[-1], [-1], [1], [1]]), Tensor([1]), 0)
      evidence.expect(slopes.scale, equals: Tensor([-4]), "gradient of scale")
      evidence.expect(slopes.shift, equals: Tensor([4]), "gradient of shift")
    },
    .init("x by hand", points: 2) { pullback, evidence in
      let slopes = try pullback(
        Tensor([[4], [0], [0], [0]]), Tensor([[-1], [-1], [1], [1]]), Tensor([1]), 0)
      evidence.expect(slopes.x, equals: Tensor([[2], [-2], [0], [0]]), "gradient of x")
    },
    .init("a wider spread, another middle and another scale") { pullback, evidence in
      let slopes = try pullback(
        Tensor([[4], [0], [0], [0]]), Tensor([[3], [3], [7], [7]]), Tensor([3]), 0)
      evidence.expect(slopes.x, equals: Tensor([[3], [-3], [0], [0]]), "gradient of x")
      evidence.expect(slopes.scale, equals: Tensor([-4]), "gradient of scale")
    },
    .init("random batches of several sizes", points: 2) { pullback, evidence in
      var generator = evidence.generator(seed: 771)
      for shape in [[2, 1], [5, 3], [4, 4], [16, 5]] {
        let x = 1 + 2 * Tensor.normal(shape, using: &generator)
        let g = Tensor.normal(shape, using: &generator)
        let scale = Tensor.normal([shape[1]], using: &generator)
        let epsilon = 0.2 + generator.uniform()
        let (slopes, wanted) = (try pullback(g, x, scale, epsilon), try right(g, x, scale, epsilon))
        evidence.expect(slopes.x, equals: wanted.x, "gradient of x", in: "\(shape)")
        evidence.expect(slopes.scale, equals: wanted.scale, "gradient of scale", in: "\(shape)")
        evidence.expect(slopes.shift, equals: wanted.shift, "gradient of shift", in: "\(shape)")
      }
    },
    .init("it is the slope that is measured", points: 2) { pullback, evidence in
      var generator = evidence.generator(seed: 772)
      let x = Tensor.normal([5, 2], using: &generator)
      let g = Tensor.normal([5, 2], using: &generator)
      let scale = 1 + Tensor.uniform([2], using: &generator)
      func loss(_ x: Tensor, _ scale: Tensor) -> Double {
        let y = batchNorm(x, scale: scale, epsilon: 0.3).result
        return zip(y.scalars, g.scalars).reduce(0) { $0 + Double($1.0 * $1.1) }
      }
      let slopes = try pullback(g, x, scale, 0.3)
      evidence.expect(slopes.x, isGradientAt: x, "gradient of x") { loss($0, scale) }
      evidence.expect(slopes.scale, isGradientAt: scale, "gradient of scale") { loss(x, $0) }
    },
    .init("moving or stretching a channel changes nothing") { pullback, evidence in
      var generator = evidence.generator(seed: 773)
      let x = Tensor.normal([8, 3], using: &generator)
      let g = Tensor.normal([8, 3], using: &generator)
      let slopes = try pullback(g, x, Tensor([1, 2, -1]), 0).x
      evidence.expect(slopes, hasShape: [8, 3], "gradient of x")
      guard slopes.shape == x.shape else { return }
      evidence.expect(
        slopes.sum(axis: 0), equals: .zeros([3]), within: 1e-3, "the sum of each channel's slopes")
      evidence.expect(
        (slopes * (x - x.mean(axis: 0))).sum(axis: 0), equals: .zeros([3]), within: 1e-3,
        "the slopes along each channel's own spread")
    },
  ],
  misconceptions: [
    .init(
      "treats mean and variance as constants",
      "Every x of the channel moves both. Take the mean of the gradient away, and its share along n.",
      wrongForX { $0.h / $0.deviation }),
    .init(
      "treats the variance as a constant",
      "The variance changes with x too: the term with n is missing.",
      wrongForX { ($0.h - $0.h.mean(axis: 0)) / $0.deviation }),
    .init(
      "treats the mean as a constant",
      "The mean changes with x too: the mean of the gradient is missing.",
      wrongForX { ($0.h - $0.normal * ($0.h * $0.normal).mean(axis: 0)) / $0.deviation }),
    .init(
      "does not divide by the deviation",
      "n is x divided by the deviation, so the slope is divided by it as well.",
      wrongForX { $0.slopes * $0.deviation }),
    .init(
      "divides by the variance instead of the deviation",
      "The root belongs there: n = (x − mean) / √(variance + epsilon).",
      wrongForX { $0.slopes / $0.deviation }),
    .init(
      "takes sums where means belong",
      "Mean and variance divide by m, and so do their shares in the gradient.",
      wrongForX {
        ($0.h - $0.h.sum(axis: 0) - $0.normal * ($0.h * $0.normal).sum(axis: 0)) / $0.deviation
      }),
    .init(
      "leaves the scale out of the gradient of x",
      "On the way back the gradient meets the scale first: h = gradient · scale.",
      { gradient, x, scale, epsilon in
        let bare = Parts(gradient, x, .ones(scale.shape), epsilon)
        let answer = try right(gradient, x, scale, epsilon)
        return (bare.slopes, answer.scale, answer.shift)
      }),
    .init(
      "multiplies the gradient of the scale with x instead of n",
      "The scale is multiplied with what is normalized.",
      { gradient, x, scale, epsilon in
        let answer = try right(gradient, x, scale, epsilon)
        return (answer.x, (gradient * x).sum(axis: 0), answer.shift)
      }),
    .init(
      "takes means for scale and shift",
      "Both are used for every example: their gradients are sums over the batch.",
      { gradient, x, scale, epsilon in
        let answer = try right(gradient, x, scale, epsilon)
        let m = Float(x.shape[0])
        return (answer.x, answer.scale / m, answer.shift / m)
      }),
    .init(
      "leaves epsilon out",
      "The result was divided by √(variance + epsilon); the gradient must be too.",
      { gradient, x, scale, epsilon in try right(gradient, x, scale, 0) }),
  ])
