import Optimization
import Tensors
import Testing

@Suite("06 Schedules: at every step what PyTorch sets")
struct ScheduleChapterTests {
  let recorded = RecordedOptimizers.all

  static let schedules: [(String, Schedule)] = [
    ("step", .step(every: 4, gamma: 0.3)),
    ("multistep", .multistep(at: [2, 5, 6], gamma: 0.3)),
    ("exponential", .exponential(gamma: 0.9)),
    ("polynomial", .polynomial(steps: 10, power: 2)),
    ("cosine", .cosine(steps: 10, floor: 0.1)),
    ("warm restarts", .warmRestarts(first: 3, growth: 2, floor: 0.1)),
    ("equal restarts", .warmRestarts(first: 4)),
    ("linear", .linearWarmUp(steps: 5, from: 0.2)),
    ("triangular", .cyclical(halfCycle: 4)),
    ("triangular, halving", .cyclical(halfCycle: 4, halving: true)),
    ("one cycle", .oneCycle(steps: 20)),
    ("one cycle, other", .oneCycle(steps: 15, rise: 0.5, start: 10, end: 100)),
    ("noam", .inverseSquareRoot(width: 64, warmUp: 5)),
    ("warm-up, then cosine", .linearWarmUp(steps: 4, from: 0.1).then(after: 4, .cosine(steps: 8))),
  ]

  @Test("the factor in every step", arguments: schedules)
  func factors(name: String, schedule: Schedule) throws {
    let expected = try #require(recorded.schedules[name])
    for (step, wanted) in expected.enumerated() {
      #expect(abs(Double(schedule(step)) - wanted) < 1e-6, "\(name), step \(step)")
    }
  }

  @Test("every recorded schedule is compared")
  func completeness() {
    #expect(
      Set(recorded.schedules.keys)
        == Set(Self.schedules.map(\.0) + ["plateau", "plateau, cooling"]))
  }

  @Test("a plateau, with and without cooling down")
  func plateau() throws {
    for (name, plateau) in [
      ("plateau", Plateau(gamma: 0.5, patience: 2)),
      (
        "plateau, cooling",
        Plateau(gamma: 0.5, patience: 2, threshold: 0.01, cooldown: 2, floor: 0.2)
      ),
    ] {
      var (plateau, factors) = (plateau, [Double(1)])
      for loss in recorded.plateauLosses { factors.append(Double(plateau.factor(after: loss))) }
      let expected = try #require(recorded.schedules[name])
      #expect(factors.count == expected.count)
      for (step, pair) in zip(factors, expected).enumerated() {
        #expect(abs(pair.0 - pair.1) < 1e-6, "\(name), step \(step)")
      }
    }
  }

  @Test("a loss below zero has to fall as well; a loss that is not a number is no progress")
  func plateauCorners() {
    var plateau = Plateau(gamma: 0.5, patience: 0, threshold: 0.1)
    #expect(plateau.factor(after: -1) == 1)
    #expect(plateau.factor(after: -0.95) == 0.5)
    #expect(plateau.factor(after: -2) == 0.5)
    #expect(plateau.factor(after: .nan) == 0.25)
  }

  @Test("a plateau that is resumed goes on as if it had not been stopped")
  func plateauMemory() {
    let losses: [Float] = [1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]
    var straight = Plateau(gamma: 0.5, patience: 2, cooldown: 1)
    let expected = losses.map { straight.factor(after: $0) }
    var first = Plateau(gamma: 0.5, patience: 2, cooldown: 1)
    var factors = losses[..<4].map { first.factor(after: $0) }
    var kept = Tensor(0)
    var reader = ParameterVisitor(parameters: { _ in }, buffers: { kept = $0 })
    first.visitMemory(&reader)
    var second = Plateau(gamma: 0.5, patience: 2, cooldown: 1)
    var writer = ParameterVisitor(parameters: { _ in }, buffers: { $0 = kept })
    second.visitMemory(&writer)
    factors += losses[4...].map { second.factor(after: $0) }
    #expect(factors == expected)
  }

  @Test("past the end a schedule stays where it ended, and is never negative")
  func pastTheEnd() {
    #expect(Schedule.cosine(steps: 10)(10) < 1e-7 && Schedule.cosine(steps: 10)(1000) < 1e-7)
    #expect(Schedule.polynomial(steps: 10)(11) == 0)
    #expect(Schedule.linearWarmUp(steps: 10)(5000) == 1)
    #expect(abs(Schedule.oneCycle(steps: 20)(500) - 4e-6) < 1e-7)
    for (name, schedule) in Self.schedules {
      for step in 0..<200 { #expect((0...1).contains(schedule(step)), "\(name), step \(step)") }
    }
  }

  @Test("a warm-up reaches 1 at its end, exactly, and the next schedule starts there")
  func seam() {
    let schedule = Schedule.linearWarmUp(steps: 5).then(after: 5, .cosine(steps: 10))
    #expect(schedule(0) == 0 && schedule(4) == 0.8 && schedule(5) == 1 && schedule(6) < 1)
    #expect(Schedule.constant(7) == 1)
    #expect((Schedule.exponential(gamma: 0.5) * .step(every: 1, gamma: 0.5))(3) == Float(1) / 64)
  }

  @Test("long trainings: positions are exact after a million steps")
  func longRuns() {
    let schedule = Schedule.warmRestarts(first: 1000)
    #expect(schedule(1_000_000) == 1 && abs(schedule(1_000_500) - 0.5) < 1e-6)
    let growing = Schedule.warmRestarts(first: 1, growth: 2)
    #expect(growing((1 << 20) - 1) == 1)
  }
}
