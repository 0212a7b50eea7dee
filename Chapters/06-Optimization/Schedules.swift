import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the learning rate changes with the step: a function from the number of steps taken, from 0, to a
/// factor on the base rate.
///
/// ```swift
/// let schedule = Schedule.linearWarmUp(steps: 100).then(after: 100, .cosine(steps: 900))
/// for step in 0..<1000 {
///   optimizer.learningRate = 1e-3 * schedule(step)
///   …
/// }
/// ```
public struct Schedule: Sendable {
  private let factor: @Sendable (Int) -> Float

  /// Makes a schedule from a function.
  public init(_ factor: @escaping @Sendable (_ step: Int) -> Float) { self.factor = factor }

  /// The factor on the base rate in a step; steps are counted from 0.
  public func callAsFunction(_ step: Int) -> Float { factor(step) }
}

// MARK: Falling

extension Schedule {
  /// The base rate throughout.
  public static let constant = Schedule { _ in 1 }

  /// A factor `gamma` after every `interval` steps.
  public static func step(every interval: Int, gamma: Float = 0.1) -> Schedule {
    require(interval > 0, "Schedule.step: an interval of \(interval); at least 1 is expected")
    return Schedule { step in pow(gamma, Float(step / interval)) }
  }

  /// A factor `gamma` after each of the given steps.
  public static func multistep(at milestones: [Int], gamma: Float = 0.1) -> Schedule {
    Schedule { step in pow(gamma, Float(milestones.count { $0 <= step })) }
  }

  /// A factor `gamma` after every step.
  public static func exponential(gamma: Float) -> Schedule {
    Schedule { step in pow(gamma, Float(step)) }
  }

  /// From 1 to 0 along a power of the share that is left, in `steps` steps.
  public static func polynomial(steps: Int, power: Float = 1) -> Schedule {
    Schedule { step in pow(1 - share(step, steps), power) }
  }

  /// From 1 to `floor` along half a cosine wave, in `steps` steps (Loshchilov and Hutter 2017).
  public static func cosine(steps: Int, floor: Float = 0) -> Schedule {
    Schedule { step in floor + (1 - floor) * 0.5 * (1 + cos(.pi * share(step, steps))) }
  }

  /// Cosine waves that start again from 1, each `growth` times as long as the one before: SGDR
  /// (Loshchilov and Hutter 2017).
  public static func warmRestarts(first: Int, growth: Int = 1, floor: Float = 0) -> Schedule {
    require(
      first > 0 && growth > 0,
      "Schedule.warmRestarts: a first wave of \(first) and a growth of \(growth); at least 1 each")
    return Schedule { step in
      var (position, length) = (step, first)
      if growth == 1 {
        position %= first
      } else {
        while position >= length {
          position -= length
          length *= growth
        }
      }
      return floor + (1 - floor) * 0.5 * (1 + cos(.pi * Float(position) / Float(length)))
    }
  }
}

// MARK: Rising

extension Schedule {
  /// From `start` to 1 in a straight line in `steps` steps, then 1.
  public static func linearWarmUp(steps: Int, from start: Float = 0) -> Schedule {
    Schedule { step in start + (1 - start) * share(step, steps) }
  }

  /// The rate of the first transformer: up in a straight line, then down with the square root of the step.
  ///
  /// Vaswani et al. 2017, equation 3. Its base rate is 1: the factor itself is
  /// `width^(−1/2) · min(t^(−1/2), t · warmUp^(−3/2))` with `t` from 1.
  public static func inverseSquareRoot(width: Int, warmUp: Int) -> Schedule {
    Schedule { step in
      let t = Float(step + 1)
      return min(1 / t.squareRoot(), t * pow(Float(warmUp), -1.5)) / Float(width).squareRoot()
    }
  }
}

// MARK: Up and down

extension Schedule {
  /// A triangle wave between `floor` and 1 (Smith 2017).
  ///
  /// - Parameters:
  ///   - halfCycle: The steps on the way up, and on the way down.
  ///   - halving: Whether the height halves after each wave.
  public static func cyclical(
    halfCycle: Int, floor: Float = 0.1, halving: Bool = false
  ) -> Schedule {
    require(
      halfCycle > 0, "Schedule.cyclical: a half cycle of \(halfCycle); at least 1 is expected")
    return Schedule { step in
      let position = Float(step % (2 * halfCycle)) / Float(halfCycle)
      let height = halving ? pow(0.5, Float(step / (2 * halfCycle))) : 1
      return floor + (1 - floor) * height * (1 - abs(position - 1))
    }
  }

  /// One wave for the whole training: from `1/start` up to 1, then down to almost nothing (Smith and Topin
  /// 2019).
  ///
  /// Both ways are half cosine waves.
  ///
  /// - Parameters:
  ///   - steps: All steps.
  ///   - rise: The share of the steps on the way up.
  ///   - start: How many times smaller than the peak the first rate is.
  ///   - end: How many times smaller than the first rate the last one is.
  public static func oneCycle(
    steps: Int, rise: Float = 0.3, start: Float = 25, end: Float = 1e4
  ) -> Schedule {
    let top = rise * Float(steps) - 1
    return Schedule { step in
      let step = min(Float(step), Float(steps - 1))
      let (from, to, way) =
        step <= top
        ? (1 / start, 1, top <= 0 ? 1 : step / top)
        : (1, 1 / (start * end), (step - top) / (Float(steps - 1) - top))
      return to + (from - to) * 0.5 * (1 + cos(.pi * way))
    }
  }
}

// MARK: Combinations

extension Schedule {
  /// This schedule for `steps` steps, then another one, which counts its steps from there.
  public func then(after steps: Int, _ next: Schedule) -> Schedule {
    Schedule { [factor] step in step < steps ? factor(step) : next(step - steps) }
  }

  /// The product of two schedules.
  public static func * (a: Schedule, b: Schedule) -> Schedule {
    Schedule { step in a(step) * b(step) }
  }
}

private func share(_ step: Int, _ steps: Int) -> Float {
  steps <= 0 ? 1 : Float(min(max(step, 0), steps)) / Float(steps)
}
