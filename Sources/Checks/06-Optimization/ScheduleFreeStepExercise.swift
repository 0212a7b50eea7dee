public import Grading
import Optimization
public import Tensors

/// What 06.10 asks for: z, x, gradient, step, learning rate and blend to z, x and y.
public typealias ScheduleFreeStep =
  @Sendable (Tensor, Tensor, Tensor, Int, Float, Float) throws -> (z: Tensor, x: Tensor, y: Tensor)

private let right: ScheduleFreeStep = { z, x, gradient, step, rate, blend in
  let share = 1 / Float(step)
  let next = z - rate * gradient
  let mean = (1 - share) * x + share * next
  return (next, mean, (1 - blend) * next + blend * mean)
}

/// 06.10: a step of schedule-free descent.
public let scheduleFreeStepExercise = Exercise<ScheduleFreeStep>(
  "06.10",
  reference: right,
  alternatives: [
    .init(
      "number by number, in double precision",
      { z, x, g, step, rate, blend in
        let results = numberByNumber([z, x, g]) { a in
          let next = a[0] - Double(rate) * a[2]
          let mean = a[1] + (next - a[1]) / Double(step)
          return [next, mean, next + Double(blend) * (mean - next)]
        }
        return (results[0], results[1], results[2])
      }),
    .init(
      "the mean as a sum divided by its length",
      { z, x, g, step, rate, blend in
        let next = z - g * rate
        let mean = (Float(step - 1) * x + next) / Float(step)
        return (next, mean, mean + (1 - blend) * (next - mean))
      }),
  ],
  checks: [
    .init("the shapes stay") { step, evidence in
      let x = Tensor([[1, 2], [3, 4], [5, 6]])
      let new = try step(x, x, x, 2, 0.1, 0.9)
      evidence.expect(new.z, hasShape: [3, 2], "z")
      evidence.expect(new.x, hasShape: [3, 2], "x")
      evidence.expect(new.y, hasShape: [3, 2], "y")
    },
    .init("the first step: all three points are one") { step, evidence in
      let new = try step(Tensor([3]), Tensor([3]), Tensor([10]), 1, 0.1, 0.75)
      evidence.expect(new.z, equals: Tensor([2]), "z")
      evidence.expect(new.x, equals: Tensor([2]), "x")
      evidence.expect(new.y, equals: Tensor([2]), "y")
    },
    .init("the second step by hand") { step, evidence in
      let new = try step(Tensor([3]), Tensor([3]), Tensor([10]), 2, 0.1, 0.75)
      evidence.expect(new.z, equals: Tensor([2]), "z")
      evidence.expect(new.x, equals: Tensor([2.5]), "x")
      evidence.expect(new.y, equals: Tensor([2.375]), "y")
    },
    .init("random steps of several shapes", points: 2) { step, evidence in
      var generator = evidence.generator(seed: 6101)
      for (number, shape) in [(1, [1]), (3, [9]), (40, [4, 3])] {
        let (z, x, g) = (
          Tensor.normal(shape, using: &generator), Tensor.normal(shape, using: &generator),
          Tensor.normal(shape, using: &generator)
        )
        let (rate, blend) = (0.05 + generator.uniform(), generator.uniform())
        let new = try step(z, x, g, number, rate, blend)
        let wanted = try right(z, x, g, number, rate, blend)
        let what = "step \(number), shape \(shape)"
        evidence.expect(new.z, equals: wanted.z, "z", in: what)
        evidence.expect(new.x, equals: wanted.x, "x", in: what)
        evidence.expect(new.y, equals: wanted.y, "y", in: what)
      }
    },
    .init("x is the mean of all z") { step, evidence in
      var generator = evidence.generator(seed: 6102)
      var (z, x, sum) = (Tensor([1, -1]), Tensor([1, -1]), Tensor([0, 0]))
      for number in 1...12 {
        (z, x, _) = try step(z, x, Tensor.normal([2], using: &generator), number, 0.3, 0.9)
        sum = sum + z
      }
      evidence.expect(x, equals: sum / 12, "x after 12 steps")
    },
    .init("a walk with the gradients taken at y", points: 2) { step, evidence in
      func end(_ step: ScheduleFreeStep) throws -> Tensor {
        var (z, x, y) = (Tensor([4, 4]), Tensor([4, 4]), Tensor([4, 4]))
        for number in 1...30 {
          (z, x, y) = try step(z, x, Tensor([1, 5]) * y, number, 0.1, 0.8)
        }
        return Tensor.concatenate([x, y])
      }
      evidence.expect(try end(step), equals: try end(right), within: 1e-3, "x and y at the end")
    },
  ],
  misconceptions: [
    .init(
      "averages the old z",
      "The step comes first; the new z joins the mean.",
      { z, x, g, step, rate, blend in
        let next = z - rate * g
        let mean = x + (z - x) / Float(step)
        return (next, mean, (1 - blend) * next + blend * mean)
      }),
    .init(
      "takes the step from the average instead of from z",
      "z walks on from z. The average is only watched.",
      { z, x, g, step, rate, blend in
        let next = x - rate * g
        let mean = x + (next - x) / Float(step)
        return (next, mean, (1 - blend) * next + blend * mean)
      }),
    .init(
      "counts the start as the first of the averaged points",
      "The weight of the newest point in step t is 1/t, so that the first step replaces the start.",
      { z, x, g, step, rate, blend in
        try right(z, x, g, step + 1, rate, blend)
      }),
    .init(
      "exchanges z and x in y",
      "The share of x is blend: y stays near the average.",
      { z, x, g, step, rate, blend in
        let new = try right(z, x, g, step, rate, blend)
        return (new.z, new.x, blend * new.z + (1 - blend) * new.x)
      }),
    .init(
      "blends with the average from before the step",
      "y is made of the new z and the new x.",
      { z, x, g, step, rate, blend in
        let new = try right(z, x, g, step, rate, blend)
        return (new.z, new.x, (1 - blend) * new.z + blend * x)
      }),
    .init(
      "averages with a constant share, as a moving average does",
      "All z count alike: the share of the newest is 1/t.",
      { z, x, g, _, rate, blend in
        let next = z - rate * g
        let mean = blend * x + (1 - blend) * next
        return (next, mean, (1 - blend) * next + blend * mean)
      }),
  ])
