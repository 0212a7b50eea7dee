/// Times calls in batches that are long enough for the clock.
struct Sampler {
  /// How long a batch should last, in seconds.
  let length: Double
  /// Reads a clock that never goes back, in seconds.
  let now: () -> Double

  init(length: Double, now: @escaping () -> Double = monotonicSeconds) {
    self.length = length
    self.now = now
  }

  /// Finds how many calls last as long as a batch should.
  ///
  /// The calls also warm up: caches, memory pools and threads are ready afterwards.
  func calibrate(_ body: () -> Void) -> (calls: Int, secondsPerCall: Double) {
    body()
    var calls = 1
    while true {
      let time = sample(calls, body)
      if time * Double(calls) >= length * 0.5 {
        return (max(1, Int((length / time).rounded())), time)
      }
      // A short batch is a poor estimate: grow by steps, and never by more than tenfold.
      let wanted = time > 0 ? length / time : .infinity
      calls = Int(min(Double(calls) * 10, max(Double(calls) * 2, wanted)))
    }
  }

  /// Times `calls` calls, and returns the seconds for one.
  func sample(_ calls: Int, _ body: () -> Void) -> Double {
    let start = now()
    for _ in 0..<calls { body() }
    return (now() - start) / Double(calls)
  }
}

private let clock = ContinuousClock()
private let origin = clock.now

/// The seconds since some moment, on a clock that never goes back.
func monotonicSeconds() -> Double {
  origin.duration(to: clock.now) / .seconds(1)
}
