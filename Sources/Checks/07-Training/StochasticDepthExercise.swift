public import Grading
public import Tensors
import Training

/// What 07.10 asks for: the rates of the branches, and a residual branch that may be left out.
public struct StochasticDepthAnswer: Sendable {
  /// From the number of branches and the last rate to all rates.
  public typealias Rates = @Sendable (Int, Float) throws -> [Float]
  /// From x, the branch, the rate, random numbers and whether it is training, to the result.
  public typealias Depth = @Sendable (Tensor, Tensor, Float, Tensor, Bool) throws -> Tensor

  let rates: Rates
  let depth: Depth

  /// Puts the two functions together.
  public init(rates: @escaping Rates, depth: @escaping Depth) {
    (self.rates, self.depth) = (rates, depth)
  }

  /// A wrong answer to the first question with a right one to the second.
  init(rates: @escaping Rates) { self.init(rates: rates, depth: reference.depth) }

  /// A wrong answer to the second question with a right one to the first.
  init(depth: @escaping Depth) { self.init(rates: reference.rates, depth: depth) }
}

private let reference = StochasticDepthAnswer(
  rates: { Training.depthRates($0, most: $1) },
  depth: { x, branch, rate, uniform, isTraining in
    isTraining
      ? Training.stochasticDepth(x, branch: branch, rate: rate, uniform: uniform) : x + branch
  })

/// A number for each example, to be multiplied with everything that belongs to it.
private func spread(_ factors: Tensor, over x: Tensor) -> Tensor {
  factors.reshaped([x.shape[0]] + x.shape[1...].map { _ in 1 })
}

/// Ones for the examples that keep their branch.
private func kept(_ uniform: Tensor, _ rate: Float, over x: Tensor) -> Tensor {
  spread(select(uniform .>= rate, Tensor(1), 0), over: x)
}

/// 07.10: stochastic depth.
public let stochasticDepthExercise = Exercise<StochasticDepthAnswer>(
  "07.10",
  reference: reference,
  alternatives: [
    .init(
      "example by example; the rates from the step between two",
      StochasticDepthAnswer(
        rates: { count, most in
          if count == 1 { return [most] }
          let step = Double(most) / Double(count - 1)
          return (0..<count).map { Float(Double($0) * step) }
        },
        depth: { x, branch, rate, uniform, isTraining in
          if !isTraining { return branch + x }
          return Tensor.stack(
            uniform.scalars.enumerated().map { index, number in
              number < rate ? x[index] : x[index] + branch[index] / (1 - rate)
            })
        })),
    .init(
      "a selection between both ways; the rates as shares of the way",
      StochasticDepthAnswer(
        rates: { count, most in
          (1...count).map { most - most * Float(count - $0) / Float(max(1, count - 1)) }
        },
        depth: { x, branch, rate, uniform, isTraining in
          let mask = (uniform .< rate).reshaped([x.shape[0]] + x.shape[1...].map { _ in 1 })
          return isTraining ? select(mask, x, x + branch / (1 - rate)) : x + branch
        })),
  ],
  checks: [
    .init("rates by hand") { answer, evidence in
      evidence.expect(
        Tensor(try answer.rates(5, 0.2)), equals: Tensor([0, 0.05, 0.1, 0.15, 0.2]),
        "depthRates(5, most: 0.2)")
      evidence.expect(
        Tensor(try answer.rates(2, 0.5)), equals: Tensor([0, 0.5]), "depthRates(2, most: 0.5)")
    },
    .init("a single branch, and many") { answer, evidence in
      evidence.expect(
        Tensor(try answer.rates(1, 0.3)), equals: Tensor([0.3]), "depthRates(1, most: 0.3)")
      evidence.expect(
        Tensor(try answer.rates(101, 0.5)), equals: Tensor((0...100).map { 0.005 * Float($0) }),
        "depthRates(101, most: 0.5)")
    },
    .init("training by hand") { answer, evidence in
      let y = try answer.depth(
        Tensor([[1], [2]]), Tensor([[10], [20]]), 0.5, Tensor([0.2, 0.7]), true)
      evidence.expect(y, equals: Tensor([[1], [42]]), "result")
    },
    .init("evaluation by hand") { answer, evidence in
      let y = try answer.depth(
        Tensor([[1], [2]]), Tensor([[10], [20]]), 0.5, Tensor([0.2, 0.7]), false)
      evidence.expect(y, equals: Tensor([[11], [22]]), "result")
    },
    .init("random batches of several shapes", points: 2) { answer, evidence in
      var generator = evidence.generator(seed: 7101)
      for shape in [[6], [5, 3], [4, 4], [4, 2, 3], [3, 2, 2, 2]] {
        let x = Tensor.normal(shape, using: &generator)
        let branch = Tensor.normal(shape, using: &generator)
        let uniform = Tensor.uniform([shape[0]], using: &generator)
        let rate = 0.3 + 0.4 * generator.uniform()
        evidence.expect(
          try answer.depth(x, branch, rate, uniform, true),
          equals: try reference.depth(x, branch, rate, uniform, true), "result",
          in: "\(shape), rate \(rate)")
      }
    },
    .init("the mean over all draws is what evaluation computes") { answer, evidence in
      let (x, branch) = (Tensor.full([1000, 1], 2), Tensor.full([1000, 1], 3))
      let uniform = Tensor((0..<1000).map { (Float($0) + 0.5) / 1000 })
      for rate: Float in [0, 0.25, 0.8] {
        let trained = try answer.depth(x, branch, rate, uniform, true).mean().scalar
        let evaluated = try answer.depth(x, branch, rate, uniform, false).mean().scalar
        evidence.expect(
          trained, equals: 5, within: 1e-3, "the mean in training", in: "rate \(rate)")
        evidence.expect(
          evaluated, equals: 5, within: 1e-3, "the mean in evaluation", in: "rate \(rate)")
      }
    },
    .init("the way past the branch is open for every gradient") { answer, evidence in
      var generator = evidence.generator(seed: 7102)
      let (x, branch) = (
        Tensor.normal([4, 3], using: &generator), Tensor.normal([4, 3], using: &generator)
      )
      let weights = Tensor.normal([4, 3], using: &generator)
      let uniform = Tensor([0.1, 0.9, 0.3, 0.6])
      let slopes = try gradient(at: [x, branch]) {
        (try answer.depth($0[0], $0[1], 0.4, uniform, true) * weights).sum()
      }
      evidence.expect(slopes[0], equals: weights, "gradient of x")
      evidence.expect(
        slopes[1], equals: weights * Tensor([[0], [1], [0], [1]]) / 0.6, "gradient of branch")
    },
  ],
  misconceptions: [
    .init(
      "drops the way past the branch as well",
      "Only the branch is left out. An example without its branch is handed on as it is.",
      StochasticDepthAnswer(depth: { x, branch, rate, uniform, isTraining in
        isTraining ? (x + branch) * kept(uniform, rate, over: x) / (1 - rate) : x + branch
      })),
    .init(
      "has no way past the branch",
      "A residual block adds the branch to its input.",
      StochasticDepthAnswer(depth: { x, branch, rate, uniform, isTraining in
        isTraining ? branch * kept(uniform, rate, over: x) / (1 - rate) : branch
      })),
    .init(
      "decides once for the whole batch",
      "Every example has a number of its own: a mask of shape [batch, 1, …].",
      StochasticDepthAnswer(depth: { x, branch, rate, uniform, isTraining in
        let first = Tensor.full([x.shape[0]], uniform.scalars[0])
        return try reference.depth(x, branch, rate, first, isTraining)
      })),
    .init(
      "does not divide the branch by the chance of being kept",
      "Then evaluation adds more than training did on average: divide by 1 − rate.",
      StochasticDepthAnswer(depth: { x, branch, rate, uniform, isTraining in
        isTraining ? x + branch * kept(uniform, rate, over: x) : x + branch
      })),
    .init(
      "scales the branch in evaluation as well",
      "Training has made up for it already. Evaluation adds the branch as it is.",
      StochasticDepthAnswer(depth: { x, branch, rate, uniform, isTraining in
        isTraining
          ? try reference.depth(x, branch, rate, uniform, true) : x + (1 - rate) * branch
      })),
    .init(
      "leaves branches out in evaluation too",
      "In evaluation every branch is used.",
      StochasticDepthAnswer(depth: { x, branch, rate, uniform, _ in
        try reference.depth(x, branch, rate, uniform, true)
      })),
    .init(
      "keeps the branches that should be left out",
      "A branch is left out if the example's number is below the rate.",
      StochasticDepthAnswer(depth: { x, branch, rate, uniform, isTraining in
        isTraining
          ? x + branch * (1 - kept(uniform, rate, over: x)) / (1 - rate) : x + branch
      })),
    .init(
      "gives all branches the same rate",
      "Early branches are what the others build on. The rates rise from 0.",
      StochasticDepthAnswer(rates: { count, most in Array(repeating: most, count: count) })),
    .init(
      "lets the first branch be left out already",
      "The steps start at 0 and there are count − 1 of them: index / (count − 1).",
      StochasticDepthAnswer(rates: { count, most in
        (1...count).map { most * Float($0) / Float(count) }
      })),
    .init(
      "does not reach the last rate",
      "Of count branches the last has the index count − 1: divide by that.",
      StochasticDepthAnswer(rates: { count, most in
        count == 1 ? [most] : (0..<count).map { most * Float($0) / Float(count) }
      })),
  ])
