public import Grading
import Optimization
import Tensors

/// 06.5: a step of AdamW.
public let adamWStepExercise = Exercise<AdamStep>(
  "06.5",
  reference: rightAdam,
  alternatives: [
    .init("number by number, in double precision", preciseAdam),
    .init(
      "Adam's step without decay, and the decay of the old parameter taken off",
      { p, m, v, g, s in
        var bare = s
        bare.weightDecay = 0
        let new = try rightAdam(p, m, v, g, bare)
        return (new.parameter - s.learningRate * s.weightDecay * p, new.mean, new.square)
      }),
  ],
  checks: [
    .init("the shapes stay") { step, evidence in
      let x = Tensor([[1, 2], [3, 4], [5, 6]])
      let new = try step(x, x, x, x, AdamSettings(1, 0.1, decay: 0.1))
      evidence.expect(new.parameter, hasShape: [3, 2], "parameter")
      evidence.expect(new.mean, hasShape: [3, 2], "mean")
      evidence.expect(new.square, hasShape: [3, 2], "square")
    },
    .init("values by hand", points: 2) { step, evidence in
      let zero = Tensor([0, 0])
      let new = try step(
        Tensor([2, -2]), zero, zero, Tensor([5, 0.5]), AdamSettings(1, 0.1, decay: 0.5))
      evidence.expect(new.parameter, equals: Tensor([1.8, -2]), "parameter")
    },
    .init("the means know nothing of the decay") { step, evidence in
      let new = try step(
        Tensor([100]), Tensor([2]), Tensor([8]), Tensor([4]),
        AdamSettings(3, 0.1, 0.5, 0.75, decay: 0.5))
      evidence.expect(new.mean, equals: Tensor([3]), "mean")
      evidence.expect(new.square, equals: Tensor([10]), "square")
    },
    .init("where the slope is zero it only shrinks, by the same share at any size") {
      step, evidence in
      let zero = Tensor([0, 0])
      let new = try step(
        Tensor([1, 0.01]), zero, zero, zero, AdamSettings(1, 0.1, 0.9, 0.999, 1e-8, decay: 0.5))
      evidence.expect(new.parameter, equals: Tensor([0.95, 0.0095]), "parameter")
    },
    .init("random steps of several shapes", points: 2) { step, evidence in
      try expectRandomSteps(step, &evidence, seed: 651, decay: 0.3)
    },
    .init("without decay it is Adam") { step, evidence in
      try expectRandomSteps(step, &evidence, seed: 652, decay: 0)
    },
  ],
  misconceptions: [
    .init(
      "adds the decay to the gradient: Adam with an L2 penalty, not AdamW",
      "In the gradient the decay is divided by the typical slope, so parameters with large slopes hardly decay. "
        + "Shrink the parameter itself.",
      { p, m, v, g, s in
        var bare = s
        bare.weightDecay = 0
        return try rightAdam(p, m, v, g + s.weightDecay * p, bare)
      }),
    .init(
      "forgets the learning rate in the decay",
      "The parameter shrinks by learningRate · weightDecay, so that a schedule holds for both.",
      { p, m, v, g, s in
        var bare = s
        bare.weightDecay = 0
        let new = try rightAdam(p, m, v, g, bare)
        return (new.parameter - s.weightDecay * p, new.mean, new.square)
      }),
    .init(
      "has no weight decay",
      "The W of AdamW is the decay: first shrink by 1 − learningRate · weightDecay.",
      { p, m, v, g, s in
        var bare = s
        bare.weightDecay = 0
        return try rightAdam(p, m, v, g, bare)
      }),
    .init(
      "grows the parameter instead of shrinking it",
      "The decay pulls towards zero: the factor is 1 − learningRate · weightDecay.",
      { p, m, v, g, s in
        var grown = s
        grown.weightDecay = -s.weightDecay
        return try rightAdam(p, m, v, g, grown)
      }),
    .init(
      "shrinks by the square of the parameter",
      "The slope of the penalty ½ · weightDecay · p² is weightDecay · p, not its square.",
      { p, m, v, g, s in
        var bare = s
        bare.weightDecay = 0
        let new = try rightAdam(p, m, v, g, bare)
        return (new.parameter - s.learningRate * s.weightDecay * p * p, new.mean, new.square)
      }),
    .init(
      "does not correct the means for their start at zero",
      "After t steps the means have weights that add up to 1 − betaᵗ only. Divide by it.",
      { p, m, v, g, s in
        let (mean, square) = means(m, v, g, s)
        let shrunk = (1 - s.learningRate * s.weightDecay) * p
        return (shrunk - s.learningRate * mean / (sqrt(square) + s.epsilon), mean, square)
      }),
  ])
