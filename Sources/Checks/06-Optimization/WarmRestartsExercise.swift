import Foundation
public import Grading
import Optimization
import Tensors

/// What 06.9 asks for: step, first, growth, highest and lowest to a rate.
public typealias WarmRestarts = @Sendable (Int, Int, Int, Float, Float) throws -> Float

private let right: WarmRestarts = { step, first, growth, highest, lowest in
  highest * Schedule.warmRestarts(first: first, growth: growth, floor: lowest / highest)(step)
}

/// A place in a wave.
private func wave(_ position: Int, _ length: Int, _ highest: Float, _ lowest: Float) -> Float {
  lowest + (highest - lowest) * 0.5 * (1 + cosf(.pi * Float(position) / Float(length)))
}

/// 06.9: cosine waves that start again.
public let warmRestartsExercise = Exercise<WarmRestarts>(
  "06.9",
  reference: right,
  alternatives: [
    .init(
      "step by step, as a program that counts",
      { step, first, growth, highest, lowest in
        var (position, length) = (0, first)
        for _ in 0..<step {
          position += 1
          if position == length { (position, length) = (0, length * growth) }
        }
        return Float(
          Double(lowest) + Double(highest - lowest)
            * (1 + cos(Double.pi * Double(position) / Double(length))) / 2)
      }),
    .init(
      "the waves' starts from the geometric sum",
      { step, first, growth, highest, lowest in
        var (start, length) = (0, first)
        while start + length <= step { (start, length) = (start + length, length * growth) }
        return wave(step - start, length, highest, lowest)
      }),
  ],
  checks: [
    .init("the first wave") { rate, evidence in
      for (step, wanted) in [(0, 1), (1, 0.8535534), (2, 0.5), (3, 0.1464466)] as [(Int, Float)] {
        evidence.expect(try rate(step, 4, 1, 1, 0), equals: wanted, "the rate", in: "step \(step)")
      }
    },
    .init("it starts again") { rate, evidence in
      for (step, wanted) in [(4, 1), (6, 0.5), (8, 1), (402, 0.5)] as [(Int, Float)] {
        evidence.expect(try rate(step, 4, 1, 1, 0), equals: wanted, "the rate", in: "step \(step)")
      }
    },
    .init("the waves grow", points: 2) { rate, evidence in
      for (step, wanted) in [(0, 1), (1, 0.5), (2, 1), (4, 0.5), (6, 1), (10, 0.5), (14, 1)]
        as [(Int, Float)]
      {
        evidence.expect(try rate(step, 2, 2, 1, 0), equals: wanted, "the rate", in: "step \(step)")
      }
    },
    .init("the lowest rate") { rate, evidence in
      evidence.expect(try rate(2, 4, 1, 0.8, 0.2), equals: 0.5, "the rate halfway")
    },
    .init("random waves, every step", points: 2) { rate, evidence in
      var generator = evidence.generator(seed: 691)
      for _ in 0..<6 {
        let (first, growth) = (generator.integer(in: 1..<9), generator.integer(in: 1..<4))
        let highest = 0.5 + generator.uniform()
        let lowest = 0.3 * generator.uniform()
        for step in 0..<70 {
          evidence.expect(
            try rate(step, first, growth, highest, lowest),
            equals: try right(step, first, growth, highest, lowest), "the rate",
            in: "step \(step), first \(first), growth \(growth)")
        }
      }
    },
    .init("a million steps later") { rate, evidence in
      evidence.expect(
        try rate(1_000_500, 1000, 1, 1, 0), equals: 0.5, "the rate", in: "step 1000500")
      evidence.expect(
        try rate((1 << 20) - 1, 1, 2, 1, 0), equals: 1, "the rate at the start of the 21st wave")
    },
  ],
  misconceptions: [
    .init(
      "never starts again",
      "After a wave the rate jumps back to the highest.",
      { step, first, _, highest, lowest in wave(min(step, first), first, highest, lowest) }),
    .init(
      "swings back up along the cosine instead of jumping",
      "A restart is a jump: the position in the wave goes back to 0.",
      { step, first, _, highest, lowest in wave(step, first, highest, lowest) }),
    .init(
      "does not let the waves grow",
      "Each wave is `growth` times as long as the one before.",
      { step, first, _, highest, lowest in wave(step % first, first, highest, lowest) }),
    .init(
      "lets a wave run one step too long",
      "A wave of `length` steps has the positions 0 to length − 1; at length the next one begins.",
      { step, first, growth, highest, lowest in
        var (position, length) = (step, first)
        while position > length {
          position -= length
          length *= growth
        }
        return wave(position, length, highest, lowest)
      }),
    .init(
      "measures every wave by the length of the first",
      "The share of the way is the position divided by the length of this wave.",
      { step, first, growth, highest, lowest in
        var (position, length) = (step, first)
        while position >= length {
          position -= length
          length *= growth
        }
        return wave(position, first, highest, lowest)
      }),
    .init(
      "grows by adding: the second wave is twice, the third three times as long as the first",
      "Growth multiplies the length of the last wave, so lengths are first · growthᵏ.",
      { step, first, growth, highest, lowest in
        var (position, length) = (step, first)
        while position >= length {
          position -= length
          length += growth == 1 ? 0 : first
        }
        return wave(position, length, highest, lowest)
      }),
    .init(
      "takes off the grown length of a wave",
      "Take off the wave that is over, then let the length grow.",
      { step, first, growth, highest, lowest in
        var (position, length) = (step, first)
        while position >= length {
          let last = length
          length *= growth
          position -= growth == 1 ? last : min(position, length)
        }
        return wave(position, length, highest, lowest)
      }),
  ])
