import Testing

@testable import Benchmarks

@Suite("Statistics of samples")
struct StatisticsTests {
  @Test(
    "the median is in the middle",
    arguments: zip([[3], [9, 1, 5], [4, 1, 2, 100], [2, 2, 2, 2]], [3, 5, 3, 2] as [Double]))
  func middle(samples: [Double], expected: Double) {
    #expect(median(samples) == expected)
  }

  @Test("a disturbance that lasts longer than a pair cancels")
  func pairing() {
    // The second half is ten times slower for both sides; the true ratio is 0.5 throughout.
    let own: [Double] = [1, 1, 1, 10, 10]
    let others: [Double] = [2, 2, 2, 20, 20]
    #expect(pairedRatio(own, to: others) == 0.5)
    // Where the sides are disturbed apart, half of the pairs still decide.
    #expect(pairedRatio([1, 90, 1], to: [2, 2, 2]) == 0.5)
    // The ratio of the medians is another number: 3 / 2.
    #expect(pairedRatio([1, 3, 8], to: [1, 4, 2]) == 1)
  }

  @Test("the summary has the median and the minimum")
  func summary() {
    let times = Times([4, 2, 9])
    #expect(times.median == 4)
    #expect(times.minimum == 2)
  }
}

@Suite("Batches")
struct SamplerTests {
  /// A clock that only goes on when the work is done.
  private final class Clock {
    var time = 0.0
    var calls = 0
    func work(lasting seconds: Double) {
      time += seconds
      calls += 1
    }
  }

  @Test(
    "a batch is as long as it should be",
    arguments: [(1e-8, 5_000_000), (1e-4, 500), (0.01, 5), (0.06, 1), (3, 1)])
  func batches(secondsPerCall: Double, expected: Int) {
    let clock = Clock()
    let sampler = Sampler(length: 0.05, now: { clock.time })
    let (calls, estimate) = sampler.calibrate { clock.work(lasting: secondsPerCall) }
    #expect(abs(calls - expected) <= expected / 1000)
    #expect(abs(estimate / secondsPerCall - 1) < 1e-3)
    clock.calls = 0
    let time = sampler.sample(calls) { clock.work(lasting: secondsPerCall) }
    #expect(clock.calls == calls)
    #expect(abs(time / secondsPerCall - 1) < 1e-3)
  }

  @Test("a slow call is not repeated to find out that it is slow")
  func slow() {
    let clock = Clock()
    _ = Sampler(length: 0.05, now: { clock.time }).calibrate { clock.work(lasting: 3) }
    #expect(clock.calls == 2)
  }

  @Test("work that the clock does not see ends too")
  func coarseClock() {
    let clock = Clock()
    // The clock ticks every 10 ms.
    let sampler = Sampler(length: 0.05, now: { (clock.time * 100).rounded(.down) / 100 })
    let (calls, _) = sampler.calibrate { clock.work(lasting: 1e-5) }
    #expect((2500...10_000).contains(calls))
  }

  @Test("the clock goes forward")
  func forward() {
    let first = monotonicSeconds()
    var last = first
    while last == first { last = monotonicSeconds() }
    #expect(last > first)
    #expect(last - first < 60)
  }
}
