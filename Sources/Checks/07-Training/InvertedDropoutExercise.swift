public import Grading
public import Tensors
import Training

/// What 07.9 asks for: x, the rate, random numbers and whether it is training, to the result.
public typealias InvertedDropout = @Sendable (Tensor, Float, Tensor, Bool) throws -> Tensor

private let right: InvertedDropout = { x, rate, uniform, isTraining in
  isTraining ? Training.invertedDropout(x, rate: rate, uniform: uniform) : x
}

/// Ones where a number is kept.
private func kept(_ uniform: Tensor, _ rate: Float) -> Tensor {
  select(uniform .>= rate, Tensor(1), 0)
}

/// Numbers that cover 0 to below 1 evenly, so that a mean over them is the mean over all draws.
private func even(_ count: Int) -> [Float] { (0..<count).map { (Float($0) + 0.5) / Float(count) } }

/// 07.9: inverted dropout.
public let invertedDropoutExercise = Exercise<InvertedDropout>(
  "07.9",
  reference: right,
  alternatives: [
    .init(
      "with a mask that is built number by number",
      { x, rate, uniform, isTraining in
        if !isTraining { return x }
        let factors = uniform.scalars.map { $0 < rate ? 0 : Float(1 / (1 - Double(rate))) }
        return Tensor(factors, shape: x.shape) * x
      }),
    .init(
      "with zeros filled in after the division",
      { x, rate, uniform, isTraining in
        isTraining ? (x / (1 - rate)).filled(with: 0, where: uniform .< rate) : x
      }),
  ],
  checks: [
    .init("the shape stays") { dropout, evidence in
      for shape in [[3], [2, 3], [2, 1, 2]] {
        let x = Tensor.ones(shape)
        for isTraining in [true, false] {
          evidence.expect(
            try dropout(x, 0.5, .full(shape, 0.7), isTraining), hasShape: shape, "result")
        }
      }
    },
    .init("training by hand") { dropout, evidence in
      let y = try dropout(Tensor([1, 2, 3, 4]), 0.5, Tensor([0.1, 0.6, 0.5, 0.9]), true)
      evidence.expect(y, equals: Tensor([0, 4, 6, 8]), "result")
    },
    .init("a rate of a fifth") { dropout, evidence in
      let y = try dropout(
        Tensor([[4, 8], [12, -4]]), 0.2, Tensor([[0.3, 0.1], [0.9, 0.7]]), true)
      evidence.expect(y, equals: Tensor([[5, 0], [15, -5]]), "result")
    },
    .init("in evaluation nothing happens") { dropout, evidence in
      let y = try dropout(Tensor([1, 2, 3, 4]), 0.25, Tensor([0.1, 0.6, 0.5, 0.9]), false)
      evidence.expect(y, equals: Tensor([1, 2, 3, 4]), "result")
    },
    .init("a rate of zero drops nothing") { dropout, evidence in
      let y = try dropout(Tensor([1, 2]), 0, Tensor([0, 0.5]), true)
      evidence.expect(y, equals: Tensor([1, 2]), "result")
    },
    .init("random numbers, rates and shapes") { dropout, evidence in
      var generator = evidence.generator(seed: 791)
      for shape in [[1], [9], [4, 3], [3, 3], [2, 3, 4]] {
        let x = Tensor.normal(shape, using: &generator)
        let uniform = Tensor.uniform(shape, using: &generator)
        let rate = 0.1 + 0.7 * generator.uniform()
        evidence.expect(
          try dropout(x, rate, uniform, true), equals: try right(x, rate, uniform, true),
          "result", in: "\(shape), rate \(rate)")
      }
    },
    .init("the mean over all draws is the number itself") { dropout, evidence in
      for rate: Float in [0.1, 0.5, 0.75] {
        let x = Tensor.full([1000], 3)
        let y = try dropout(x, rate, Tensor(even(1000)), true)
        evidence.expect(
          y.mean().scalar, equals: 3, within: 1e-3, "the mean of what was 3", in: "rate \(rate)")
      }
    },
    .init("the gradient goes where a number was kept") { dropout, evidence in
      var generator = evidence.generator(seed: 792)
      let x = Tensor.normal([4, 3], using: &generator)
      let uniform = Tensor.uniform([4, 3], using: &generator)
      let weights = Tensor.normal([4, 3], using: &generator)
      let slope = try gradient(at: x) { (try dropout($0, 0.4, uniform, true) * weights).sum() }
      evidence.expect(
        slope, equals: weights * kept(uniform, 0.4) / 0.6, "gradient of x")
    },
  ],
  misconceptions: [
    .init(
      "does not divide what is kept by 1 − rate",
      "Then every sum shrinks in training, and evaluation sees larger ones: divide what is kept.",
      { x, rate, uniform, isTraining in isTraining ? x * kept(uniform, rate) : x }),
    .init(
      "divides by the rate",
      "What is kept is divided by the chance of being kept, which is 1 − rate.",
      { x, rate, uniform, isTraining in
        isTraining ? x * kept(uniform, rate) / max(rate, 1e-6) : x
      }),
    .init(
      "drops in evaluation too",
      "In evaluation the answer must be the same every time, and use everything that was learnt.",
      { x, rate, uniform, _ in try right(x, rate, uniform, true) }),
    .init(
      "scales in evaluation as well as in training",
      "One of the two is enough. Inverted dropout corrects in training, so evaluation does nothing.",
      { x, rate, uniform, isTraining in
        isTraining ? try right(x, rate, uniform, true) : x * (1 - rate)
      }),
    .init(
      "scales twice in training",
      "Divide by 1 − rate once. Then the mean is right.",
      { x, rate, uniform, isTraining in
        isTraining ? try right(x, rate, uniform, true) / (1 - rate) : x
      }),
    .init(
      "drops the numbers that should be kept",
      "A number is dropped if its random number is below the rate: that happens with the chance `rate`.",
      { x, rate, uniform, isTraining in
        isTraining ? x * (1 - kept(uniform, rate)) / (1 - rate) : x
      }),
    .init(
      "takes the rate for the chance of being kept",
      "The rate is the chance of being dropped.",
      { x, rate, uniform, isTraining in
        isTraining ? try right(x, min(1 - rate, 0.999), uniform, true) : x
      }),
    .init(
      "does nothing in training",
      "Numbers whose random number is below the rate become zero.",
      { x, _, _, _ in x }),
  ])
