import Foundation
public import Grading
import Optimization
import Tensors

/// What 06.8 asks for: step, warm-up, total, peak and floor to a rate.
public typealias WarmUpCosine = @Sendable (Int, Int, Int, Float, Float) throws -> Float

private let right: WarmUpCosine = { step, warmUp, total, peak, floor in
  let schedule = Schedule.linearWarmUp(steps: warmUp)
    .then(after: warmUp, .cosine(steps: total - warmUp, floor: floor / peak))
  return peak * schedule(step)
}

/// The falling half, for a share of the way.
private func falling(_ share: Float, _ peak: Float, _ floor: Float) -> Float {
  floor + (peak - floor) * 0.5 * (1 + cosf(.pi * share))
}

/// 06.8: up in a line, down along a cosine.
public let warmUpCosineExercise = Exercise<WarmUpCosine>(
  "06.8",
  reference: right,
  alternatives: [
    .init(
      "in double precision",
      { step, warmUp, total, peak, floor in
        if step < warmUp { return Float(Double(peak) * Double(step) / Double(warmUp)) }
        if step >= total { return floor }
        let share = Double(step - warmUp) / Double(total - warmUp)
        return Float(
          Double(floor) + Double(peak - floor) * (1 + cos(Double.pi * share)) / 2)
      }),
    .init(
      "with the square of half the angle's cosine",
      { step, warmUp, total, peak, floor in
        guard step >= warmUp else { return Float(step) * (peak / Float(warmUp)) }
        let last = min(step, total)
        let half = cosf(.pi / 2 * Float(last - warmUp) / Float(total - warmUp))
        return half * half * peak + (1 - half * half) * floor
      }),
  ],
  checks: [
    .init("at the knots", points: 2) { rate, evidence in
      for (step, wanted) in [(0, 0), (2, 0.8), (6, 0)] as [(Int, Float)] {
        evidence.expect(
          try rate(step, 2, 6, 0.8, 0), equals: wanted, "the rate", in: "step \(step)")
      }
    },
    .init("between the knots") { rate, evidence in
      for (step, wanted) in [(1, 0.4), (3, 0.6828427), (4, 0.4), (5, 0.1171573)]
        as [(Int, Float)]
      {
        evidence.expect(
          try rate(step, 2, 6, 0.8, 0), equals: wanted, "the rate", in: "step \(step)")
      }
    },
    .init("after the end it stays") { rate, evidence in
      for step in [10, 11, 15, 20, 1000] {
        evidence.expect(
          try rate(step, 2, 10, 0.8, 0.1), equals: 0.1, "the rate", in: "step \(step)")
      }
    },
    .init("the floor") { rate, evidence in
      evidence.expect(try rate(4, 2, 6, 0.8, 0.2), equals: 0.5, "the rate halfway down")
    },
    .init("without a warm-up it starts at the peak") { rate, evidence in
      evidence.expect(try rate(0, 0, 10, 0.8, 0), equals: 0.8, "the rate", in: "step 0")
      evidence.expect(try rate(5, 0, 10, 0.8, 0), equals: 0.4, "the rate", in: "step 5")
    },
    .init("random schedules, every step", points: 2) { rate, evidence in
      var generator = evidence.generator(seed: 681)
      for _ in 0..<6 {
        let warmUp = generator.integer(in: 1..<20)
        let total = warmUp + generator.integer(in: 1..<50)
        let peak = 0.5 + generator.uniform()
        let floor = 0.3 * generator.uniform()
        for step in 0..<(total + 10) {
          evidence.expect(
            try rate(step, warmUp, total, peak, floor),
            equals: try right(step, warmUp, total, peak, floor), "the rate",
            in: "step \(step) of \(warmUp) and \(total)")
        }
      }
    },
  ],
  misconceptions: [
    .init(
      "goes on along the cosine after the end, where the rate rises again",
      "The share of the way down is never above 1: after `total` the rate stays at the floor.",
      { step, warmUp, total, peak, floor in
        if step < warmUp { return peak * Float(step) / Float(warmUp) }
        return falling(Float(step - warmUp) / Float(total - warmUp), peak, floor)
      }),
    .init(
      "counts the way down from step 0, so that the rate jumps at the end of the warm-up",
      "The second piece starts where the first ends: its share is (step − warmUp) / (total − warmUp).",
      { step, warmUp, total, peak, floor in
        if step < warmUp { return peak * Float(step) / Float(warmUp) }
        return falling(min(1, Float(step) / Float(total)), peak, floor)
      }),
    .init(
      "divides the way down by all steps, and does not arrive",
      "The way down has total − warmUp steps.",
      { step, warmUp, total, peak, floor in
        if step < warmUp { return peak * Float(step) / Float(warmUp) }
        return falling(min(1, Float(step - warmUp) / Float(total)), peak, floor)
      }),
    .init(
      "divides whole numbers, which drops the fraction",
      "3 / 4 is 0 for two `Int`. Convert first: Float(step) / Float(warmUp).",
      { step, warmUp, total, peak, floor in
        if step < warmUp { return peak * Float(step / warmUp) }
        return try right(step, warmUp, total, peak, floor)
      }),
    .init(
      "reaches the peak one step early",
      "Steps are counted from 0: step 0 has the rate 0, step warmUp the peak.",
      { step, warmUp, total, peak, floor in
        if step < warmUp { return peak * Float(step + 1) / Float(warmUp) }
        return try right(step, warmUp, total, peak, floor)
      }),
    .init(
      "warms up from the floor",
      "The line starts at 0. The floor is where the rate ends.",
      { step, warmUp, total, peak, floor in
        if step < warmUp { return floor + (peak - floor) * Float(step) / Float(warmUp) }
        return try right(step, warmUp, total, peak, floor)
      }),
    .init(
      "falls in a straight line",
      "Half a cosine wave is level at both ends: ½ (1 + cos(π · share)).",
      { step, warmUp, total, peak, floor in
        if step < warmUp { return peak * Float(step) / Float(warmUp) }
        let share = min(1, Float(step - warmUp) / Float(total - warmUp))
        return floor + (peak - floor) * (1 - share)
      }),
    .init(
      "leaves π out",
      "Half a wave is the angle from 0 to π: cos(π · share).",
      { step, warmUp, total, peak, floor in
        if step < warmUp { return peak * Float(step) / Float(warmUp) }
        let share = min(1, Float(step - warmUp) / Float(total - warmUp))
        return falling(share / .pi, peak, floor)
      }),
    .init(
      "puts the floor below the wave instead of its end: it starts above the peak",
      "Between floor and peak there is peak − floor of room.",
      { step, warmUp, total, peak, floor in
        if step < warmUp { return peak * Float(step) / Float(warmUp) }
        let share = min(1, Float(step - warmUp) / Float(total - warmUp))
        return floor + falling(share, peak, 0)
      }),
  ])
